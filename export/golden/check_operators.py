"""Holds pullbacks of operators against PyTorch autograd and, where it knows them, against onnx-ad.

    pip install onnx-ad==0.3.0
    python export/golden/check_operators.py [--psld ./psld]

Each net is exported by PyTorch, differentiated by `psld differentiate --jvp`, and run in ONNX Runtime; printed is
max|have - want| / max|want| against autograd in single precision, and the same for onnx-ad.
"""

import argparse
import contextlib
import io
import shlex
import subprocess
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
import torch.nn.functional as F
from torch import nn

warnings.filterwarnings("ignore")
TOLERANCE = 2e-5


class Wrap(nn.Module):
    def __init__(self, function, *modules):
        super().__init__()
        self.function = function
        self.parts = nn.ModuleList(modules)

    def forward(self, *x):
        return self.function(*self.parts, *x)


def recurrent(kind, **options):
    net = kind(3, 4, **options)
    return Wrap(lambda m, x: m(x)[0], net), [torch.randn(5, 2, 3)], 17


def grid(mode, padding, corners):
    return (
        Wrap(lambda x, g: F.grid_sample(x, g, mode, padding, corners)),
        [torch.randn(2, 3, 5, 4), torch.rand(2, 3, 3, 2) * 2.6 - 1.3],
        17,
    )


def crnn():
    conv = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
    lstm = nn.LSTM(16, 6, bidirectional=True)
    head = nn.Linear(12, 5)

    def net(conv, lstm, head, x):
        y = conv(x)
        y = y.permute(3, 0, 1, 2).flatten(2)
        return head(lstm(y)[0]).log_softmax(-1)

    return Wrap(net, conv, lstm, head), [torch.randn(2, 1, 8, 12)], 17


def warp():
    flow = nn.Conv2d(6, 2, 3, padding=1)

    def net(flow, a, b):
        y = b
        for _ in range(3):
            move = flow(torch.cat([a, y], 1)).permute(0, 2, 3, 1) * 0.2
            theta = torch.tensor([[[1.0, 0, 0], [0, 1.0, 0]]])
            y = F.grid_sample(b, F.affine_grid(theta, [1, 3, 6, 7], align_corners=False) + move, align_corners=False)
        return y

    return Wrap(net, flow), [torch.randn(1, 3, 6, 7), torch.randn(1, 3, 6, 7)], 17


def routed():
    experts = [nn.Linear(6, 6) for _ in range(4)]

    def net(gate, *rest):
        *experts, x = rest
        weight, index = gate(x).softmax(-1).topk(2, dim=-1)
        outs = torch.stack([e(x) for e in experts], 1)
        chosen = torch.gather(outs, 1, index.unsqueeze(-1).expand(-1, -1, 6))
        return (chosen * weight.unsqueeze(-1)).sum(1)

    return Wrap(net, nn.Linear(6, 4), *experts), [torch.randn(5, 6)], 17


class Scan(torch.jit.ScriptModule):
    """A selective scan: h = exp(-d·a)·h + d·b·x, as a loop of the exported graph."""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.rand(4))

    @torch.jit.script_method
    def forward(self, x, d):
        h = torch.zeros_like(x[0])
        out = []
        for t in range(6):
            h = torch.exp(-d[t] * self.a) * h + d[t] * x[t]
            out.append(h)
        return torch.stack(out)


class Branch(torch.jit.ScriptModule):
    @torch.jit.script_method
    def forward(self, x):
        if bool(x.sum() > 0):
            y = torch.tanh(x)
        else:
            y = x * x
        return y * 2


def masked():
    def net(q):
        mask = torch.tensor([[True, False, True], [False, False, False], [True, True, True]])
        return F.scaled_dot_product_attention(q, q * 0.5, q + 1, attn_mask=mask)

    return Wrap(net), [torch.randn(1, 2, 3, 4)], 17


def nets():
    torch.manual_seed(1)
    yield "LSTM", *recurrent(nn.LSTM)
    yield "LSTM both ways, two layers", *recurrent(nn.LSTM, bidirectional=True, num_layers=2)
    yield "GRU both ways", *recurrent(nn.GRU, bidirectional=True)
    yield "RNN", *recurrent(nn.RNN)
    for mode in ("bilinear", "nearest", "bicubic"):
        for padding in ("zeros", "border", "reflection"):
            for corners in (False, True):
                yield f"grid_sample {mode} {padding} {corners}", *grid(mode, padding, corners)
    for name in ("tan", "asin", "acos", "atan"):
        yield name, Wrap(getattr(torch, name)), [torch.rand(3, 4) * 1.6 - 0.8], 17
    yield "fmod", Wrap(torch.fmod), [torch.rand(3, 4) * 9 - 4, torch.rand(3, 4) + 1], 17
    yield "topk", Wrap(lambda x: x.topk(3, 1)[0]), [torch.randn(4, 6)], 17
    yield "det", Wrap(torch.det), [torch.randn(3, 4, 4)], 17
    yield "fold", Wrap(lambda x: F.fold(x, (5, 6), (2, 3), padding=1, stride=2)), [torch.randn(2, 12, 9)], 18
    yield "normalize", Wrap(lambda x: F.normalize(x, dim=1)), [torch.randn(3, 5)], 17
    yield "lp_pool2d", Wrap(lambda x: F.lp_pool2d(x, 2, 2)), [torch.randn(1, 2, 4, 6)], 17
    yield "hardshrink", Wrap(F.hardshrink), [torch.randn(3, 5)], 17
    yield "softshrink", Wrap(F.softshrink), [torch.randn(3, 5)], 17
    label = torch.tensor([1, 0, 3])
    yield "cross_entropy", Wrap(lambda x: F.cross_entropy(x, label)), [torch.randn(3, 5)], 17
    yield "nll_loss", Wrap(lambda x: F.nll_loss(x, label, ignore_index=0)), [torch.randn(3, 5)], 17
    window = torch.hann_window(8)
    stft = Wrap(lambda x: torch.stft(x, 8, 4, window=window, center=False, return_complex=False))
    yield "stft", stft, [torch.randn(2, 24)], 17
    yield "masked attention", *masked()
    yield "CRNN", *crnn()
    yield "warp", *warp()
    yield "routing to experts", *routed()
    yield "selective scan", Scan(), [torch.randn(6, 4), torch.rand(6, 4)], 17
    yield "branch", Branch(), [torch.randn(3, 4) + 1], 17


def error(have, want):
    return float(np.max(np.abs(have - want)) / max(1e-12, np.max(np.abs(want))))


def peer(model, feeds, names, cotangent, want):
    try:
        import onnx_ad

        # Its seeds have one axis more, for several at once.
        adjoint = onnx_ad.reverse(model, inputs=names, outputs=["y"], prefix="adj_", layout="onnx")
        session = ort.InferenceSession(adjoint.SerializeToString())
        given = {i.name: feeds.get(i.name, cotangent[..., None]) for i in session.get_inputs()}
        results = dict(zip([o.name for o in session.get_outputs()], session.run(None, given)))
        return f"{max(error(results['adj_' + n][..., 0], w) for n, w in zip(names, want)):.1e}"
    except Exception as e:
        return type(e).__name__


def check(name, net, inputs, opset, psld, folder):
    net = net.eval()
    names = [f"x{i}" for i in range(len(inputs))]
    given = [x.clone().requires_grad_() for x in inputs]
    y = net(*given)
    cotangent = torch.randn_like(y)
    want = [g.numpy() for g in torch.autograd.grad(y, given, cotangent, materialize_grads=True)]
    path = folder / "net.onnx"
    with contextlib.redirect_stdout(io.StringIO()):
        torch.onnx.export(
            net, tuple(inputs), str(path), input_names=names, output_names=["y"], opset_version=opset, dynamo=False
        )
    command = [*shlex.split(psld), "differentiate", str(path), "--wrt", ",".join(names), "--of", "y"]
    run = subprocess.run(
        [*command, "--mode", "recompute", "-o", str(folder), "--overwrite"], capture_output=True, text=True
    )
    if run.returncode:
        return f"{name:34} refused: {(run.stdout + run.stderr).strip().splitlines()[-1][:150]}", False
    feeds = {n: x.numpy() for n, x in zip(names, inputs)}
    session = ort.InferenceSession(str(folder / "net_vjp.onnx"))
    known = {**feeds, "y_cotangent": cotangent.numpy()}
    have = session.run([n + "_cotangent" for n in names], {i.name: known[i.name] for i in session.get_inputs()})
    ours = max(error(h, w) for h, w in zip(have, want))
    theirs = peer(onnx.load(path), feeds, names, cotangent.numpy(), want)
    return f"{name:34} ours {ours:.1e}   onnx-ad {theirs}", ours < TOLERANCE


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--psld", default="./psld")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    ort.set_default_logger_severity(4)
    right = True
    for name, net, inputs, opset in nets():
        if options.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            # A net of PyTorch's exporter overwrites what lies there.
            source = Path(folder) / "source"
            source.mkdir()
            try:
                line, good = check(name, net, inputs, opset, options.psld, source)
            except Exception as e:
                line, good = f"{name:34} {type(e).__name__}: {str(e).splitlines()[0][:150]}", False
            print(line, flush=True)
            right &= good
    raise SystemExit(0 if right else 1)


if __name__ == "__main__":
    main()
