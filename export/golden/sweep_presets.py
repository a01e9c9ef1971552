"""Tries settings of the reference sampler on validation portraits, one line each: how the presets were found.

    python export/golden/sweep_presets.py --autoencoder runs/autoencoder.pt --unet runs/unet.pt --tasks sr4 denoise \
        --try steps=50,start=0.6,omega=0.25 --try steps=100,gamma=0.2

Prints per task the PSNR of the first guess and the autoencoder's ceiling, then per try PSNR, residual ‖A x̂ − y‖/(σ√m) and
seconds an image; --sheets FOLDER writes a contact sheet per task: original, measurement, first guess, one row per try.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F

from reference_psld import Model, Settings, length, measure, measurement, portraits, psnr, restored, sample, sheet


def parse(text: str) -> Settings:
    """`steps=50,omega=0.25` over the defaults."""
    kinds = {k: type(v) for k, v in vars(Settings()).items()}
    pairs = dict(p.split("=") for p in text.split(",") if p)
    return replace(Settings(), **{k: kinds[k](v) for k, v in pairs.items()})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--autoencoder", type=Path, default=Path("runs/autoencoder.pt"))
    parser.add_argument("--unet", type=Path, default=Path("runs/unet.pt"))
    parser.add_argument("--tasks", nargs="+", required=True)
    parser.add_argument("--try", dest="tries", action="append", default=[])
    parser.add_argument("--images", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--plain-blur", action="store_true", help="the identity as T of the blurs, as the authors have it")
    parser.add_argument("--sheets", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model, x = Model(args.autoencoder, args.unet), portraits(args.images)
    with torch.no_grad():
        ceiling = psnr(model.decode(model.encode(x)), x)
    for task in args.tasks:
        m = measurement(task, regularised=not args.plain_blur)
        y = measure(m, x, 0.05)
        guess, rows = m.guess(y), []
        print(f"{task}: first guess {psnr(guess, x):.2f} dB, autoencoder {ceiling:.2f} dB, prior of {model.step} steps", flush=True)
        for text in args.tries:
            began = time.process_time()
            z, _ = sample(model, m, y, parse(text))
            out = restored(model, m, y, z)
            with torch.no_grad():
                residual = float((length(m.forward(model.decode(z)) - y) / (0.05 * m.informative**0.5)).mean())
            seconds = (time.process_time() - began) / len(x)
            print(f"  {psnr(out, x):6.2f} dB  residual {residual:5.2f}  {seconds:5.1f} s  {text}", flush=True)
            rows.append(out)
        if args.sheets:
            args.sheets.mkdir(parents=True, exist_ok=True)
            sheet([x, F.interpolate(y, size=x.shape[-1]), guess, *rows], args.sheets / f"{task}.png")


if __name__ == "__main__":
    main()
