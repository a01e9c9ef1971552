"""Portraits drawn from the trained prior: DDIM without guidance."""

from __future__ import annotations

import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "golden"))

from reference_psld import Model, grid, Settings  # noqa: E402


@torch.no_grad()
def draw(model: Model, count: int, seed: int, steps: int = 100, batch: int = 16, side: int = 16) -> torch.Tensor:
    """`count` latents of side×side in the sampler's units; each picture has its own seed, so that it doesn't depend on the batch."""
    latents = []
    for low in range(0, count, batch):
        seeds = range(seed + low, seed + min(low + batch, count))
        z = torch.stack([torch.randn(model.channels, side, side, generator=torch.Generator().manual_seed(s)) for s in seeds])
        for t, a, b, _ in grid(Settings(steps=steps)):
            eps = model.noise(z, a, t)
            z0 = (z - (1 - a) ** 0.5 * eps) / a**0.5
            z = b**0.5 * z0 + (1 - b) ** 0.5 * eps
        latents.append(z)
    return torch.cat(latents)
