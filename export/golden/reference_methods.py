"""The methods that psld is compared with, written down once more in NumPy with dense matrices: one step after the other, all noise injected.

Pictures are (C, N) arrays, operators dense M×N matrices that act on every channel, y is (C, M). Levels are standard deviations of noise, x = x0 + level·noise.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Array = np.ndarray
Denoiser = Callable[[Array, float], Array]


def gradient(height: int, width: int) -> Array:
    """∇ as a dense matrix: differences to the pixel below, then to that on the right, 0 at the far borders."""
    n = height * width
    d = np.zeros((2 * n, n))
    for i in range(height):
        for j in range(width):
            at = i * width + j
            if i + 1 < height:
                d[at, at], d[at, at + width] = -1, 1
            if j + 1 < width:
                d[n + at, at], d[n + at, at + 1] = -1, 1
    return d


def admm_tv(a: Array, y: Array, start: Array, shape: tuple[int, int], weight: float, rho: float, steps: int) -> Array:
    d = gradient(*shape)
    n = a.shape[1]
    x = start.copy()
    split, dual = np.zeros((len(x), 2 * n)), np.zeros((len(x), 2 * n))
    h = a.T @ a + rho * d.T @ d
    for _ in range(steps):
        x = np.linalg.solve(h, (y @ a + rho * (split - dual) @ d).T).T
        v = x @ d.T + dual
        length = np.maximum(1e-300, np.hypot(v[:, :n], v[:, n:]))
        kept = np.maximum(0, 1 - weight / rho / length)
        split = v * np.concatenate([kept, kept], 1)
        dual = v - split
    return x


def prox(a: Array, y: Array, v: Array, w: float) -> Array:
    """argmin ‖y − A x‖² + w‖x − v‖²."""
    return np.linalg.solve(a.T @ a + w * np.eye(a.shape[1]), (y @ a + w * v).T).T


def pnp_admm(denoise: Denoiser, a: Array, y: Array, start: Array, levels: Array, lam: float, sigma: float) -> Array:
    v, u = start.copy(), np.zeros_like(start)
    for k, level in enumerate(levels):
        if k:
            u = u * (level / levels[k - 1]) ** 2
        x = prox(a, y, v - u, lam / level**2 * sigma**2)
        v = denoise(x + u, level)
        u = u + x - v
    return v


def ancestral(x: Array, estimate: Array, level: float, below: float, zeta: float, drawn: Array) -> Array:
    fresh = np.sqrt(zeta) * below * np.sqrt(1 - (below / level) ** 2)
    return estimate + np.sqrt(below**2 - fresh**2) / level * (x - estimate) + fresh * drawn


def guided(
    denoise: Denoiser,
    pull: Callable[[Array, float, Array], Array] | None,
    lift: Array | None,
    a: Array,
    y: Array,
    start: Array,
    levels: Array,
    lam: float,
    zeta: float,
    informative: int,
    first: Array,
    steps: Array,
    measurements: Array,
) -> Array:
    """DPS with a pullback and no lift, Score-SDE with a lift and no pullback, MCG with both."""
    x = start + levels[0] * first
    for k, level in enumerate(levels):
        below = levels[k + 1] if k + 1 < len(levels) else 0.0
        estimate = denoise(x, level)
        moved = ancestral(x, estimate, level, below, zeta, steps[k] if below else 0 * x)
        if pull is not None:
            r = estimate @ a.T - y
            g = pull(x, level, r @ a / np.linalg.norm(r))
            moved = moved - lam / len(levels) * np.sqrt(informative * (1 + level**2) * (1 + below**2)) * g
        if lift is not None:
            seen = y + below * measurements[k] @ a.T if below else y
            moved = moved + (seen - moved @ a.T) @ lift.T
        x = moved
    return x


def ddrm(
    denoise: Denoiser, a: Array, y: Array, start: Array, levels: Array, zeta: float, sigma: float, first: Array, steps: Array
) -> Array:
    """Kawar et al., equations 7 and 8, with η² = ζ and η_b = 1."""
    n = a.shape[1]
    u, s, vt = np.linalg.svd(a)
    q = np.zeros(n)
    q[: len(s)] = np.where(s > 1e-9, s, 0)
    seen = q > 0
    noise = np.full(n, np.inf)
    noise[seen] = sigma / q[seen]
    ybar = np.zeros((len(y), n))
    ybar[:, seen] = (y @ u)[:, np.flatnonzero(seen)] / q[seen]
    well = seen & (levels[0] >= noise)
    c, xi = start @ vt.T, first @ vt.T
    x = np.where(well, ybar + np.sqrt(np.maximum(0, levels[0] ** 2 - np.where(well, noise, 0) ** 2)) * xi, c + levels[0] * xi) @ vt
    for k, level in enumerate(levels):
        below = levels[k + 1] if k + 1 < len(levels) else 0.0
        e, c = denoise(x, level) @ vt.T, x @ vt.T
        xi = (steps[k] if below else 0 * x) @ vt.T
        fresh, kept = np.sqrt(zeta) * below, np.sqrt(1 - zeta) * below
        out = e + kept * (c - e) / level + fresh * xi
        ill = seen & (below < noise)
        out = np.where(ill, e + kept * (ybar - e) / np.where(ill, noise, 1) + fresh * xi, out)
        well = seen & (below >= noise)
        out = np.where(well, ybar + np.sqrt(np.maximum(0, below**2 - np.where(well, noise, 0) ** 2)) * xi, out)
        x = out @ vt
    return x
