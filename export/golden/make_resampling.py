"""Writes golden values of Pillow's resampling: python make_resampling.py ../../src/test/resources/golden/resampling."""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(sys.argv[1])
WIDTH, HEIGHT = 12, 8


def main() -> None:
    plane = np.round(np.random.default_rng(3).uniform(-1, 1, (HEIGHT, WIDTH)), 3).astype(np.float32)
    picture = Image.fromarray(plane)
    cases = [("BICUBIC", 5, 3), ("BICUBIC", 29, 19), ("BICUBIC", 12, 5), ("BICUBIC", 30, 8), ("AREA", 4, 2), ("AREA", 6, 8), ("AREA", 1, 1)]
    golden = {"width": WIDTH, "height": HEIGHT, "plane": [round(float(v), 3) for v in plane.ravel()], "cases": []}
    for name, width, height in cases:
        method = Image.Resampling.BICUBIC if name == "BICUBIC" else Image.Resampling.BOX
        values = np.asarray(picture.resize((width, height), method)).ravel()
        golden["cases"].append({"filter": name, "width": width, "height": height, "values": [round(float(v), 7) for v in values]})
    HERE.mkdir(parents=True, exist_ok=True)
    (HERE / "resampling.json").write_text(json.dumps(golden) + "\n")


main()
