"""Asks what the gluing term is good for: PSLD beside GML-DPS (which glues without Aᵀy) and Latent-DPS (which does not glue).

    PSLD_DATA=FOLDER python export/quality/gluing.py --out out/evaluation [--count 32] [--tasks sr4 …]

One sample of each method for each portrait of the validation split, by the same presets and seed. Prints one line per task and
relative: its own means, and what PSLD has more, paired over the portraits, with the half-width of the 95 % interval. Lies in
the folder of `evaluate.py`, whose first samples it takes for PSLD's where they are there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from evaluate import interval
from pictures import load, mask, portraits, score
from tasks import TASKS, degrade, restore

RELATIVES = ("gml-dps", "latent-dps")


def first(made: Path, name: str) -> Path:
    """The picture of the first sample: of several, or the only one."""
    several = made / f"{name}-s1.png"
    return several if several.exists() else made / f"{name}.png"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out/evaluation"))
    parser.add_argument("--count", type=int, default=32, help="portraits, evenly spaced; 0 for all")
    parser.add_argument("--tasks", nargs="+", default=TASKS, choices=TASKS)
    args, flags = parser.parse_known_args()
    clean = args.out / "clean"
    names = portraits("validation", args.count, clean)
    print(f"{len(names)} portraits, one sample each\n")
    print("| task | method | PSNR dB | SSIM | PSNR of the hole | residual | PSLD has more: PSNR dB | SSIM | PSNR of the hole |")
    print("|---|---|---|---|---|---|---|---|---|")
    for task in args.tasks:
        measured = args.out / task / "measured"
        degrade(task, clean, names, measured)
        holes = [mask(measured, n) for n in names]
        scored, residuals = {}, {}
        for method in ("psld", *RELATIVES):
            made = args.out / task / method
            reports = restore(task, measured, names, made, "--samples", 1, "--method", method, *flags)
            residuals[method] = np.mean([r["samples"][0]["residual"] for r in reports])
            scored[method] = [score(load(clean / f"{n}.png"), load(first(made, n)), h) for n, h in zip(names, holes)]
        for method, scores in scored.items():
            more = [""] * 3
            if method != "psld":
                pairs = list(zip(scored["psld"], scores))
                more = [interval([a.psnr - b.psnr for a, b in pairs]), interval([a.ssim - b.ssim for a, b in pairs], 3),
                        "" if np.isnan(scores[0].hole) else interval([a.hole - b.hole for a, b in pairs])]
            hole = "" if np.isnan(scores[0].hole) else f"{np.mean([s.hole for s in scores]):.2f}"
            print(f"| {task} | {method} | {np.mean([s.psnr for s in scores]):.2f} | {np.mean([s.ssim for s in scores]):.3f} | "
                  f"{hole} | {residuals[method]:.2f} | {' | '.join(more)} |", flush=True)


if __name__ == "__main__":
    main()
