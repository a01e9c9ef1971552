"""Whether windows of `onnx/photo` leave seams: jumps across their borders over jumps elsewhere, in pictures of more than one window.

    PSLD_DATA=FOLDER python seams.py --count 20 --work FOLDER

Every picture is made of 6×8 held-back patches of 160×160 (960×1280 pixels: 2×3 windows), mirrored every other time so that they continue each other, with noise of
25 grey levels; `psld restore --task denoise` works on it. With `--enlarge` it is made half as large and `--task sr` enlarges it again. Along every line where a window begins or ends, and along every other line away from edges of
patches, the root mean square of the difference between both sides is taken. Both are divided by those of the clean picture, whose content may be
rougher here than there. Prints the ratio of the two for every picture, the mean, and the widest.
"""

from __future__ import annotations

import argparse
import math
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

import photos

PSLD = Path(__file__).resolve().parents[2] / "psld"
WINDOW = 512  # as in onnx/photo/bundle.json
OVERLAP = 64
ROWS, COLUMNS = 6, 8
PATCH = 160
AWAY = 3  # lines from an edge of a patch that are not looked at


def borders(size: int) -> set[int]:
    """First pixels of windows, and first pixels after them, as chain.TileGrid lays them."""
    count = math.ceil((size - OVERLAP) / (WINDOW - OVERLAP))
    length = math.ceil((size + (count - 1) * OVERLAP) / count)
    starts = [round(k * (size - length) / (count - 1)) for k in range(count)]
    return {s for s in starts if s > 0} | {s + length for s in starts if s + length < size}


def mosaic(patches: list[np.ndarray]) -> np.ndarray:
    rows = []
    for r in range(ROWS):
        line = [patches[r * COLUMNS + c][:: -1 if r % 2 else 1, :: -1 if c % 2 else 1] for c in range(COLUMNS)]
        rows.append(np.concatenate(line, 1))
    return np.concatenate(rows, 0)


def jumps(picture: np.ndarray, axis: int) -> np.ndarray:
    """Root mean square of the difference across every line."""
    return np.sqrt((np.diff(picture.astype(np.float64), axis=axis) ** 2).mean(axis=(1 - axis, 2)))


def ratio(restored: np.ndarray, clean: np.ndarray) -> float:
    at, off = [], []
    for axis in (0, 1):
        size = restored.shape[axis]
        relative = jumps(restored, axis) / jumps(clean, axis)
        here = borders(size)
        for line in range(1, size):
            if min(line % PATCH, PATCH - line % PATCH) > AWAY:
                (at if line in here else off).append(relative[line - 1] ** 2)
    return math.sqrt(np.mean(at) / np.mean(off))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--enlarge", action="store_true", help="sr ×2 in place of denoise")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    patches = list(photos.spread(*photos.split("validation"), 112))
    random = np.random.default_rng(3)
    found = []
    for k in range(args.count):
        clean = mosaic([patches[i] for i in random.permutation(len(patches))[: ROWS * COLUMNS]])
        if args.enlarge:
            measured, task = clean.reshape(clean.shape[0] // 2, 2, clean.shape[1] // 2, 2, 3).mean((1, 3)), "sr"
        else:
            measured, task = clean + 25 * random.standard_normal(clean.shape), "denoise"
        Image.fromarray(np.clip(np.round(measured), 0, 255).astype(np.uint8)).save(args.work / "measured.png", compress_level=1)
        out = args.work / "restored.png"
        command = [PSLD, "restore", args.work / "measured.png", "-o", out, "--task", task, "--overwrite"]
        subprocess.run(command, check=True, capture_output=True)
        found.append(ratio(np.asarray(Image.open(out).convert("RGB")), clean))
        print(f"{k + 1}: {found[-1]:.4f}", flush=True)
    print(f"mean {np.mean(found):.4f}, from {min(found):.4f} to {max(found):.4f}")


if __name__ == "__main__":
    main()
