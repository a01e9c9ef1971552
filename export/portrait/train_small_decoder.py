"""Distils the decoder of a bundle into a small one; resumes from its checkpoint when there is one.

    python train_small_decoder.py --bundle ../../onnx/portrait64 --steps 1500 --out runs/small_decoder.pt
    python train_small_decoder.py … --forward runs/guided --steps 1500          and writes forward graphs for ‘psld export’

Its target is what the decoder makes of the latent, and for latents without noise the picture too. Half of the latents carry
noise: guidance looks at what the net believes in on the way, which is no picture's latent yet.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import data
from export_onnx import write
from from_bundle import nets
from small_decoder import SmallDecoder
from train_autoencoder import gradient_difference
from training import Average, adamw, cosine, descend, resume, save_run, warn_allocator

NOISE = 0.5


@torch.no_grad()
def encoded(encoder: torch.nn.Module, images: torch.Tensor, scale: float) -> torch.Tensor:
    return torch.cat([scale * encoder(x)[0] for x in images.split(32)])


@torch.no_grad()
def psnr(of: torch.Tensor, to: torch.Tensor) -> float:
    """Mean PSNR in dB, pictures clamped to [-1, 1]."""
    mse = ((of.clamp(-1, 1) - to.clamp(-1, 1)) / 2).square().mean((1, 2, 3))
    return float((-10 * mse.log10()).mean())


def forward_folder(bundle: Path, small: SmallDecoder, folder: Path) -> None:
    """The forward graphs of the bundle, and the small decoder beside them, whose latents are those of the diffusion."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = json.loads((bundle / "bundle.json").read_text())
    autoencoder, unet, _ = nets(bundle)
    x, z = torch.zeros(1, *manifest["image"]), torch.zeros(1, *manifest["latent"])
    write(autoencoder.encoder, {"x": x}, ["mean", "logvar"], folder / "encoder.onnx")
    write(autoencoder.decoder, {"z": z}, ["x"], folder / "decoder.onnx")
    write(unet, {"z": z, "t": torch.zeros(1)}, ["prediction"], folder / "unet.onnx")
    write(small, {"z": z}, ["x"], folder / "guide-decoder.onnx")
    if (bundle / "presets.json").exists():
        shutil.copy(bundle / "presets.json", folder)
    kept = ("name", "licence", "source", "image", "latent", "scale", "prediction", "schedule")
    model = {key: manifest[key] for key in kept}
    model["graphs"] = {"encoder": {}, "decoder": {}, "guide-decoder": {"scale": 1}, "unet": {}}
    (folder / "model.json").write_text(json.dumps(model, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, default=Path(__file__).resolve().parents[2] / "onnx" / "portrait64")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("runs/small_decoder.pt"))
    parser.add_argument("--forward", type=Path, help="folder for the forward graphs")
    args = parser.parse_args()
    warn_allocator()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)

    autoencoder, _, scale = nets(args.bundle)
    images = torch.cat([data.split("fit")[0], data.extra_colour()])
    held = data.split("validation")[0][:48]
    held_latents = encoded(autoencoder.encoder, held, scale)
    with torch.no_grad():
        held_decoded = autoencoder.decoder(held_latents / scale)
    model = SmallDecoder(held_latents.shape[1])
    optimiser = adamw(model, args.rate, 1e-4)
    average = Average(model, 0.998)
    start = resume(args.out, model, average, optimiser)
    began = time.time()
    for step in range(start, args.steps):
        for group in optimiser.param_groups:
            group["lr"] = args.rate * cosine(step, args.steps)
        x = data.drawn(images, args.batch)
        noise = NOISE * torch.rand(args.batch, 1, 1, 1) * (torch.arange(args.batch) % 2).view(-1, 1, 1, 1)
        with torch.no_grad():
            z = scale * autoencoder.encoder(x)[0]
            z = z + noise * torch.randn_like(z)
            target = autoencoder.decoder(z / scale)
        y = model(z)
        value = (2 * F.mse_loss(y, target) + F.l1_loss(y, target) + 0.5 * gradient_difference(y, target)
                 + 0.5 * F.mse_loss(y[::2], x[::2]))
        descend(value, model, optimiser, average, step)
        if (step + 1) % 100 == 0 or step + 1 == args.steps:
            made = average.model(held_latents)
            print(f"step {step + 1} loss {value.item():.4f} validation {psnr(made, held_decoded):.2f} dB to the decoder, "
                  f"{psnr(made, held):.2f} dB to the picture (the decoder {psnr(held_decoded, held):.2f}) "
                  f"{time.time() - began:.0f} s", flush=True)
            save_run(args.out, step + 1, model, average, optimiser, channels=held_latents.shape[1])
    if args.forward:
        forward_folder(args.bundle, average.model, args.forward)


if __name__ == "__main__":
    main()
