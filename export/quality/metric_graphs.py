"""Writes a network that compares pictures as an ONNX graph for `psld eval --metric`, and checks it against PyTorch.

    python metric_graphs.py --backbone alex --weights alexnet-owt-7be5be79.pth --heads alex.pth --out lpips-alex.onnx
    python metric_graphs.py --backbone inception --weights inception_v3_google-0cc3c7bd.pth --out inception.onnx
    python metric_graphs.py --backbone squeeze --random 3 --out squeeze.onnx

`alex`, `vgg` and `squeeze` give the distance of LPIPS (Zhang et al. 2018, equation 1): the features of five or seven layers are brought to unit length at every
position, their squared differences weighted by the heads, summed over channels, and averaged over positions and summed over layers. The weights are files as torchvision and
the PyPI package `lpips` publish them (its folder weights/v0.1); a graph is called lpips-… only with both, each recognised by its SHA-256. Without `--heads` all channels count the
same, and `--random SEED` draws the network too: those graphs are called distance-…, for they are not LPIPS.

`inception` gives the 2,048 averaged features of Inception v3, for a Fréchet distance of sets of 500 pictures and more. The published FID has other weights of the same net; compare with
numbers of your own only.

Pictures are 1×3×H×W in [-1, 1], of any size from 64 pixels (Inception's are brought to 299×299 within the graph). The script runs the graph by ONNX Runtime on random pictures of three sizes, and fails where it
differs from PyTorch by more than 1e-4 of the value.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)

# First digits of the SHA-256: torchvision writes those of a backbone into its file name.
KNOWN = {
    "alex": ("7be5be79", "df73285e"),
    "vgg": ("397923af", "a78928a0"),
    "squeeze": ("b8a52dc0", "4a5350f2"),
}

# Last layer of each slice of torchvision's `features`, as LPIPS cuts them.
SLICES = {
    "alex": (1, 4, 7, 9, 11),
    "vgg": (3, 8, 15, 22, 29),
    "squeeze": (1, 4, 7, 9, 10, 11, 12),
}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Distance(nn.Module):
    """Two pictures to one number."""

    def __init__(self, backbone: str, heads: list[torch.Tensor] | None):
        super().__init__()
        make = {"alex": torchvision.models.alexnet, "vgg": torchvision.models.vgg16, "squeeze": torchvision.models.squeezenet1_1}
        self.net = make[backbone](weights=None)
        self.last = SLICES[backbone]
        # What the paper's code shifts and scales by is ImageNet's normalisation in units of [-1, 1].
        self.register_buffer("shift", torch.tensor([-0.030, -0.088, -0.188]).view(1, 3, 1, 1))
        self.register_buffer("scale", torch.tensor([0.458, 0.448, 0.450]).view(1, 3, 1, 1))
        self.heads = heads

    def features(self, x: torch.Tensor) -> list[torch.Tensor]:
        y, kept = (x - self.shift) / self.scale, []
        for k, layer in enumerate(self.net.features):
            y = layer(y)
            if k in self.last:
                kept.append(y / (y.square().sum(1, keepdim=True).sqrt() + 1e-10))
            if k == self.last[-1]:
                break
        return kept

    def forward(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        total = torch.zeros(1)
        for k, (f, g) in enumerate(zip(self.features(a), self.features(b))):
            squares = (f - g).square()
            weights = torch.ones(squares.shape[1]) / squares.shape[1] if self.heads is None else self.heads[k]
            total = total + (squares * weights.view(1, -1, 1, 1)).sum(1).mean((1, 2))
        return total


class Inception(nn.Module):
    """A picture to the 2,048 features before the last layer of Inception v3."""

    def __init__(self) -> None:
        super().__init__()
        self.net = torchvision.models.inception_v3(weights=None, init_weights=False, aux_logits=True)
        self.net.fc = nn.Identity()
        self.net.AuxLogits = None
        self.net.aux_logits = False
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(STD).view(1, 3, 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.interpolate(x, size=(299, 299), mode="bilinear", align_corners=False, antialias=False)
        return self.net((x * 0.5 + 0.5 - self.mean) / self.std)


def read_heads(path: Path) -> list[torch.Tensor]:
    state = torch.load(path, map_location="cpu", weights_only=True)
    return [state[name].flatten() for name in sorted(state)]


def build(args: argparse.Namespace) -> tuple[nn.Module, str]:
    """The module, and what its graph is called."""
    if args.random is not None:
        torch.manual_seed(args.random)
    heads = read_heads(args.heads) if args.heads else None
    model = Inception() if args.backbone == "inception" else Distance(args.backbone, heads)
    if args.weights:
        missing = model.net.load_state_dict(torch.load(args.weights, map_location="cpu", weights_only=True), strict=False)
        if missing.missing_keys:
            raise SystemExit(f"{args.weights} is not the weights of {args.backbone}: without {missing.missing_keys[:3]}")
    elif args.random is None:
        raise SystemExit("give --weights, or --random SEED for a network that has learned nothing")
    else:
        for module in model.modules():  # batch norms of random nets would pass on next to nothing
            if isinstance(module, nn.BatchNorm2d):
                module.reset_running_stats()
    if args.backbone == "inception":
        return model.eval(), "inception" if args.weights else "inception-random"
    net, linear = KNOWN[args.backbone]
    published = args.weights and args.heads and digest(args.weights).startswith(net) and digest(args.heads).startswith(linear)
    return model.eval(), ("lpips-" if published else "distance-") + args.backbone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backbone", choices=["alex", "vgg", "squeeze", "inception"], required=True)
    parser.add_argument("--weights", type=Path, help="state dict as torchvision publishes it")
    parser.add_argument("--heads", type=Path, help="state dict of the linear layers as the package lpips has it")
    parser.add_argument("--random", type=int, metavar="SEED", help="draw the backbone")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model, name = build(args)
    inputs = ["a", "b"] if args.backbone != "inception" else ["picture"]
    example = tuple(torch.rand(1, 3, 96, 96) * 2 - 1 for _ in inputs)
    with torch.no_grad():
        torch.onnx.export(model, example, str(args.out), dynamo=False, opset_version=17, input_names=inputs,
                          output_names=["distance" if len(inputs) == 2 else "features"],
                          dynamic_axes={i: {2: "height", 3: "width"} for i in inputs})
    graph = onnx.load(str(args.out))
    graph.graph.name = name
    onnx.save(graph, str(args.out))
    session = onnxruntime.InferenceSession(str(args.out), providers=["CPUExecutionProvider"])
    worst = 0.0
    for height, width in ((64, 64), (96, 128), (131, 77)):
        pictures = [torch.rand(1, 3, height, width) * 2 - 1 for _ in inputs]
        with torch.no_grad():
            right = model(*pictures).numpy()
        ours = session.run(None, {i: p.numpy() for i, p in zip(inputs, pictures)})[0]
        worst = max(worst, float(np.abs(ours - right).max() / np.abs(right).max()))
    print(f"{args.out}: {name}, differs from PyTorch by at most {worst:.1e} of the value")
    if worst > 1e-4:
        raise SystemExit("that is too much")


if __name__ == "__main__":
    main()
