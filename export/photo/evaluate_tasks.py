"""What psld makes of held-back photographs, task by task, beside simple methods on the very same files.

    PSLD_DATA=FOLDER python evaluate_tasks.py --count 16 --work FOLDER        all tasks; --tasks "sr ×2" scratches for some

Every picture is a patch of 160×160 of another photograph. `psld degrade` makes the measurement (8 bits, clipped), `psld restore` undoes it with its
defaults. A row’s noise is told to all methods; “estimated” is what psld has to find out by itself, where the others are told. Of a method with a constant several are tried, and that
counts which is best on these very pictures; where known pixels are to lose their noise too, simple methods fill and then denoise. Prints mean PSNR and SSIM, the difference to the simple method that is best on the mean with its 95 % interval
(bootstrap over the pictures), and that of the worst picture; the last rows are photographs that need nothing.
`--split train` takes training photographs, by which settings may be chosen; PSLD names another program than the launcher.
"""

from __future__ import annotations

import argparse
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from skimage.metrics import structural_similarity

import classical
import photos

PSLD = os.environ.get("PSLD", str(Path(__file__).resolve().parents[2] / "psld"))


@dataclass(frozen=True)
class Row:
    """A task, its options, σ in [−1, 1] of the measurement, whether that is told, and what is missing."""

    task: str
    sigma: float = 0.0
    options: tuple[str, ...] = ()
    told: bool = True
    hole: str = ""
    variation: tuple[float, ...] = field(default=())
    """Weights of total variation that are tried."""


SHARP = (0.0003, 0.003)
ROWS = {
    "sr ×2": Row("sr", 0, ("--scale", "2"), variation=SHARP),
    "sr ×4": Row("sr", 0, ("--scale", "4"), variation=SHARP),
    "sr ×8": Row("sr", 0, ("--scale", "8"), variation=SHARP),
    "sr ×2, σ 0.05": Row("sr", 0.05, ("--scale", "2"), variation=SHARP),
    "sr ×4, σ 0.05": Row("sr", 0.05, ("--scale", "4"), variation=SHARP),
    "deblur-gaussian 2 px": Row("deblur-gaussian", 0, ("--blur-sigma", "2"), variation=SHARP),
    "deblur-gaussian 2 px, σ 0.02": Row("deblur-gaussian", 0.02, ("--blur-sigma", "2"), variation=SHARP),
    "deblur-motion": Row("deblur-motion", 0, variation=SHARP),
    "deblur-motion, σ 0.02": Row("deblur-motion", 0.02, variation=SHARP),
    "denoise 15": Row("denoise", 15 / 127.5, variation=(0.05,)),
    "denoise 25": Row("denoise", 25 / 127.5, variation=(0.08,)),
    "denoise 25, estimated": Row("denoise", 25 / 127.5, told=False, variation=(0.08,)),
    "denoise 50, estimated": Row("denoise", 50 / 127.5, told=False, variation=(0.2,)),
    "scratches": Row("inpaint", hole="scratch", variation=(0.003, 0.03)),
    "scratches, σ 0.05": Row("inpaint", 0.05, hole="scratch", variation=(0.03, 0.1)),
    "scratches, σ 0.05, --denoise-known": Row("inpaint", 0.05, ("--denoise-known",), hole="scratch"),
    "boxes, 6 %": Row("inpaint", hole="boxes", variation=(0.03, 0.1)),
    "a box, 14 %": Row("inpaint", hole="box", variation=(0.03, 0.1)),
    "inpaint-random": Row("inpaint-random", variation=(0.003, 0.03)),
    "nothing: denoise, estimated": Row("denoise", told=False),
    "nothing: denoise, σ 0": Row("denoise"),
    "nothing: an empty mask": Row("inpaint", hole="none"),
}


def truths(split: str, count: int) -> list[np.ndarray]:
    """A patch of each of so many photographs."""
    return list(photos.spread(*photos.split(split), count))


def mask(kind: str, index: int, size: int) -> np.ndarray:
    """True where the picture is missing: some 5 % in lines, 6 % in two boxes, 14 % in one, or nothing."""
    random = np.random.default_rng(index)
    image = Image.new("L", (size, size))
    draw = ImageDraw.Draw(image)
    if kind == "scratch":
        for _ in range(4):
            draw.line(random.integers(0, size, 4).tolist(), fill=255, width=int(random.integers(2, 6)))
    for _ in range({"boxes": 2, "box": 1}.get(kind, 0)):
        side = 28 if kind == "boxes" else 60
        random.integers(0, size, 4)
        x, y = random.integers(8, size - side - 8, 2).tolist()
        draw.rectangle([x, y, x + side - 1, y + side - 1], fill=255)
    return np.asarray(image) > 0


def simple(row: Row, y: np.ndarray, truth: np.ndarray, hole: np.ndarray | None, kernel: np.ndarray | None) -> dict[str, np.ndarray]:
    """What simple methods make of a measurement, all in [0, 1]."""
    shape = truth.shape[:2]
    if hole is not None and "--denoise-known" in row.options:
        return {f"{first} and {then}": x for first, whole in classical.filled(y, hole).items()
                for then, x in classical.denoised(whole, row.sigma / 2).items()}
    if hole is not None:
        made, a = classical.filled(y, hole) if hole.any() else {"itself": y}, classical.known(hole)
    elif kernel is not None:
        made, a = classical.sharpened(y, kernel), classical.blur(kernel)
    elif y.shape != truth.shape:
        k = shape[0] // y.shape[0]
        made, a = classical.enlarged(y, shape), lambda x: classical.F.avg_pool2d(x, k)
    else:
        made, a = classical.denoised(y, row.sigma / 2) if row.sigma else {"itself": y}, lambda x: x
    seen = y if hole is None else np.where(hole[..., None], 0, y)
    for weight in row.variation:
        made[f"TV {weight:g}"] = classical.total_variation(a, seen, shape, weight)
    return {name: x if hole is None else np.where(hole[..., None], x, y) for name, x in made.items()}


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    error = np.mean((np.clip(a, 0, 1) - b) ** 2)
    return float(-10 * np.log10(error)) if error > 0 else np.inf


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    return float(structural_similarity(np.clip(a, 0, 1), b, channel_axis=2, data_range=1.0))


def read(file: Path) -> np.ndarray:
    return np.asarray(Image.open(file).convert("RGB")) / 255


def psld(*words: object) -> None:
    subprocess.run([PSLD, *map(str, words)], check=True, capture_output=True)


def measure(row: Row, pictures: list[np.ndarray], clean: Path, measured: Path) -> list[np.ndarray | None]:
    """Writes the measurements; gives their holes."""
    for i, picture in enumerate(pictures):
        Image.fromarray(picture).save(clean / f"{i:02}.png")
    if row.hole:
        noise = np.random.default_rng(99)
        holes = [mask(row.hole, i, p.shape[0]) for i, p in enumerate(pictures)]
        for i, (picture, hole) in enumerate(zip(pictures, holes)):
            noisy = picture + noise.normal(0, 127.5 * row.sigma, picture.shape) if row.sigma else picture
            seen = np.where(hole[..., None], 128, np.clip(np.round(noisy), 0, 255)).astype(np.uint8)
            Image.fromarray(seen).save(measured / f"{i:02}.png")
            Image.fromarray((255 * hole).astype(np.uint8)).save(measured / f"{i:02}.mask.png")
        return list(holes)
    psld("degrade", clean, "-o", measured, "--task", row.task, "--sigma-y", row.sigma, "--overwrite", *row.options)
    if row.task != "inpaint-random":
        return [None] * len(pictures)
    return [np.asarray(Image.open(measured / f"{i:02}.mask.png").convert("L")) > 127 for i in range(len(pictures))]


def blur(row: Row, measured: Path, index: int) -> np.ndarray | None:
    if row.task == "deblur-motion":
        taps = np.asarray(Image.open(measured / f"{index:02}.kernel.png").convert("L")).astype(float)[::-1, ::-1]
    elif row.task == "deblur-gaussian":
        taps = ndimage.gaussian_filter(np.eye(17)[8][:, None] * np.eye(17)[8], 2.0)
    else:
        return None
    return taps / taps.sum()


def interval(gains: np.ndarray) -> tuple[float, float]:
    """The 95 % interval of the mean, by the percentile bootstrap."""
    random = np.random.default_rng(1)
    means = gains[random.integers(0, len(gains), (10_000, len(gains)))].mean(1)
    return tuple(np.percentile(means, [2.5, 97.5]))


def shown(value: float) -> str:
    return "exact" if np.isinf(value) else f"{value:.2f}"


def run(name: str, pictures: list[np.ndarray], work: Path) -> None:
    row = ROWS[name]
    folder = work / name.translate(str.maketrans(" ,×%:", "____ ")).strip()
    clean, measured, made = (folder / part for part in ("clean", "measured", "made"))
    clean.mkdir(parents=True, exist_ok=True)
    measured.mkdir(exist_ok=True)
    holes = measure(row, pictures, clean, measured)
    given = () if row.task == "deblur-motion" else row.options
    told = ("--sigma-y", row.sigma) if row.told else ()
    psld("restore", measured, "-o", made, "--task", row.task, *told, "--overwrite", *given)
    ours: list[tuple[float, float]] = []
    theirs: dict[str, list[tuple[float, float]]] = {}
    for i, picture in enumerate(pictures):
        truth, y, x = picture / 255, read(measured / f"{i:02}.png"), read(made / f"{i:02}.png")
        ours.append((psnr(x, truth), ssim(x, truth)))
        for method, other in simple(row, y, truth, holes[i], blur(row, measured, i)).items():
            theirs.setdefault(method, []).append((psnr(other, truth), ssim(other, truth)))
    print("| " + " | ".join([name, *line(np.array(ours), {m: np.array(v) for m, v in theirs.items()})]) + " |", flush=True)


def line(ours: np.ndarray, theirs: dict[str, np.ndarray]) -> list[str]:
    """Ours, every kind of method by its best constant, and what we have over the best of them."""
    own = f"{shown(ours[:, 0].mean())}/{ours[:, 1].mean():.3f}"
    if "itself" in theirs:
        return [own, "", "", "", shown(ours[:, 0].min()), f"{ours[:, 1].min():.4f}"]
    best: dict[str, str] = {}
    for method in sorted(theirs, key=lambda m: theirs[m][:, 0].mean()):
        best[method.split(" ")[0]] = method
    others = ", ".join(f"{kind} {theirs[m][:, 0].mean():.2f}/{theirs[m][:, 1].mean():.3f}" for kind, m in reversed(best.items()))
    top = theirs[max(theirs, key=lambda m: theirs[m][:, 0].mean())]
    structure = theirs[max(theirs, key=lambda m: theirs[m][:, 1].mean())]
    gains = ours[:, 0] - top[:, 0]
    closer = ours[:, 1] - structure[:, 1]
    low, high = interval(gains)
    under, over = interval(closer)
    return [own, others, f"{gains.mean():+.2f} ({low:+.2f} … {high:+.2f})", f"{closer.mean():+.3f} ({under:+.3f} … {over:+.3f})",
            f"{gains.min():+.2f}", f"{closer.min():+.3f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=16)
    parser.add_argument("--split", choices=("train", "validation"), default="validation")
    parser.add_argument("--work", type=Path, default=Path("runs/tasks"))
    parser.add_argument("--tasks", nargs="*", default=list(ROWS), choices=ROWS)
    args = parser.parse_args()
    pictures = truths(args.split, args.count)
    print("| task | psld | simple methods | over the best of them, dB | SSIM | worst picture, dB | SSIM |\n|---|---|---|---|---|---|---|")
    for name in args.tasks:
        run(name, pictures, args.work)


if __name__ == "__main__":
    main()
