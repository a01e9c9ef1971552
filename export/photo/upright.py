"""Squares of portraits for training and measuring the denoiser: as they are held, mirrored at most.

The 64-pixel portraits whole, and places of the 128-pixel ones; which rows may be used is `export/portrait/data.py`'s to say.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))
import data  # noqa: E402

WHOLE = 64


def _bytes(images: torch.Tensor) -> np.ndarray:
    return ((images + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()


@cache
def _fit() -> tuple[np.ndarray, np.ndarray]:
    return _bytes(data.split("fit")[0]), _bytes(data.split128("fit")[0])


def crops(count: int, size: int, random: np.random.Generator) -> np.ndarray:
    """Squares as uint8 count×size×size×3: three of four of 64 pixels are whole portraits, the others places of larger ones."""
    small, large = _fit()
    out = np.empty((count, size, size, 3), np.uint8)
    for i in range(count):
        images = small if size == WHOLE and random.random() < 0.75 else large
        top, left = random.integers(images.shape[1] - size + 1, size=2)
        square = images[random.integers(len(images)), top:top + size, left:left + size]
        out[i] = square[:, ::-1] if random.integers(2) else square
    return out


def held(count: int) -> np.ndarray:
    """`count` 64-pixel portraits of the validation split, evenly spaced."""
    images = data.split("validation")[0]
    return _bytes(images[np.linspace(0, len(images) - 1, count).astype(int)])
