"""Reads the trained nets back out of a bundle's forward graphs, so that no checkpoint is needed to go on from the weights.

    python from_bundle.py --bundle ../../onnx/portrait64 --out runs

writes runs/autoencoder.pt and runs/unet.pt: the averaged weights as a start for further training, and for the comparisons
with PyTorch (`nets` gives the modules alone). What a checkpoint has beside weights (the optimiser, the step) starts anew.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

from autoencoder import Autoencoder
from training import Average, adamw, save_run
from unet import UNet


def module(output: str) -> str:
    """The module whose value this is: '/body/body.1/norm1/Mul_output_0' is made by body.1.norm1."""
    path: list[str] = []
    for part in output.strip("/").split("/")[:-1]:
        path = [part] if path and part.startswith(path[-1] + ".") and len(path) == 1 else [*path, part]
    return ".".join(path)


def weights(file: Path) -> dict[str, torch.Tensor]:
    """The parameters of the module that a forward graph was exported from, by their names in it.

    The exporter keeps the names of convolutions and linear layers. A GroupNorm becomes InstanceNormalization, Mul and Add
    with new constants, which are known by the name of the value that they make.
    """
    graph = onnx.load(str(file)).graph
    stored = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    found = {name: tensor for name, tensor in stored.items() if name.endswith((".weight", ".bias"))}
    scaled = {n.output[0]: n for n in graph.node if n.op_type == "Mul" and n.input[1].startswith("onnx::Mul_")}
    for name, node in scaled.items():
        found[module(name) + ".weight"] = stored[node.input[1]].flatten()
    for node in graph.node:
        if node.op_type == "Add" and node.input[0] in scaled:
            found[module(node.input[0]) + ".bias"] = stored[node.input[1]].flatten()
    return found


def nets(bundle: Path) -> tuple[Autoencoder, UNet, float]:
    """Autoencoder and noise predictor with a bundle's weights, frozen, and the scale of its latents."""
    manifest = json.loads((bundle / "bundle.json").read_text())
    channels = manifest["latent"][0]
    autoencoder, unet = Autoencoder(channels), UNet(channels)
    for role, net in (("encoder", autoencoder.encoder), ("decoder", autoencoder.decoder), ("unet", unet)):
        net.load_state_dict(weights(bundle / f"{role}.onnx"))
    return autoencoder.eval().requires_grad_(False), unet.eval().requires_grad_(False), manifest["scale"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bundle", type=Path, default=Path(__file__).resolve().parents[2] / "onnx" / "portrait64")
    parser.add_argument("--out", type=Path, default=Path("runs"))
    args = parser.parse_args()
    autoencoder, unet, scale = nets(args.bundle)
    for name, net, decay in (("autoencoder", autoencoder, 1e-4), ("unet", unet, 1e-2)):
        net.requires_grad_(True)
        optimiser = adamw(net, 1e-4, decay)
        save_run(args.out / f"{name}.pt", 0, net, Average(net, 0), optimiser, channels=autoencoder.channels, scale=scale)


if __name__ == "__main__":
    main()
