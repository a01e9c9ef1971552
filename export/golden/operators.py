"""The measurement operators of the command line by their formulae (algorithms A.4), in any precision, for PyTorch.

Written without a look at how the Java side does it: a blur is a convolution here and a product of spectra there.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

from make_operators import shrink
from reference_psld import Map, Measurement, correlate, damped, gaussian_matrix

DAMPING = 0.05  # λ of the regularised lifts


def same(x: torch.Tensor) -> torch.Tensor:
    return x


def larger(k: int) -> Map:
    """Nearest neighbours ×k."""
    return lambda y: y.repeat_interleave(k, -2).repeat_interleave(k, -1)


def both_axes(matrix: torch.Tensor) -> Map:
    """M x Mᵀ on every channel."""
    return lambda x: matrix @ x @ matrix.T


def wiener(kernel: torch.Tensor, reach: int) -> Map:
    """K̄/(|K|² + λ) on the picture mirrored `reach` pixels outwards, cut out afterwards; K belongs to the correlation."""

    def inverse(y: torch.Tensor) -> torch.Tensor:
        wide = F.pad(y, [reach] * 4, mode="reflect")
        place = torch.zeros_like(wide[0, 0])
        place[: len(kernel), : len(kernel)] = kernel
        # The correlation y[i] = Σ k[j]·x[i + j − centre] multiplies spectra by the conjugate of k's own.
        spectrum = torch.fft.fft2(place.roll([-(len(kernel) // 2)] * 2, (0, 1))).conj()
        x = torch.fft.ifft2(torch.fft.fft2(wide) * spectrum.conj() / (spectrum.abs() ** 2 + DAMPING)).real
        return x[..., reach:-reach, reach:-reach]

    return inverse


def operator(task: str, lift: str, dtype: torch.dtype, size: int = 64, mask: np.ndarray | None = None,
             kernel: np.ndarray | None = None, sigma: float = 1.5) -> Measurement:
    """A and T of a task for size×size pictures; `lift` is AUTHOR, STABLE or REGULARISED. The guess is y at full size."""
    pixels = 3 * size * size
    if task in ("inpaint-box", "inpaint-random"):
        known = torch.from_numpy(mask).to(dtype).view(1, 1, size, size)
        keep: Map = lambda x: x * known
        return Measurement(keep, same if lift == "AUTHOR" else keep, same, int(3 * known.sum()), known)
    if task == "sr4":
        bicubic = torch.from_numpy(shrink(np.eye(size), 4).T.copy()).to(dtype)
        down = both_axes(bicubic) if lift == "AUTHOR" else lambda x: F.avg_pool2d(x, 4)
        return Measurement(down, larger(4), larger(4), pixels // 16)
    if task == "deblur-gaussian":
        matrix = gaussian_matrix(size, sigma)
        back = both_axes(damped(matrix, DAMPING).to(dtype)) if lift == "REGULARISED" else same
        return Measurement(both_axes(matrix.to(dtype)), back, same, pixels)
    if task == "deblur-motion":
        weights = torch.from_numpy(kernel).to(dtype)
        back = wiener(weights, 3 * len(kernel) // 2) if lift == "REGULARISED" else same
        return Measurement(correlate(weights), back, same, pixels)
    raise SystemExit(f"there is no task {task} here")
