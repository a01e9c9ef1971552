"""Trains the noise predictor on the latents of a trained autoencoder; resumes from its checkpoint when there is one.

    python train_unet.py --autoencoder runs/autoencoder.pt --steps 8000 --out runs/unet.pt

With `--size 128` on the portraits cut again at twice the size; the checkpoint to begin with is one of `from_bundle.py`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import data
from autoencoder import Autoencoder
from schedule import STEPS, alphas_cumprod
from training import Average, adamw, cosine, descend, load, resume, save_run, warn_allocator
from unet import UNet

TIMES = (100, 300, 500, 700, 900)


@torch.no_grad()
def latents(autoencoder: Autoencoder, images: torch.Tensor) -> torch.Tensor:
    """The posterior means of pictures, not scaled."""
    return torch.cat([autoencoder.encoder(x)[0] for x in images.split(32)])


def both_ways(autoencoder: Autoencoder, images: torch.Tensor) -> torch.Tensor:
    """The latents of pictures and of their mirror images."""
    return latents(autoencoder, torch.cat([images, images.flip(-1)]))


def noised(z: torch.Tensor, t: torch.Tensor, noise: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """z_t = √ā·z0 + √(1−ā)·ε and the velocity v = √ā·ε − √(1−ā)·z0."""
    a = alphas_cumprod().float()[t].view(-1, 1, 1, 1)
    return a.sqrt() * z + (1 - a).sqrt() * noise, a.sqrt() * noise - (1 - a).sqrt() * z


@torch.no_grad()
def validation(model: UNet, z: torch.Tensor) -> list[float]:
    """Mean squared error of the noise at each of TIMES, with noise that is the same at every call."""
    a = alphas_cumprod().float()
    losses = []
    for t in TIMES:
        noise = torch.randn(z.shape, generator=torch.Generator().manual_seed(t))
        times = torch.full((len(z),), t)
        zt, v = noised(z, times, noise)
        losses.append(float(F.mse_loss(model(zt, times.float()), v)) * float(a[t]))
    return losses


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--autoencoder", type=Path, default=Path("runs/autoencoder.pt"))
    parser.add_argument("--steps", type=int, default=8000, help="length of the learning rate's cosine")
    parser.add_argument("--until", type=int, help="stop at this step, to go on later, even under another cosine")
    parser.add_argument("--size", type=int, choices=(64, 128), default=64, help="pixels of a portrait's side")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("runs/unet.pt"))
    args = parser.parse_args()
    warn_allocator()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)

    state = load(args.autoencoder)
    autoencoder = Autoencoder(state["channels"])
    autoencoder.load_state_dict(state["average"])
    autoencoder.eval()
    split = data.split if args.size == 64 else data.split128
    z = both_ways(autoencoder, split("fit")[0])
    scale = float(1 / z.std())
    z, held = z * scale, latents(autoencoder, split("validation")[0]) * scale
    early = torch.cat([z, both_ways(autoencoder, data.enlarged()) * scale]) if args.size == 128 else z

    model = UNet(state["channels"]).to(memory_format=torch.channels_last)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, scale {scale:.4f}", flush=True)
    optimiser = adamw(model, args.rate, 1e-2)
    average = Average(model, 0.9993)
    start = resume(args.out, model, average, optimiser)
    began, total, seen = time.time(), 0.0, 0
    end = min(args.steps, args.until or args.steps)
    for step in range(start, end):
        for group in optimiser.param_groups:
            group["lr"] = args.rate * cosine(step, args.steps, warm=200)
        seen_now = early if step < args.steps // 4 else z
        z0 = seen_now[torch.randint(len(seen_now), (args.batch,))]
        t = torch.randint(STEPS, (args.batch,))
        zt, v = noised(z0, t, torch.randn_like(z0))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            prediction = model(zt.contiguous(memory_format=torch.channels_last), t.float())
        loss = F.mse_loss(prediction.float(), v)
        descend(loss, model, optimiser, average, step)
        total, seen = total + loss.item(), seen + 1
        if (step + 1) % 250 == 0 or step + 1 == end:
            print(f"step {step + 1} loss {total / seen:.4f} validation "
                  + " ".join(f"{v:.4f}" for v in validation(average.model, held))
                  + f" {time.time() - began:.0f} s", flush=True)
            total, seen = 0.0, 0
        if (step + 1) % 50 == 0 or step + 1 == end:
            save_run(args.out, step + 1, model, average, optimiser, channels=state["channels"], scale=scale)


if __name__ == "__main__":
    main()
