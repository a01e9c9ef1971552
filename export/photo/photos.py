"""Photographs for training and measuring: patches of 160×160 pixels, split by picture.

Reads `photos160.npz`: `bytes` (every WebP file, end to end), `offsets`, `name`, `split`.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(os.environ.get("PSLD_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))

SIZE = 160


def split(name: str) -> tuple[np.ndarray, list[str]]:
    """Patches of `train` or `validation` as uint8 N×160×160×3, and their names."""
    archive = np.load(FOLDER / "photos160.npz")
    data, offsets = archive["bytes"], archive["offsets"]
    rows = np.flatnonzero(archive["split"] == name)
    patches = np.empty((len(rows), SIZE, SIZE, 3), np.uint8)
    for i, row in enumerate(rows):
        patches[i] = Image.open(io.BytesIO(data[offsets[row]:offsets[row + 1]].tobytes())).convert("RGB")
    return patches, [str(n) for n in archive["name"][rows]]


def flickr() -> list[str]:
    """The Flickr photo ids of the flowers in `train`, which their licence wants named."""
    archive = np.load(FOLDER / "photos160.npz")
    names = [str(n) for n, s in zip(archive["name"], archive["split"]) if s == "train" and "flower_photos" in str(n)]
    return sorted({n.rsplit("/", 1)[1].split("_")[0].split("#")[0] for n in names}, key=int)


def spread(patches: np.ndarray, names: list[str], count: int) -> np.ndarray:
    """`count` patches of as many different pictures as there are, always the same."""
    order = np.random.default_rng(7).permutation(len(names))
    seen: dict[str, int] = {}
    rank = {}
    for i in order:
        picture = names[i].rsplit("#", 1)[0]
        rank[i] = seen.get(picture, 0)
        seen[picture] = rank[i] + 1
    return patches[sorted(order, key=lambda i: rank[i])[:count]]


def crops(patches: np.ndarray, count: int, size: int, random: np.random.Generator) -> np.ndarray:
    """Random squares of random patches, turned and mirrored at random, as uint8 count×size×size×3."""
    out = np.empty((count, size, size, 3), np.uint8)
    for i in range(count):
        top, left = random.integers(patches.shape[1] - size + 1, size=2)
        square = np.rot90(patches[random.integers(len(patches)), top:top + size, left:left + size], random.integers(4))
        out[i] = square[:, ::-1] if random.integers(2) else square
    return out
