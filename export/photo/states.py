"""What solvers hand to the denoiser on their way from a measurement to a picture: not a picture with white noise, but one with what is left of
aliases, blur and filled holes. Each training step moves every state on by the denoiser's own answer, so that it sees its own mistakes.

The solver is pnp of psld (half-quadratic splitting, arXiv 2008.13751), with its presets; blurs are circular here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage, sparse
from scipy.sparse import linalg

MARGIN = 8
"""Pixels along the borders whose errors do not count where something was blurred or averaged: psld's pictures go on there."""

EXACT = 0.0023
"""The least standard deviation that a file's rounding leaves, as psld takes it."""

NOISY, LOUDEST = 0.4, 0.12
"""Of the measurements so many have noise, of at most so much."""

Proximal = Callable[[torch.Tensor, float], torch.Tensor]
"""argmin ‖y − Ax‖²/(2s²) + ρ/2·‖x − v‖² of v and ρ, all 3×H×W."""


@dataclass
class State:
    """Where a solver stands with one picture: truth, where its errors count (1×H×W), what it would denoise next, and at which levels."""

    truth: torch.Tensor
    counts: torch.Tensor
    proximal: Proximal
    weight: float
    levels: list[float]
    step: int
    z: torch.Tensor

    def given(self) -> torch.Tensor:
        """What the denoiser gets in this step."""
        return self.proximal(self.z, self.weight / self.levels[self.step] ** 2)

    def sigma(self) -> float:
        """The noise it is told."""
        return float(self.levels[self.step])

    def advance(self, denoised: torch.Tensor) -> bool:
        """Takes the denoiser's answer; false after the last step."""
        self.z, self.step = denoised, self.step + 1
        return self.step < len(self.levels)


def geometric(first: float, last: float, steps: int) -> list[float]:
    first = max(first, last)
    return [first * (last / first) ** (k / max(1, steps - 1)) for k in range(steps)]


def measured(clean: torch.Tensor, sigma: float, random: np.random.Generator) -> torch.Tensor:
    """With noise, in grey levels, clipped."""
    noise = torch.from_numpy(random.standard_normal(clean.shape, np.float32))
    return (((clean + sigma * noise) * 127.5).round() / 127.5).clamp(-1, 1)


def means(x0: torch.Tensor, k: int, sigma: float, random: np.random.Generator) -> tuple[Proximal, torch.Tensor]:
    """Means over k×k pixels: A Aᵀ is 1/k²."""
    y = measured(F.avg_pool2d(x0[None], k)[0], sigma, random)
    s = max(EXACT, sigma)

    def proximal(v: torch.Tensor, rho: float) -> torch.Tensor:
        r = (y - F.avg_pool2d(v[None], k)[0]) / (1 / k ** 2 + s * s * rho)
        return v + F.interpolate(r[None], scale_factor=k, mode="nearest")[0] / k ** 2

    return proximal, F.interpolate(y[None], scale_factor=k, mode="bicubic", align_corners=False)[0]


def circular(x0: torch.Tensor, kernel: np.ndarray, sigma: float, floor: float, random: np.random.Generator) -> tuple[Proximal, torch.Tensor]:
    """A blur by an odd kernel that goes round the borders."""
    whole = np.zeros(x0.shape[-2:], np.float32)
    h, w = kernel.shape
    whole[:h, :w] = kernel
    k = torch.fft.rfft2(torch.from_numpy(np.roll(whole, (-(h // 2), -(w // 2)), (0, 1))))
    shape = x0.shape[-2:]
    y = measured(torch.fft.irfft2(k * torch.fft.rfft2(x0), s=shape), sigma, random)
    back, s = k.conj() * torch.fft.rfft2(y), max(EXACT, floor, sigma)

    def proximal(v: torch.Tensor, rho: float) -> torch.Tensor:
        w2 = s * s * rho
        return torch.fft.irfft2((back + w2 * torch.fft.rfft2(v)) / (k.abs() ** 2 + w2), s=shape)

    return proximal, y


def shaken(random: np.random.Generator) -> np.ndarray:
    """The path of a shaken camera: a walk whose heading bends, drawn with subpixel weights."""
    side = int(random.choice([9, 13, 17, 21]))
    steps = 16 * side
    turn = np.cumsum(random.standard_normal(steps)) / np.sqrt(steps) * random.uniform(0, 20) / steps
    heading = random.uniform(0, 2 * np.pi) + np.cumsum(turn)
    path = np.cumsum(np.stack([np.cos(heading), np.sin(heading)]), 1)
    path -= path.mean(1, keepdims=True)
    path *= random.uniform(0.7, 1.0) / np.abs(path).max()
    kernel = np.zeros((side, side))
    at = (side - 1) / 2 * (1 + path)
    low = np.floor(at).astype(int).clip(0, side - 2)
    part = at - low
    for i, j in itertools.product((0, 1), (0, 1)):
        weight = (part[0] if i else 1 - part[0]) * (part[1] if j else 1 - part[1])
        np.add.at(kernel, (low[0] + i, low[1] + j), weight)
    return (kernel / kernel.sum()).astype(np.float32)


def bell(random: np.random.Generator) -> np.ndarray:
    """A Gaussian of 1 to 3 pixels."""
    side = 2 * int(np.ceil(4 * (sigma := random.uniform(1, 3)))) + 1
    one = np.exp(-0.5 * ((np.arange(side) - side // 2) / sigma) ** 2)
    return (np.outer(one, one) / one.sum() ** 2).astype(np.float32)


def laplacian(height: int, width: int) -> sparse.csr_matrix:
    """The five-point Laplacian of a plane whose borders are reflected."""
    def line(n: int) -> sparse.dia_matrix:
        middle = np.full(n, -2.0)
        middle[[0, -1]] = -1
        return sparse.diags([np.ones(n - 1), middle, np.ones(n - 1)], [-1, 0, 1])

    return sparse.csr_matrix(sparse.kron(line(height), sparse.identity(width)) + sparse.kron(sparse.identity(height), line(width)))


def continued(y: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """3×H×W with missing pixels by their biharmonic continuation."""
    across = laplacian(*hole.shape)
    bilaplacian = (across @ across)[hole.ravel()]
    unknown, known = bilaplacian[:, hole.ravel()].tocsc(), bilaplacian[:, ~hole.ravel()]
    out = y.reshape(3, -1).copy()
    out[:, hole.ravel()] = linalg.splu(unknown).solve(-(known @ out[:, ~hole.ravel()].T)).T
    return out.reshape(y.shape).clip(-1, 1)


def holes(size: int, random: np.random.Generator) -> np.ndarray:
    """True where pixels are missing: lines, or boxes."""
    hole = np.zeros((size, size), bool)
    if random.random() < 0.5:
        for _ in range(random.integers(1, 4)):
            a, b = random.uniform(0, size, (2, 2))
            length = int(2 * np.abs(b - a).max()) + 2
            line = np.zeros_like(hole)
            i, j = (a[:, None] + (b - a)[:, None] * np.linspace(0, 1, length)).astype(int)
            line[i, j] = True
            wide = int(random.integers(2, 7))
            hole |= ndimage.binary_dilation(line, np.ones((wide, wide)))
    else:
        for _ in range(random.integers(1, 3)):
            h, w = random.integers(6, 33, 2)
            i, j = random.integers(4, size - h - 3), random.integers(4, size - w - 3)
            hole[i:i + h, j:j + w] = True
    return hole


def masked(x0: torch.Tensor, hole: np.ndarray, sigma: float, random: np.random.Generator) -> tuple[Proximal, torch.Tensor]:
    """Known pixels where there is no hole."""
    y = measured(x0, sigma, random)
    s, seen = max(EXACT, sigma), torch.from_numpy(~hole)
    start = torch.from_numpy(continued(y.numpy(), hole)).float()

    def proximal(v: torch.Tensor, rho: float) -> torch.Tensor:
        return torch.where(seen, (y + s * s * rho * v) / (1 + s * s * rho), v)

    return proximal, start


def inner(x0: torch.Tensor) -> torch.Tensor:
    """1 but for the borders."""
    counts = torch.zeros(1, *x0.shape[-2:])
    counts[:, MARGIN:-MARGIN, MARGIN:-MARGIN] = 1
    return counts


def missing(hole: np.ndarray, sigma: float) -> torch.Tensor:
    """1 where pixels are missing; everywhere where known ones are noisy."""
    return torch.from_numpy(hole | (sigma > 0)).float()[None]


def begun(x0: torch.Tensor, random: np.random.Generator) -> State:
    """A solver at the first step of a random task with a picture 3×H×W, whose sides are multiples of 24."""
    sigma = float(random.uniform(0.01, LOUDEST)) if random.random() < NOISY else 0.0
    kind = random.choice(["sr", "holes", "random", "gaussian", "motion"], p=[0.42, 0.26, 0.08, 0.14, 0.10])
    if kind == "sr":
        k = int(random.choice([2, 3, 4, 4, 8]))
        proximal, z = means(x0, k, sigma, random)
        return State(x0, inner(x0), proximal, 0.1, geometric(0.8, max(0.02, 1.4 * sigma), 24), 0, z)
    if kind == "holes":
        hole = holes(x0.shape[-1], random)
        wide = 2 * ndimage.distance_transform_edt(hole).max()
        highest = min(2.0, max(0.1, (wide / 28) ** 1.5))
        proximal, z = masked(x0, hole, sigma, random)
        return State(x0, missing(hole, sigma), proximal, 0.1, geometric(highest, max(0.04, sigma), 20), 0, z)
    if kind == "random":
        hole = random.random(x0.shape[-2:]) < random.uniform(0.3, 0.7)
        proximal, z = masked(x0, hole, sigma, random)
        return State(x0, missing(hole, sigma), proximal, 0.1, geometric(0.1, max(0.02, sigma), 24), 0, z)
    if kind == "gaussian":
        proximal, z = circular(x0, bell(random), sigma, 0, random)
        return State(x0, inner(x0), proximal, 0.25, geometric(0.8, max(0.02, 1.4 * sigma), 8), 0, z)
    proximal, z = circular(x0, shaken(random), sigma, 0.01, random)
    return State(x0, inner(x0), proximal, 0.25, geometric(0.2, max(0.02, 1.4 * sigma), 8), 0, z)


class States:
    """So many pictures on their way at once, begun at different times; used by one thread."""

    def __init__(self, pictures: Iterator[torch.Tensor], count: int, random: np.random.Generator):
        self.pictures, self.random = pictures, random
        self.states = [self.fresh() for _ in range(count)]

    def fresh(self) -> State:
        return begun(next(self.pictures), self.random)

    def batch(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """What is denoised, truths, levels, and where errors count (N×1×H×W)."""
        return (torch.stack([s.given() for s in self.states]), torch.stack([s.truth for s in self.states]),
                torch.tensor([s.sigma() for s in self.states]), torch.stack([s.counts for s in self.states]))

    def advance(self, denoised: torch.Tensor) -> None:
        """Moves every state on by its answer; what has ended makes room for another picture."""
        for i, (state, d) in enumerate(zip(self.states, denoised)):
            if not state.advance(d.detach().clone()):
                self.states[i] = self.fresh()
