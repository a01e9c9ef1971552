"""Compares pullbacks of open sizes (`psld differentiate --dynamic`) with autograd at several sizes of the same graph.

    python export/golden/check_sizes.py                     # small nets and those of onnx/portrait64: a table
    python export/golden/check_sizes.py --only unet,decoder
    python export/golden/check_sizes.py --hvp               # products with the second derivative

The figure is max|Δ| / max|want|, the reference autograd in double precision, ours evaluated by ONNX Runtime in single. Exit
code 1 when one is above 1e-5.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "export/portrait"))
TOLERANCE = 1e-5


class SmallUNet(nn.Module):
    """Group norm, attention over all pixels, a stride, an enlargement, a concatenation."""

    def __init__(self, mode: str):
        super().__init__()
        self.mode = mode
        self.first, self.down = nn.Conv2d(3, 16, 3, padding=1), nn.Conv2d(16, 32, 3, stride=2, padding=1)
        self.norms = nn.ModuleList(nn.GroupNorm(4, c) for c in (16, 32, 32))
        self.same = nn.ModuleList(nn.Conv2d(c, c, 3, padding=1) for c in (16, 32))
        self.qkv = nn.Conv2d(32, 96, 1)
        self.up, self.last = nn.Conv2d(32, 16, 3, padding=1), nn.Conv2d(32, 3, 3, padding=1)

    def forward(self, x):
        a = self.first(x)
        a = a + self.same[0](functional.silu(self.norms[0](a)))
        b = self.down(a)
        b = b + self.same[1](functional.silu(self.norms[1](b)))
        batch, channels, height, width = b.shape
        q, k, v = self.qkv(b).reshape(batch, 3, channels, height * width).unbind(1)
        weights = torch.softmax(q.transpose(1, 2) @ k * channels**-0.5, -1)
        b = b + (weights @ v.transpose(1, 2)).transpose(1, 2).reshape(batch, channels, height, width)
        more = {} if self.mode == "nearest" else {"align_corners": False}
        enlarged = self.up(functional.interpolate(b, scale_factor=2.0, mode=self.mode, **more))
        return self.last(functional.silu(self.norms[2](torch.cat([enlarged, a], 1))))


class Classifier(nn.Module):
    """Reflecting padding, poolings, a mean over all pixels."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Conv2d(3, 8, 5, padding=2, padding_mode="reflect"), nn.BatchNorm2d(8)
        self.c, self.d = nn.Conv2d(8, 8, 3, padding=1), nn.Linear(8, 5)

    def forward(self, x):
        x = functional.max_pool2d(functional.gelu(self.b(self.a(x))), 2)
        x = functional.avg_pool2d(functional.elu(self.c(x)), 2)
        return self.d(x.mean((2, 3))).log_softmax(1)


class Block(nn.Module):
    """A transformer's block."""

    def __init__(self, causal: bool = False):
        super().__init__()
        self.causal = causal
        self.norms = nn.ModuleList([nn.LayerNorm(32), nn.LayerNorm(32)])
        self.qkv, self.out = nn.Linear(32, 96), nn.Linear(32, 32)
        self.mlp = nn.Sequential(nn.Linear(32, 64), nn.GELU(), nn.Linear(64, 32))

    def forward(self, x):
        batch, tokens, channels = x.shape
        q, k, v = self.qkv(self.norms[0](x)).reshape(batch, tokens, 3, 4, 8).permute(2, 0, 3, 1, 4)
        x = x + self.out(functional.scaled_dot_product_attention(q, k, v, is_causal=self.causal).transpose(1, 2).reshape(x.shape))
        return x + self.mlp(self.norms[1](x))


def mlp() -> nn.Module:
    return nn.Sequential(nn.Linear(8, 32), nn.GELU(), nn.LayerNorm(32), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 4))


def trained(role: str) -> nn.Module:
    from from_bundle import nets

    autoencoder, unet, _ = nets(HOME / "onnx/portrait64")
    return {"encoder": autoencoder.encoder, "decoder": autoencoder.decoder, "unet": unet}[role]


PICTURE = {0: "batch", 2: "height", 3: "width"}
SIZES = [(1, 16, 24), (2, 48, 32), (3, 64, 64), (5, 20, 100)]
LATENTS = [(1, 16, 16), (2, 8, 24), (1, 40, 32)]

# name: net, inputs and their open axes, channels, sizes, extents
NETS = {
    "U-Net, nearest": (lambda: SmallUNet("nearest"), 3, SIZES, "1..8", "16..128:2"),
    "U-Net, bilinear": (lambda: SmallUNet("bilinear"), 3, SIZES, "1..8", "16..128:2"),
    "classifier": (Classifier, 3, SIZES, "1..8", "16..128:4"),
    "MLP": (mlp, 8, [(1,), (2,), (7,), (64,)], "1..64", ""),
    "transformer": (Block, 32, [(1, 5), (2, 9), (4, 33)], "1..8", "1..64"),
    "transformer, causal": (lambda: Block(True), 32, [(1, 5), (2, 9), (4, 33)], "1..8", "2..64"),
    "portrait64 encoder": (lambda: trained("encoder"), 3, [(1, 64, 64), (2, 32, 96), (1, 128, 64)], "1..8", "32..256:4"),
    "portrait64 decoder": (lambda: trained("decoder"), 8, LATENTS, "1..8", "8..64"),
    "portrait64 unet": (lambda: trained("unet"), 8, LATENTS, "1..8", "8..64:4"),
}


def shape(channels: int, size: tuple[int, ...]) -> tuple[int, ...]:
    return (size[0], channels, *size[1:]) if len(size) == 3 else (*size, channels)


def session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def run(s: onnxruntime.InferenceSession, known: dict) -> dict:
    names = [o.name for o in s.get_outputs()]
    return dict(zip(names, s.run(names, {i.name: known[i.name] for i in s.get_inputs()})))


def check(name: str, command: list[str], scratch: Path, second: bool) -> tuple[list[str], float]:
    make, channels, sizes, batch, side = NETS[name]
    torch.manual_seed(1)
    net = make().eval()
    timed = name.endswith("unet")
    rank = len(sizes[0])
    axes = PICTURE if rank == 3 else {0: "batch", 1: "tokens"} if rank == 2 else {0: "batch"}
    example = (torch.randn(shape(channels, sizes[1])),) + ((torch.full((sizes[1][0],), 300.0),) if timed else ())
    file = scratch / "net.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(net, example, str(file), dynamo=False, opset_version=17, output_names=["y"],
                          input_names=["x", "t"][:len(example)], dynamic_axes={"x": axes, "t": {0: "batch"}, "y": {0: "batch"}}
                          if timed else {"x": axes, "y": {0: "batch"}})
    open_sizes = [f"{v}={batch if v == 'batch' else side}" for v in axes.values()]
    done = subprocess.run([*command, "differentiate", str(file), "--wrt", "x", "--of", "y", "-o", str(scratch / "made"),
                           *[w for s in open_sizes for w in ("--dynamic", s)],
                           *(["--hvp"] if second else [])], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    forward = session(scratch / "made/net.onnx")
    pullback = session(scratch / ("made/net_hvp.onnx" if second else "made/net_vjp.onnx"))
    double = net.double()
    figures = []
    for size in sizes:
        x = torch.randn(shape(channels, size), dtype=torch.float64, requires_grad=True)
        more = (torch.full((size[0],), 300.0, dtype=torch.float64),) if timed else ()
        with sdpa_kernel(SDPBackend.MATH):  # the one that has a second derivative
            y = double(x, *more)
        y = y[0] if isinstance(y, tuple) else y
        cotangent = torch.randn_like(y)
        (want,) = torch.autograd.grad((y * cotangent).sum(), x, create_graph=second)
        tangent = torch.randn_like(x)
        if second:
            (want,) = torch.autograd.grad((want * tangent).sum(), x)
        known = {"x": x.detach().float().numpy()} | {"t": m.float().numpy() for m in more}
        known |= run(forward, known) | {"y_cotangent": cotangent.float().numpy()}
        known |= {"x_tangent": tangent.detach().float().numpy()}
        have = run(pullback, known)["x_hvp" if second else "x_cotangent"]
        figures.append(float(np.abs(have - want.numpy()).max() / want.abs().max()))
    return ["×".join(map(str, s)) + f" {f:.1e}" for s, f in zip(sizes, figures)], max(figures)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--psld", default=str(HOME / "psld"))
    parser.add_argument("--hvp", action="store_true")
    args = parser.parse_args()
    wrong = 0
    for name in NETS:
        if all(part in name for part in args.only.split(",")):
            with tempfile.TemporaryDirectory() as scratch:
                try:
                    figures, worst = check(name, args.psld.split(), Path(scratch), args.hvp)
                    wrong += not worst <= TOLERANCE
                    print(f"{name}: " + ", ".join(figures), flush=True)
                except RuntimeError as e:
                    wrong += 1
                    print(f"{name}: {e}", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
