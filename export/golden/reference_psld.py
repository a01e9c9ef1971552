"""PSLD in plain PyTorch with autograd: the reference that the Java sampler is compared with, and the bench for presets.

    python export/golden/reference_psld.py --autoencoder runs/autoencoder.pt --unet runs/unet.pt --task sr4 --steps 100 \
        --gamma 0.1 --omega 1 --images 4 --sheet sr4.png

Both modes follow one step loop. `author` is the authors' public code: fresh measurement noise, a sampled encoder, the raw
norm. `stable` takes the encoder's mean and the smooth denominator √(‖r‖² + 2σ²m); its weights count per training timestep,
so that a step which spans 20 of them moves 20 times as far.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))

import data  # noqa: E402
import from_bundle  # noqa: E402
from autoencoder import Autoencoder  # noqa: E402
from schedule import STEPS, alphas_cumprod  # noqa: E402
from training import load  # noqa: E402
from unet import UNet  # noqa: E402

Map = Callable[[torch.Tensor], torch.Tensor]

# Standard normal numbers shaped like a tensor, for a purpose: start, step, measurement or encoder.
Noise = Callable[[str, torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Settings:
    """What decides a sample; the names and meanings are those of the Java sampler."""

    method: str = "psld"  # psld, gml-dps, latent-dps, ddim
    mode: str = "stable"
    steps: int = 100
    gamma: float = 0.1
    omega: float = 1.0
    power: float = 0.0  # guidance times (1−ā)^(power/2)
    eta: float = 0.0
    start: float = 1.0
    polish: int = 0
    polish_rate: float = 1.0
    clip: float = 0.0  # longest guidance step over √n·√(1−ā); 0 for none
    noise_floor: float = 2.0  # c of the stable denominator √(‖r‖² + c·σ²m)
    encoder_draw: bool = False  # stable mode draws of the encoder's posterior too
    sigma: float = 0.05
    seed: int = 42


@dataclass(frozen=True)
class Measurement:
    """A linear operator A, its stand-in T for the transpose, the clean picture's guess from T y, and m per picture."""

    forward: Map
    lift: Map
    guess: Map
    informative: int
    mask: torch.Tensor | None = None


class Model:
    """The three nets of a checkpoint pair, frozen. Latents are in the sampler's units: s times the encoder's mean."""

    def __init__(self, autoencoder: Path, unet: Path):
        state, prior = load(autoencoder), load(unet)
        self.channels, self.scale, self.step = state["channels"], prior["scale"], prior["step"]
        self.nets, self.unet = Autoencoder(self.channels), UNet(self.channels)
        self.nets.load_state_dict(state["average"]), self.unet.load_state_dict(prior["average"])
        self.nets.eval().requires_grad_(False), self.unet.eval().requires_grad_(False)

    @classmethod
    def of_bundle(cls, folder: Path, dtype: torch.dtype = torch.float32) -> Model:
        """The nets with a bundle's own weights, in the given precision."""
        model = cls.__new__(cls)
        model.nets, model.unet, model.scale = from_bundle.nets(folder)
        model.nets, model.unet, model.channels, model.step = model.nets.to(dtype), model.unet.to(dtype), model.nets.channels, 0
        return model

    def noise(self, z: torch.Tensor, a: float, t: int) -> torch.Tensor:
        """ε from the predicted velocity: ε = √ā·v + √(1−ā)·z_t."""
        v = self.unet(z, torch.full((len(z),), float(t), dtype=z.dtype))
        return a**0.5 * v + (1 - a) ** 0.5 * z

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.nets.decoder(z / self.scale)

    def encode(self, x: torch.Tensor, zeta: torch.Tensor | None = None) -> torch.Tensor:
        mean, logvar = self.nets.encoder(x)
        return self.scale * (mean if zeta is None else mean + (0.5 * logvar).exp() * zeta)


def length(x: torch.Tensor) -> torch.Tensor:
    """‖·‖₂ of each picture of a batch, shaped to multiply with it."""
    return x.flatten(1).norm(dim=1).view(-1, *[1] * (x.dim() - 1))


def grid(settings: Settings) -> list[tuple[int, float, float, float]]:
    """(t, ā, ā', span) of every step, from noise to picture."""
    a = alphas_cumprod().tolist()
    if settings.mode == "author":  # the authors' stride and offset (algorithms A.5)
        stride = STEPS // settings.steps
        times = list(range(1, STEPS + 1, stride))
        back = 1 if times[-1] == STEPS else 0
        return [(t, a[t - back], a[t - stride - back] if k else a[0], 1.0) for k, t in reversed(list(enumerate(times)))]
    top = settings.start * (STEPS - 1)
    times = [math.floor(top * (settings.steps - 1 - i) / max(1, settings.steps - 1) + 0.5) for i in range(settings.steps)]
    nexts = [a[t] for t in times[1:]] + [1.0]
    return [(t, a[t], b, (top + 1) / settings.steps) for t, b in zip(times, nexts)]


def drawn(seed: int) -> Noise:
    """Noise from one generator, in the order in which it is asked for."""
    generator = torch.Generator().manual_seed(seed)
    return lambda purpose, like: torch.randn(like.shape, generator=generator, dtype=like.dtype)


def losses(model: Model, m: Measurement, y: torch.Tensor, z0: torch.Tensor, settings: Settings, noise: Noise) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The measurement term, the gluing term (each summed over the batch) and ‖A x̂ − y‖/(σ√m), one a picture."""
    author = settings.mode == "author"
    x = model.decode(z0)
    measured = m.forward(x)
    clean = measured - y
    r = clean + settings.sigma * noise("measurement", y) if author else clean
    if author:
        measurement = length(r).sum()
    else:
        floor = settings.noise_floor * max(settings.sigma, 0.05) ** 2 * m.informative
        squared = r.square().sum((1, 2, 3))
        measurement = (0.5 * squared / (squared + floor).sqrt().detach()).sum()
    gluing = z0.new_zeros(())
    if settings.method in ("psld", "gml-dps"):
        glued = m.lift(y) + x - m.lift(measured) if settings.method == "psld" else x
        zeta = noise("encoder", z0) if author or settings.encoder_draw else None
        gluing = length(model.encode(glued, zeta) - z0).sum()
    return measurement, gluing, (length(clean) / (settings.sigma * m.informative**0.5)).flatten().detach()


def sample(model: Model, m: Measurement, y: torch.Tensor, settings: Settings, noise: Noise | None = None,
           record: Callable[[torch.Tensor], None] = lambda z: None) -> tuple[torch.Tensor, list[float]]:
    """Latents z0 for a batch of measurements, and the mean residual ‖A x̂ − y‖/(σ√m) at every step.

    `noise` takes the place of what the seed would draw; `record` is told the latent after every step.
    """
    noise = noise or drawn(settings.seed)
    steps = grid(settings)
    probe = model.encode(m.guess(y))
    z = noise("start", probe)
    if settings.start < 1:
        z = steps[0][1] ** 0.5 * probe + (1 - steps[0][1]) ** 0.5 * z
    residuals = []
    for t, a, b, span in steps:
        zt = z.detach().requires_grad_(True)
        eps = model.noise(zt, a, t)
        z0 = (zt - (1 - a) ** 0.5 * eps) / a**0.5
        weight = (1.0 if settings.mode == "author" else span) * (1 - a) ** (settings.power / 2)
        gradient = torch.zeros_like(z)
        if settings.method != "ddim":
            measurement, gluing, residual = losses(model, m, y, z0, settings, noise)
            residuals.append(float(residual.mean()))
            loss = weight * (settings.omega * measurement + settings.gamma * gluing)
            gradient, = torch.autograd.grad(loss, zt)
        if settings.clip:
            limit = settings.clip * (gradient[0].numel() * (1 - a)) ** 0.5
            gradient = gradient * (limit / length(gradient)).clamp(max=1)
        eps, z0 = eps.detach(), z0.detach()
        deviation = settings.eta * ((1 - b) / (1 - a) * (1 - a / b)) ** 0.5 if b < 1 else 0.0
        z = b**0.5 * z0 + max(0.0, 1 - b - deviation**2) ** 0.5 * eps - gradient
        if deviation > 0:
            z = z + deviation * noise("step", z)
        record(z)
    for _ in range(settings.polish):
        z0 = z.detach().requires_grad_(True)
        measurement, gluing, residual = losses(model, m, y, z0, settings, noise)
        loss = settings.polish_rate * (settings.omega * measurement + settings.gamma * gluing)
        z = z0.detach() - torch.autograd.grad(loss, z0)[0]
    return z.detach(), residuals


def gaussian_matrix(size: int, sigma: float) -> torch.Tensor:
    """The blur of one axis as a matrix: SciPy's weights cut at 4σ, mirrored without repeating the border pixel."""
    reach = int(4 * sigma + 0.5)
    weights = torch.exp(-0.5 * (torch.arange(-reach, reach + 1, dtype=torch.float64) / sigma) ** 2)
    matrix = torch.zeros(size, size, dtype=torch.float64)
    for i in range(size):
        for j, w in zip(range(i - reach, i + reach + 1), weights / weights.sum()):
            matrix[i, size - 1 - abs(size - 1 - abs(j))] += w
    return matrix


def damped(matrix: torch.Tensor, damping: float) -> torch.Tensor:
    """Aᵀ(AAᵀ + λI)⁻¹."""
    return matrix.T @ torch.linalg.inv(matrix @ matrix.T + damping * torch.eye(len(matrix), dtype=matrix.dtype))


def motion_kernel(size: int = 15, seed: int = 5) -> torch.Tensor:
    """A smooth random trajectory drawn into size×size pixels, summing to one."""
    g = torch.Generator().manual_seed(seed)
    kernel, place, heading = torch.zeros(size, size), torch.full((2,), size / 2 - 0.5), 6.28 * torch.rand(1, generator=g)
    for _ in range(200):
        heading = heading + 0.06 * torch.randn(1, generator=g)
        place = (place + 0.05 * torch.cat([heading.sin(), heading.cos()])).clamp(0, size - 1.001)
        r, c = place.floor().long().tolist()
        fr, fc = (place - place.floor()).tolist()
        for dr, dc, w in ((0, 0, (1 - fr) * (1 - fc)), (0, 1, (1 - fr) * fc), (1, 0, fr * (1 - fc)), (1, 1, fr * fc)):
            kernel[min(r + dr, size - 1), min(c + dc, size - 1)] += w
    return kernel / kernel.sum()


def correlate(kernel: torch.Tensor) -> Map:
    """Depthwise correlation with mirrored borders."""
    reach = len(kernel) // 2
    weight = kernel[None, None].expand(3, 1, -1, -1).contiguous()
    return lambda x: F.conv2d(F.pad(x, [reach] * 4, mode="reflect"), weight, groups=3)


def damped_correlation(kernel: torch.Tensor, size: int, damping: float) -> Map:
    """The damped inverse of a correlation, from its matrix on one channel."""
    blur = correlate(kernel)
    basis = torch.eye(size * size).view(-1, 1, size, size).expand(-1, 3, -1, -1)
    matrix = torch.cat([blur(part)[:, 0].flatten(1) for part in basis.split(512)]).T.double()
    back = damped(matrix, damping).float()
    return lambda y: (y.flatten(2) @ back.T).view_as(y)


def filled(y: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """A first guess for missing pixels: known ones averaged inwards, one pixel a round."""
    x, known, ones = y * mask, mask.clone(), torch.ones(3, 1, 3, 3)
    while known.min() < 1:
        total = F.conv2d(F.pad(x, [1] * 4), ones, groups=3)
        count = F.conv2d(F.pad(known, [1] * 4), ones[:1])
        x = torch.where(known > 0, x, total / count.clamp(min=1))
        known = (count > 0).float()
    return x


def measurement(task: str, size: int = 64, damping: float = 0.05, regularised: bool = True) -> Measurement:
    """One of the tasks of the command line at size×size, with fixed masks and kernels."""
    pixels = 3 * size * size
    same: Map = lambda x: x
    if task in ("inpaint-box", "inpaint-random"):
        mask = torch.ones(1, 1, size, size)
        if task == "inpaint-box":
            low = (size - 28 * size // 64) // 2
            mask[..., low : size - low, low : size - low] = 0
        else:
            order = torch.randperm(size * size, generator=torch.Generator().manual_seed(5))
            mask.view(-1)[order[: int(0.6 * size * size)]] = 0
        keep: Map = lambda x: x * mask
        return Measurement(keep, keep, lambda y: filled(y, mask), int(3 * mask.sum()), mask)
    if task == "sr4":
        grow: Map = lambda y: F.interpolate(y, scale_factor=4.0)
        smooth: Map = lambda y: F.interpolate(y, scale_factor=4.0, mode="bicubic")
        return Measurement(lambda x: F.avg_pool2d(x, 4), grow, smooth, pixels // 16)
    if task == "deblur-gaussian":
        matrix = gaussian_matrix(size, 1.5)
        blur, back = matrix.float(), damped(matrix, damping).float()
        invert: Map = lambda y: back @ y @ back.T
        return Measurement(lambda x: blur @ x @ blur.T, invert if regularised else same, invert, pixels)
    if task == "deblur-motion":
        kernel = motion_kernel()
        invert = damped_correlation(kernel, size, damping)
        return Measurement(correlate(kernel), invert if regularised else same, invert, pixels)
    if task == "denoise":
        return Measurement(same, same, same, pixels)
    raise SystemExit(f"there is no task {task}: give inpaint-box, inpaint-random, sr4, deblur-gaussian, deblur-motion or denoise")


def measure(m: Measurement, x: torch.Tensor, sigma: float) -> torch.Tensor:
    """y = A x + σ·noise, the noise the same at every call; missing pixels stay zero."""
    y = m.forward(x)
    y = y + sigma * torch.randn(y.shape, generator=torch.Generator().manual_seed(9))
    return y if m.mask is None else y * m.mask


def restored(model: Model, m: Measurement, y: torch.Tensor, z: torch.Tensor) -> torch.Tensor:
    """The picture of a latent, with the known pixels of an inpainting put back."""
    with torch.no_grad():
        x = model.decode(z).clamp(-1, 1)
    return x if m.mask is None else m.mask * y + (1 - m.mask) * x


def psnr(x: torch.Tensor, want: torch.Tensor) -> float:
    """Mean PSNR in dB over pictures in [-1, 1]."""
    return float((-10 * ((x.clamp(-1, 1) - want) / 2).square().mean((1, 2, 3)).log10()).mean())


def portraits(count: int) -> torch.Tensor:
    """`count` pictures of the validation split, evenly spread."""
    x = data.split("validation")[0]
    return x[torch.linspace(0, len(x) - 1, count).long()]


def sheet(rows: list[torch.Tensor], file: Path, zoom: int = 2) -> None:
    """A contact sheet: one row per batch of pictures."""
    from PIL import Image

    picture = torch.cat([torch.cat(list(((r.clamp(-1, 1) + 1) * 127.5).round()), 2) for r in rows], 1)
    image = Image.fromarray(picture.permute(1, 2, 0).byte().numpy())
    image.resize((zoom * image.width, zoom * image.height), Image.Resampling.NEAREST).save(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--autoencoder", type=Path, default=Path("runs/autoencoder.pt"))
    parser.add_argument("--unet", type=Path, default=Path("runs/unet.pt"))
    parser.add_argument("--task", default="sr4")
    parser.add_argument("--images", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--sheet", type=Path)
    for name, kind in Settings.__annotations__.items():
        parser.add_argument("--" + name.replace("_", "-"), type={"str": str, "int": int, "float": float}[kind],
                            default=getattr(Settings, name))
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    settings = replace(Settings(), **{k: getattr(args, k) for k in Settings.__annotations__})
    model, m, x = Model(args.autoencoder, args.unet), measurement(args.task), portraits(args.images)
    y = measure(m, x, settings.sigma)
    z, residuals = sample(model, m, y, settings)
    out = restored(model, m, y, z)
    with torch.no_grad():
        end = float((length(m.forward(model.decode(z)) - y) / (settings.sigma * m.informative**0.5)).mean())
    guess = m.guess(y)
    print(f"{args.task}: {psnr(out, x):.2f} dB (first guess {psnr(guess, x):.2f}), residual {end:.2f}")
    if args.sheet:
        sheet([x, F.interpolate(y, size=x.shape[-1]), guess, out], args.sheet)


if __name__ == "__main__":
    main()
