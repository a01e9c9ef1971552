"""Golden vectors of the differentiator: PyTorch autograd's input gradients of small nets of our architectures.

    python export/golden/make_autograd.py src/test/resources/golden/autograd

For each of encoder, decoder and unet: NAME.onnx as the portrait export writes it (tiny widths, random weights, no zero
initialisation) and NAME.json with inputs, outputs, cotangents and gradients. `float32` is what PyTorch computes in
single precision, `float64` the same net with the same weights in double: the reference, and what single precision costs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))

from autoencoder import Decoder, Encoder  # noqa: E402
from export_onnx import write  # noqa: E402
from unet import UNet  # noqa: E402

CHANNELS, SIZE, WIDTHS = 4, 16, (8, 16, 16)


def randomised(net: nn.Module, seed: int) -> nn.Module:
    """The net with every parameter drawn anew: convolutions at unit gain, norms around 1, biases small, none zero."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in net.parameters():
            noise = torch.randn(p.shape, generator=generator)
            p.copy_(noise / p[0].numel() ** 0.5 if p.dim() > 1 else 0.1 * noise)
        for m in net.modules():
            if isinstance(m, nn.GroupNorm):
                m.weight.add_(1.0)
    return net.eval().requires_grad_(False)


def draw(shape: tuple[int, ...], seed: int) -> torch.Tensor:
    """Normal numbers, rounded so that the file stays short and both precisions read the same."""
    return (torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * 1024).round() / 1024


def forward(net: nn.Module, inputs: dict[str, torch.Tensor], names: list[str]) -> dict[str, torch.Tensor]:
    y = net(*inputs.values())
    return dict(zip(names, y if isinstance(y, tuple) else (y,)))


def gradient(net: nn.Module, inputs: dict, wrt: str, names: list[str], cotangents: dict, dtype: torch.dtype) -> torch.Tensor:
    """Jᵀ·cotangents at `inputs` by autograd, in the given precision."""
    given = {k: v.detach().to(dtype).requires_grad_(k == wrt) for k, v in inputs.items()}
    y = forward(net.to(dtype), given, names)
    total = sum((y[k] * c.to(dtype)).sum() for k, c in cotangents.items())
    return torch.autograd.grad(total, given[wrt])[0]


def number(x: torch.Tensor) -> list[float]:
    digits = 17 if x.dtype == torch.float64 else 9
    return [float(f"{v:.{digits}g}") for v in x.detach().flatten().tolist()]


def tensor(x: torch.Tensor) -> dict:
    return {"shape": list(x.shape), "values": number(x)}


def pair(single: torch.Tensor, double: torch.Tensor) -> dict:
    return {"shape": list(single.shape), "float32": number(single), "float64": number(double)}


def relative(got: torch.Tensor, want: torch.Tensor) -> float:
    """max|Δ| / max|want|."""
    return float((got.double() - want).abs().max() / want.abs().max())


def make(folder: Path, name: str, net: nn.Module, inputs: dict, names: list[str], cases: list[list[str]]) -> None:
    wrt = next(iter(inputs))
    write(net.float(), inputs, names, folder / f"{name}.onnx")
    single = forward(net.float(), inputs, names)
    double = forward(net.double(), {k: v.double() for k, v in inputs.items()}, names)
    session = onnxruntime.InferenceSession(folder / f"{name}.onnx", providers=["CPUExecutionProvider"])
    ours = session.run(names, {k: v.numpy() for k, v in inputs.items()})
    record = {
        "net": name,
        "inputs": {k: tensor(v) for k, v in inputs.items()},
        "outputs": {k: pair(single[k], double[k]) for k in names},
        "cases": [],
    }
    print(name, *(f"{k} {relative(torch.from_numpy(np.array(o)), double[k]):.1e}" for k, o in zip(names, ours)))
    for number_of_case, outputs in enumerate(cases):
        cotangents = {k: draw(tuple(single[k].shape), 100 * number_of_case + i) for i, k in enumerate(outputs)}
        fine, coarse = (gradient(net, inputs, wrt, names, cotangents, d) for d in (torch.float64, torch.float32))
        print(f"  d({', '.join(outputs)})/d{wrt}: float32 against float64 {relative(coarse, fine):.1e}")
        record["cases"].append({"wrt": wrt, "cotangents": {k: tensor(v) for k, v in cotangents.items()},
                                "gradient": pair(coarse, fine)})
    (folder / f"{name}.json").write_text(json.dumps(record, separators=(",", ":")) + "\n")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    x, z = draw((1, 3, SIZE, SIZE), 1), draw((1, CHANNELS, SIZE // 4, SIZE // 4), 2)
    encoder, decoder = Encoder(CHANNELS, WIDTHS), Decoder(CHANNELS, WIDTHS)
    unet = UNet(CHANNELS, wide=8, deep=16, time=16)
    make(folder, "encoder", randomised(encoder, 10), {"x": x}, ["mean", "logvar"], [["mean"], ["mean", "logvar"]])
    make(folder, "decoder", randomised(decoder, 11), {"z": z}, ["x"], [["x"]])
    make(folder, "unet", randomised(unet, 12), {"z": z, "t": torch.tensor([437.0])}, ["prediction"], [["prediction"]])
    print("bytes", sum(f.stat().st_size for f in folder.iterdir()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
