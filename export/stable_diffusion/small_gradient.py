"""The gradient through a small decoder (AutoencoderTiny) at full size by psld's graphs, beside autograd in double precision.

    python export/stable_diffusion/make.py -o DIR --only guide-decoder [--size 512]
    ./psld differentiate DIR/guide-decoder.onnx --wrt z --of x -o DIR/pair
    python export/stable_diffusion/small_gradient.py DIR/guide-decoder.onnx DIR/pair [--size 512]

Of a hundred million ReLU some have an input so near to 0 that rounding decides on its sign: there the gradients of two programs
jump apart, PyTorch's own in single and double precision too. So autograd is run twice: by itself, and with the decisions
that the graphs took, which the tape holds.
"""

import argparse
import pathlib
import resource

import numpy as np
import onnx
import onnxruntime
import torch

import make


def gradient(z, c, masks=None):
    """Autograd's in double precision, and how many decisions the masks change."""
    net, changed, given = make.net(make.TINY).double(), 0, iter(masks or [])

    def decided(x):
        nonlocal changed
        mask = next(given)
        changed += int((mask != (x > 0)).sum())
        return x * mask

    for module in net.modules():
        if masks is not None and isinstance(module, torch.nn.ReLU):
            module.forward = decided
    z = z.double().requires_grad_(True)
    return torch.autograd.grad(net(z), z, c.double())[0].numpy(), changed


def seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=pathlib.Path)
    parser.add_argument("pair", type=pathlib.Path)
    parser.add_argument("--size", type=int, default=512)
    given = parser.parse_args()
    z = make.example(make.TINY, given.size)["z"].detach()
    c = torch.randn(1, 3, given.size, given.size, generator=torch.Generator().manual_seed(1))
    convolutions = 0

    def count(module, _, out):
        nonlocal convolutions
        convolutions += 2 * out.numel() * module.weight[0].numel()

    net = make.net(make.TINY)
    hooks = [m.register_forward_hook(count) for m in net.modules() if isinstance(m, torch.nn.Conv2d)]
    with torch.no_grad():
        net(z)
    for hook in hooks:
        hook.remove()
    print(f"{sum(p.numel() for p in net.parameters()) / 1e6:.2f} M parameters, {convolutions / 1e9:.0f} billion operations forward")
    began = seconds()
    x = z.clone().requires_grad_(True)
    torch.autograd.grad(net(x), x, c)
    print(f"PyTorch, forward and pullback: {seconds() - began:.1f} s of processor")

    name = given.graph.stem
    forward = onnxruntime.InferenceSession(given.pair / f"{name}.onnx")
    pullback = onnxruntime.InferenceSession(given.pair / f"{name}_vjp.onnx")
    for _ in range(2):  # the first run takes its memory
        began = seconds()
        known = dict(zip([o.name for o in forward.get_outputs()], forward.run(None, {"z": z.numpy()}))) | {"z": z.numpy()}
        made = pullback.run(None, {i.name: known.get(i.name, c.numpy()) for i in pullback.get_inputs()})[0]
    print(f"the graphs: {seconds() - began:.1f} s of processor")
    relus = [n.output[0] for n in onnx.load(given.pair / f"{name}.onnx").graph.node if n.op_type == "Relu"]
    masks = [torch.from_numpy(known[r] > 0) for r in relus]
    for what, wanted in (("by itself", gradient(z, c)), ("with the graphs’ decisions", gradient(z, c, masks))):
        apart = np.abs(made - wanted[0]).max() / np.abs(wanted[0]).max()
        print(f"autograd {what}: {apart:.1e} of the largest entry apart, {wanted[1]} decisions of {sum(m.numel() for m in masks):,} changed")


if __name__ == "__main__":
    main()
