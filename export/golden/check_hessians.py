"""Compares products with the second derivative (`psld differentiate --hvp`) with autograd on the nets of make_nets.py.

    python export/golden/check_hessians.py                    # both ways on all nets: a table
    python export/golden/check_hessians.py --only unet,dit
    python export/golden/check_hessians.py --golden src/test/resources/golden/nets    # values for the Java tests

The figure is max|Δ| / max|want| over all inputs, the reference autograd in double precision, ours evaluated by ONNX Runtime
in single. Nets that are made of straight pieces have no second derivative, which the program says. Exit code 1 when a
figure is above 1e-5.
"""

from __future__ import annotations

import argparse
import copy
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

from make_nets import HOME, Refused, cast, cotangents_of, error, export, forward, run, tensor
from nets import NETS, draw

TOLERANCE = 1e-5


def directions_of(case) -> dict[str, torch.Tensor]:
    return {k: draw(*case.inputs[k].shape, seed=290 + i) for i, k in enumerate(case.wrt)}


def products(case, cotangents: dict, directions: dict) -> dict[str, torch.Tensor]:
    """Σ wᵢ·∇²yᵢ·v by autograd; zero where nothing is bent."""
    net = copy.deepcopy(case.net).double()
    given = {k: cast(v, torch.float64).requires_grad_(k in case.wrt) for k, v in case.inputs.items()}
    x = [given[k] for k in case.wrt]
    with sdpa_kernel(SDPBackend.MATH):
        y = forward(net, given, case.outputs)
        total = sum((y[k] * cotangents[k].double()).sum() for k in case.of)
        first = torch.autograd.grad(total, x, create_graph=True)
        along = sum((g * directions[k].double()).sum() for k, g in zip(case.wrt, first))
        second = torch.autograd.grad(along, x, allow_unused=True) if along.requires_grad else [None] * len(x)
    return {k: torch.zeros_like(v) if s is None else s for k, v, s in zip(case.wrt, x, second)}


def ours(case, file: Path, way: str, command: list[str], known: dict) -> dict:
    folder = file.parent / way
    done = subprocess.run([*command, "differentiate", str(file), "--wrt", ",".join(case.wrt), "--of", ",".join(case.of),
                           f"--hvp={way}", "-o", str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(done.stderr.strip())
    made = run(folder / f"{file.stem}_hvp.onnx", known)
    return {k: made[f"{k}_hvp"] for k in case.wrt}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=lambda s: s.split(","))
    parser.add_argument("--exporter", default="script-17")
    parser.add_argument("--psld", default=str(HOME / "psld"))
    parser.add_argument("--golden", type=Path)
    args = parser.parse_args()
    wrong, record = 0, {}
    for name, make in NETS.items():
        if args.only and name not in args.only:
            continue
        case = make()
        if name == "vq":
            print(f"{name}: passes straight through", flush=True)
            continue
        cotangents, directions = cotangents_of(case), directions_of(case)
        want = products(case, cotangents, directions)
        if max(float(v.abs().max()) for v in want.values()) == 0:
            print(f"{name}: straight pieces", flush=True)
            continue
        record[name] = {"directions": {k: tensor(v.float()) for k, v in directions.items()},
                        "products": {k: tensor(v, 7) for k, v in want.items()}}
        if args.golden:
            continue
        known = {k: v.numpy() for k, v in case.inputs.items()}
        known |= {f"{k}_cotangent": v.float().numpy() for k, v in cotangents.items()}
        known |= {f"{k}_tangent": v.float().numpy() for k, v in directions.items()}
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / f"{name}.onnx"
            try:
                export(case, args.exporter, file)
                figures = [error(ours(case, file, way, args.psld.split(), known), want) for way in ("forward", "reverse")]
                wrong += not max(figures) <= TOLERANCE
                print(f"{name}: forward over reverse {figures[0]:.1e}, reverse over reverse {figures[1]:.1e}", flush=True)
            except Refused as e:
                wrong += 1
                print(f"{name}: {e}", flush=True)
    if args.golden:
        (args.golden / "hessians.json").write_text(json.dumps(record, separators=(",", ":")) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
