"""PSNR of the exported denoiser on photographs it never saw, beside other methods on the same noisy pictures.

    python evaluate.py                                     the shipped graph
    python evaluate.py --methods nlm tv bm3d --count 40
    python evaluate.py --methods dncnn17M dncnn17N         needs the package scico

Whole patches of 160×160, noise not clipped and always the same, results clipped; PSNR of 8-bit range, mean over pictures.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

import photos

GRAPH = Path(__file__).resolve().parents[2] / "onnx" / "photo" / "denoiser.onnx"

Denoise = Callable[[np.ndarray, float], np.ndarray]
"""A noisy picture H×W×3 of range [0, 1] and its σ in that range → the picture without noise."""


def network(graph: Path) -> Denoise:
    """The exported graph in ONNX Runtime."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def denoise(y: np.ndarray, sigma: float) -> np.ndarray:
        x = (2 * y - 1).transpose(2, 0, 1)[None].astype(np.float32)
        return (session.run(None, {"x": x, "sigma": np.array([2 * sigma], np.float32)})[0][0].transpose(1, 2, 0) + 1) / 2

    return denoise


def method(name: str, graph: Path) -> Denoise:
    """A denoiser by its name."""
    if name == "network":
        return network(graph)
    if name == "nlm":
        from skimage.restoration import denoise_nl_means
        return lambda y, s: denoise_nl_means(y, patch_size=5, patch_distance=6, h=0.6 * s, sigma=s, fast_mode=False, channel_axis=-1)
    if name == "tv":
        from skimage.restoration import denoise_tv_chambolle
        return lambda y, s: denoise_tv_chambolle(y, weight=1.5 * s, channel_axis=-1)
    if name == "bm3d":
        import bm3d
        return bm3d.bm3d_rgb
    from scico.denoiser import DnCNN
    dncnn = DnCNN(name.removeprefix("dncnn"))
    extra = (lambda s: ()) if dncnn.is_blind else (lambda s: (s,))
    return lambda y, s: np.asarray(dncnn(y.astype(np.float32), *extra(s)))


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """Of the range [0, 1], in dB."""
    return float(-10 * np.log10(np.mean((a - b) ** 2)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--methods", nargs="+", default=["network"])
    parser.add_argument("--levels", nargs="+", type=float, default=[5, 15, 25, 50, 100], help="σ of 255")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--graph", type=Path, default=GRAPH)
    parser.add_argument("--json", type=Path, help="also write every picture's PSNR here")
    parser.add_argument("--sheet", type=Path, help="also write a PNG: clean, then noisy and denoised at every level, of the first eight")
    args = parser.parse_args()
    patches = photos.spread(*photos.split("validation"), args.count) / 255
    sheet = [np.concatenate(list(patches[:8]), 1)]
    report: dict[str, dict[str, list[float]]] = {}
    for name in args.methods:
        denoise = method(name, args.graph)
        report[name] = {}
        for level in args.levels:
            sigma, out, rows = level / 255, [], ([], [])
            for i, clean in enumerate(patches):
                noise = np.random.default_rng([i, int(level)]).standard_normal(clean.shape)
                noisy = clean + sigma * noise
                made = np.clip(denoise(noisy, sigma), 0, 1)
                out.append(psnr(made, clean))
                if i < 8:
                    rows[0].append(np.clip(noisy, 0, 1))
                    rows[1].append(made)
            sheet += [np.concatenate(row, 1) for row in rows]
            report[name][f"{level:g}"] = out
            print(f"{name} σ {level:g}: {np.mean(out):.2f} dB, lowest {min(out):.2f}, of {len(out)} pictures", flush=True)
    if args.json:
        args.json.write_text(json.dumps(report))
    if args.sheet:
        Image.fromarray((255 * np.concatenate(sheet) + 0.5).astype(np.uint8)).save(args.sheet)


if __name__ == "__main__":
    main()
