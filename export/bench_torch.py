"""PyTorch's side of `psld bench --against-torch`: the same step with the same weights, timed when it is asked to.

    python export/bench_torch.py FOLDER

`FOLDER` is made by the Java side and holds setup.json (bundle, task, settings, threads) and arrays as little-endian floats.
Commands come as lines on stdin, each is answered by one JSON object on stdout:

    check                 one step from the latent z, written to FOLDER/check.f32
    compile               makes compiled nets, or says why it cannot
    round KIND N          seconds per step (wall, processors) over N steps after one that does not count
    net KIND ROLE N       seconds of forward and backward to the input of one net, the mean of N

KIND is eager or compiled. The weights are read out of the bundle's own graphs.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "golden"), str(HERE / "portrait")]
ANSWERS = sys.stdout
sys.stdout = sys.stderr  # whatever a library prints is no answer


def answer(**values: object) -> None:
    print(json.dumps(values), file=ANSWERS, flush=True)


def complain(sentence: str) -> None:
    answer(error=sentence)
    raise SystemExit(1)


try:
    import numpy as np
    import torch
    import torch.nn.functional as F

    import reference_psld as reference
    from from_bundle import nets
except ModuleNotFoundError as e:
    complain(f"{sys.executable} has no {e.name}: give a Python that has torch, onnx and numpy by --python or PSLD_PYTHON")

DAMPING = 0.05  # λ of the regularised lifts
GAUSSIAN = 1.5  # σ of the blur in pixels at 64×64


class Nets:
    """The three nets in the sampler's units, as reference_psld wants them."""

    def __init__(self, encoder: Callable, decoder: Callable, unet: Callable, scale: float):
        self.encoder, self.decoder, self.unet, self.scale = encoder, decoder, unet, scale

    def noise(self, z: torch.Tensor, a: torch.Tensor, t: int) -> torch.Tensor:
        """ε = √ā·v + √(1−ā)·z_t."""
        v = self.unet(z, torch.full((len(z),), float(t)))
        return a.sqrt() * v + (1 - a).sqrt() * z

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z / self.scale)

    def encode(self, x: torch.Tensor, zeta: torch.Tensor | None = None) -> torch.Tensor:
        mean, logvar = self.encoder(x)
        return self.scale * (mean if zeta is None else mean + (0.5 * logvar).exp() * zeta)


def wiener(kernel: torch.Tensor, size: int) -> Callable:
    """K̄/(|K|² + λ) on a picture whose borders are mirrored three times as far as the kernel reaches."""
    pad = [3 * side // 2 for side in kernel.shape]
    period = [size + 2 * p for p in pad]
    spread = torch.zeros(period)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            spread[(kernel.shape[0] // 2 - i) % period[0], (kernel.shape[1] // 2 - j) % period[1]] = kernel[i, j]
    spectrum = torch.fft.rfft2(spread)
    inverse = spectrum.conj() / (spectrum.abs() ** 2 + DAMPING)

    def lift(y: torch.Tensor) -> torch.Tensor:
        wide = F.pad(y, [pad[1], pad[1], pad[0], pad[0]], mode="reflect")
        back = torch.fft.irfft2(torch.fft.rfft2(wide) * inverse, s=period)
        return back[..., pad[0] : pad[0] + size, pad[1] : pad[1] + size]

    return lift


def operator(task: str, lift: str, arrays: dict[str, torch.Tensor], size: int) -> reference.Measurement:
    """The Java side's operator and lift, with its mask or kernel."""
    same: Callable = lambda x: x
    pixels = 3 * size * size
    if "mask" in arrays:
        mask = arrays["mask"]
        keep: Callable = lambda x: x * mask
        return reference.Measurement(keep, keep, same, int(3 * mask.sum()), mask)
    if task == "sr4":
        return reference.Measurement(lambda x: F.avg_pool2d(x, 4), lambda y: F.interpolate(y, scale_factor=4.0), same, pixels // 16)
    if task == "deblur-gaussian":
        matrix = reference.gaussian_matrix(size, max(GAUSSIAN, 3 * size / 512))
        blur, back = matrix.float(), reference.damped(matrix, DAMPING).float()
        invert: Callable = lambda y: back @ y @ back.T
        return reference.Measurement(lambda x: blur @ x @ blur.T, invert if lift == "REGULARISED" else same, same, pixels)
    if task == "deblur-motion":
        kernel = arrays["kernel"][0, 0]
        return reference.Measurement(
            reference.correlate(kernel), wiener(kernel, size) if lift == "REGULARISED" else same, same, pixels)
    if task == "denoise":
        return reference.Measurement(same, same, same, pixels)
    return complain(f"the task {task} is not written for PyTorch: give inpaint-box, inpaint-random, sr4, deblur-gaussian,"
                    " deblur-motion or denoise")


class Lane:
    """Everything that a command needs, made once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.setup = json.loads((folder / "setup.json").read_text())
        torch.set_num_threads(self.setup["threads"])
        arrays = {name: torch.from_numpy(np.fromfile(folder / f"{name}.f32", "<f4").reshape(shape))
                  for name, shape in self.setup["arrays"].items()}
        self.y, self.z = arrays["y"], arrays["z"]
        try:
            autoencoder, unet, scale = nets(Path(self.setup["bundle"]))
        except (RuntimeError, KeyError) as e:
            complain(f"the bundle {self.setup['bundle']} is not made of the nets in export/portrait, so PyTorch cannot run it"
                     f" ({str(e).splitlines()[0]})")
        self.nets = {"eager": Nets(autoencoder.encoder, autoencoder.decoder, unet, scale)}
        manifest = json.loads((Path(self.setup["bundle"]) / "bundle.json").read_text())
        self.image = manifest["image"]
        self.operator = operator(self.setup["task"], self.setup["lift"], arrays, self.image[-1])
        self.noise = torch.Generator().manual_seed(0)  # stable mode draws nothing from it
        self.settings = reference.Settings(
            **{k: self.setup[k] for k in ("method", "steps", "gamma", "omega", "power", "start", "clip", "sigma")},
            noise_floor=self.setup["noiseFloor"])

    def shortened(self, steps: int) -> reference.Settings:
        """As the Java side shortens: each step as strong as one of the full number."""
        share = steps / self.settings.steps
        return replace(self.settings, steps=steps, gamma=self.settings.gamma * share, omega=self.settings.omega * share)

    def step(self, model: Nets, z: torch.Tensor, point: tuple, settings: reference.Settings) -> torch.Tensor:
        """One step of algorithms A.1 by autograd, the same as in reference_psld.sample."""
        t, a, b, span = point
        zt, a, b = z.detach().requires_grad_(settings.method != "ddim"), torch.tensor(a), torch.tensor(b)
        with torch.set_grad_enabled(settings.method != "ddim"):
            eps = model.noise(zt, a, t)
            z0 = (zt - (1 - a).sqrt() * eps) / a.sqrt()
        moved = b.sqrt() * z0.detach() + (1 - b).clamp(min=0).sqrt() * eps.detach()
        if settings.method == "ddim":
            return moved
        measurement, gluing, _ = reference.losses(model, self.operator, self.y, z0, settings, self.noise)
        loss = span * float(1 - a) ** (settings.power / 2) * (settings.omega * measurement + settings.gamma * gluing)
        gradient, = torch.autograd.grad(loss, zt)
        if settings.clip:
            limit = settings.clip * math.sqrt(gradient.numel() * float(1 - a))
            gradient = gradient * min(1.0, limit / float(gradient.norm()))
        return moved - gradient

    def single(self) -> tuple:
        """The one step of a run of one: from the start of the schedule to no noise at all."""
        top = self.settings.start * (reference.STEPS - 1)
        t = math.floor(top + 0.5)
        return t, float(reference.alphas_cumprod()[t]), 1.0, top + 1

    def check(self) -> None:
        moved = self.step(self.nets["eager"], self.z, self.single(), self.shortened(1))
        moved.numpy().astype("<f4").tofile(self.folder / "check.f32")
        answer(written="check.f32")

    def compile(self) -> None:
        """Compiles the nets, forward and backward, and runs them once; a step's rest is small."""
        eager = self.nets["eager"]
        try:
            compiled = Nets(*(torch.compile(net) for net in (eager.encoder, eager.decoder, eager.unet)), eager.scale)
            settings, point = self.shortened(1), self.single()
            want = self.step(eager, self.z, point, settings)
            error = float((self.step(compiled, self.z, point, settings) - want).abs().max() / want.abs().max())
        except Exception as e:  # whatever the compiler of this machine stumbles on
            answer(compiled=False, why=f"{type(e).__name__}: {str(e).strip().splitlines()[0] if str(e).strip() else ''}")
            return
        self.nets["compiled"] = compiled
        answer(compiled=True, difference=error)

    def round(self, kind: str, steps: int) -> None:
        settings, z = self.shortened(steps + 1), self.z
        points = reference.grid(settings)
        z = self.step(self.nets[kind], z, points[0], settings)
        wall, cpu = time.perf_counter(), time.process_time()
        for point in points[1:]:
            z = self.step(self.nets[kind], z, point, settings)
        answer(seconds=(time.perf_counter() - wall) / steps, cpu=(time.process_time() - cpu) / steps)

    def net(self, kind: str, role: str, times: int) -> None:
        model, t = self.nets[kind], torch.full((1,), 500.0)
        run, point = {
            "unet": (lambda v: model.unet(v, t), self.z),
            "decoder": (model.decoder, self.z),
            "encoder": (lambda v: model.encoder(v)[0], torch.ones(1, *self.image) * 0.1),
        }[role]
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(times):
            x = point.clone().requires_grad_(True)
            y = run(x)
            torch.autograd.grad(y, x, torch.ones_like(y))
        answer(seconds=(time.perf_counter() - wall) / times, cpu=(time.process_time() - cpu) / times)


def main() -> None:
    lane = Lane(Path(sys.argv[1]))
    answer(torch=torch.__version__, threads=torch.get_num_threads())
    for line in sys.stdin:
        command, *rest = line.split()
        getattr(lane, command)(*(int(word) if word.isdigit() else word for word in rest))


if __name__ == "__main__":
    main()
