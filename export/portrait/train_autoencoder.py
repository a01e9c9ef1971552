"""Trains the autoencoder; resumes from its checkpoint when there is one.

    python train_autoencoder.py --channels 8 --steps 3000 --out runs/autoencoder.pt
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import data
from autoencoder import Autoencoder
from training import Average, adamw, cosine, descend, resume, save_run, warn_allocator


def gradient_difference(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Mean absolute difference of the pictures' horizontal and vertical gradients: keeps edges sharp."""
    dx = (x[..., 1:] - x[..., :-1]) - (y[..., 1:] - y[..., :-1])
    dy = (x[..., 1:, :] - x[..., :-1, :]) - (y[..., 1:, :] - y[..., :-1, :])
    return dx.abs().mean() + dy.abs().mean()


def loss(model: Autoencoder, x: torch.Tensor) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        y, mean, logvar = model(x)
    y, mean, logvar = y.float(), mean.float(), logvar.float()
    kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum((1, 2, 3)).mean()
    return 2 * F.mse_loss(y, x) + F.l1_loss(y, x) + 0.5 * gradient_difference(x, y) + 2e-6 * kl


@torch.no_grad()
def psnr(model: Autoencoder, images: torch.Tensor) -> float:
    """Mean PSNR in dB of the reconstructions through the posterior's mean, pictures clamped to [-1, 1]."""
    y = torch.cat([model.decoder(model.encoder(x)[0]) for x in images.split(32)]).clamp(-1, 1)
    mse = ((y - images) / 2).square().mean((1, 2, 3))
    return float((-10 * mse.log10()).mean())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--channels", type=int, default=8)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("runs/autoencoder.pt"))
    args = parser.parse_args()
    warn_allocator()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)

    images = torch.cat([data.split("fit")[0], data.extra_colour()])
    validation = data.split("validation")[0]
    model = Autoencoder(args.channels).to(memory_format=torch.channels_last)
    optimiser = adamw(model, args.rate, 1e-4)
    average = Average(model, 0.998)
    start = resume(args.out, model, average, optimiser)
    began = time.time()
    for step in range(start, args.steps):
        for group in optimiser.param_groups:
            group["lr"] = args.rate * cosine(step, args.steps)
        x = data.drawn(images, args.batch)
        value = loss(model, x.contiguous(memory_format=torch.channels_last))
        descend(value, model, optimiser, average, step)
        if (step + 1) % 100 == 0 or step + 1 == args.steps:
            print(f"step {step + 1} loss {value.item():.4f} validation {psnr(average.model, validation):.2f} dB "
                  f"{time.time() - began:.0f} s", flush=True)
            save_run(args.out, step + 1, model, average, optimiser, channels=args.channels)


if __name__ == "__main__":
    main()
