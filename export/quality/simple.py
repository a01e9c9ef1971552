"""The simple methods that psld is compared with; all know the operator, and their constants were chosen on `search`.

    PSLD_DATA=FOLDER python export/quality/simple.py --out out/simple

prints PSNR and SSIM of every method and constant on the 32 portraits set aside: the best of each line stands in CONSTANTS.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from skimage import restoration

from pictures import load, mask, portraits, score
from tasks import TASKS, degrade, sigma

Linear = Callable[[torch.Tensor], torch.Tensor]
CONSTANTS: dict[tuple[str, str], float] = {
    ("sr4", "total variation"): 0.004,
    ("inpaint-box", "total variation"): 0.15,
    ("inpaint-random", "total variation"): 0.03,
    ("deblur-gaussian", "Wiener"): 0.02,
    ("deblur-gaussian", "Richardson–Lucy"): 20,
    ("deblur-gaussian", "total variation"): 0.004,
    ("deblur-motion", "Wiener"): 0.5,
    ("deblur-motion", "Richardson–Lucy"): 10,
    ("deblur-motion", "total variation"): 0.008,
    ("denoise", "total variation"): 0.1,
    ("denoise", "non-local means"): 0.5,
}


def kernel(task: str, measured: Path, name: str) -> np.ndarray:
    """The blur of a measurement as a correlation kernel that sums to one."""
    if task == "deblur-gaussian":
        line = np.exp(-0.5 * (np.arange(-6, 7) / 1.5) ** 2)
        taps = np.outer(line, line)
    else:
        taps = np.asarray(Image.open(measured / f"{name}.kernel.png").convert("L")).astype(float)
    return taps / taps.sum()


def operator(task: str, measured: Path, name: str) -> Linear:
    """A on 1×3×H×W pictures in [0, 1]."""
    if task == "sr4":
        return lambda x: F.avg_pool2d(x, 4)
    if task.startswith("inpaint"):
        known = torch.from_numpy(~mask(measured, name)).float()
        return lambda x: x * known
    if task.startswith("deblur"):
        taps = torch.from_numpy(kernel(task, measured, name)).float()
        weight = taps.expand(3, 1, *taps.shape).contiguous()
        pads = [taps.shape[1] // 2] * 2 + [taps.shape[0] // 2] * 2
        return lambda x: F.conv2d(F.pad(x, pads, mode="reflect"), weight, groups=3)
    return lambda x: x


def transpose(a: Linear) -> Linear:
    """Aᵀ, which autograd knows."""
    _, pull = torch.func.vjp(a, torch.zeros(1, 3, 64, 64))
    return lambda r: pull(r)[0]


def total_variation(a: Linear, y: torch.Tensor, weight: float, steps: int = 300) -> torch.Tensor:
    """argmin ½‖A x − y‖² + weight·TV(x) with the colours' gradients taken together, by Chambolle and Pock's first algorithm."""
    back = transpose(a)
    x = ahead = torch.zeros(1, 3, 64, 64)
    p, q = torch.zeros_like(y), torch.zeros(2, 3, 64, 64)
    step = 1 / 9**0.5  # 1/‖(A, ∇)‖, for ‖A‖ ≤ 1 and ‖∇‖² ≤ 8
    for _ in range(steps):
        p = (p + step * (a(ahead) - y)) / (1 + step)
        q = q + step * torch.cat([F.pad(ahead.diff(dim=2), (0, 0, 0, 1)), F.pad(ahead.diff(dim=3), (0, 1))])
        q = q / (q.square().sum((0, 1), keepdim=True).sqrt() / weight).clamp(min=1)
        down, across = F.pad(q[:1, :, :-1], (0, 0, 1, 1)), F.pad(q[1:, :, :, :-1], (1, 1))
        new = x - step * (back(p) - down.diff(dim=2) - across.diff(dim=3))
        x, ahead = new, 2 * new - x
    return x


def richardson_lucy(a: Linear, y: torch.Tensor, steps: int) -> torch.Tensor:
    """x ← x·Aᵀ(y/(A x))/Aᵀ1."""
    back, x = transpose(a), torch.full((1, 3, 64, 64), 0.5)
    whole = back(torch.ones_like(y))
    for _ in range(steps):
        x = x * back(y.clamp(min=1e-3) / a(x).clamp(min=1e-3)) / whole
    return x


def wiener(taps: np.ndarray, y: np.ndarray, balance: float) -> np.ndarray:
    pad = 16
    wide = np.pad(y, ((pad, pad), (pad, pad), (0, 0)), mode="reflect")
    flipped = taps[::-1, ::-1]  # the operator correlates
    sharp = np.stack([restoration.wiener(wide[..., c], flipped, balance, clip=False) for c in range(3)], -1)
    return sharp[pad:-pad, pad:-pad]


METHODS = {
    "sr4": ("bicubic", "total variation"),
    "inpaint-box": ("biharmonic", "total variation"),
    "inpaint-random": ("biharmonic", "total variation"),
    "deblur-gaussian": ("Wiener", "Richardson–Lucy", "total variation"),
    "deblur-motion": ("Wiener", "Richardson–Lucy", "total variation"),
    "denoise": ("total variation", "non-local means"),
}
TRIED = {
    "bicubic": (0,),
    "biharmonic": (0,),
    "total variation": (0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3),
    "Wiener": (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    "Richardson–Lucy": (5, 10, 20, 40, 80),
    "non-local means": (0.4, 0.5, 0.6, 0.8, 1.0, 1.2),
}


def picture(method: str, constant: float, task: str, measured: Path, name: str) -> np.ndarray:
    """What a simple method makes of a measurement, in [0, 1]; known pixels of an inpainting stay as they are, as with psld."""
    y = load(measured / f"{name}.png")
    missing = mask(measured, name)
    tensor = torch.from_numpy(y).float().permute(2, 0, 1)[None]
    if method == "bicubic":
        image = Image.fromarray((y * 255).round().astype(np.uint8))
        made = np.asarray(image.resize((64, 64), Image.Resampling.BICUBIC)) / 255.0
    elif method == "biharmonic":
        made = restoration.inpaint_biharmonic(y, missing, channel_axis=-1)
    elif method == "Wiener":
        made = wiener(kernel(task, measured, name), y, constant)
    elif method == "non-local means":
        deviation = sigma(task) / 2
        made = restoration.denoise_nl_means(y, patch_size=5, patch_distance=8, h=constant * deviation, sigma=deviation,
                                            fast_mode=True, channel_axis=-1)
    else:
        a = operator(task, measured, name)
        if missing is not None:
            tensor = a(tensor)
        solved = (total_variation(a, tensor, constant) if method == "total variation"
                  else richardson_lucy(a, tensor, int(constant)))
        made = solved[0].permute(1, 2, 0).double().numpy()
    made = made.clip(0, 1)
    return made if missing is None else np.where(missing[..., None], made, y)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out/simple"))
    parser.add_argument("--tasks", nargs="+", default=TASKS, choices=TASKS)
    args = parser.parse_args()
    names = portraits("search", 0, args.out / "clean")
    for task in args.tasks:
        measured = args.out / task / "measured"
        degrade(task, args.out / "clean", names, measured)
        for method in METHODS[task]:
            for constant in TRIED[method]:
                scores = [score(load(args.out / "clean" / f"{n}.png"), picture(method, constant, task, measured, n), None)
                          for n in names]
                print(f"| {task} | {method} | {constant} | {np.mean([s.psnr for s in scores]):.2f} | "
                      f"{np.mean([s.ssim for s in scores]):.3f} |", flush=True)


if __name__ == "__main__":
    main()
