"""Writes the trained denoiser as ONNX: D(x, σ) with its preconditioning, any batch and size, weights of 16 bits.

    python export_onnx.py --checkpoint runs/photo/decayed.pt --out graph

The folder gets denoiser.onnx, denoiser.bin (the weights) and model.json, from which `psld export` makes a bundle; --flickr gets the ids of the photos to be credited. The graph computes in 32 bits: every weight goes through a
Cast, which a runtime folds when it loads the graph. What the graph computes is compared with PyTorch before it is kept.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

import photos
from denoiser import HIGHEST, LOWEST, Denoiser

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))
from training import load  # noqa: E402

LICENCE = (
    "weights trained for this project; trained on: TensorFlow flower_photos (Flickr users, CC BY 2.0, photo ids listed); DreamBooth dataset, "
    "Ruiz et al., CC BY 4.0; Face Research Lab London Set, DeBruine & Jones, CC BY 4.0, doi:10.6084/m9.figshare.5047666; photographs by "
    "Morten Jensen, thefuturistics, Images_of_Money and samuelrodgers752 (Flickr, CC BY 2.0); photographs from Unsplash; budgie-backgrounds, "
    "ubuntu-mate-artwork and wesaturate (CC0); 18F, US Forest Service, ONRR and NASA (public domain)"
)

PORTRAITS = (
    "; trained further on portraits: Chris McAndrew / UK Parliament, CC BY 3.0, and official portraits of the US Congress, public domain"
)

WINDOW, OVERLAP = 512, 64
"""Side of the largest window that is run at once, and what neighbours share: twice as far as a change is seen at any noise of a restoration."""

SMALL = 2000
"""Tensors of fewer entries stay of 32 bits and in the graph's own file."""


def plain(model: Denoiser) -> Denoiser:
    """The same function without reshaping: 2×2 pixels to channels and the first convolution are one, of 6×6 and stride 2."""
    w = model.head.weight
    merged = nn.Conv2d(3, w.shape[0], 6, stride=2, padding=2)
    with torch.no_grad():
        merged.weight.copy_(w.view(-1, 3, 2, 2, 3, 3).permute(0, 1, 4, 2, 5, 3).reshape(-1, 3, 6, 6))
        merged.bias.copy_(model.head.bias)
    model.head, model.unshuffle = merged, nn.Identity()
    return model


def halve(graph: onnx.ModelProto) -> None:
    """Stores every large weight in 16 bits, behind a Cast to 32."""
    casts = []
    for weight in graph.graph.initializer:
        array = numpy_helper.to_array(weight)
        if array.dtype != np.float32 or array.size < SMALL:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(array.astype(np.float16), name + "_16"))
        casts.append(helper.make_node("Cast", [name + "_16"], [name], name=name + "_cast", to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.graph.node.insert(0, cast)


def write(model: Denoiser, folder: Path) -> Path:
    """denoiser.onnx and denoiser.bin."""
    file = folder / "denoiser.onnx"
    size = 4 * model.stride
    torch.onnx.export(model, (torch.zeros(2, 3, size, size), torch.ones(2)), str(file), dynamo=False, opset_version=17,
                      input_names=["x", "sigma"], output_names=["denoised"], do_constant_folding=True,
                      dynamic_axes={"x": {0: "batch", 2: "height", 3: "width"}, "sigma": {0: "batch"},
                                    "denoised": {0: "batch", 2: "height", 3: "width"}})
    graph = onnx.load(file)
    halve(graph)
    (folder / "denoiser.bin").unlink(missing_ok=True)
    onnx.save_model(graph, file, save_as_external_data=True, all_tensors_to_one_file=True, location="denoiser.bin", size_threshold=SMALL)
    onnx.checker.check_model(str(file), full_check=True)
    return file


def session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def difference(model: Denoiser, graph: onnxruntime.InferenceSession) -> float:
    """Largest |graph − PyTorch| in [-1, 1] over windows of several sizes and noise levels; the weights of both are those of 16 bits."""
    worst = 0.0
    for n, h, w in ((1, 1, 1), (3, 2, 5), (1, 9, 4), (2, 7, 7)):
        for sigma in (0.0, 0.01, 0.2, 3.0, 100.0):
            x = (1 + sigma) * torch.randn(n, 3, h * model.stride, w * model.stride, generator=torch.Generator().manual_seed(n * h))
            s = torch.full((n,), sigma)
            with torch.no_grad():
                want = model(x, s).numpy()
            worst = max(worst, float(np.abs(graph.run(None, {"x": x.numpy(), "sigma": s.numpy()})[0] - want).max()))
    return worst


@torch.no_grad()
def influence(model: Denoiser, sigma: float, least: float = 0.5 / 127.5) -> int:
    """Pixels from a square of 16×16, brighter by 0.4, to the farthest output that changes by more than half a grey level."""
    size, block, worst = 32 * model.stride, 16, 0
    x = sigma * torch.randn(1, 3, size, size, generator=torch.Generator().manual_seed(2))
    level = torch.full((1,), sigma)
    start = size // 2
    other = x.clone()
    other[:, :, start:start + block, start:start + block] += 0.4
    change = (model(other, level) - model(x, level)).abs().amax((0, 1))
    for along in (0, 1):
        places = torch.nonzero(change.amax(along) > least).flatten()
        if len(places):
            worst = max(worst, start - int(places.min()), int(places.max()) - start - block + 1)
    return worst


@torch.no_grad()
def reach(model: Denoiser) -> int:
    """Farthest output that an input pixel can move whatever the weights: measured on the same net, all its weights positive and no biases."""
    positive = copy.deepcopy(model).double()
    for module in positive.modules():
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
            module.weight.fill_(1 / module.weight[0].numel())
            if module.bias is not None:
                module.bias.zero_()
        if isinstance(module, nn.Linear):
            module.weight.zero_()
    size, worst = 32 * model.stride, 0
    for at in range(size // 2, size // 2 + model.stride):
        x = torch.zeros(1, 3, size, size).double()
        x[:, :, at, at] = 1
        places = torch.nonzero(positive(x, torch.ones(1).double()).amax((0, 1, 2))).flatten()
        worst = max(worst, at - int(places.min()), int(places.max()) - at)
    return worst


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", type=Path, default=Path("runs/photo/decayed.pt"))
    parser.add_argument("--out", type=Path, default=Path("graph"))
    parser.add_argument("--flickr", type=Path, default=Path("flickr.txt"))
    further = parser.add_mutually_exclusive_group()
    further.add_argument("--portraits", action="store_true", help="the denoiser that was trained further on portraits")
    further.add_argument("--enlarging", action="store_true", help="the one that was trained further on enlarging")
    parser.add_argument("--time", action="store_true", help="also time a megapixel on two threads")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    state = load(args.checkpoint)
    model = Denoiser(**state["settings"]).eval().requires_grad_(False)
    model.load_state_dict(state["average"])
    for p in model.parameters():
        if p.numel() >= SMALL:
            p.copy_(p.half().float())
    parameters = sum(p.numel() for p in model.parameters())
    radius, felt = reach(model), {s: influence(model, s) for s in (0.1, 0.4, 1.0, 4.0)}
    file = write(plain(model), args.out)
    graph = session(file)
    error = difference(model, graph)
    print(f"{parameters / 1e6:.2f} M parameters, reach {radius} pixels (by half a grey level: {felt}), largest difference from PyTorch {error:.1e}")
    if error > 2e-5:
        raise SystemExit("the graph does not compute what PyTorch computes")
    (args.out / "model.json").write_text(json.dumps({
        "name": "portrait-pixels" if args.portraits else "photo-sr" if args.enlarging else "photo",
        "licence": LICENCE + (PORTRAITS if args.portraits else ""),
        "source": f"export/photo: denoiser of {state['step']} steps" + (" after those of photo" if args.portraits or args.enlarging else ""),
        "image": [3, WINDOW, WINDOW],
        "anySize": {"multiple": model.stride, "overlap": OVERLAP},
        "graphs": {"denoiser": {"differentiate": False}},
    }, indent=2) + "\n")
    if not args.portraits and not args.enlarging:
        args.flickr.write_text("\n".join(photos.flickr()) + "\n")
    if args.time:
        x = {"x": np.zeros((1, 3, 1024, 1024), np.float32), "sigma": np.full(1, 0.2, np.float32)}
        graph.run(None, x)
        began = time.time()
        graph.run(None, x)
        print(f"{(time.time() - began) / 1.048576:.2f} s per megapixel")


if __name__ == "__main__":
    main()
