"""Writes golden values of PSNR and SSIM: python make_metrics.py ../../src/test/resources/golden/metrics (scikit-image)."""

import json
import sys
from pathlib import Path

import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

HERE = Path(sys.argv[1])
WIDTH, HEIGHT = 23, 17


def picture(seed: int) -> np.ndarray:
    """CHW samples a little beyond [-1, 1], rounded so that the file stays small."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    base = np.stack([np.sin(x / 3.0 + c) * np.cos(y / 4.0 - c) for c in range(3)])
    return np.round(1.05 * base + rng.normal(0, 0.15, base.shape), 3)


def main() -> None:
    a, b = picture(1), picture(2)
    hole = np.zeros((HEIGHT, WIDTH), bool)
    hole[4:11, 6:15] = True
    ca, cb = (np.clip(p.astype(np.float32), -1, 1).astype(np.float64) for p in (a, b))
    mean, full = structural_similarity(
        ca, cb, data_range=2, channel_axis=0, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, full=True
    )
    inside = np.zeros_like(hole)
    inside[5:-5, 5:-5] = True
    region = {"hole": hole, "known": ~hole}
    golden = {
        "width": WIDTH,
        "height": HEIGHT,
        "reference": a.ravel().tolist(),
        "test": b.ravel().tolist(),
        "missing": hole.ravel().astype(int).tolist(),
        "psnr": peak_signal_noise_ratio(ca, cb, data_range=2),
        "ssim": mean,
        **{f"psnr_{n}": peak_signal_noise_ratio(ca[:, r], cb[:, r], data_range=2) for n, r in region.items()},
        **{f"ssim_{n}": full[:, r & inside].mean() for n, r in region.items()},
    }
    HERE.mkdir(parents=True, exist_ok=True)
    (HERE / "metrics.json").write_text(json.dumps(golden) + "\n")


main()
