"""The methods with latents that do not glue, written down once more in NumPy: one step after the other, all noise injected.

The model is small and its formulae are known: an exact noise predictor of the prior N(mu, diag(c)), the decoder z + bend·sin(z), a dense A. Latents are in the sampler's units, s times the
decoder's. `steps` are pairs of ā before and after a step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

Array = np.ndarray
CORRECTIONS = 3
LANGEVIN = 40
PROBE = 0.05
PERTURBED = 1.5


@dataclass
class Problem:
    mu: Array
    c: Array
    a: Array
    y: Array
    bend: float
    s: float
    sigma: float
    floor: float

    def eps(self, z: Array, alpha: float) -> Array:
        return np.sqrt(1 - alpha) * (z - np.sqrt(alpha) * self.mu) / (alpha * self.c + 1 - alpha)

    def residual(self, z: Array) -> Array:
        x = z / self.s
        return self.a @ (x + self.bend * np.sin(x)) - self.y

    def pull(self, z: Array, r: Array) -> Array:
        """(∂/∂z of the residual)* r."""
        x = z / self.s
        return (1 + self.bend * np.cos(x)) * (self.a.T @ r) / self.s


def clean(z: Array, alpha: float, eps: Array) -> Array:
    return (z - np.sqrt(1 - alpha) * eps) / np.sqrt(alpha)


def ddim(z0: Array, eps: Array, below: float, deviation: float, noise: Array) -> Array:
    return np.sqrt(below) * z0 + np.sqrt(max(0.0, 1 - below - deviation**2)) * eps + deviation * noise


def fast(p: Problem, z: Array, steps: Array, omega: float, deviation: float, noise: Array, away: float = 0.0) -> Array:
    """Three corrections of the clean latent by the decoder's pullback alone, then DDIM; the noise of that moved `away` from
    that of a prior PERTURBED times as wide."""
    other = replace(p, c=PERTURBED * p.c)
    for (alpha, below), xi in zip(steps, noise):
        eps = p.eps(z, alpha)
        z0 = clean(z, alpha, eps)
        for _ in range(CORRECTIONS):
            r = p.residual(z0)
            z0 = z0 - omega / np.sqrt(r @ r + p.floor * p.sigma**2 * len(p.y)) * p.pull(z0, r)
        z = ddim(z0, eps + away * (eps - other.eps(z, alpha)), below, deviation, xi)
    return z


def refine(p: Problem, z: Array, steps: Array, omega: float) -> Array:
    """The clean latent decoded, what was measured put in its place by T = Aᵀ, encoded, and believed by the two noise levels."""
    for alpha, below in steps:
        eps = p.eps(z, alpha)
        belief = clean(z, alpha, eps)
        at = belief / p.s
        x = at + p.bend * np.sin(at)
        g = p.a.T @ p.y + x - p.a.T @ (p.a @ x)
        spread = (1 - alpha) / alpha
        kept = spread / (spread + omega * p.sigma**2)
        z0 = (1 - kept) * belief + kept * p.s * (g - p.bend / 3 * g**2)
        z = ddim(z0, eps, below, 0.0, 0 * z)
    return z


def projected(gradient: Array, state: Array, part: float) -> Array:
    """The gradient in the leading singular directions of the state that hold a part of its energy, for each matrix of a stack."""
    out = np.empty_like(gradient)
    for k, (g, z) in enumerate(zip(gradient, state)):
        u, s, vt = np.linalg.svd(z)
        r = int(np.searchsorted(np.cumsum(s**2), part * np.sum(s**2))) + 1
        out[k] = u[:, :r] @ u[:, :r].T @ g @ vt[:r].T @ vt[:r]
    return out


def latent_dps(p: Problem, z: Array, steps: Array, omega: float, turned: Callable[[Array, Array], Array] = lambda g, z: g, free: int = 0,
               every: int = 1) -> Array:
    """Latent DPS whose gradient by z_t is `turned`; in the last `free` steps the noise predictor's Jacobian is taken for 0; each `every`th
    step is guided, the last one among them, by as much as all since the last such step."""
    guided = 0
    for k, (alpha, below) in enumerate(steps):
        eps = p.eps(z, alpha)
        z0 = clean(z, alpha, eps)
        before, z = z, ddim(z0, eps, below, 0.0, 0 * z)
        if (len(steps) - 1 - k) % every:
            continue
        weight, guided = omega * (k + 1 - guided), k + 1
        r = p.residual(z0)
        g = weight / np.sqrt(r @ r + p.floor * p.sigma**2 * len(p.y)) * p.pull(z0, r)
        slope = np.sqrt(1 - alpha) / (alpha * p.c + 1 - alpha) * (k < len(steps) - free)
        z = z - turned((g - np.sqrt(1 - alpha) * slope * g) / np.sqrt(alpha), before)
    return z


def state_gradient(p: Problem, z: Array, steps: Array, omega: float, shape: tuple[int, int, int], part: float) -> Array:
    """Latent DPS whose gradient by z_t is projected by z_t itself."""
    return latent_dps(p, z, steps, omega, lambda g, at: projected(g.reshape(shape), at.reshape(shape), part).ravel())


def latent_daps(p: Problem, z: Array, steps: Array, noise: Array) -> Array:
    """Langevin steps from the clean latent, whose length is the inverse of the largest curvature seen, then fresh noise."""
    n = len(z)
    for (alpha, below), drawn in zip(steps, noise):
        belief = clean(z, alpha, p.eps(z, alpha))
        spread = (1 - alpha) / alpha

        def slope(at: Array) -> Array:
            return p.pull(at, p.residual(at)) / p.sigma**2 + (at - belief) / spread

        at, g = belief, slope(belief)
        length = np.linalg.norm(g)
        rate = PROBE * np.sqrt(spread * n) / length if length > 0 else 0.0
        curvature = 1 / spread
        for k in range(LANGEVIN):
            to = at - rate * g + (0 if k == 0 else np.sqrt(2 * rate)) * drawn[k * n : (k + 1) * n]
            g_to = slope(to)
            moved = np.linalg.norm(to - at)
            if moved > 0:
                curvature = max(curvature, np.linalg.norm(g_to - g) / moved)
            rate, at, g = 1 / curvature, to, g_to
        z = np.sqrt(below) * at + np.sqrt(max(0.0, 1 - below)) * drawn[LANGEVIN * n :]
    return z


def sd_blend(p: Problem, z: Array, steps: Array, guess: Array, known: Array, noise: Array) -> Array:
    """DDIM of the prior alone, and known latents noised to its level in their places."""
    for (alpha, below), drawn in zip(steps, noise):
        eps = p.eps(z, alpha)
        moved = ddim(clean(z, alpha, eps), eps, below, 0.0, 0 * z)
        z = np.where(known, np.sqrt(below) * guess + np.sqrt(max(0.0, 1 - below)) * drawn, moved)
    return z
