"""Times pullbacks of `psld differentiate` beside onnx-ad and PyTorch's autograd: one process, one thread, in turn.

    python export/golden/bench_peers.py                       # a table of ratios
    python export/golden/bench_peers.py --only unet,vit --rounds 20

Each figure is processor time of result and gradient by the input, the median of the rounds; ours once with the forward
inside the pullback (recompute) and once as two graphs with a tape. Memory is what a process of its own takes at its peak
beyond what it took with the model loaded. Needs onnx-ad 0.3.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn
from torch.nn import functional

from check_sizes import HOME, SmallUNet, trained


class Residual(nn.Module):
    """A basic block of ResNet-18."""

    def __init__(self, before: int, after: int):
        super().__init__()
        stride = 1 if before == after else 2
        self.body = nn.Sequential(nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU(),
                                  nn.Conv2d(after, after, 3, 1, 1, bias=False), nn.BatchNorm2d(after))
        self.skip = nn.Identity() if stride == 1 else nn.Sequential(nn.Conv2d(before, after, 1, 2), nn.BatchNorm2d(after))

    def forward(self, x):
        return functional.relu(self.body(x) + self.skip(x))


def resnet() -> nn.Module:
    widths = [64, 64, 64, 128, 128, 256, 256, 512, 512]
    return nn.Sequential(nn.Conv2d(3, 64, 7, 2, 3), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
                         *[Residual(a, b) for a, b in zip(widths, widths[1:])],
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 1000))


class VisionTransformer(nn.Module):
    """ViT-Tiny/16 at 128 pixels."""

    def __init__(self, width: int = 192, heads: int = 3, depth: int = 12):
        super().__init__()
        self.heads = heads
        self.patches = nn.Conv2d(3, width, 16, 16)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2 * depth))
        self.qkv = nn.ModuleList(nn.Linear(width, 3 * width) for _ in range(depth))
        self.out = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))
        self.mlp = nn.ModuleList(nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
                                 for _ in range(depth))
        self.head = nn.Linear(width, 1000)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        batch, tokens, width = x.shape
        for i, qkv in enumerate(self.qkv):
            q, k, v = qkv(self.norms[2 * i](x)).reshape(batch, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            y = functional.scaled_dot_product_attention(q, k, v)
            x = x + self.out[i](y.transpose(1, 2).reshape(batch, tokens, width))
            x = x + self.mlp[i](self.norms[2 * i + 1](x))
        return self.head(x.mean(1))


NETS = {
    "portrait64 encoder": (lambda: trained("encoder"), (1, 3, 64, 64)),
    "portrait64 decoder": (lambda: trained("decoder"), (1, 8, 16, 16)),
    "portrait64 unet": (lambda: trained("unet"), (1, 8, 16, 16)),
    "resnet-18": (resnet, (1, 3, 128, 128)),
    "vit-tiny": (VisionTransformer, (1, 3, 128, 128)),
    "small unet": (lambda: SmallUNet("nearest"), (1, 3, 64, 64)),
}


def session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def graphs(name: str, command: list[str], scratch: Path) -> dict:
    """Files of all ways, the inputs, and the module."""
    make, shape = NETS[name]
    torch.manual_seed(1)
    net = make().eval().requires_grad_(False)
    x = torch.randn(shape)
    more = (torch.full((1,), 300.0),) if name == "portrait64 unet" else ()
    file = scratch / "net.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(net, (x, *more), str(file), dynamo=False, opset_version=17, input_names=["x", "t"][:1 + len(more)],
                          output_names=["y"])
    for mode in ("recompute", "tape"):
        subprocess.run([*command, "differentiate", str(file), "--wrt", "x", "--of", "y", "--mode", mode, "-o",
                        str(scratch / mode)], check=True, capture_output=True)
    import onnx_ad

    onnx.save(onnx_ad.reverse(onnx.load(file), inputs=["x"], outputs=["y"], prefix="adj_", layout="onnx"),
              scratch / "peer.onnx")
    y = net(x, *more)
    y = y[0] if isinstance(y, tuple) else y
    return {"net": net, "x": x, "more": more, "cotangent": torch.randn_like(y), "folder": scratch}


def ways(made: dict, which: list[str]) -> dict:
    folder, net = made["folder"], made["net"]
    known = {"x": made["x"].numpy(), "y_cotangent": made["cotangent"].numpy()}
    known |= {"t": m.numpy() for m in made["more"]}

    def fed(s, values):
        names = [o.name for o in s.get_outputs()]
        return dict(zip(names, s.run(names, {i.name: values[i.name] for i in s.get_inputs()})))

    def autograd():
        x = made["x"].clone().requires_grad_(True)
        y = net(x, *made["more"])
        y = y[0] if isinstance(y, tuple) else y
        return torch.autograd.grad((y * made["cotangent"]).sum(), x)[0].numpy()

    def recompute():
        pullback = session(folder / "recompute/net_vjp.onnx")
        return lambda: fed(pullback, known)["x_cotangent"]

    def tape():
        forward, pullback = session(folder / "tape/net.onnx"), session(folder / "tape/net_vjp.onnx")
        return lambda: fed(pullback, known | fed(forward, known))["x_cotangent"]

    def peer():
        s = session(folder / "peer.onnx")
        seed = made["cotangent"].numpy()
        values = known | {"adj_y": seed[..., None]}
        return lambda: fed(s, values)["adj_x"][..., 0]

    all_ways = {"recompute": recompute, "tape": tape, "onnx-ad": peer, "autograd": lambda: autograd}
    return {k: all_ways[k]() for k in which}


WAYS = ["recompute", "tape", "onnx-ad", "autograd"]


def peak(made: dict, way: str) -> float:
    """Megabytes that runs add to a process that has the graphs loaded."""
    import os

    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        run = ways(made, [way])[way]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(2):
            run()
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        os.write(write, f"{(after - before) / 1024:.1f}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    return float(os.read(read, 64))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=lambda s: s.split(","))
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--psld", default=str(HOME / "psld"))
    args = parser.parse_args()
    torch.set_num_threads(1)
    print("| net | recompute ms | tape ms | onnx-ad ms | autograd ms | ours / onnx-ad | ours / autograd | memory MB of the four |")
    print("|---|---|---|---|---|---|---|---|")
    for name in NETS:
        if args.only and not any(part in name for part in args.only):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            made = graphs(name, args.psld.split(), Path(scratch))
            memory = [peak(made, way) for way in WAYS]
            runs = ways(made, WAYS)
            want = runs["autograd"]()
            for way, run in runs.items():
                gap = float(np.abs(run() - want).max() / np.abs(want).max())
                if not gap < 1e-4:
                    sys.exit(f"{name}: {way} is wrong by {gap:.1e}")
            times = {way: [] for way in WAYS}
            for _ in range(args.rounds):
                for way, run in runs.items():
                    start = time.process_time()
                    run()
                    times[way].append(1000 * (time.process_time() - start))
            median = {way: statistics.median(t) for way, t in times.items()}
            ours = min(median["recompute"], median["tape"])
            print(f"| {name} | " + " | ".join(f"{median[w]:.1f}" for w in WAYS)
                  + f" | {ours / median['onnx-ad']:.2f} | {ours / median['autograd']:.2f} | "
                  + ", ".join(f"{m:.0f}" for m in memory) + " |", flush=True)


if __name__ == "__main__":
    main()
