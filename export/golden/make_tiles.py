"""Golden vectors of latents in windows: PyTorch autograd's gradient of the whole loss of a photo larger than the model.

    python export/golden/make_tiles.py src/test/resources/golden/tiles.json

The nets of onnx/portrait64 in double precision, run in overlapping windows that are cut, weighted and added up here anew, by the words of docs/algorithms.md, F, and not by
the program: U, D and E of a photo of 124×104 pixels, which are 31×26 latents of windows of 16×16, and one of 90×70, which is laid on whole latents by reflection. L = ω‖A x̂ − y‖ + γ‖e − ẑ0‖
with A the mean over 4×4 pixels or the identity, and its gradient by z_t.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))

from from_bundle import nets  # noqa: E402

BUNDLE = Path(__file__).resolve().parents[2] / "onnx" / "portrait64"
WINDOW, FACTOR, OVERLAP = 16, 4, 4
STEPS = 256
ALPHA_BAR, TIME, GAMMA, OMEGA = 0.4, 300, 0.8, 0.3


def starts(size: int) -> list[int]:
    """Windows spread evenly over an axis, so many that neighbours share at least OVERLAP."""
    if size == WINDOW:
        return [0]
    count = math.ceil((size - OVERLAP) / (WINDOW - OVERLAP))
    return [math.floor(k * (size - WINDOW) / (count - 1) + 0.5) for k in range(count)]


def ramp(begins: list[int], k: int, factor: int) -> torch.Tensor:
    """The weight of window k along an axis: linear over what it shares with the one before and the one after."""
    length = factor * WINDOW
    i = torch.arange(length, dtype=torch.float64)
    weight = torch.ones(length, dtype=torch.float64)
    if k > 0:
        shared = factor * (begins[k - 1] + WINDOW - begins[k])
        weight *= ((i + 0.5) / shared).clamp(max=1)
    if k + 1 < len(begins):
        shared = factor * (begins[k] + WINDOW - begins[k + 1])
        weight *= ((length - 1 - i + 0.5) / shared).clamp(max=1)
    return weight


class Tiles:
    """A net over planes larger than it takes: Σ_k R_k* w_k F(R_k x)."""

    def __init__(self, rows: int, columns: int):
        self.rows, self.columns, self.size = starts(rows), starts(columns), (rows, columns)

    def run(self, net, x: torch.Tensor, into: int, out: int) -> torch.Tensor:
        total = torch.zeros(1, 1, out * self.size[0], out * self.size[1], dtype=torch.float64)
        blended = 0
        for a, top in enumerate(self.rows):
            for b, left in enumerate(self.columns):
                cut = x[..., into * top:into * (top + WINDOW), into * left:into * (left + WINDOW)]
                weight = ramp(self.rows, a, out)[:, None] * ramp(self.columns, b, out)
                pads = [out * left, out * (self.size[1] - left - WINDOW), out * top, out * (self.size[0] - top - WINDOW)]
                blended = blended + F.pad(weight * net(cut), pads)
                total = total + F.pad(weight[None, None], pads)
        return blended / total


def drawn(shape: tuple[int, ...], seed: int) -> torch.Tensor:
    """Normal numbers times STEPS, rounded: few digits hold them exactly."""
    return (torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * STEPS).round()


def pattern(height: int, width: int) -> torch.Tensor:
    """A measurement that needs no file: y at channel c, row i, column j is ((37c + 11i + 7j) mod 64)/64 − ½."""
    c, i, j = torch.meshgrid(torch.arange(3), torch.arange(height), torch.arange(width), indexing="ij")
    return ((37 * c + 11 * i + 7 * j) % 64 / 64 - 0.5).double()[None]


def case(name: str, height: int, width: int, encoder, decoder, unet, scale: float) -> dict:
    rows, columns = math.ceil(height / FACTOR), math.ceil(width / FACTOR)
    tiles = Tiles(rows, columns)
    pads = [0, FACTOR * columns - width, 0, FACTOR * rows - height]
    pool = name == "average"
    z = (drawn((1, decoder.channels, rows, columns), 1) / STEPS).requires_grad_()
    y = pattern(height // 4, width // 4) if pool else pattern(height, width)
    a, b = ALPHA_BAR**0.5, (1 - ALPHA_BAR) ** 0.5
    time = torch.tensor([float(TIME)], dtype=torch.float64)
    noise = tiles.run(lambda x: a * unet(x, time) + b * x, z, 1, 1)  # the model predicts v
    z0 = (z - b * noise) / a
    picture = tiles.run(decoder, z0 / scale, 1, FACTOR)[..., :height, :width]
    seen = F.avg_pool2d(picture, 4) if pool else picture
    lift = (lambda r: F.interpolate(r, scale_factor=4, mode="nearest")) if pool else (lambda r: r)
    glued = lift(y) + picture - lift(seen)
    laid = F.pad(glued, pads, mode="reflect") if any(pads) else glued
    encoded = scale * tiles.run(lambda x: encoder(x)[0], laid, FACTOR, 1)
    residual, gluing = (seen - y).norm(), (encoded - z0).norm()
    loss = OMEGA * residual + GAMMA * gluing
    (gradient,) = torch.autograd.grad(loss, z)
    print(f"{name} {height}×{width}: {len(tiles.rows)}×{len(tiles.columns)} windows, residual {residual:.4f}, gluing {gluing:.4f}, ‖∇L‖ {gradient.norm():.4f}")
    return {"operator": name, "height": height, "width": width, "z": [round(STEPS * v) for v in z.flatten().tolist()],
            "residual": residual.item(), "gluing": gluing.item(), "gradient": [float(f"{v:.7g}") for v in gradient.flatten().tolist()]}


def main(file: Path) -> None:
    autoencoder, unet, scale = nets(BUNDLE)
    encoder, decoder = autoencoder.encoder.double(), autoencoder.decoder.double()
    decoder.channels = autoencoder.channels
    cases = [case(name, h, w, encoder, decoder, unet.double(), scale)
             for name, h, w in (("average", 124, 104), ("identity", 90, 70))]
    record = {"steps": STEPS, "alphaBar": ALPHA_BAR, "timestep": TIME, "gamma": GAMMA, "omega": OMEGA, "cases": cases}
    file.write_text(json.dumps(record, separators=(",", ":")) + "\n")
    print(file.stat().st_size, "bytes")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(Path(sys.argv[1]))
