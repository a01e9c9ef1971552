"""Compares a bundle's pullbacks with PyTorch autograd of the nets that it was made from, at full size.

    python export/golden/make_bundle.py onnx/portrait64 --autoencoder runs/autoencoder.pt --unet runs/unet.pt

Works for tape and recompute bundles: the pullback gets its cotangents and, by name, whatever else it asks for from the
forward's inputs and outputs. Prints max|Δ|/max|want| of values and input gradients and fails above 1e-4.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))

from make_autograd import draw, forward, gradient, relative  # noqa: E402
from reference_psld import Model  # noqa: E402

TOLERANCE = 1e-4


def run(file: Path, feeds: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """All outputs of a graph, by name; inputs that it does not have are left out."""
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    outputs = [o.name for o in session.get_outputs()]
    values = session.run(outputs, {i.name: feeds[i.name] for i in session.get_inputs()})
    return {name: torch.from_numpy(np.asarray(v)) for name, v in zip(outputs, values)}


def onnx_inputs(file: Path) -> set[str]:
    return {i.name for i in onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"]).get_inputs()}


def check(folder: Path, role: str, net: nn.Module, inputs: dict[str, torch.Tensor], names: list[str]) -> float:
    """The largest error of a role's values and gradient, against the net in double precision."""
    wrt = next(iter(inputs))
    feeds = {k: v.numpy() for k, v in inputs.items()}
    got = run(folder / f"{role}.onnx", feeds)
    want = forward(net.double(), {k: v.double() for k, v in inputs.items()}, names)
    values = max(relative(got[k], want[k]) for k in names)
    asked = onnx_inputs(folder / f"{role}_vjp.onnx")
    cotangents = {k: draw(tuple(want[k].shape), i) for i, k in enumerate(names) if f"{k}_cotangent" in asked}
    feeds |= {k: v.numpy() for k, v in got.items()} | {f"{k}_cotangent": c.numpy() for k, c in cotangents.items()}
    ours = run(folder / f"{role}_vjp.onnx", feeds)[f"{wrt}_cotangent"]
    fine, coarse = (gradient(net, inputs, wrt, names, cotangents, d) for d in (torch.float64, torch.float32))
    error = relative(ours, fine)
    print(f"{role} ({', '.join(cotangents)}): values {values:.1e}, gradient {error:.1e} (autograd in float32: {relative(coarse, fine):.1e})")
    return max(values, error)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--autoencoder", type=Path, default=Path("runs/autoencoder.pt"))
    parser.add_argument("--unet", type=Path, default=Path("runs/unet.pt"))
    args = parser.parse_args()
    torch.set_num_threads(1)
    model = Model(args.autoencoder, args.unet)
    x, z, t = draw((1, 3, 64, 64), 1) / 2, draw((1, model.channels, 16, 16), 2), torch.tensor([400.0])
    worst = max(
        check(args.bundle, "encoder", model.nets.encoder, {"x": x}, ["mean", "logvar"]),
        check(args.bundle, "decoder", model.nets.decoder, {"z": z}, ["x"]),
        check(args.bundle, "unet", model.unet, {"z": z, "t": t}, ["prediction"]),
    )
    if not worst <= TOLERANCE:
        raise SystemExit(f"{args.bundle} is further from PyTorch than {TOLERANCE}: were these checkpoints exported?")


if __name__ == "__main__":
    main()
