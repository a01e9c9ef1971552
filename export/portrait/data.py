"""Portrait images for training: which rows may be used, and as what.

Reads the archives described in the data folder's README. `evaluation only` rows carry no licence and are never
trained on; the extra archive (mostly grey) only lends its colour rows to the autoencoder.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

FOLDER = Path(os.environ.get("PSLD_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


SEARCH = 32


def split(name: str) -> tuple[torch.Tensor, list[str]]:
    """Images of one split as float N×3×64×64 in [-1, 1], and their names.

    `train` and `validation` are the archive's, without rows that have no licence in `train`. `search` are SEARCH rows of
    `train`, evenly spaced, on which settings are chosen; `fit` are the others, on which nets are trained.
    """
    archive = np.load(FOLDER / "portraits64.npz")
    if name == "validation":
        rows = np.flatnonzero(archive["split"] == name)
    else:
        rows = np.flatnonzero((archive["split"] == "train") & (archive["licence"] != "evaluation only"))
        aside = np.linspace(0, len(rows) - 1, SEARCH).astype(int)
        rows = {"train": rows, "search": rows[aside], "fit": np.delete(rows, aside)}[name]
    return _tensor(archive["image"][rows]), [str(n) for n in archive["name"][rows]]


def split128(name: str) -> tuple[torch.Tensor, list[str]]:
    """Images of one split of the re-cut portraits as float N×3×128×128 in [-1, 1], and their names.

    The splits are those of `split`: a portrait set aside for choosing settings at one size is set aside at the other.
    """
    archive = np.load(FOLDER / "portraits128.npz")
    names = archive["name"]
    if name == "validation":
        rows = np.flatnonzero(archive["split"] == name)
    else:
        aside = set(split("search")[1])
        usable = np.flatnonzero((archive["split"] == "train") & (archive["licence"] != "evaluation only"))
        rows = np.array([r for r in usable if name == "train" or (str(names[r]) in aside) == (name == "search")])
    data, offsets = archive["bytes"], archive["offsets"]
    images = [np.asarray(Image.open(io.BytesIO(data[offsets[r]:offsets[r + 1]].tobytes())).convert("RGB")) for r in rows]
    return _tensor(np.stack(images)), [str(n) for n in names[rows]]


def enlarged() -> torch.Tensor:
    """The 64×64 portraits of `fit` that were not cut again, enlarged to N×3×128×128: for the first part of a training."""
    images, names = split("fit")
    again = set(split128("fit")[1])
    rows = [k for k, name in enumerate(names) if name not in again]
    return F.interpolate(images[rows], scale_factor=2.0, mode="bicubic", align_corners=False).clamp(-1, 1)


def extra_colour(threshold: float = 8.0) -> torch.Tensor:
    """The colour rows of the extra archive (mean chroma above `threshold`), for the autoencoder only."""
    archive = np.load(FOLDER / "portraits64_extra.npz")
    return _tensor(archive["image"][archive["chroma"] > threshold])


def drawn(images: torch.Tensor, count: int) -> torch.Tensor:
    """So many of the pictures at random, each mirrored with a chance of a half."""
    x = images[torch.randint(len(images), (count,))]
    return torch.where(torch.rand(count, 1, 1, 1) < 0.5, x.flip(-1), x)


def _tensor(images: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(images.transpose(0, 3, 1, 2).copy()).float() / 127.5 - 1.0
