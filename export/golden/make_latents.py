"""Writes what the methods with latents that do not glue make of a small problem: python make_latents.py ../../src/test/resources/golden/latents

By reference_latents.py, in double precision, with noise that is written down.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

import reference_latents as reference

N, M, STEPS = 8, 5, 24


def flat(x: np.ndarray) -> list[float]:
    return [round(float(v), 7) for v in np.asarray(x).ravel()]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    rng = np.random.default_rng(11)

    def draw(*shape: int) -> np.ndarray:
        return np.round(rng.normal(size=shape), 2)

    problem = reference.Problem(draw(N), np.round(0.3 + rng.random(N), 2), draw(M, N), draw(M), 0.4, 0.8, 0.3, 1.0)
    alphas = np.round(np.append(0.006 + 0.98 * (np.arange(STEPS) / STEPS) ** 2, 1.0), 4)
    steps = np.stack([alphas[:-1], alphas[1:]], 1)
    start, guess, known = draw(N), draw(N), rng.random(N) < 0.5
    within, between = draw(STEPS, (reference.LANGEVIN + 1) * N), draw(STEPS, N)
    made = {
        "fast": reference.fast(problem, start, steps, 0.4, 0.0, between),
        "attention": reference.fast(problem, start, steps, 0.4, 0.0, between, 0.7),
        "refine": reference.refine(replace(problem, a=problem.a / 4, bend=problem.bend / 4), start, steps, 0.4),
        "state-gradient": reference.state_gradient(problem, start, steps, 0.4, (2, 2, 2), 0.9),
        "jacobian-free": reference.latent_dps(problem, start, steps, 0.4, free=STEPS // 2),
        "guide-every": reference.latent_dps(problem, start, steps, 0.4, every=5),
        "latent-daps": reference.latent_daps(problem, start, steps, within),
        "sd-blend": reference.sd_blend(problem, start, steps, guess, known, between),
    }
    out = {
        "mu": flat(problem.mu), "variance": flat(problem.c), "a": [flat(row) for row in problem.a], "y": flat(problem.y),
        "bend": problem.bend, "scale": problem.s, "sigma": problem.sigma, "floor": problem.floor, "omega": 0.4,
        "alphas": flat(alphas), "start": flat(start), "guess": flat(guess), "known": known.tolist(),
        "within": [flat(row) for row in within], "between": [flat(row) for row in between],
        "made": {name: flat(value) for name, value in made.items()},
    }
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "latents.json").write_text(json.dumps(out) + "\n")


main()
