"""Differentiates what nobody here wrote, and counts: right, refused, wrong, crashed.

    python export/zoo/check_zoo.py opinfo                     # PyTorch's OpInfo database, against autograd
    python export/zoo/check_zoo.py torchvision                # its nets, random weights, against autograd; so does timm
    python export/zoo/check_zoo.py files FOLDER …             # public model files, by the program's own check
    python export/zoo/check_zoo.py nodes                      # the node suite that the onnx package ships, by that check
    python export/zoo/check_zoo.py opinfo --only norm,pool
    python export/zoo/check_zoo.py nodes --page docs/zoo.md   # and the counts go to that page

Gradients by all inputs that have one, of a random sum of all outputs. The error is max|Δ| / max|want| beside autograd in double
precision; wrong is above 1e-4 and above ten times what autograd in single precision, and what the forward graph itself in
ONNX Runtime, is off by (its Sigmoid has few digits where that is small). Of nets autograd in single precision is also looked at
five points beside the sample, by 1e-6: a rectifier among millions that is flipped by rounding changes a gradient by up to some
hundredths, and which one it is differs between programs. Not compared, which holds only where it holds for all
samples and both exporters: the exporter has no form for it, ONNX Runtime does not load or run the forward graph or gives
another result than PyTorch, autograd has no finite gradient, or contradicts the difference quotients of its own function. Where autograd's gradient is zero, a pullback of zeros and the
sentence that no path has a derivative are right. In `nodes` an output that does not depend on an input is right where pullback
and quotients are both zero, if other lines of the case show a derivative. Many samples of the suite lie on kinks, at an edge of
the domain or where everything has saturated: where only the quotients speak against the pullback, or where that is zero by both,
the sample is moved, by a tenth of its size and then by all of it, and the line says so; numbers that are not finite stay, and so
does what is no real number. onnx-ad differentiates the same files of `opinfo` and of nets, counted in the last row. Exit code 1 when
something is wrong or crashed. Needs expecttest for `opinfo`, torchvision and timm for their nets; models in FOLDER are all its *.onnx.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnx.version_converter
import onnxruntime
import torch

import page
from psld import Psld, Table, refusal

warnings.simplefilter("ignore")
onnxruntime.set_default_logger_severity(4)
TOLERANCE = 1e-4


# Where autograd is not the derivative of what PyTorch computes: of several elements put to one place the last one stays, but all get
# its gradient. The variants “grad” of these operators have one element a place, and are compared.
EXCUSED = ("nn.functional.max_unpool1d", "nn.functional.max_unpool2d", "nn.functional.max_unpool3d")


class NotCompared(Exception):
    """Nothing that the differentiator could be asked for."""


def session(file) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def fed(s, known: dict) -> dict:
    names = [o.name for o in s.get_outputs()]
    return dict(zip(names, s.run(names, {i.name: known[i.name] for i in s.get_inputs()})))


def floats(value) -> list[torch.Tensor]:
    """All real tensors of a result, in order."""
    values = value if isinstance(value, (tuple, list)) else value.values() if isinstance(value, dict) else [value]
    flat = []
    for v in values:
        flat += [v] if isinstance(v, torch.Tensor) else floats(v) if isinstance(v, (tuple, list, dict)) else []
    return [v for v in flat if v.dtype.is_floating_point]


def gradients(call, given: list[torch.Tensor], seeds: list[torch.Tensor] | None, dtype):
    """Which outputs have gradients, these outputs, seeds for them, and the gradients of the inputs that ask for one."""
    x = [g.detach().to(dtype if g.dtype.is_floating_point else g.dtype).requires_grad_(g.requires_grad) for g in given]
    all_floats = floats(call(*x))
    places = [i for i, v in enumerate(all_floats) if v.requires_grad]
    y = [all_floats[i] for i in places]
    if not y:
        raise NotCompared("no output has a gradient")
    if seeds is None:
        torch.manual_seed(7)
        seeds = [torch.randn(v.shape) for v in y]
    made = torch.autograd.grad(sum((v * s.to(dtype)).sum() for v, s in zip(y, seeds)), [v for v in x if v.requires_grad],
                               allow_unused=True)
    return places, [v.detach() for v in y], seeds, [None if g is None else g.detach() for g in made]


class Call(torch.nn.Module):
    """A function as what exporters take; its outputs without what is no real tensor."""

    def __init__(self, call, places: list[int]):
        super().__init__()
        self.call, self.places = call, places

    def forward(self, *x):
        y = floats(self.call(*x))
        y = [y[i] for i in self.places]
        return y[0] if len(y) == 1 else tuple(y)


def export(module, given, names, outputs, file: Path, dynamo: bool, opset: int = 18):
    sink = io.StringIO()
    try:
        with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
            torch.onnx.export(module, given, str(file), dynamo=dynamo, opset_version=opset, input_names=names,
                              output_names=outputs, **({"verbose": False} if dynamo else {"do_constant_folding": True}))
    except Exception as e:  # an exporter fails in many ways
        found = re.search(r"No ONNX function found for \S+op='([^']*)'", str(e))
        raise NotCompared("not exported: " + (found[1] if found else (str(e).strip().splitlines() or [type(e).__name__])[0]))


def error(have, want) -> float:
    if have.shape != want.shape:
        return np.inf
    if want.size == 0:
        return 0.0
    return float(np.abs(have.astype(float) - want).max() / max(np.abs(want).max(), 1e-30))


def compare(call, given: list[torch.Tensor], dynamo: bool, psld: Psld, flat: bool = False, beside: int = 0):
    """
    One function at one point: what the table takes about it, and about the peer. Where all gradients are zero, only if it is `flat`.
    What autograd in single precision is off by is looked at here, and at some points `beside` it.
    """
    places, y, seeds, want = gradients(call, given, None, torch.float64)
    *_, single = gradients(call, given, seeds, torch.float32)
    for _ in range(beside):
        near = [(g.detach() * (1 + 1e-6 * torch.randn_like(g))).requires_grad_(g.requires_grad) for g in given]
        *_, other = gradients(call, near, seeds, torch.float32)
        single = [o if (o - w).abs().max() > (s - w).abs().max() else s for o, s, w in zip(other, single, want)]
    names = [f"x{i}" for i in range(len(given))]
    real = [n for n, g in zip(names, given) if g.requires_grad]
    wanted = {n: (w.numpy(), s.numpy()) for n, w, s in zip(real, want, single) if w is not None and (flat or w.abs().max() > 0)} if all(
        w is None or w.numel() for w in want) else {}
    if not wanted:
        raise NotCompared("the gradient is zero")
    if not all(np.isfinite(w).all() for w, _ in wanted.values()):
        raise NotCompared("the gradient is not finite")
    outputs = [f"y{i}" for i in range(len(y))]
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "net.onnx"
        export(Call(call, places), tuple(g.detach() for g in given), names, outputs, file, dynamo)
        known = {n: g.detach().numpy() for n, g in zip(names, given)}
        try:
            results = fed(session(str(file)), known)
        except Exception as e:
            raise NotCompared("not run by ONNX Runtime: " + str(e).splitlines()[0])
        off = max(error(results[o], v.numpy()) for o, v in zip(outputs, y))
        if not off <= 1e-3:
            raise NotCompared("the exported graph gives something else than PyTorch")
        if flat:
            wanted = {n: w for n, w in wanted.items() if n in {i.name for i in onnx.load(file).graph.input}}
        code, text = psld.run("differentiate", file, "--wrt", ",".join(wanted), "--of", ",".join(outputs), "--mode", "recompute", "-o",
                              Path(scratch) / "made")
        if flat and ("every path from" in text or "does not depend on" in text):
            return ("right", "no path, and autograd's gradient is zero", 0.0), None
        known |= {f"{o}_cotangent": s.numpy().astype(results[o].dtype) for o, s in zip(outputs, seeds)}
        ours = judge(code, text, lambda: {k.removesuffix("_cotangent"): v for k, v in
                                          fed(session(str(Path(scratch) / "made/net_vjp.onnx")), known).items()}, wanted, off)
        if ours[0] == "wrong" and contradicted(Call(call, places), given, seeds, want):
            raise NotCompared("autograd contradicts the difference quotients of what it differentiates, in double precision")
        return ours, judge(*peer(file, list(wanted), outputs, known), wanted, off)


def contradicted(module: Call, given: list[torch.Tensor], seeds, want) -> bool:
    """Whether central differences in double precision are ten times farther from autograd's derivative than from finer ones."""
    by = iter(want)
    slopes = [next(by) if g.requires_grad else None for g in given]
    wide = [g.detach().double() if g.is_floating_point() else g.detach() for g in given]
    ways = [None if w is None else torch.randn_like(x) for x, w in zip(wide, slopes)]
    claimed = sum(float((v * w).sum()) for v, w in zip(ways, slopes) if w is not None)

    def at(step: float) -> float:
        y = module(*(x if v is None else x + step * v for x, v in zip(wide, ways)))
        return sum(float((s * o).sum()) for s, o in zip(seeds, y if isinstance(y, tuple) else [y]))

    fine, finer = ((at(h) - at(-h)) / (2 * h) for h in (1e-3, 5e-4))
    return 10 * abs(fine - finer) < abs(claimed - finer) > 1e-2 * abs(finer)


def peer(file: Path, wrt, of, known):
    import onnx_ad

    try:
        made = onnx_ad.reverse(onnx.load(file), inputs=wrt, outputs=of, prefix="adj_", layout="onnx").SerializeToString()
    except Exception as e:
        own = type(e).__module__.startswith("onnx_ad") or isinstance(e, (ValueError, NotImplementedError))
        return (1 if own else -1), f"psld: {e}", None
    seeded = known | {f"adj_{o}": known[f"{o}_cotangent"][..., None] for o in of}
    return 0, "", lambda: {k.removeprefix("adj_"): v[..., 0] for k, v in fed(session(made), seeded).items() if k.startswith("adj_")}


def judge(code: int, text: str, run, wanted: dict, off: float) -> tuple[str, str, float]:
    if code != 0:
        return ("refused" if code > 0 and refusal(text) else "crashed"), text, 0.0
    try:
        have = run()
    except Exception as e:
        return "crashed", f"the pullback does not run: {e}", 0.0
    figure = max(error(have[k], w) for k, (w, _) in wanted.items())
    single = max(error(s, w) for w, s in wanted.values())
    good = np.isfinite(figure) and figure <= max(TOLERANCE, 10 * single, 10 * off)
    return ("right" if good else "wrong"), "", figure


def tried(name: str, tries, count: int, psld: Psld, table: Table, peers: Table, beside: int = 0):
    """The first `count` of the tries (a function, its point, which exporter) that can be compared."""
    reasons, flat, made = [], None, 0

    def take(*one, **how):
        ours, theirs = compare(*one, psld, beside=beside, **how)
        table.add(f"{name} {made}" if count > 1 else name, *ours)
        if theirs:
            peers.add(name, *theirs)

    for one in tries:
        try:
            take(*one)
            made += 1
        except NotCompared as e:
            reasons.append(str(e).splitlines()[0])
            flat = flat or (one if "is zero" in str(e) else None)
        except Exception as e:  # PyTorch itself
            reasons.append(f"PyTorch: {type(e).__name__}: {str(e).splitlines()[:1]}")
        if made == count:
            return
    if made == 0 and flat is not None:
        try:
            return take(*flat, flat=True)
        except Exception as e:
            reasons.append(f"flat: {e}")
    if made == 0:
        table.add(name, "not compared", " / ".join(dict.fromkeys(reasons)) or "no sample of real tensors")


class Quiet(Table):
    """One that only counts."""

    def add(self, name, word, text="", error=0.0):
        self.counts[word] += 1
        if word == "right":
            self.worst = max(self.worst, error)


def opinfo(args, psld, table, peers):
    from torch.testing._internal.common_methods_invocations import op_db

    for op in op_db:
        name = op.name + ("." + op.variant_test_name if op.variant_test_name else "")
        if not op.supports_autograd or not op.supports_dtype(torch.float32, "cpu") or not wanted(name, args):
            continue
        if name in EXCUSED:
            table.add(name, "not compared", "several elements go to one place")
            continue
        tried(name, points(op), args.samples, psld, table, peers)


def points(op, most: int = 8):
    """Its samples that have real tensors, with one exporter and with the other."""
    torch.manual_seed(0)
    samples = []
    for sample in op.sample_inputs("cpu", torch.float32, requires_grad=True):
        leaves, spec = torch.utils._pytree.tree_flatten((sample.input, sample.args, sample.kwargs))
        tensors = [i for i, v in enumerate(leaves) if isinstance(v, torch.Tensor)]
        if sum(leaves[i].numel() for i in tensors) > 0 and all(leaves[i].dtype in KINDS for i in tensors):
            samples.append((leaves, spec, tensors))
        if len(samples) == most:
            break
    for leaves, spec, tensors in samples:
        def call(*x, leaves=leaves, spec=spec, tensors=tensors):
            filled = list(leaves)
            for i, v in zip(tensors, x):
                filled[i] = v
            first, more, named = torch.utils._pytree.tree_unflatten(filled, spec)
            return op(first, *more, **named)

        for dynamo in (False, True):
            yield call, [leaves[i] for i in tensors], dynamo


TITLES = {"opinfo": "OpInfo, PyTorch's operators", "torchvision": "Nets of torchvision", "timm": "Nets of timm",
          "files": "Public model files", "nodes": "ONNX's node suite"}
KINDS = (torch.float32, torch.int64, torch.bool, torch.int32)


def vision(args, psld, table, peers):
    import torchvision

    made = {}
    for name in torchvision.models.list_models(module=torchvision.models):
        made[f"torchvision {name}"] = (lambda name=name: torchvision.models.get_model(name, weights=None, weights_backbone=None)
                                       if "fcn" in name else torchvision.models.get_model(name, weights=None))
    nets(made, args, psld, table, peers)


def first_of_each(args, psld, table, peers):
    """Timm's nets, the first of each of its modules."""
    import timm

    made = {}
    first = {}
    for name in timm.list_models():
        first.setdefault(timm.models.model_entrypoint(name).__module__, name)
    for name in first.values():
        made[f"timm {name}"] = lambda name=name: timm.create_model(name, pretrained=False, exportable=True)
    nets(made, args, psld, table, peers)


def parameters(make) -> int:
    """How many a net has, without their memory where it can be made so."""
    try:
        with torch.device("meta"):
            net = make()
    except NotImplementedError:
        net = make()
    return sum(p.numel() for p in net.parameters())


def nets(made: dict, args, psld, table, peers):
    """Those of the nets, by their names, that are small enough."""
    for name, make in made.items():
        if not wanted(name, args):
            continue
        try:
            if parameters(make) > args.parameters * 1e6:
                continue
            torch.manual_seed(1)
            net = make().eval().requires_grad_(False)
            config = getattr(net, "default_cfg", {})
            size = (config.get("input_size") or (3, 224, 224)) if config else (3, 224, 224)
            if max(size[1:]) > 256:
                continue
            x = torch.randn(1, *size, requires_grad=True)
            double = __import__("copy").deepcopy(net).double()
            call = lambda x, net=net, double=double: (double if x.dtype == torch.float64 else net)(x)
            tried(name, [(call, [x], False), (call, [x], True)], 1, psld, table, peers, beside=5)
        except Exception as e:
            table.add(name, "not compared", f"{type(e).__name__}: {e}")


def checked(name, code, text, table):
    """What the program's own check says."""
    if code == 0 or seen(text):
        table.add(name, "right", text)
    elif "check FAILED" in text and "too much" not in text:
        table.add(name, "not compared", "zero by the pullback and by the quotients: " + text)
    elif "check FAILED" in text:
        table.add(name, "wrong", text)
    else:
        table.add(name, "refused" if code > 0 and refusal(text) else "crashed", text)


def seen(text: str) -> bool:
    """Whether no line speaks against the pullback, and some line shows a derivative."""
    return "check FAILED" in text and "too much" not in text and "adjoint test" in text.split("check FAILED")[0]


def kinked(text: str) -> bool:
    """Whether a check fails as it does at a point without a derivative, or where nothing is seen: no adjoint test shows a finite error."""
    lines = text.split("check FAILED")[0] if "check FAILED" in text else ""
    broken = [line for line in lines.splitlines() if re.search(r"adjoint test \S+ \(too much\)", line)]
    edge = all(re.search(r"adjoint test (NaN|Inf)", line) and "do not converge" in line for line in broken)
    flat = "nothing seen" in lines and all("quotients 0.0e+00" in line or "double precision 0.0e+00" in line for line in broken)
    return bool(lines) and (edge or flat)


def moved(data: dict, part: float) -> dict:
    """A sample beside this one: its finite real numbers, each moved by a part of itself away from 0 and of the size of all."""
    random = np.random.default_rng(5)
    made = {}
    for name, a in data.items():
        finite = np.isfinite(a) if a.dtype.kind == "f" else np.zeros(a.shape, bool)
        made[name] = a.copy()
        if finite.any():
            wide = a[finite].astype(np.float64)
            size = np.sqrt(np.mean(wide**2)) or 1.0
            drawn = random.standard_normal(wide.shape)
            shift = part * np.where(wide == 0, size * drawn, wide * (0.1 + np.abs(drawn)))
            made[name][finite] = (wide + shift).astype(a.dtype)
    return made


def borders(model) -> tuple[list[str], list[str]]:
    fixed = {i.name for i in model.graph.initializer}
    real = (1, 10, 11, 16)

    def kept(values):
        return [v.name for v in values if v.type.tensor_type.elem_type in real and v.name not in fixed]

    return kept(model.graph.input), kept(model.graph.output)


def files(args, psld, table, peers):
    for folder in args.folders:
        for file in sorted(Path(folder).rglob("*.onnx")):
            if not wanted(file.name, args):
                continue
            model = onnx.load(file, load_external_data=False)
            wrt, of = borders(model)
            words = ["differentiate", file, "--check", "--wrt", ",".join(wrt) or model.graph.input[0].name, "--of", ",".join(of)]
            code, text = psld.run(*words)
            symbols = sorted({d.dim_param for v in model.graph.input for d in v.type.tensor_type.shape.dim if d.dim_param})
            sized = []
            for size in args.sizes if "are not fixed" in text else []:  # the remedies that the sentences name
                sized = []
                for value in model.graph.input:
                    dims = [d.dim_value if d.dim_value > 0 else size if i > 1 or i == 1 == len(value.type.tensor_type.shape.dim) - 1 else 1
                            for i, d in enumerate(value.type.tensor_type.shape.dim)]
                    if any(d.dim_value < 1 for d in value.type.tensor_type.shape.dim):
                        sized += ["--shape", value.name + "=" + ",".join(map(str, dims))]
                code, text = psld.run(*words, *sized)
                if "at these sizes" not in text:
                    break
            behind = re.search("name a real value instead, such as “([^”]*)”", text)
            if behind:
                words[words.index("--wrt") + 1] = behind[1]
                code, text = psld.run(*words, *sized)
            checked(f"{file.name}{' ' + str(symbols) if symbols else ''}", code, text, table)


def remedied(model, data: dict, text: str):
    """The model as a refusal says that it is to be exported, its data less what became constant; None where nothing is to be done."""
    if "export the model at that one or an older one" in text:
        try:
            older = onnx.version_converter.convert_version(model, int(re.search(r"the rules know those up to (\d+)", text)[1]))
            older.ir_version = 10
            return older
        except Exception:  # ONNX's converter does not know all operators
            return None
    left_out = re.search("depends on its output “([^”]*)”, and only the first one is differentiable", text)
    if left_out and len(model.graph.output) > 1:
        for value in [v for v in model.graph.output if v.name == left_out[1]]:
            model.graph.output.remove(value)
            return model
    one = re.search("its input “([^”]*)” is an input of the model, but its pullback needs it as a constant", text) or re.search(
        "export the model with “([^”]*)” as a constant", text)
    whole = [v.name for v in model.graph.input if v.name in data and data[v.name].dtype.kind in "iub"]
    names = [one[1]] if one else whole if "as constants" in text or "control flow traced" in text else []
    names = [n for n in names if n in data]
    if not names:
        return None
    for value in [v for v in model.graph.input if v.name in names]:
        model.graph.initializer.append(onnx.numpy_helper.from_array(data.pop(value.name), value.name))
        model.graph.input.remove(value)
    return model


def nodes(args, psld, table, peers):
    from onnx.backend.test.loader import load_model_tests

    for case in load_model_tests(kind="node"):
        if not wanted(case.name, args):
            continue
        model = case.model
        wrt, of = borders(model)
        domains = {o.domain: o.version for o in model.opset_import}
        if not wrt or not of or set(domains) - {"", "ai.onnx"}:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "model.onnx"
            onnx.save(model, file)
            given = case.data_sets[0][0]
            arrays = [onnx.numpy_helper.to_array(a) if isinstance(a, onnx.TensorProto) else np.asarray(a) if isinstance(a, np.generic) else a
                      for a in given]
            data = {v.name: a for v, a in zip(model.graph.input, arrays) if isinstance(a, np.ndarray) and a.dtype.kind in "fiub"}
            np.savez(Path(scratch) / "data.npz", **data)
            try:
                finite = all(np.isfinite(v).all() for v in fed(session(str(file)), data).values()
                             if isinstance(v, np.ndarray) and v.dtype.kind == "f")
            except Exception as e:
                what = "an input is no tensor of numbers" if isinstance(e, KeyError) else str(e).splitlines()[0]
                table.add(case.name, "not compared", f"ONNX Runtime: {what}")
                continue
            def check(given: dict) -> tuple[int, str]:
                onnx.save(model, file)
                np.savez(Path(scratch) / "data.npz", **given)
                wrt, of = borders(model)
                return psld.run("differentiate", file, "--check", "--wrt", ",".join(wrt) or "none", "--of", ",".join(of),
                                *(["--data", Path(scratch) / "data.npz"] if given else []))

            code, text = check(data)
            for _ in range(4):
                better = remedied(model, data, text)
                if better is None:
                    break
                model = better
                code, text = check(data)
            for part in (0.1, 1.0, -0.9) if code else ():
                if not kinked(text) or seen(text):
                    break
                code, text = check(moved(data, part))
                text = f"beside the sample, by {part:g}: {text}"
            if not finite and code and kinked(text.replace("quotients 0.0e+00", "do not converge")):
                table.add(case.name, "not compared", "the result is infinite, and its slope no number in PyTorch either: " + text)
            else:
                checked(case.name, code, text, table)


def wanted(name: str, args) -> bool:
    return not args.only or any(part == f"={name}" or part in name for part in args.only)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=list(TITLES))
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--only", type=lambda s: s.split(","))
    parser.add_argument("--samples", type=int, default=1, help="of each operator of OpInfo")
    parser.add_argument("--parameters", type=float, default=30, help="millions that a net may have")
    parser.add_argument("--sizes", type=lambda s: [int(v) for v in s.split(",")], default=[64, 256, 512],
                        help="of open dimensions of files from the third on and of the second of two, tried one after the other")
    parser.add_argument("--page", type=Path, help="a Markdown file whose section of this check is to be replaced")
    args = parser.parse_args()
    torch.set_num_threads(1)
    psld, table, peers = Psld(), Table(), Quiet()
    {"opinfo": opinfo, "torchvision": vision, "timm": first_of_each, "files": files, "nodes": nodes}[args.what](args, psld, table, peers)
    psld.close()
    print("\n|  | " + " | ".join(Table.WORDS) + " | largest error of what is right |\n|" + "---|" * 7)
    print(table.row("psld"))
    if sum(peers.counts.values()):
        print(peers.row("onnx-ad"))
    if args.page:
        hidden = {"--page": "", str(args.page): ""} | {f: "FOLDER" for f in args.folders}
        words = " ".join(hidden.get(w, w) for w in sys.argv[1:]).strip()
        packages = {"opinfo": ["torch"], "torchvision": ["torch", "torchvision"], "timm": ["torch", "timm"]}.get(args.what, [])
        made_by = page.versions(*packages, "onnx", "onnxruntime", *(["onnx-ad"] if packages else []))
        page.write(args.page, TITLES[args.what],
                   page.section(TITLES[args.what], f"python export/zoo/check_zoo.py {words}", made_by, table, peers))
    sys.exit(1 if table.counts["wrong"] + table.counts["crashed"] else 0)


if __name__ == "__main__":
    main()
