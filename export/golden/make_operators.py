"""Golden values of the measurement operators, computed by SciPy, Pillow and NumPy in double precision.

    pip install numpy scipy pillow
    python export/golden/make_operators.py src/test/resources/golden/operators
"""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

RNG = np.random.default_rng(20240611)


def image(channels, height, width):
    """A smooth picture with some noise in [-1, 1], rounded so that the file stays short."""
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin(0.31 * (c + 1) * x + 0.7 * c) * np.cos(0.23 * y - c) for c in range(channels)]
    return np.round(np.clip(0.7 * np.array(waves) + 0.3 * RNG.uniform(-1, 1, (channels, height, width)), -1, 1), 4)


def case(x, y, **settings):
    return {
        **settings,
        "shape": [1, *x.shape],
        "x": x.ravel().tolist(),
        "measured": [1, *y.shape],
        "y": [float(f"{v:.9g}") for v in y.ravel()],
    }


def gaussian():
    for shape, sigma in [((3, 17, 23), 1.5), ((1, 16, 11), 3.0), ((2, 8, 9), 0.4)]:
        x = image(*shape)
        y = np.array([ndimage.gaussian_filter(c, sigma, mode="mirror", truncate=4.0) for c in x])
        yield case(x, y, sigma=sigma)


def gaussian_kernels():
    """The authors' kernels: gaussian_filter of a unit impulse, its tails folded inwards where the kernel is small."""
    for size, sigma in [(61, 3.0), (7, 1.5), (5, 3.0)]:
        impulse = np.zeros(size)
        impulse[size // 2] = 1
        yield {"size": size, "sigma": sigma, "kernel": ndimage.gaussian_filter(impulse, sigma).tolist()}


def keys(t):
    t = np.abs(t)
    inner = 1.5 * t**3 - 2.5 * t**2 + 1
    outer = -0.5 * t**3 + 2.5 * t**2 - 4 * t + 2
    return np.where(t <= 1, inner, np.where(t < 2, outer, 0.0))


def shrink(row, k):
    """Antialiased bicubic reduction of the last axis: centred, mirrored with the border pixel repeated."""
    large = row.shape[-1]
    small = -(-large // k)
    reach = 2 * k + k
    wide = np.pad(row, [(0, 0)] * (row.ndim - 1) + [(reach, reach)], mode="symmetric")
    out = []
    for i in range(small):
        centre = (large - small * k) / 2 + (i + 0.5) * k - 0.5
        weights = keys((np.arange(-reach, large + reach) - centre) / k)
        out.append(wide @ (weights / weights.sum()))
    return np.stack(out, axis=-1)


def bicubic():
    for shape, k in [((3, 24, 32), 4), ((1, 22, 31), 3), ((2, 9, 9), 2), ((1, 40, 24), 8)]:
        x = image(*shape)
        y = shrink(shrink(x, k).swapaxes(1, 2), k).swapaxes(1, 2)
        yield case(x, y, k=k)


def pillow():
    """Pillow's own bicubic reduction: the same away from the border, where it cuts the kernel instead of mirroring."""
    for shape, k in [((1, 48, 40), 4), ((1, 36, 33), 3)]:
        x = image(*shape)
        small = Image.fromarray(x[0].astype(np.float32), mode="F").resize(
            (shape[2] // k, shape[1] // k), Image.Resampling.BICUBIC
        )
        yield case(x, np.asarray(small, dtype=np.float64)[None], k=k)


def blur():
    for shape, size in [((3, 13, 18), (5, 9)), ((1, 12, 10), (31, 31)), ((2, 9, 16), (1, 7))]:
        x = image(*shape)
        kernel = np.round(RNG.uniform(0, 1, size) ** 3, 3)
        kernel /= kernel.sum()
        y = np.array([ndimage.correlate(c, kernel, mode="mirror") for c in x])
        yield case(x, y, kernel={"shape": [1, 1, *size], "values": kernel.ravel().tolist()})


def average():
    for shape, k in [((3, 12, 16), 4), ((1, 11, 7), 3)]:
        x = image(*shape)
        rows = range(0, shape[1], k)
        columns = range(0, shape[2], k)
        y = np.array([[[c[r : r + k, s : s + k].mean() for s in columns] for r in rows] for c in x])
        if shape[1] % k == 0 and shape[2] % k == 0:
            assert np.allclose(y, x.reshape(shape[0], shape[1] // k, k, shape[2] // k, k).mean((2, 4)))
        yield case(x, y, k=k)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for make in (gaussian, gaussian_kernels, bicubic, pillow, blur, average):
        file = folder / f"{make.__name__}.json"
        file.write_text(json.dumps(list(make()), separators=(",", ":")) + "\n")
        print(file.name, file.stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
