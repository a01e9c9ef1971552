"""Differentiates models in CasADi by the graphs of `psld differentiate --names casadi`, against PyTorch and onnx-ad.

    python export/golden/check_casadi.py

For each net: gradient, Jacobian, forward mode and exact Hessian as CasADi asks for them, by its ONNX back end, against autograd
in double precision; and every output of adj_, fwd_ and fwd_adj_ files at 1 and 3 seeds against the files that onnx-ad
makes of the same model, by ONNX Runtime. The figure is max|Δ| / max|want|; exit code 1 when one is above 1e-4. Needs
casadi 3.8 and onnx-ad 0.3.
"""

from __future__ import annotations

import argparse
import glob
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnx_ad
import onnxruntime
import torch
from torch import nn
from torch.nn import functional

os.environ.setdefault("CASADI_ONNXRUNTIME_LIB", glob.glob(f"{Path(onnxruntime.__file__).parent}/capi/libonnxruntime.so*")[0])
import casadi  # noqa: E402  (reads the variable)

onnxruntime.set_default_logger_severity(3)

HOME = Path(__file__).resolve().parents[2]
TOLERANCE = 1e-4


class Pair(nn.Module):
    """Two inputs, two outputs."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 5), nn.Linear(3, 5)

    def forward(self, x, u):
        h = torch.tanh(self.a(x) * self.b(u))
        return h, (h * h).sum(-1)


class Pixels(nn.Module):
    """A tensor of four axes in, one number out."""

    def __init__(self):
        super().__init__()
        self.conv, self.out = nn.Conv2d(2, 4, 3, padding=1), nn.Linear(4, 1)

    def forward(self, x):
        return self.out(functional.silu(self.conv(x)).mean((2, 3)))[0, 0]


class Straight(nn.Module):
    """A net whose second derivative is zero."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 8), nn.Linear(8, 3)

    def forward(self, x):
        return self.b(torch.relu(self.a(x)))


# name: net, shapes of the inputs, names of the outputs
NETS = {
    "vector": (lambda: nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3)), {"x": (4,)}, ["y"]),
    "matrix": (lambda: nn.Sequential(nn.Linear(4, 8), nn.GELU(), nn.LayerNorm(8), nn.Linear(8, 3)), {"x": (2, 4)}, ["y"]),
    "two inputs": (Pair, {"x": (2, 4), "u": (2, 3)}, ["y", "z"]),
    "pixels": (Pixels, {"x": (1, 2, 5, 4)}, ["y"]),
    "straight": (Straight, {"x": (2, 4)}, ["y"]),
}


def error(have, want) -> float:
    have, want = np.asarray(have, dtype=float), np.asarray(want, dtype=float)
    if have.shape != want.shape:
        return np.inf
    return float(np.abs(have - want).max() / (np.abs(want).max() or 1))


def matrix(value: np.ndarray) -> np.ndarray:
    """As CasADi reads a tensor."""
    return value if value.ndim == 2 else value.reshape(-1, 1)


def by_peer(folder: Path, ours: Path, count: int) -> float:
    """All outputs of our files beside those of onnx-ad's files of the same name."""
    worst = 0.0
    for word in ("adj", "fwd", "fwd_adj"):
        files = [f / f"{word}_net.onnx" for f in (ours, folder / "peer")]
        have, want = (onnxruntime.InferenceSession(f, providers=["CPUExecutionProvider"]) for f in files)
        random = np.random.default_rng(3)
        known = {}
        for value in want.get_inputs():
            columns = value.shape[1] if len(value.shape) == 2 else 0
            fixed = int(columns.rsplit("x", 1)[-1]) if isinstance(columns, str) and "_x" in columns else 1
            times = (count if "nadj" in str(columns) else 1) * (count + 1 if "nfwd" in str(columns) else 1)
            shape = [value.shape[0], times * fixed] if isinstance(columns, str) else value.shape
            known[value.name] = random.standard_normal(shape).astype(np.float32)
        assert [i.name for i in have.get_inputs()] == [i.name for i in want.get_inputs()]
        assert [o.name for o in have.get_outputs()] == [o.name for o in want.get_outputs()]
        assert [i.shape for i in have.get_inputs()] == [i.shape for i in want.get_inputs()]
        worst = max([worst, *(error(a, b) for a, b in zip(have.run(None, known), want.run(None, known)))])
    return worst


def by_casadi(file: Path, net: nn.Module, inputs: dict[str, torch.Tensor]) -> list[float]:
    """Gradient, Jacobian, forward mode and Hessian of a weighted sum of the outputs."""
    f = casadi.GraphBuilder(str(file)).create("f")
    x = [casadi.MX.sym(k, *matrix(v.numpy()).shape) for k, v in inputs.items()]
    at = [matrix(v.numpy()) for v in inputs.values()]
    y = f(*x)
    y = list(y) if isinstance(y, tuple) else [y]
    random = np.random.default_rng(5)
    weights = [random.standard_normal(v.shape) for v in y]
    total = sum(casadi.dot(v, w) for v, w in zip(y, weights))
    point = [v.double() for v in inputs.values()]

    def loss(*values):
        made = net(*values)
        made = made if isinstance(made, tuple) else (made,)
        return sum((m.reshape(w.shape) * torch.tensor(w)).sum() for m, w in zip(made, weights))

    def first(*values):
        made = net(*values)
        return made[0] if isinstance(made, tuple) else made

    def columns(t: torch.Tensor, axes: int) -> torch.Tensor:
        """Elements in the order of CasADi's columns along the axes behind the first ones."""
        return t.transpose(-1, -2).reshape(*t.shape[:-2], -1) if axes == 2 else t.reshape(*t.shape[:t.ndim - axes], -1)

    key, rank, out = x[0], inputs[next(iter(inputs))].ndim, first(*point).ndim
    want = torch.autograd.functional.jacobian(loss, tuple(point))[0]
    gradient = casadi.Function("g", x, [casadi.gradient(total, key)])(*at)
    jacobian = torch.autograd.functional.jacobian(first, tuple(point))[0]
    rows = columns(jacobian, rank)
    rows = columns(rows.movedim(-1, 0), out).T if out else rows.reshape(1, -1)
    have = casadi.Function("J", x, [casadi.jacobian(y[0], key)])(*at)
    v = torch.tensor(random.standard_normal(point[0].shape))
    along = casadi.Function("Jv", x, [casadi.jtimes(y[0], key, casadi.DM(matrix(v.numpy())))])(*at)
    pushed = torch.autograd.functional.jvp(lambda k: first(k, *point[1:]), point[0], v)[1]
    hessian = torch.autograd.functional.hessian(lambda k: loss(k, *point[1:]), point[0])
    square = columns(columns(hessian, rank).movedim(-1, 0), rank)
    bent = casadi.Function("H", x, [casadi.hessian(total, key)[0]])(*at)
    return [error(gradient, matrix(want.numpy())), error(have, rows), error(along, matrix(pushed.detach().numpy())),
            error(casadi.DM(bent).full(), square)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--psld", default=str(HOME / "psld"))
    args = parser.parse_args()
    wrong = 0
    print("| net | gradient | Jacobian | forward mode | Hessian | beside onnx-ad, 1 seed | 3 seeds |\n|---|---|---|---|---|---|---|")
    for name, (make, shapes, outputs) in NETS.items():
        torch.manual_seed(1)
        net = make().eval()
        inputs = {k: torch.randn(s) for k, s in shapes.items()}
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            file = folder / "net.onnx"
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                torch.onnx.export(net, tuple(inputs.values()), str(file), dynamo=False, opset_version=17,
                                  input_names=list(inputs), output_names=outputs)
            done = subprocess.run([*args.psld.split(), "differentiate", str(file), "--names", "casadi", "--jvp", "--hvp", "--wrt",
                                   ",".join(inputs), "--of", ",".join(outputs), "-o", str(folder / "ours")],
                                  capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(done.stderr)
            onnx_ad.family(onnx.load(file), str(folder / "peer/net.onnx"), forward_sibling=True)
            figures = by_casadi(folder / "ours/net.onnx", net.double(), inputs)
            figures += [by_peer(folder, folder / "ours", n) for n in (1, 3)]
            wrong += not max(figures) <= TOLERANCE
            print(f"| {name} | " + " | ".join(f"{f:.1e}" for f in figures) + " |", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
