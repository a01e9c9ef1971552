"""The shares of a feathered mask by scipy, for FeatherTest: writes src/test/resources/golden/feather.json.

    pip install numpy scipy
    python export/golden/make_feather.py
"""

import json
import pathlib

import numpy as np
from scipy import ndimage

WIDTH, HEIGHT = 23, 17
CASES = [(5, 1.0), (3, 0.4), (9, 25.0), (21, 3.5)]


def mask():
    missing = np.zeros((HEIGHT, WIDTH))
    missing[6:10, 8:9] = 1  # a scratch
    missing[0, 20:23] = 1  # at a corner
    missing[14:17, 3:6] = 1  # at the lower border
    return missing


def shares(missing, size, sigma):
    half = size // 2
    wide = ndimage.maximum_filter(missing, size=size, mode="constant", cval=0)
    blurred = ndimage.gaussian_filter(wide, sigma, mode="nearest", radius=half)
    return np.where(missing > 0, 1.0, blurred)


def main():
    missing = mask()
    cases = [
        {"size": size, "sigma": sigma, "shares": [round(float(v), 7) for v in shares(missing, size, sigma).ravel()]}
        for size, sigma in CASES
    ]
    golden = {"width": WIDTH, "height": HEIGHT, "missing": [int(v) for v in missing.ravel()], "cases": cases}
    path = pathlib.Path(__file__).parents[2] / "src/test/resources/golden/feather.json"
    path.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
