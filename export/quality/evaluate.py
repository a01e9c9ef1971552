"""Evaluates the command line on the validation split: one sample and the mean of several, beside simple methods.

    PSLD_DATA=FOLDER python export/quality/evaluate.py --out out/evaluation [--count 0] [--samples 8] [--tasks sr4 …]
        [--method gml-dps] [restore flags]

Runs `psld degrade` and `psld restore` as a user would and reads the files; what is there already is not made again, so an
evaluation that was stopped goes on. Prints one line per task and method: means over the portraits with the half-width of
their 95 % interval, and for psld the gain over the best simple method with its own interval (paired, over the same
portraits). The residual is the report's, of what the sampler ended with; with --denoise-known (inpaintings only), of the
picture as it was written. Writes one sheet per task: clean, measurement, best simple method, one sample, the mean. The pictures must not be
committed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from pictures import Score, load, mask, portraits, score, sheet
from simple import CONSTANTS, METHODS, picture
from tasks import TASKS, degrade, restore, sigma


def interval(values: list[float], digits: int = 2) -> str:
    """Mean and half-width of its 95 % interval."""
    values = np.asarray(values)
    return f"{values.mean():.{digits}f} ± {1.96 * values.std(ddof=1) / len(values) ** 0.5:.{digits}f}"


def line(task: str, method: str, scores: list[Score], residual: str = "", gain: str = "") -> None:
    hole = "" if np.isnan(scores[0].hole) else f"{np.mean([s.hole for s in scores]):.2f}"
    print(f"| {task} | {method} | {interval([s.psnr for s in scores])} | {interval([s.ssim for s in scores], 3)} | {hole} | "
          f"{np.mean([s.energy for s in scores]):.2f} | {residual} | {gain} |", flush=True)


def against(ours: list[Score], theirs: list[Score]) -> str:
    return (interval([a.psnr - b.psnr for a, b in zip(ours, theirs)]) + " dB, "
            + interval([a.ssim - b.ssim for a, b in zip(ours, theirs)], 3))


def known_residual(task: str, restored: np.ndarray, measured: np.ndarray, missing: np.ndarray) -> float:
    """‖A x̂ − y‖/(σ√m) of a picture file of an inpainting, over its known pixels."""
    return float(2 * np.sqrt(np.mean((restored - measured)[~missing] ** 2)) / sigma(task))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out/evaluation"))
    parser.add_argument("--split", default="validation", choices=("validation", "search"))
    parser.add_argument("--count", type=int, default=0, help="portraits, evenly spaced; 0 for all")
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--tasks", nargs="+", default=TASKS, choices=TASKS)
    parser.add_argument("--method", default="psld")
    args, flags = parser.parse_known_args()
    clean = args.out / "clean"
    names = portraits(args.split, args.count, clean)
    print(f"{len(names)} portraits of {args.split}, {args.samples} samples each, {args.method} {' '.join(flags)}\n")
    print("| task | method | PSNR dB | SSIM | PSNR of the hole | gradient energy | residual | over the best simple method |")
    print("|---|---|---|---|---|---|---|---|")
    for task in args.tasks:
        measured, made = args.out / task / "measured", args.out / task / args.method
        degrade(task, clean, names, measured)
        reports = restore(task, measured, names, made, "--samples", args.samples, "--method", args.method, *flags)
        pictures = [load(clean / f"{n}.png") for n in names]
        holes = [mask(measured, n) for n in names]
        simple = {m: [picture(m, CONSTANTS.get((task, m), 0), task, measured, n) for n in names] for m in METHODS[task]}
        scored = {m: [score(*z) for z in zip(pictures, x, holes)] for m, x in simple.items()}
        best = max(scored, key=lambda m: np.mean([s.psnr for s in scored[m]]))
        for method, scores in scored.items():
            line(task, method, scores)
        means = [load(made / f"{n}.png") for n in names]
        first = [load(made / f"{n}-s1.png") for n in names] if args.samples > 1 else means
        residuals = ([known_residual(task, z, load(measured / f"{n}.png"), h) for z, n, h in zip(first, names, holes)]
                     if "--denoise-known" in flags else
                     [r["samples"][0]["residual"] for r in reports if "residual" in r["samples"][0]])
        for label, made_by_us, residual in ((f"{args.method}, one sample", first, interval(residuals) if residuals else ""),
                                            (f"{args.method}, mean of {args.samples}", means, "")):
            ours = [score(*z) for z in zip(pictures, made_by_us, holes)]
            line(task, label, ours, residual, against(ours, scored[best]))
            if args.samples == 1:
                break
        rows = []
        for i, n in enumerate(names):
            y = load(measured / f"{n}.png")
            k = len(pictures[i]) // len(y)
            rows.append([pictures[i], np.kron(y, np.ones((k, k, 1))), simple[best][i], first[i], means[i]])
        sheet(rows[:24], args.out / f"{task}-{args.method}.png")


if __name__ == "__main__":
    main()
