"""Writes the forward graphs of trained nets, as PyTorch's exporter makes them, for `psld export`.

    python export_onnx.py --autoencoder runs/autoencoder.pt --unet runs/unet.pt --out runs/forward
    python export_onnx.py --size 128 --autoencoder … --unet … --out …      portrait128

The folder holds encoder.onnx (x → mean, logvar), decoder.onnx (z → x), unet.onnx (z, t → prediction) and model.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import nn

import schedule
from autoencoder import Autoencoder
from training import load
from unet import UNet

LICENCE = ("weights trained for this project; training pictures: Chris McAndrew / UK Parliament, CC BY 3.0, and official "
           "portraits of the US Congress, public domain")
LONDON = "; Face Research Lab London Set, DeBruine & Jones, CC BY 4.0, doi:10.6084/m9.figshare.5047666"


def write(net: nn.Module, inputs: dict[str, torch.Tensor], outputs: list[str], file: Path) -> None:
    """One graph with static shapes and batch 1."""
    torch.onnx.export(net.eval(), tuple(inputs.values()), str(file), dynamo=False, opset_version=17,
                      input_names=list(inputs), output_names=outputs, do_constant_folding=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--autoencoder", type=Path, default=Path("runs/autoencoder.pt"))
    parser.add_argument("--unet", type=Path, default=Path("runs/unet.pt"))
    parser.add_argument("--out", type=Path, default=Path("runs/forward"))
    parser.add_argument("--size", type=int, default=64, choices=(64, 128))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    state, prior = load(args.autoencoder), load(args.unet)
    channels = state["channels"]
    autoencoder = Autoencoder(channels)
    autoencoder.load_state_dict(state["average"])
    unet = UNet(channels)
    unet.load_state_dict(prior["average"])
    size = args.size
    x, z = torch.zeros(1, 3, size, size), torch.zeros(1, channels, size // 4, size // 4)
    write(autoencoder.encoder, {"x": x}, ["mean", "logvar"], args.out / "encoder.onnx")
    write(autoencoder.decoder, {"z": z}, ["x"], args.out / "decoder.onnx")
    write(unet, {"z": z, "t": torch.zeros(1)}, ["prediction"], args.out / "unet.onnx")
    codec = f"autoencoder of {state['step']} steps" if state["step"] else "portrait64's autoencoder"
    model = {
        "name": f"portrait{size}",
        "licence": LICENCE + (LONDON if size == 128 else ""),
        "source": f"export/portrait: {codec}, noise predictor of {prior['step']} steps",
        "image": list(x.shape[1:]),
        "latent": list(z.shape[1:]),
        "scale": prior["scale"],
        "prediction": "v",
        "schedule": {"kind": "scaled-linear", "start": schedule.START, "end": schedule.END, "steps": schedule.STEPS},
    }
    (args.out / "model.json").write_text(json.dumps(model, indent=2) + "\n")


if __name__ == "__main__":
    main()
