"""Measurements of two photographs for README's tour: noise, scratches, and one half of the size.

The photographs come with scikit-image, free of rights (CC0): `chelsea`, a cat, and `coffee`, a cup. `psld` restores what this writes by the
commands in README.

    python export/photo/make_tour.py samples/photos
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from skimage import data

NOISE = 25  # of 255
SCRATCHES = 14


def save(array, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(array).save(file, optimize=True)


def noisy(clean, rng):
    return np.clip(np.round(clean + NOISE * rng.standard_normal(clean.shape)), 0, 255).astype(np.uint8)


def scratches(height, width, rng):
    """White lines over a photo, each a walk with few bends."""
    mask = Image.new("L", (width, height))
    draw = ImageDraw.Draw(mask)
    for _ in range(SCRATCHES):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        angle = rng.uniform(0, 2 * np.pi)
        thick = int(rng.integers(2, 6))
        for _ in range(int(rng.integers(4, 9))):
            angle += rng.normal(0, 0.35)
            length = rng.uniform(20, 60)
            to = x + length * np.cos(angle), y + length * np.sin(angle)
            draw.line([(x, y), to], fill=255, width=thick)
            x, y = to
    return np.asarray(mask)


def half(clean):
    """Means of 2×2 pixels, as the operator of sr."""
    h, w = clean.shape[0] // 2 * 2, clean.shape[1] // 2 * 2
    blocks = clean[:h, :w].reshape(h // 2, 2, w // 2, 2, 3).astype(np.float64)
    return np.round(blocks.mean((1, 3))).astype(np.uint8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    rng = np.random.default_rng(7)
    cat, cup = data.chelsea(), data.coffee()
    save(noisy(cat, rng), out / "denoise" / "cat.png")
    save(half(cat), out / "sr" / "cat.png")
    mask = scratches(cup.shape[0], cup.shape[1], rng)
    scratched = cup.copy()
    scratched[mask > 0] = 255
    save(scratched, out / "inpaint" / "cup.png")
    save(mask, out / "inpaint" / "cup.mask.png")


if __name__ == "__main__":
    main()
