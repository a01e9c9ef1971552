"""What psld makes of held-back photographs, task by task, beside simple methods on the very same files.

    PSLD_DATA=FOLDER python evaluate_tasks.py --count 16 --work FOLDER        all tasks; --tasks sr2 scratch for some

Every picture is a patch of 160×160 of another photograph. `psld degrade` makes the measurement (8 bits, clipped), `psld restore` undoes it with its
defaults, told the noise only where a row says so. Prints mean PSNR and SSIM, the difference to the
simple method that is best on the mean (with half its 95 % interval), and the worst picture's. Where a simple method has a constant, several are tried and the best counts.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from skimage import restoration
from skimage.metrics import structural_similarity

import photos

PSLD = Path(__file__).resolve().parents[2] / "psld"

TASKS = {
    "sr2": ("sr", ["--scale", "2"], 0.0),
    "sr4": ("sr", ["--scale", "4"], 0.0),
    "sr4 noisy": ("sr", ["--scale", "4"], 0.05),
    "gaussian 2 px": ("deblur-gaussian", ["--blur-sigma", "2"], 0.02),
    "motion": ("deblur-motion", [], 0.02),
    "denoise 25": ("denoise", [], 25 / 127.5),
    "scratch": ("inpaint", [], 0.0),
    "boxes": ("inpaint", [], 0.0),
    "random": ("inpaint-random", [], 0.0),
}


def truths(count: int) -> list[np.ndarray]:
    """A held-back patch of each of so many photographs."""
    return list(photos.spread(*photos.split("validation"), count))


def mask(name: str, index: int, size: int) -> np.ndarray:
    """True where the picture is missing: some 5 % in lines, or 6 % in two boxes."""
    random = np.random.default_rng(index)
    image = Image.new("L", (size, size))
    draw = ImageDraw.Draw(image)
    for _ in range(4 if name == "scratch" else 2):
        a = random.integers(0, size, 4).tolist()
        if name == "scratch":
            draw.line(a, fill=255, width=int(random.integers(2, 6)))
        else:
            x, y = random.integers(8, size - 36, 2).tolist()
            draw.rectangle([x, y, x + 27, y + 27], fill=255)
    return np.asarray(image) > 0


def padded(y: np.ndarray, kernel: np.ndarray, method: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """A method of one channel on a picture whose borders were reflected, as its blur had them."""
    pad = max(kernel.shape)
    wide = np.pad(y, ((pad, pad), (pad, pad), (0, 0)), mode="reflect")
    return np.stack([method(wide[..., c], kernel) for c in range(3)], -1)[pad:-pad, pad:-pad]


def simple(name: str, y: np.ndarray, truth: np.ndarray, hole: np.ndarray | None, kernel: np.ndarray | None) -> dict[str, np.ndarray]:
    """What simple methods make of a measurement, all in [0, 1]."""
    h, w = truth.shape[:2]
    if name.startswith("sr"):
        small = Image.fromarray(np.round(255 * y).astype(np.uint8))
        return {n: np.asarray(small.resize((w, h), k)) / 255 for n, k in (("bicubic", Image.BICUBIC), ("Lanczos", Image.LANCZOS))}
    if hole is not None:
        return {"biharmonic": restoration.inpaint_biharmonic(y, hole, channel_axis=2)}
    if kernel is not None:
        flat = kernel / kernel.sum()
        methods = {f"Wiener {b}": padded(y, flat, lambda x, k, b=b: restoration.wiener(x, k, b, clip=False)) for b in (0.01, 0.1, 1, 10)}
        for n in (10, 40):
            methods[f"Richardson-Lucy {n}"] = padded(y, flat, lambda x, k, n=n: restoration.richardson_lucy(x, k, n))
        return methods
    sigma = 25 / 255
    return {
        "NLM": restoration.denoise_nl_means(y, 5, 6, 0.6 * sigma, sigma=sigma, channel_axis=2),
        "TV": restoration.denoise_tv_chambolle(y, 1.5 * sigma, channel_axis=2),
    }


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    return float(-10 * np.log10(np.mean((np.clip(a, 0, 1) - b) ** 2)))


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    return float(structural_similarity(np.clip(a, 0, 1), b, channel_axis=2, data_range=1.0))


def read(file: Path) -> np.ndarray:
    return np.asarray(Image.open(file).convert("RGB")) / 255


def run(name: str, pictures: list[np.ndarray], work: Path) -> None:
    task, options, sigma = TASKS[name]
    clean, measured, made = (work / name.replace(" ", "-") / folder for folder in ("clean", "measured", "made"))
    clean.mkdir(parents=True, exist_ok=True)
    measured.mkdir(exist_ok=True)
    holes: list[np.ndarray | None] = [None] * len(pictures)
    for i, picture in enumerate(pictures):
        Image.fromarray(picture).save(clean / f"{i:02}.png")
        if name in ("scratch", "boxes"):
            holes[i] = mask(name, i, picture.shape[0])
            holed = picture.copy()
            holed[holes[i]] = 128
            Image.fromarray(holed).save(measured / f"{i:02}.png")
            Image.fromarray((255 * holes[i]).astype(np.uint8)).save(measured / f"{i:02}.mask.png")
    if holes[0] is None:
        subprocess.run([PSLD, "degrade", clean, "-o", measured, "--task", task, "--sigma-y", str(sigma), "--overwrite", *options], check=True, capture_output=True)
    given = [] if task == "deblur-motion" else options
    told = [] if task == "denoise" else ["--sigma-y", str(sigma)]
    subprocess.run([PSLD, "restore", measured, "-o", made, "--task", task, *told, "--overwrite", *given], check=True, capture_output=True)
    ours, best, worse = [], {}, {}
    for i, picture in enumerate(pictures):
        truth, y = picture / 255, read(measured / f"{i:02}.png")
        hole = holes[i]
        if task == "inpaint-random":
            hole = np.asarray(Image.open(measured / f"{i:02}.mask.png").convert("L")) > 127
        kernel = None
        if task == "deblur-motion":
            kernel = np.asarray(Image.open(measured / f"{i:02}.kernel.png").convert("L")).astype(float)[::-1, ::-1]
        elif task == "deblur-gaussian":
            kernel = ndimage.gaussian_filter(np.eye(17)[8][:, None] * np.eye(17)[8], 2.0)
        x = read(made / f"{i:02}.png")
        ours.append((psnr(x, truth), ssim(x, truth)))
        for method, other in simple(name, y, truth, hole, kernel).items():
            best.setdefault(method, []).append(psnr(other, truth))
            worse.setdefault(method, []).append(ssim(other, truth))
    top = max(best, key=lambda m: np.mean(best[m]))
    gain = np.array([o[0] for o in ours]) - np.array(best[top])
    others = ", ".join(f"{m} {np.mean(best[m]):.2f}/{np.mean(worse[m]):.3f}" for m in best)
    print(f"| {name} | {np.mean([o[0] for o in ours]):.2f}/{np.mean([o[1] for o in ours]):.3f} | {others} "
          f"| {gain.mean():+.2f} ± {1.96 * gain.std(ddof=1) / len(gain) ** 0.5:.2f} | {gain.min():+.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=16)
    parser.add_argument("--work", type=Path, default=Path("runs/tasks"))
    parser.add_argument("--tasks", nargs="*", default=list(TASKS))
    args = parser.parse_args()
    pictures = truths(args.count)
    print("| task | psld PSNR/SSIM | simple methods | over the best of them, dB | worst picture |\n|---|---|---|---|---|")
    for name in args.tasks:
        run(name, pictures, args.work)


if __name__ == "__main__":
    main()
