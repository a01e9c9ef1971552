"""The references of make_methods.py beside deepinv where it has the method: python compare_deepinv.py

PnP-ADMM and total variation are deterministic, and compared number by number; DDRM draws, and is compared by the mean and the deviation of many samples, deepinv's noise brought to the length that the paper gives it.
"""

from __future__ import annotations

import numpy as np
import torch
import deepinv
from deepinv.optim.data_fidelity import L2
from deepinv.optim.prior import PnP
from skimage.restoration import denoise_tv_chambolle

import reference_methods as reference

H, W = 8, 8
S, MU = 0.5, 0.2


def posterior_mean(x: np.ndarray, level: float) -> np.ndarray:
    return (S * S * x + level * level * MU) / (S * S + level * level)


class Gaussian(torch.nn.Module):
    def forward(self, x, sigma=None, *args, **kwargs):
        sigma = torch.as_tensor(sigma, dtype=x.dtype).reshape(-1)[:1]
        return (S * S * x + sigma**2 * MU) / (S * S + sigma**2)


def admm(rng: np.random.Generator) -> None:
    mask = (rng.random((H, W)) < 0.6).astype(np.float32)
    y = (mask * rng.normal(0, 0.5, (H, W))).astype(np.float32)
    noise, level, lam = 0.1, 0.3, 1.0
    a = np.diag(mask.ravel().astype(float))
    ours = reference.pnp_admm(posterior_mean, a, y.reshape(1, -1).astype(float), y.reshape(1, -1).astype(float), np.full(20, level), lam, noise)
    physics = deepinv.physics.Inpainting(img_size=(1, H, W), mask=torch.from_numpy(mask)[None])
    model = deepinv.optim.optim_builder(
        iteration="ADMM",
        prior=PnP(denoiser=Gaussian()),
        data_fidelity=L2(sigma=noise),
        max_iter=20,
        early_stop=False,
        params_algo={"stepsize": level**2 / lam, "g_param": level, "lambda": 1.0, "beta": 1.0},
        custom_init=lambda y, physics: {"est": (y, torch.zeros_like(y))},
    )
    theirs = model(torch.from_numpy(y)[None, None], physics).numpy().reshape(1, -1)
    print(f"pnp-admm: largest difference after 20 iterations {np.abs(ours - theirs).max():.2e}")


def variation(rng: np.random.Generator) -> None:
    y = np.kron(rng.normal(0, 0.5, (4, 4)), np.ones((2, 2))) + rng.normal(0, 0.1, (H, W))
    a = np.eye(H * W)
    ours = reference.admm_tv(a, y.reshape(1, -1), y.reshape(1, -1), (H, W), 0.1, 0.5, 4000).reshape(H, W)
    theirs = deepinv.models.TVDenoiser(n_it_max=20_000, crit=1e-12)(torch.from_numpy(y)[None, None], 0.1).numpy()[0, 0]
    print(f"admm-tv: largest difference to deepinv {np.abs(ours - theirs).max():.2e}, of scikit-image's method to deepinv {np.abs(denoise_tv_chambolle(y, 0.1, eps=1e-16, max_num_iter=200_000) - theirs).max():.2e}")


def ddrm(rng: np.random.Generator) -> None:
    mask = (rng.random((H, W)) < 0.6).astype(np.float32)
    y = (mask * rng.normal(0, 0.5, (H, W))).astype(np.float32)
    a = np.diag(mask.ravel().astype(float))
    levels = 1.2 * (0.05 / 1.2) ** (np.arange(24) / 23)
    noise, zeta = 0.1, 0.7225
    count = 2000
    flat = np.repeat(y.reshape(1, -1).astype(float), count, 0)
    ours = reference.ddrm(posterior_mean, a, flat, flat, levels, zeta, noise, rng.normal(size=flat.shape), rng.normal(size=(23, *flat.shape)))
    physics = deepinv.physics.Inpainting(img_size=(1, H, W), mask=torch.from_numpy(mask)[None], noise_model=deepinv.physics.GaussianNoise(noise))
    torch.manual_seed(1)
    plain = torch.randn_like
    torch.randn_like = lambda x: 2**0.5 * plain(x)  # deepinv draws noise that is shorter by the root of 2 than the paper's
    sampler = deepinv.sampling.DDRM(Gaussian(), sigmas=levels, eta=zeta**0.5, etab=1.0)
    theirs = sampler(torch.from_numpy(np.repeat(y[None, None], count, 0)), physics).numpy().reshape(count, -1)
    torch.randn_like = plain
    for word, where in (("known", mask.ravel() > 0), ("missing", mask.ravel() == 0)):
        o, t = ours[:, where], theirs[:, where]
        print(f"ddrm, {word} pixels: means differ by {np.abs(o.mean(0) - t.mean(0)).max():.3f} at most; deviations {o.std(0).mean():.3f}, deepinv {t.std(0).mean():.3f}")


rng = np.random.default_rng(3)
admm(rng)
variation(rng)
ddrm(rng)
