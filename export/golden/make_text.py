"""Writes a tiny text-conditioned model and what PyTorch's autograd makes of guided PSLD steps with it.

    python export/golden/make_text.py src/test/resources/golden/text

`unet.onnx` is a UNet2DConditionModel of diffusers, `text-encoder.onnx` a CLIPTextModel of transformers, both with random weights;
encoder and decoder are those of golden/autograd, the tokenizer is that of golden/tokens. `steps.json` has the prompt's context and, for
ε and v, CFG and CFG++, one step in double precision: z', ẑ0, and z_{t−1} = z' − ∇L with the gradient of the whole loss by z_t.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F
from diffusers import UNet2DConditionModel
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))

from autoencoder import Decoder, Encoder  # noqa: E402
from export_onnx import write  # noqa: E402
from make_autograd import CHANNELS, SIZE, WIDTHS, draw, number, randomised, relative  # noqa: E402

HERE = Path(__file__).resolve().parent
TOKENS = HERE.parents[1] / "src/test/resources/golden/tokens/sd15"
HIDDEN, LENGTH, SCALE, T = 12, 77, 0.5, 437
PROMPT, NEGATIVE = "a portrait of an old woman with a red hat", "blurry, low-res"
GAMMA, OMEGA, SIGMA = 2.0, 20.0, 0.05


class Noise(nn.Module):
    """The UNet with the arguments and the output of a graph."""

    def __init__(self, net: UNet2DConditionModel) -> None:
        super().__init__()
        self.net = net

    def forward(self, z: torch.Tensor, t: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        return self.net(z, t, context, return_dict=False)[0]


class Context(nn.Module):
    def __init__(self, net: CLIPTextModel) -> None:
        super().__init__()
        self.net = net

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.net(tokens).last_hidden_state


def unet() -> nn.Module:
    net = UNet2DConditionModel(
        sample_size=SIZE // 4, in_channels=CHANNELS, out_channels=CHANNELS, cross_attention_dim=HIDDEN, attention_head_dim=2, layers_per_block=1,
        block_out_channels=(8, 8), norm_num_groups=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
    )
    return Noise(spread(net, 21))


def text_encoder(words: int) -> nn.Module:
    config = CLIPTextConfig(vocab_size=words, hidden_size=HIDDEN, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=LENGTH, eos_token_id=words - 1)
    return Context(spread(CLIPTextModel(config), 22))


def spread(net: nn.Module, seed: int) -> nn.Module:
    """Every parameter drawn anew, so that texts make a difference: matrices at unit gain, vectors small, norms around 1."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in net.parameters():
            noise = torch.randn(p.shape, generator=generator)
            p.copy_(noise / p[0].numel() ** 0.5 if p.dim() > 1 else 0.1 * noise)
        for m in net.modules():
            if isinstance(m, (nn.GroupNorm, nn.LayerNorm)):
                m.weight.add_(1.0)
    return net.eval().requires_grad_(False)


def alpha_bar(t: int) -> float:
    betas = torch.linspace(0.0015**0.5, 0.0195**0.5, 1000, dtype=torch.float64) ** 2
    return float(torch.cumprod(1 - betas, 0)[t])


def step(nets: dict[str, nn.Module], kind: str, weight: float, velocity: bool, text: torch.Tensor, negative: torch.Tensor) -> dict[str, object]:
    """One step of algorithms A.1 in stable mode: mean of the encoder, smooth denominator; A pools 4×4, T = A⁺ repeats."""
    a, b = alpha_bar(T), alpha_bar(T - 20)
    z = draw((1, CHANNELS, SIZE // 4, SIZE // 4), 3).double().requires_grad_()
    y = draw((1, 3, SIZE // 4, SIZE // 4), 4).double() / 2
    t = torch.tensor([float(T)], dtype=torch.float64)
    one, two = (nets["unet"](z, t, c) for c in (negative, text))
    if velocity:
        one, two = (a**0.5 * v + (1 - a) ** 0.5 * z for v in (one, two))
    eps = one + weight * (two - one)
    z0 = (z - (1 - a) ** 0.5 * eps) / a**0.5
    moved = b**0.5 * z0 + (1 - b) ** 0.5 * (one if kind == "cfg++" else eps)
    x = nets["decoder"](z0 / SCALE)
    r = F.avg_pool2d(x, 4) - y
    fit = torch.sqrt((r**2).sum() + 2 * SIGMA**2 * r.numel())

    def repeated(v: torch.Tensor) -> torch.Tensor:
        return F.interpolate(v, scale_factor=4, mode="nearest")

    glued = repeated(y) + x - repeated(F.avg_pool2d(x, 4))
    q = torch.linalg.vector_norm(SCALE * nets["encoder"](glued)[0] - z0)
    gradient = torch.autograd.grad(OMEGA * fit + GAMMA * q, z)[0]
    return {"kind": kind, "weight": weight, "velocity": velocity, "gluing": float(q.detach()), "estimate": number(z0), "moved": number(moved), "latent": number(moved.detach() - gradient), "gradient": number(gradient)}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    tokenizer = CLIPTokenizer.from_pretrained(TOKENS)
    nets = {
        "encoder": randomised(Encoder(CHANNELS, WIDTHS), 10),
        "decoder": randomised(Decoder(CHANNELS, WIDTHS), 11),
        "unet": unet(),
        "text-encoder": text_encoder(len(tokenizer)),
    }

    def tokens(text: str) -> torch.Tensor:
        return tokenizer(text, padding="max_length", max_length=LENGTH, truncation=True, return_tensors="pt").input_ids

    z, t, c = draw((1, CHANNELS, SIZE // 4, SIZE // 4), 3), torch.tensor([float(T)]), draw((1, LENGTH, HIDDEN), 5)
    write(nets["text-encoder"], {"tokens": tokens(PROMPT)}, ["context"], folder / "text-encoder.onnx")
    write(nets["unet"], {"z": z, "t": t, "context": c}, ["prediction"], folder / "unet.onnx")
    for name, feeds, output in (("text-encoder", {"tokens": tokens(PROMPT)}, "context"), ("unet", {"z": z, "t": t, "context": c}, "prediction")):
        session = onnxruntime.InferenceSession(folder / f"{name}.onnx", providers=["CPUExecutionProvider"])
        (ours,) = session.run([output], {k: v.numpy() for k, v in feeds.items()})
        print(name, f"{relative(torch.from_numpy(np.array(ours)), nets[name](*feeds.values()).double()):.1e}", session.get_inputs()[0].type)
    context = {text: nets["text-encoder"](tokens(text)) for text in (PROMPT, NEGATIVE, "")}
    double = {name: net.double() for name, net in nets.items()}
    told = {text: value.double() for text, value in context.items()}
    cases = [
        step(double, kind, weight, velocity, told[PROMPT], told[negative]) | {"negative": negative}
        for velocity in (False, True)
        for kind, weight, negative in (("cfg", 3.0, NEGATIVE), ("cfg", 7.5, ""), ("cfg++", 0.6, NEGATIVE), ("cfg", 1.0, NEGATIVE), ("cfg++", 1.0, NEGATIVE), ("cfg", 0.0, NEGATIVE))
    ]
    record = {
        "prompt": PROMPT, "t": T, "next": T - 20, "gamma": GAMMA, "omega": OMEGA,
        "z": number(z), "y": number(draw((1, 3, SIZE // 4, SIZE // 4), 4) / 2),
        "context": {text: number(value) for text, value in context.items()},
        "steps": cases,
    }
    (folder / "steps.json").write_text(json.dumps(record, separators=(",", ":")) + "\n")
    print("bytes", sum(f.stat().st_size for f in folder.iterdir()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
