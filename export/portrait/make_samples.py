"""Sample inputs for `psld restore`, made from portraits that our own model drew; no picture of a data set is used.

    python make_samples.py --autoencoder runs/autoencoder.pt --unet runs/unet.pt --steps 50 --seeds 6 13 28 31 --out ../../samples

Writes portraits/NAME.png (clean), and per task what `restore` gets: TASK/NAME.png with NAME.mask.png (white = missing) for
inpainting, measured pictures with noise of σ = 0.05 (range [-1, 1]) for the rest, and NAME.kernel.png for motion blur.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from sampling import draw
from reference_psld import Model, measure, measurement, motion_kernel, sheet

TASKS = ("inpaint-box", "inpaint-random", "sr4", "deblur-gaussian", "deblur-motion", "denoise")


def save(x: torch.Tensor, file: Path) -> None:
    """A 3×H×W or 1×H×W picture in [-1, 1] as PNG."""
    file.parent.mkdir(parents=True, exist_ok=True)
    pixels = ((x.clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()
    Image.fromarray(pixels.squeeze(-1) if pixels.shape[-1] == 1 else pixels).save(file)


def scratches(size: int, seed: int) -> torch.Tensor:
    """A hand-drawn kind of mask: strokes across the picture, 1 where it is known."""
    random, image = np.random.default_rng(seed), Image.new("L", (size, size), 255)
    for _ in range(5):
        points = [tuple(map(float, p)) for p in random.uniform(-4, size + 4, (3, 2))]
        ImageDraw.Draw(image).line(points, fill=0, width=int(random.integers(2, 5)), joint="curve")
    return torch.from_numpy(np.asarray(image, dtype=np.float32) / 255)[None, None]


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--autoencoder", type=Path, default=Path("runs/autoencoder.pt"))
    parser.add_argument("--unet", type=Path, default=Path("runs/unet.pt"))
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2])
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--browse", type=int, help="instead: a sheet of this many seeds to choose from, in OUT/browse.png")
    parser.add_argument("--out", type=Path, default=Path("../../samples"))
    args = parser.parse_args()
    model = Model(args.autoencoder, args.unet)
    if args.browse:
        x = torch.cat([model.decode(z) for z in draw(model, args.browse, 0, args.steps).split(16)])
        args.out.mkdir(parents=True, exist_ok=True)
        sheet(list(x.split(8)), args.out / "browse.png")
        return
    kernel = motion_kernel()
    measurements = {task: measurement(task) for task in TASKS}
    for number, seed in enumerate(args.seeds, 1):
        # Rounded to 8 bits first, so that the clean file is exactly what was measured.
        x = (((model.decode(draw(model, 1, seed, args.steps)).clamp(-1, 1) + 1) * 127.5).round() / 127.5) - 1
        name = f"portrait{number}"
        save(x[0], args.out / "portraits" / f"{name}.png")
        mask = scratches(x.shape[-1], seed)
        save((x * mask - (1 - mask))[0], args.out / "inpaint" / f"{name}.png")
        save(1 - 2 * mask[0], args.out / "inpaint" / f"{name}.mask.png")
        for task, m in measurements.items():
            y = measure(m, x, 0.0 if m.mask is not None else 0.05)
            save(y[0] if m.mask is None else (y - (1 - m.mask))[0], args.out / task / f"{name}.png")
            if m.mask is not None:
                save(1 - 2 * m.mask[0], args.out / task / f"{name}.mask.png")
        save((2 * kernel / kernel.max() - 1)[None], args.out / "deblur-motion" / f"{name}.kernel.png")


if __name__ == "__main__":
    main()
