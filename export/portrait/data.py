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


def split(name: str) -> tuple[torch.Tensor, list[str]]:
    """Images of one split as float N×3×64×64 in [-1, 1], and their names. Rows without a licence are left out of `train`."""
    archive = np.load(FOLDER / "portraits64.npz")
    rows = archive["split"] == name
    if name == "train":
        rows &= archive["licence"] != "evaluation only"
    return _tensor(archive["image"][rows]), [str(n) for n in archive["name"][rows]]


def extra_colour(threshold: float = 8.0) -> torch.Tensor:
    """The colour rows of the extra archive (mean chroma above `threshold`), for the autoencoder only."""
    archive = np.load(FOLDER / "portraits64_extra.npz")
    return _tensor(archive["image"][archive["chroma"] > threshold])


def _tensor(images: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(images.transpose(0, 3, 1, 2).copy()).float() / 127.5 - 1.0
