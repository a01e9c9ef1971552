"""Compares the pullbacks and the forward mode of `psld differentiate` with PyTorch on small nets of many kinds.

    python export/golden/make_nets.py                         # all nets, all exporters, both modes and --jvp: a table
    python export/golden/make_nets.py --only unet,vq --exporters script-17,dynamo-18
    python export/golden/make_nets.py --large --exporters script-17,dynamo-18    # at the widths used in earnest
    python export/golden/make_nets.py --library               # nets of the diffusers library (slow)
    python export/golden/make_nets.py --golden src/test/resources/golden/nets   # golden files for the Java tests
    python export/golden/make_nets.py --library --only adm_unet --exporters script-17,dynamo-22 --golden src/test/resources/golden/nets

An exporter is `script-N` (TorchScript at opset N) or `dynamo-N`. The figure is max|Δ| / max|want| over all gradients
and tangents, the reference autograd and torch.func.jvp in double precision, ours evaluated by ONNX Runtime in single; the
last column is what single precision costs PyTorch itself. Exit code 1 when a figure is above 1e-5 or a graph cannot be made.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import importlib
import io
import json
import logging
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

from nets import LARGE, NETS, Case, draw

HOME = Path(__file__).resolve().parents[2]
EXPORTERS = ["script-11", "script-14", "script-17", "script-20", "dynamo-18", "dynamo-19", "dynamo-20", "dynamo-21",
             "dynamo-22"]
TOLERANCE = 1e-5


class Refused(Exception):
    """An exporter or the differentiator cannot make the graph; the text says why."""


def forward(net: torch.nn.Module, inputs: dict[str, torch.Tensor], names: list[str]) -> dict[str, torch.Tensor]:
    y = net(*inputs.values())
    return dict(zip(names, y if isinstance(y, tuple) else (y,)))


def cast(x: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    return x.detach().to(dtype) if x.is_floating_point() else x


def gradients(case: Case, cotangents: dict[str, torch.Tensor], dtype: torch.dtype) -> dict[str, torch.Tensor]:
    """Jᵀ·cotangents by autograd, in the given precision."""
    net = copy.deepcopy(case.net).to(dtype)
    given = {k: cast(v, dtype).requires_grad_(k in case.wrt) for k, v in case.inputs.items()}
    y = forward(net, given, case.outputs)
    total = sum((y[k] * cotangents[k].to(dtype)).sum() for k in case.of)
    return dict(zip(case.wrt, torch.autograd.grad(total, [given[k] for k in case.wrt])))


def tangents(case: Case, directions: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """J·directions by PyTorch's forward mode, in double precision."""
    net = copy.deepcopy(case.net).double()
    given = {k: cast(v, torch.float64) for k, v in case.inputs.items()}

    def outputs(*active: torch.Tensor) -> tuple[torch.Tensor, ...]:
        y = forward(net, given | dict(zip(case.wrt, active)), case.outputs)
        return tuple(y[k] for k in case.of)

    with sdpa_kernel(SDPBackend.MATH):  # PyTorch's fused attention has no forward mode
        _, made = torch.func.jvp(outputs, tuple(given[k] for k in case.wrt), tuple(directions[k] for k in case.wrt))
    return {k: v.detach() for k, v in zip(case.of, made)}


def export(case: Case, exporter: str, file: Path) -> int:
    """Writes the net and gives the opset that the exporter really used."""
    kind, opset = exporter.split("-")
    net = copy.deepcopy(case.net).float()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            more = {"external_data": False, "verbose": False} if kind == "dynamo" else {"do_constant_folding": True}
            torch.onnx.export(net, tuple(case.inputs.values()), str(file), dynamo=kind == "dynamo", opset_version=int(opset),
                              input_names=list(case.inputs), output_names=case.outputs, **more)
    except Exception as e:  # every kind of refusal of an exporter
        raise Refused("exporter: " + str(e).strip().splitlines()[0][:160]) from e
    return next(o.version for o in onnx.load(file, load_external_data=False).opset_import if o.domain in ("", "ai.onnx"))


def differentiate(case: Case, file: Path, mode: str, folder: Path) -> Path:
    """Runs the program as a user would; gives the file of the pullback, or of forward mode."""
    options = case.options(onnx.load(file))
    suffix = "vjp"
    if mode == "jvp":
        mode, suffix, options = "recompute", "jvp", [*options, "--jvp"]
    done = subprocess.run([str(HOME / "psld"), "differentiate", str(file), "--wrt", ",".join(case.wrt), "--of",
                           ",".join(case.of), "--mode", mode, "-o", str(folder), *options], capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(done.stderr.strip() or f"exit code {done.returncode}")
    return folder / f"{file.stem}_{suffix}.onnx"


def session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def run(file: Path, known: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    s = session(file)
    names = [o.name for o in s.get_outputs()]
    return dict(zip(names, s.run(names, {i.name: known[i.name] for i in s.get_inputs()})))


def evaluate(case: Case, file: Path, pullback: Path, mode: str, cotangents: dict) -> dict[str, np.ndarray]:
    known = {k: v.numpy() for k, v in case.inputs.items()}
    if mode == "tape":
        known |= run(pullback.with_name(file.name), known)
    known |= {f"{k}_cotangent": v.float().numpy() for k, v in cotangents.items()}
    result = run(pullback, known)
    return {k: result[f"{k}_cotangent"] for k in case.wrt}


def evaluate_forward_mode(case: Case, made: Path, directions: dict) -> dict[str, np.ndarray]:
    known = {k: v.numpy() for k, v in case.inputs.items()}
    result = run(made, known | {f"{k}_tangent": v.float().numpy() for k, v in directions.items()})
    return {k: result[f"{k}_tangent"] for k in case.of}


def error(have: dict, want: dict[str, torch.Tensor]) -> float:
    """max|Δ| / max|want|, the worst of all of them."""
    return max(float(np.abs(np.asarray(have[k], dtype=np.float64) - w.numpy()).max() / w.abs().max())
               for k, w in want.items())


def cotangents_of(case: Case) -> dict[str, torch.Tensor]:
    y = forward(copy.deepcopy(case.net).double(), {k: cast(v, torch.float64) for k, v in case.inputs.items()}, case.outputs)
    return {k: draw(*y[k].shape, seed=90 + i) for i, k in enumerate(case.of)}


def directions_of(case: Case) -> dict[str, torch.Tensor]:
    return {k: draw(*case.inputs[k].shape, seed=190 + i).double() for i, k in enumerate(case.wrt)}


def compare(nets: dict, exporters: list[str], modes: list[str]) -> bool:
    failures = []
    table = [["net", *exporters, "autograd fp32"]]
    for name, make in nets.items():
        case = make()
        cotangents = cotangents_of(case)
        want = gradients(case, cotangents, torch.float64)
        directions = directions_of(case)
        ahead = tangents(case, directions) if "jvp" in modes else {}
        row = [name]
        for exporter in exporters:
            try:
                with tempfile.TemporaryDirectory() as scratch:
                    file = Path(scratch) / f"{name}.onnx"
                    opset = export(case, exporter, file)
                    worst = 0.0
                    for mode in modes:
                        made = differentiate(case, file, mode, Path(scratch) / mode)
                        if mode == "jvp":
                            figure = error(evaluate_forward_mode(case, made, directions), ahead)
                        else:
                            figure = error(evaluate(case, file, made, mode, cotangents), want)
                        worst = max(worst, figure) if figure == figure else float("nan")
                row.append(f"{worst:.1e}" + ("" if exporter.endswith(f"-{opset}") else f" ({opset})"))
                if not worst <= TOLERANCE:
                    failures.append(f"{name} {exporter}: {worst:.1e}")
            except Refused as e:
                row.append("—")
                failures.append(f"{name} {exporter}: {e}")
            except Exception as e:  # ONNX Runtime cannot run what we made: the failure to report
                row.append("!")
                failures.append(f"{name} {exporter}: {type(e).__name__}: {str(e)[:300]}")
        row.append(f"{error({k: v.numpy() for k, v in gradients(case, cotangents, torch.float32).items()}, want):.1e}")
        table.append(row)
        print("  ".join(row), flush=True)
    print()
    print("\n".join("| " + " | ".join(r) + " |" for r in table[:1] + [["---"] * len(table[0])] + table[1:]))
    print("\n".join(failures) or "all within " + format(TOLERANCE, "g"))
    return not failures


def number(x: torch.Tensor, digits: int) -> list[float]:
    return [float(f"{v:.{digits}g}") for v in x.detach().flatten().tolist()]


def tensor(x: torch.Tensor, digits: int = 9) -> dict:
    return {"type": str(x.dtype).removeprefix("torch."), "shape": list(x.shape), "values": number(x, digits)}


def bare(file: Path) -> None:
    """Takes out what exporters write for people: documentation, metadata, names of nodes."""
    model = onnx.load(file)
    model.ClearField("metadata_props")
    model.graph.ClearField("metadata_props")
    for item in [*model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output,
                 *model.graph.initializer]:
        item.ClearField("metadata_props")
        item.ClearField("doc_string")
    onnx.save(model, file)


def golden(nets: dict, folder: Path, oldest: int, exporters: list[str] | None) -> None:
    """NAME.json with inputs, cotangents and gradients, and NAME-EXPORTER.onnx by these, or by both exporters at changing opsets."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, (name, make) in enumerate(nets.items()):
        case = make()
        cotangents = cotangents_of(case)
        graphs = []
        for exporter in exporters or (f"script-{(17, 14, 20, oldest)[i % 4]}", f"dynamo-{(18, 20, 22)[i % 3]}"):
            file = folder / f"{name}-{exporter}.onnx"
            try:
                export(case, exporter, file)
            except Refused:  # TorchScript knows no newer operators: the other exporter at another opset
                file = folder / f"{name}-dynamo-{(20, 22, 18)[i % 3]}.onnx"
                export(case, file.stem.removeprefix(f"{name}-"), file)
            bare(file)
            graphs.append({"file": file.name, "straightThrough": case.options(onnx.load(file))[1:]})
        record = {
            "graphs": graphs,
            "inputs": {k: tensor(v) for k, v in case.inputs.items()},
            "cotangents": {k: tensor(v.float()) for k, v in cotangents.items()},
            "gradients": {k: tensor(v) for k, v in gradients(case, cotangents, torch.float64).items()},
        }
        (folder / f"{name}.json").write_text(json.dumps(record, separators=(",", ":")) + "\n")
        print(name, *(f"{g['file']} {(folder / g['file']).stat().st_size}" for g in graphs), flush=True)
    print("bytes", sum(f.stat().st_size for f in folder.iterdir()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=lambda s: s.split(","), help="nets, by name")
    parser.add_argument("--exporters", type=lambda s: s.split(","), help="all, or for golden files two whose opsets change, where nobody says")
    parser.add_argument("--modes", type=lambda s: s.split(","), default=["tape", "recompute", "jvp"])
    parser.add_argument("--library", action="store_true", help="nets of the diffusers library instead (slow)")
    parser.add_argument("--large", action="store_true", help="some of the nets at full width")
    parser.add_argument("--golden", type=Path, metavar="DIR", help="write golden files instead of comparing")
    args = parser.parse_args()
    torch.set_num_threads(1)
    logging.disable(logging.WARNING)  # of the exporters: optional packages that are not there
    known = importlib.import_module("library_nets").NETS if args.library else LARGE if args.large else NETS
    nets = {k: v for k, v in known.items() if not args.only or k in args.only}
    if args.golden:
        golden(nets, args.golden, 14 if args.library else 11, args.exporters)  # fused attention is exported from 14 on
        return 0
    return 0 if compare(nets, args.exporters or EXPORTERS, args.modes) else 1


if __name__ == "__main__":
    sys.exit(main())
