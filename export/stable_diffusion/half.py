"""Gradients of half precision beside those of single, at full size, with the cotangents that a step of PSLD makes.

    ./psld models add FOLDER --name single --into MODELS
    ./psld models add FOLDER --name half --precision fp16 --into MODELS
    python export/stable_diffusion/half.py MODELS/single MODELS/half

One step as in gradient.py, taken by the graphs of the first bundle; each pullback of it is then done by both bundles on the same
numbers, forward and tape each in its own precision. Prints for each net the cosine of the two gradients, the length of the second
over the first's, and how far values and gradients are apart over their largest entry. One net of one precision is in memory at a
time, in a process of its own, and a net that was done before is not done again (the numbers lie beside the second bundle).
"""

import argparse
import pathlib
import subprocess
import sys

import numpy as np

from gradient import ALPHA_BAR, SCALE, SEED, TIMESTEP, GraphNet, Peak

LIMIT = 0.999


class BundleNet(GraphNet):
    """The pair of a bundle, whose inputs may have other types than float32."""

    def __init__(self, name, folder):
        super().__init__(name, folder)
        self.folder = folder

    def run(self, feeds):
        import onnx
        from onnx.helper import tensor_dtype_to_np_dtype
        declared = onnx.load(self.folder / f"{self.name}.onnx", load_external_data=False).graph.input
        types = {i.name: tensor_dtype_to_np_dtype(i.type.tensor_type.elem_type) for i in declared}
        return super().run({name: feeds[name].astype(types[name]) for name in types})


def alone(bundle, net, given, made):
    """Value of a net, and its gradient where there is a cotangent, from file to file."""
    feeds = dict(np.load(given))
    cotangent = feeds.pop("cotangent", None)
    with Peak() as peak:
        one = BundleNet(net, bundle)
        found = {"value": one.run(feeds)}
        if cotangent is not None:
            found["gradient"] = one.pull(cotangent)
    np.savez(made, **found)
    print(peak.line(f"{bundle.name} {net}"), flush=True)


def done(bundle, net, work, cotangent=None, **feeds):
    """What alone() makes, in a process of its own, once."""
    what = f"{bundle.name}-{net}" + ("" if cotangent is None else "-pulled")
    given, made = work / f"{what}-given.npz", work / f"{what}.npz"
    if not made.exists():
        np.savez(given, **feeds, **({} if cotangent is None else {"cotangent": cotangent.astype(np.float32)}))
        subprocess.run([sys.executable, __file__, str(bundle), str(bundle), "--alone", net, str(given), str(made)], check=True)
    return np.load(made)


def compare(name, one, other):
    a, b = (found["gradient"].astype(np.float64).ravel() for found in (one, other))
    x, y = (found["value"].astype(np.float64).ravel() for found in (one, other))
    cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    print(f"| {name} | {cosine:.6f} | {np.linalg.norm(b) / np.linalg.norm(a):.4f} | {np.abs(x - y).max() / np.abs(x).max():.1e} | "
          f"{np.abs(a - b).max() / np.abs(a).max():.1e} |", flush=True)
    return cosine


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("single", type=pathlib.Path)
    parser.add_argument("half", type=pathlib.Path)
    parser.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.alone:
        net, feeds, made = given.alone
        alone(given.single, net, feeds, made)
        return
    work = given.half.with_name(given.half.name + "-gradients")
    work.mkdir(exist_ok=True)
    import json
    size = json.loads((given.single / "bundle.json").read_text())["image"][1]
    draw = np.random.default_rng(SEED)
    normal = lambda *shape: draw.standard_normal(shape, np.float32)
    z_t, y = normal(1, 4, size // 8, size // 8), np.tanh(normal(1, 3, size, size))
    mask = np.ones_like(y)
    mask[:, :, size // 4:size // 2, size // 4:size // 2] = 0
    a, b = np.float32(np.sqrt(ALPHA_BAR)), np.float32(np.sqrt(1 - ALPHA_BAR))
    context = np.fromfile(given.single / "context.bin", np.float32).reshape(1, 77, -1)
    told = {"z": z_t, "t": np.array([TIMESTEP]), "context": context}

    epsilon = done(given.single, "unet", work, **told)["value"]
    z0 = (z_t - b * epsilon) / a
    x = done(given.single, "decoder", work, z=z0 / np.float32(SCALE))["value"]
    glued = mask * y + (1 - mask) * x
    apart = z0 - SCALE * done(given.single, "encoder", work, x=glued)["value"]
    print("| net | cosine of the gradients | their lengths, half over single | values apart | gradients apart |\n|---|---|---|---|---|", flush=True)
    cosines = []

    def both(net, cotangent, **feeds):
        one, other = (done(bundle, net, work, cotangent, **feeds) for bundle in (given.single, given.half))
        cosines.append(compare(net, one, other))
        return one["gradient"]

    pulled = both("encoder", -SCALE * apart, x=glued)
    pulled = both("decoder", mask * (x - y) + (1 - mask) * pulled, z=z0 / np.float32(SCALE))
    both("unet", -b / a * (apart + pulled / SCALE), **told)
    if min(cosines) < LIMIT:
        raise SystemExit(f"a cosine is below {LIMIT}")


if __name__ == "__main__":
    main()
