"""Evaluates the command line on portraits of the validation split, beside simple methods that know the operator too.

    PSLD_DATA=FOLDER python export/evaluate.py --count 16 --out out/evaluation [--tasks sr4 inpaint-box] [restore flags]

Runs `./psld degrade` and `./psld restore` as a user would and compares the files. Writes one sheet per task (clean,
measurement, simple method, PSLD) and prints a table of PSNR, SSIM and residual. The pictures must not be committed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from skimage import metrics, restoration

sys.path.insert(0, str(Path(__file__).resolve().parent / "portrait"))

import data  # noqa: E402

PSLD = Path(__file__).resolve().parents[1] / "psld"
NOISE = {"denoise": "0.2"}
TASKS = ("sr4", "inpaint-box", "inpaint-random", "deblur-gaussian", "deblur-motion", "denoise")


def load(file: Path) -> np.ndarray:
    return np.asarray(Image.open(file).convert("RGB")) / 255.0


def simple(task: str, y: np.ndarray, folder: Path, stem: str) -> tuple[str, np.ndarray]:
    """The simple method of a task and its picture."""
    if task == "sr4":
        big = Image.fromarray((y * 255).round().astype(np.uint8)).resize((64, 64), Image.Resampling.BICUBIC)
        return "bicubic", np.asarray(big) / 255.0
    if task.startswith("inpaint"):
        mask = np.asarray(Image.open(folder / f"{stem}.mask.png").convert("L")) > 127
        return "biharmonic", np.clip(restoration.inpaint_biharmonic(y, mask, channel_axis=-1), 0, 1)
    if task.startswith("deblur"):  # balances: the best of seven on these very pictures
        if task == "deblur-motion":
            kernel = np.asarray(Image.open(folder / f"{stem}.kernel.png")).astype(float)
            kernel = kernel[..., 0] if kernel.ndim == 3 else kernel
            kernel = kernel[::-1, ::-1]  # the operator correlates
            balance = 0.2
        else:
            line = np.exp(-0.5 * (np.arange(-6, 7) / 1.5) ** 2)
            kernel = np.outer(line, line)
            balance = 0.02
        kernel = kernel / kernel.sum()
        pad = 16
        wide = np.pad(y, ((pad, pad), (pad, pad), (0, 0)), mode="reflect")
        sharp = np.stack([restoration.wiener(wide[..., c], kernel, balance, clip=False) for c in range(3)], -1)
        return "Wiener", np.clip(sharp[pad:-pad, pad:-pad], 0, 1)
    return "total variation", restoration.denoise_tv_chambolle(y, weight=0.12, channel_axis=-1)


def scores(clean: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    return (metrics.peak_signal_noise_ratio(clean, other, data_range=1),
            metrics.structural_similarity(clean, other, data_range=1, channel_axis=-1, gaussian_weights=True,
                                          sigma=1.5, use_sample_covariance=False))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=16)
    parser.add_argument("--out", type=Path, default=Path("out/evaluation"))
    parser.add_argument("--tasks", nargs="+", default=TASKS, choices=TASKS)
    args, flags = parser.parse_known_args()
    clean = args.out / "clean"
    clean.mkdir(parents=True, exist_ok=True)
    images = data.split("validation")[0]
    for k, i in enumerate(np.linspace(0, len(images) - 1, args.count).astype(int)):
        pixels = ((images[i].numpy().transpose(1, 2, 0) + 1) * 127.5).round().astype(np.uint8)
        Image.fromarray(pixels).save(clean / f"p{k:02d}.png")
    print("| task | simple method | PSNR dB | SSIM | PSLD PSNR dB | SSIM | residual | s a picture |")
    print("|---|---|---|---|---|---|---|---|")
    for task in args.tasks:
        measured, made = args.out / task / "measured", args.out / task / "restored"
        sigma = NOISE.get(task, "0.05")
        common = ["--task", task, "--sigma-y", sigma, "--overwrite"]
        subprocess.run([PSLD, "degrade", clean, "-o", measured, *common], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([PSLD, "restore", measured, "-o", made, *common, *flags], check=True, stdout=subprocess.DEVNULL)
        rows, ours, theirs, residuals, seconds, name = [], [], [], [], [], ""
        for file in sorted(clean.glob("*.png")):
            x, y, z = load(file), load(measured / file.name), load(made / file.name)
            name, s = simple(task, y, measured, file.stem)
            ours.append(scores(x, z)), theirs.append(scores(x, s))
            report = json.loads((made / f"{file.stem}.json").read_text())
            residuals.append(report["samples"][0]["residual"])
            seconds.append(report["seconds"])
            shown = np.kron(y, np.ones((4, 4, 1))) if task == "sr4" else y
            rows.append(np.concatenate([x, shown, s, z], 1))
        half = (len(rows) + 1) // 2
        sheet = np.concatenate([np.concatenate(rows[:half], 0), np.concatenate((rows[half:] + [np.ones_like(rows[0])])[:half], 0)], 1)
        image = Image.fromarray((sheet * 255).round().astype(np.uint8))
        image.resize((image.width * 2, image.height * 2), Image.Resampling.NEAREST).save(args.out / f"{task}.png")
        a, b = np.mean(theirs, 0), np.mean(ours, 0)
        print(f"| {task} | {name} | {a[0]:.2f} | {a[1]:.3f} | {b[0]:.2f} | {b[1]:.3f} | {np.mean(residuals):.2f} | "
              f"{np.mean(seconds):.1f} |", flush=True)


if __name__ == "__main__":
    main()
