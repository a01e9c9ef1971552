"""What pnp hands to the denoiser while it enlarges a picture: not a picture with white noise, but one with what is left of the aliases. Each training
step moves every state on by the denoiser's own answer, so that it sees its own mistakes.

pnp is half-quadratic splitting (arXiv 2008.13751) with the settings of psld's presets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

SIDE = 96
"""Side of the pictures."""

MARGIN = 8
"""Pixels along the borders whose errors do not count: psld's pictures go on there."""

EXACT = 0.0023
"""The least standard deviation that a file's rounding leaves, as psld takes it."""

NOISY, LOUDEST = 0.4, 0.12
"""Of the measurements so many have noise, of at most so much."""

SCALES = (2, 2, 3, 4, 4, 8)

STEPS, HIGHEST, LOWEST, SHARE, WEIGHT = 24, 0.8, 0.02, 1.4, 0.1
"""Of `sr` in config/picture-presets.json."""


@dataclass
class State:
    """Where pnp stands with one picture x0: y are its means over k×k pixels with noise s, z what the denoiser last said."""

    x0: torch.Tensor
    y: torch.Tensor
    k: int
    s: float
    levels: list[float]
    z: torch.Tensor
    step: int = 0

    def given(self) -> torch.Tensor:
        """argmin ‖y − Ax‖²/(2s²) + ρ/2·‖x − z‖², where A Aᵀ = 1/k²: what the denoiser gets in this step."""
        rho = WEIGHT / self.sigma() ** 2
        r = (self.y - F.avg_pool2d(self.z[None], self.k)[0]) / (1 / self.k ** 2 + self.s ** 2 * rho)
        return self.z + F.interpolate(r[None], scale_factor=self.k, mode="nearest")[0] / self.k ** 2

    def sigma(self) -> float:
        """The noise that it is told."""
        return self.levels[self.step]

    def advance(self, denoised: torch.Tensor) -> bool:
        """Takes the denoiser's answer; false after the last step."""
        self.z, self.step = denoised, self.step + 1
        return self.step < len(self.levels)


def levels(sigma: float) -> list[float]:
    last = max(LOWEST, SHARE * sigma)
    return [float(HIGHEST * (last / HIGHEST) ** (k / (STEPS - 1))) for k in range(STEPS)]


def begun(x0: torch.Tensor, random: np.random.Generator) -> State:
    """pnp before its first step, with a picture 3×H×W whose sides are multiples of 24, some times smaller, in grey levels."""
    k = int(random.choice(SCALES))
    sigma = float(random.uniform(0.01, LOUDEST)) if random.random() < NOISY else 0.0
    y = F.avg_pool2d(x0[None], k)[0]
    y = y + sigma * torch.from_numpy(random.standard_normal(y.shape, np.float32))
    y = ((y * 127.5).round() / 127.5).clamp(-1, 1)
    z = F.interpolate(y[None], scale_factor=k, mode="bicubic", align_corners=False)[0]
    return State(x0, y, k, max(EXACT, sigma), levels(sigma), z)


def inner(x: torch.Tensor) -> torch.Tensor:
    """Without the margin."""
    return x[..., MARGIN:-MARGIN, MARGIN:-MARGIN]


class States:
    """So many pictures on their way at once, where each begins when another has ended; used by one thread."""

    def __init__(self, pictures: Iterator[torch.Tensor], count: int, random: np.random.Generator):
        self.pictures, self.random = pictures, random
        self.states = [self.fresh() for _ in range(count)]

    def fresh(self) -> State:
        return begun(next(self.pictures), self.random)

    def batch(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """What is denoised, the truth, and the levels."""
        return (torch.stack([s.given() for s in self.states]), torch.stack([s.x0 for s in self.states]),
                torch.tensor([s.sigma() for s in self.states]))

    def advance(self, denoised: torch.Tensor) -> None:
        """Moves every state on by its answer; what has ended makes room for another picture."""
        for i, (state, d) in enumerate(zip(self.states, denoised)):
            if not state.advance(d.clone()):
                self.states[i] = self.fresh()
