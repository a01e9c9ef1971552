"""Simple methods that know the measurement, on pictures H×W×3 in [0, 1]: what `evaluate_tasks.py` compares with."""

from __future__ import annotations

from collections.abc import Callable

import bm3d
import cv2
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from scipy import signal
from skimage import restoration

Picture = np.ndarray
Linear = Callable[[torch.Tensor], torch.Tensor]


def enlarged(y: Picture, shape: tuple[int, int]) -> dict[str, Picture]:
    small = Image.fromarray(np.round(255 * y).astype(np.uint8))
    kinds = (("bicubic", Image.Resampling.BICUBIC), ("Lanczos", Image.Resampling.LANCZOS))
    return {name: np.asarray(small.resize(shape[::-1], kind)) / 255 for name, kind in kinds}


def filled(y: Picture, hole: np.ndarray) -> dict[str, Picture]:
    picture, mask = np.round(255 * y).astype(np.uint8)[..., ::-1].copy(), hole.astype(np.uint8)
    return {
        "biharmonic": restoration.inpaint_biharmonic(y, hole, channel_axis=2),
        "Navier–Stokes": cv2.inpaint(picture, mask, 3, cv2.INPAINT_NS)[..., ::-1] / 255,
        "Telea": cv2.inpaint(picture, mask, 3, cv2.INPAINT_TELEA)[..., ::-1] / 255,
    }


def sharpened(y: Picture, kernel: np.ndarray) -> dict[str, Picture]:
    """Each channel alone, its border reflected as its blur had it."""
    pad = max(kernel.shape)
    wide = np.pad(y, ((pad, pad), (pad, pad), (0, 0)), mode="reflect")

    def apart(method: Callable[[np.ndarray], np.ndarray]) -> Picture:
        return np.stack([method(wide[..., c]) for c in range(3)], -1)[pad:-pad, pad:-pad]

    made = {f"Wiener {b:g}": apart(lambda x, b=b: restoration.wiener(x, kernel, b, clip=False)) for b in (1e-4, 1e-3, 0.01, 0.1, 1)}
    for n in (10, 40, 160):
        made[f"Richardson–Lucy {n}"] = apart(lambda x, n=n: restoration.richardson_lucy(x, kernel, n))
    return made


def denoised(y: Picture, sigma: float) -> dict[str, Picture]:
    """σ of [0, 1]."""
    made = {f"NLM {h:g}": restoration.denoise_nl_means(y, patch_size=5, patch_distance=6, h=h * sigma, sigma=sigma, channel_axis=2)
            for h in (0.5, 0.7, 0.9)}
    made["BM3D"] = bm3d.bm3d_rgb(y, sigma)
    made["Wiener 5×5"] = np.stack([signal.wiener(y[..., c], 5, sigma**2) for c in range(3)], -1)
    return made


def total_variation(a: Linear, y: Picture, shape: tuple[int, int], weight: float, steps: int = 120) -> Picture:
    """argmin ½‖A x − y‖² + weight·TV(x), the colours' gradients taken together, by Chambolle and Pock's first algorithm."""
    seen = torch.from_numpy(y).float().permute(2, 0, 1)[None]
    zeros = torch.zeros(1, 3, *shape)
    _, pull = torch.func.vjp(a, zeros)
    x = ahead = F.interpolate(seen, shape) if seen.shape[2:] != shape else seen.clone()
    p, q = torch.zeros_like(seen), torch.zeros(2, 3, *shape)
    step = 1 / 9**0.5  # 1/‖(A, ∇)‖, for ‖A‖ ≤ 1 and ‖∇‖² ≤ 8
    for _ in range(steps):
        p = (p + step * (a(ahead) - seen)) / (1 + step)
        q = q + step * torch.cat([F.pad(ahead.diff(dim=2), (0, 0, 0, 1)), F.pad(ahead.diff(dim=3), (0, 1))])
        q = q / (q.square().sum((0, 1), keepdim=True).sqrt() / weight).clamp(min=1)
        down, across = F.pad(q[:1, :, :-1], (0, 0, 1, 1)), F.pad(q[1:, :, :, :-1], (1, 1))
        new = x - step * (pull(p)[0] - down.diff(dim=2) - across.diff(dim=3))
        x, ahead = new, 2 * new - x
    return x[0].permute(1, 2, 0).double().numpy()


def blur(kernel: np.ndarray) -> Linear:
    """Convolution with reflected borders."""
    taps = torch.from_numpy(kernel[::-1, ::-1].copy()).float().expand(3, 1, *kernel.shape)
    pads = [kernel.shape[1] // 2] * 2 + [kernel.shape[0] // 2] * 2
    return lambda x: F.conv2d(F.pad(x, pads, mode="reflect"), taps, groups=3)


def known(hole: np.ndarray) -> Linear:
    there = torch.from_numpy(~hole).float()
    return lambda x: x * there
