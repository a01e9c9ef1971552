"""Tries settings on the portraits set aside from training, through the command line: where config/presets.json comes from.

    PSLD_DATA=FOLDER python export/quality/search.py --task sr4 --count 8 --out out/search \
        --try "" --try "steps=25" --try "omega=0.4,power=1" [--try "steps=25" …]

Each try is the shipped preset with these values in their place ("" is the preset itself). Prints one line a try: PSNR, SSIM,
PSNR of the hole, energy of the gradient over the clean one's, residual, seconds a picture, and appends it to
OUT/TASK.md. A try made before is read, not made again.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from pictures import load, mask, portraits, score, sheet
from tasks import TASKS, degrade, restore

PRESETS = Path(__file__).resolve().parents[2] / "config" / "presets.json"


def changed(task: str, text: str) -> dict:
    """The shipped preset of a task with `steps=25,omega=0.4` in its place."""
    preset = json.loads(PRESETS.read_text())[task]
    for pair in filter(None, text.split(",")):
        key, value = pair.split("=")
        if key not in preset:
            raise SystemExit(f"there is no setting {key}: name {', '.join(preset)}")
        preset[key] = value if key == "lift" else json.loads(value)
    return preset


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", required=True, choices=TASKS)
    parser.add_argument("--count", type=int, default=8, help="portraits, evenly spaced; 0 for all 32")
    parser.add_argument("--out", type=Path, default=Path("out/search"))
    parser.add_argument("--try", dest="tries", action="append", default=[])
    args, flags = parser.parse_known_args()
    clean, measured = args.out / "clean", args.out / args.task / "measured"
    names = portraits("search", args.count, clean)
    degrade(args.task, clean, names, measured)
    pictures, holes = [load(clean / f"{n}.png") for n in names], [mask(measured, n) for n in names]
    rows = [[x] for x in pictures]
    for text in args.tries:
        preset = changed(args.task, text)
        made = args.out / args.task / "-".join(f"{k}{v}" for k, v in sorted(preset.items()))
        made.mkdir(parents=True, exist_ok=True)
        (made / "presets.json").write_text(json.dumps({args.task: preset}))
        reports = restore(args.task, measured, names, made, "--presets", made / "presets.json", *flags)
        drawn = [load(made / f"{n}.png") for n in names]
        scores = [score(*z) for z in zip(pictures, drawn, holes)]
        for row, x in zip(rows, drawn):
            row.append(x)
        line = (f"| {args.task} | {text or 'preset'} | {len(names)} | {np.mean([s.psnr for s in scores]):.2f} | "
                f"{np.mean([s.ssim for s in scores]):.3f} | {np.mean([s.hole for s in scores]):.2f} | "
                f"{np.mean([s.energy for s in scores]):.2f} | "
                f"{np.mean([r['samples'][0]['residual'] for r in reports]):.2f} | "
                f"{np.mean([r['seconds'] for r in reports]):.2f} |")
        print(line, flush=True)
        with (args.out / f"{args.task}.md").open("a") as log:
            log.write(line + "\n")
        sheet(rows, args.out / f"{args.task}.png")


if __name__ == "__main__":
    main()
