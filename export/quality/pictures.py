"""Picture files, and how near one picture is to another."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from skimage import metrics

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))

import data  # noqa: E402


def load(file: Path) -> np.ndarray:
    """H×W×3 in [0, 1]."""
    return np.asarray(Image.open(file).convert("RGB")) / 255.0


def save(pixels: np.ndarray, file: Path, zoom: int = 1) -> None:
    """Writes H×W×3 in [0, 1], each pixel as a square of `zoom` pixels."""
    image = Image.fromarray((pixels.clip(0, 1) * 255).round().astype(np.uint8))
    file.parent.mkdir(parents=True, exist_ok=True)
    image.resize((image.width * zoom, image.height * zoom), Image.Resampling.NEAREST).save(file)


def portraits(split: str, count: int, folder: Path) -> list[str]:
    """Writes `count` evenly spaced portraits of a split (0: all of them) and gives their names."""
    images = data.split(split)[0]
    names = []
    for i in np.linspace(0, len(images) - 1, count or len(images)).astype(int):
        names.append(f"p{i:03d}")
        file = folder / f"{names[-1]}.png"
        if not file.exists():
            save((images[i].numpy().transpose(1, 2, 0) + 1) / 2, file)
    return names


def mask(measured: Path, name: str) -> np.ndarray | None:
    """True where the measurement lacks a pixel; None where the task has no mask."""
    file = measured / f"{name}.mask.png"
    return np.asarray(Image.open(file).convert("L")) > 127 if file.exists() else None


@dataclass(frozen=True)
class Score:
    """PSNR in dB, SSIM (Gaussian window, σ = 1.5), PSNR of the missing pixels alone, and the energy of the gradient over
    the clean picture's (below 1: blurred, above 1: noise or artefacts)."""

    psnr: float
    ssim: float
    hole: float
    energy: float


def score(clean: np.ndarray, other: np.ndarray, missing: np.ndarray | None) -> Score:
    hole = np.nan if missing is None else float(-10 * np.log10(np.mean((clean - other)[missing] ** 2)))
    return Score(
        float(metrics.peak_signal_noise_ratio(clean, other, data_range=1)),
        float(metrics.structural_similarity(clean, other, data_range=1, channel_axis=-1, gaussian_weights=True, sigma=1.5,
                                            use_sample_covariance=False)),
        hole,
        energy(other) / energy(clean),
    )


def energy(x: np.ndarray) -> float:
    return float(np.mean(np.diff(x, axis=0) ** 2) + np.mean(np.diff(x, axis=1) ** 2))


def sheet(rows: list[list[np.ndarray]], file: Path) -> None:
    """A contact sheet in two halves side by side, each row one portrait, all pictures of one size."""
    lines = [np.concatenate(row, 1) for row in rows]
    half = (len(lines) + 1) // 2
    lines += [np.ones_like(lines[0])] * (2 * half - len(lines))
    save(np.concatenate([np.concatenate(lines[:half], 0), np.concatenate(lines[half:], 0)], 1), file, zoom=2)
