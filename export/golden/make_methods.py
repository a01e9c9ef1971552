"""Writes what the methods beside PSLD make of small pictures with injected noise: python make_methods.py ../../src/test/resources/golden/methods

By reference_methods.py, scikit-image and, with --deepinv, beside deepinv (prints how far apart they are).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from skimage.restoration import denoise_tv_chambolle, inpaint_biharmonic

import reference_methods as reference

HEIGHT, WIDTH, STEPS = 6, 4, 24
Array = np.ndarray


def denoise(x: Array, level: float) -> Array:
    """No posterior's mean, but smooth, not linear, and quick to write down again."""
    return 0.6 * x / (1 + level**2) + 0.3 * np.tanh(x / (0.2 + level))


def pull(x: Array, level: float, cotangent: Array) -> Array:
    slope = 0.6 / (1 + level**2) + 0.3 / (0.2 + level) / np.cosh(x / (0.2 + level)) ** 2
    return slope * cotangent


def pool() -> Array:
    a = np.zeros((HEIGHT * WIDTH // 4, HEIGHT * WIDTH))
    for i in range(HEIGHT):
        for j in range(WIDTH):
            a[i // 2 * (WIDTH // 2) + j // 2, i * WIDTH + j] = 1 / 4
    return a


def flat(x: Array) -> list[float]:
    return [round(float(v), 7) for v in np.asarray(x).ravel()]


def variation(rng: np.random.Generator) -> dict[str, object]:
    """Planes that total variation flattens, by dense ADMM and by Chambolle's dual method."""
    y = np.round(np.kron(rng.normal(0, 0.5, (3, 3, 2)), np.ones((2, 2))) + rng.normal(0, 0.1, (3, HEIGHT, WIDTH)), 2)
    channels = y.reshape(3, -1)
    eye = np.eye(HEIGHT * WIDTH)
    chambolle = [denoise_tv_chambolle(plane, 0.1, eps=1e-16, max_num_iter=200_000) for plane in y]
    return {
        "y": flat(y),
        "denoised": flat(reference.admm_tv(eye, channels, channels, (HEIGHT, WIDTH), 0.1, 0.5, STEPS)),
        "chambolle": flat(chambolle),
    }


def biharmonic(rng: np.random.Generator) -> dict[str, object]:
    h, w = 24, 19
    i, j = np.mgrid[:h, :w]
    plane = np.round(0.4 * np.sin(i / 3) + 0.3 * np.cos(j / 2.5 + i / 5) + rng.normal(0, 0.05, (h, w)), 3)
    missing = rng.random((h, w)) < 0.08
    missing[0:6, 12:19] = True
    missing[9:17, 3:9] = True
    missing[22:, 0:4] = True
    return {"height": h, "width": w, "plane": flat(plane), "missing": missing.ravel().astype(int).tolist(), "filled": flat(inpaint_biharmonic(plane, missing))}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    rng = np.random.default_rng(5)
    n = HEIGHT * WIDTH
    levels = 1.2 * (0.05 / 1.2) ** (np.arange(STEPS) / (STEPS - 1))
    first, steps, measurements = (np.round(rng.normal(0, 1, (k, 3, n)), 2) for k in (1, STEPS - 1, STEPS - 1))
    first = first[0]
    known = (rng.random(n) < 0.6).astype(float)
    out: dict[str, object] = {
        "levels": [float(levels[0]), float(levels[-1]), STEPS],
        "start": flat(first),
        "step": flat(steps),
        "measurement": flat(measurements),
        "mask": known.astype(int).tolist(),
        "variation": variation(rng),
        "biharmonic": biharmonic(rng),
    }
    cases = []
    for name, a, sigma in (("pool", pool(), 0.1), ("mask", np.diag(known), 0.1), ("mask", np.diag(known), 0.0)):
        truth = np.round(0.6 * np.sin(np.arange(3 * n) / 5).reshape(3, n), 2)
        y = np.round(truth @ a.T, 2)
        guess = np.round(y @ np.linalg.pinv(a).T, 2)
        informative = 3 * (int(known.sum()) if name == "mask" else n // 4)
        lift = np.linalg.pinv(a)
        given = (a, y, guess, levels, 0.8, 0.7, informative, first, steps, measurements)
        made = {
            "ddrm": reference.ddrm(denoise, a, y, guess, levels, 0.7225, sigma, first, steps),
            "score-sde": reference.guided(denoise, None, lift, *given),
        }
        if sigma > 0:
            made["pnp-admm"] = reference.pnp_admm(denoise, a, y, guess, levels, 0.8, sigma)
            made["dps"] = reference.guided(denoise, pull, None, *given)
            made["mcg"] = reference.guided(denoise, pull, lift, *given)
            made["admm-tv"] = reference.admm_tv(a, y, guess, (HEIGHT, WIDTH), 0.05, 0.2, STEPS)
        cases.append({"operator": name, "sigma": sigma, "y": flat(y), "guess": flat(guess), "made": {k: flat(v) for k, v in made.items()}})
    out["cases"] = cases
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "methods.json").write_text(json.dumps(out) + "\n")


main()
