"""Portrait images for training: which rows may be used, and as what.

Reads the two archives described in the data folder's README. `evaluation only` rows carry no licence and are never
trained on; the extra archive (mostly grey) only lends its colour rows to the autoencoder.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import torch

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


def extra_colour(threshold: float = 8.0) -> torch.Tensor:
    """The colour rows of the extra archive (mean chroma above `threshold`), for the autoencoder only."""
    archive = np.load(FOLDER / "portraits64_extra.npz")
    return _tensor(archive["image"][archive["chroma"] > threshold])


def _tensor(images: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(images.transpose(0, 3, 1, 2).copy()).float() / 127.5 - 1.0
