"""Trains the denoiser of photographs, or of portraits; goes on from the last checkpoint when there is one.

    python train.py --minutes 150 --out FOLDER      one session: constant rate, then a linear decay over the last quarter
    python train.py --steps 40000 --out FOLDER      the same by steps instead of minutes
    python train.py --states --start CHECKPOINT …   from weights for photographs, for enlarging them
    python train.py --portraits --start CHECKPOINT … the same on portraits of 64 and 128 pixels, from weights for photographs

A session leaves `stable.pt` (the end of the constant rate, from which the next session goes on) and `decayed.pt` (what is
exported). Stopped in the middle, the same command goes on from whichever of the two was being written. A file named `decay`
in the folder starts the decay at once; with --minutes it then lasts what is left of them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import torch

import photos
import upright
from denoiser import DATA, HIGHEST, LOWEST, Denoiser
from muon import Muon
from states import SIDE, States, inner

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))
from training import Average, load, save, warn_allocator  # noqa: E402

CROPS = ((64, 12), (96, 5))
LATE_CROPS = ((96, 5), (128, 3))
"""Sizes of crops and how many of them a part of a step has, in the constant phase and in the decay."""

RESTORATION = (LOWEST, 90 / 127.5)
STATES = 5
"""Pictures that one part enlarges at once."""

WHITE = 4
"""With --states each so many-th step is on white noise still."""

SHARE = 0.8
"""Of the crops, this many have a noise level of restoration; the others one between that and the highest."""

Crops = Callable[[int, int, np.random.Generator], np.ndarray]
"""Draws so many squares of a size, as uint8 count×size×size×3."""

LEVELS = (5 / 127.5, 15 / 127.5, 25 / 127.5, 50 / 127.5, 100 / 127.5, 1.0, 5.0, 20.0)


def tensor(patches: np.ndarray) -> torch.Tensor:
    """N×H×W×3 bytes as float N×3×H×W in [-1, 1]."""
    return torch.from_numpy(np.ascontiguousarray(patches.transpose(0, 3, 1, 2))).float() / 127.5 - 1


def pictures(crops: Crops, random: np.random.Generator) -> Iterator[torch.Tensor]:
    """Squares without end."""
    while True:
        yield tensor(crops(1, SIDE, random))[0]


def levels(count: int, generator: torch.Generator) -> torch.Tensor:
    """Noise levels, uniform in the logarithm, one from each of `count` equal parts of the distribution."""
    u = (torch.randperm(count, generator=generator) + torch.rand(count, generator=generator)) / count
    low, high = RESTORATION
    return torch.where(u < SHARE, low * (high / low) ** (u / SHARE), high * (HIGHEST / high) ** ((u - SHARE) / (1 - SHARE)))


def expected(sigma: torch.Tensor) -> torch.Tensor:
    """About what mean squared error is reached at a noise level: a power of it as in restoration, the data's variance at most."""
    few = 0.0036 * (sigma / 0.2) ** 1.13
    return few * DATA ** 2 / (few + DATA ** 2)


def state_part(model: Denoiser, parameters: list[torch.Tensor], states: States) -> tuple[float, tuple[torch.Tensor, ...]]:
    """Loss (the logarithm of each picture's mean squared error) and gradients of one part of a step on what pnp hands over; moves it on."""
    torch.set_num_threads(1)
    x, x0, sigma = states.batch()
    with torch.autocast("cpu", torch.bfloat16):
        d = model(x.contiguous(memory_format=torch.channels_last), sigma)
    value = torch.log(inner(d - x0).square().mean((1, 2, 3)) + 1e-5).mean()
    gradients = torch.autograd.grad(value, parameters)
    states.advance(d.detach().contiguous())
    return value.item(), gradients


def loss(d: torch.Tensor, x0: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
    """Each crop's logarithm of the mean squared error within restoration (the mean PSNR is what is wanted there), and the
    mean squared error over what is expected at higher noise, where the net has to be the conditional mean."""
    error = (d - x0).square().mean((1, 2, 3))
    low = torch.log(error + (0.02 * sigma) ** 2)
    return torch.where(sigma <= RESTORATION[1], low, error / expected(sigma)).mean()


def part(model: Denoiser, parameters: list[torch.Tensor], crops: Crops, size: int, count: int, seed: tuple[int, int],
         device: torch.device) -> tuple[float, tuple[torch.Tensor, ...]]:
    """Loss and gradients of one part of a step."""
    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    generator = torch.Generator(device).manual_seed(int(random.integers(2 ** 62)))
    x0 = tensor(crops(count, size, random)).to(device, memory_format=torch.channels_last)
    sigma = levels(count, torch.Generator().manual_seed(int(random.integers(2 ** 62)))).to(device)
    noise = torch.randn(x0.shape, generator=generator, device=device).contiguous(memory_format=torch.channels_last)
    with torch.autocast(device.type, torch.bfloat16):
        d = model(x0 + sigma.view(-1, 1, 1, 1) * noise, sigma)
    value = loss(d, x0, sigma)
    return value.item(), torch.autograd.grad(value, parameters)


@torch.no_grad()
def validation(model: Denoiser, x0: torch.Tensor) -> list[float]:
    """Mean PSNR at each of LEVELS, in dB of the range 2, with noise that is the same at every call."""
    out = []
    for sigma in LEVELS:
        noise = torch.randn(x0.shape, generator=torch.Generator().manual_seed(int(sigma * 1000)))
        with torch.autocast(x0.device.type, torch.bfloat16):
            d = torch.cat([model(c, torch.full((len(c),), sigma, device=c.device))
                           for c in (x0 + sigma * noise.to(x0.device)).split(8)])
        out.append(float((10 * torch.log10(4 / (d.clamp(-1, 1) - x0).square().mean((1, 2, 3)))).mean()))
    return out


class Clock:
    """How far the session is, from 0 to 1, by steps or by minutes; a session cut short in its decay goes on where it was."""

    def __init__(self, steps: int | None, minutes: float | None, decay: float, begin: float):
        self.steps, self.minutes, self.decay, self.begin = steps, minutes, decay, begin
        self.start = time.time()

    def progress(self, step: int) -> float:
        if self.steps:
            return step / self.steps
        return self.begin + (1 - self.begin) * (time.time() - self.start) / 60 / self.minutes

    def decay_now(self, step: int) -> None:
        """The decay takes what is left of the session."""
        self.decay = max(1e-6, 1 - self.progress(step))

    def rate(self, progress: float) -> float:
        """The learning rate's factor."""
        return min(1.0, max(0.0, (1 - progress) / self.decay))


def main() -> None:
    parser = argparse.ArgumentParser()
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--steps", type=int, help="total steps")
    length.add_argument("--minutes", type=float, help="length of this session")
    parser.add_argument("--decay", type=float, default=0.25, help="share of the session in which the rate falls")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--adamw", action="store_true", help="AdamW for the convolutions too, not Muon")
    parser.add_argument("--parts", type=int, default=2, help="parts of a step, each on its own thread of the processor")
    parser.add_argument("--crops", type=int, default=1, help="so many times more crops in a part")
    parser.add_argument("--every", type=int, default=500, help="steps between validations")
    parser.add_argument("--portraits", action="store_true", help="on portraits instead of photographs")
    parser.add_argument("--states", action="store_true",
                        help="most steps on what pnp hands to the denoiser while it enlarges (states.py), not on white noise; processor only")
    parser.add_argument("--start", type=Path, help="checkpoint whose weights a first session begins with")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--out", type=Path, default=Path("runs/photo"))
    args = parser.parse_args()
    warn_allocator()
    device = torch.device(args.device)

    if args.portraits:
        crops = upright.crops
        held = tensor(upright.held(32)).to(device)
    else:
        patches = photos.split("train")[0]
        crops = partial(photos.crops, patches)
        held = tensor(photos.spread(*photos.split("validation"), 32)[:, 32:128, 32:128]).to(device)
    torch.manual_seed(1)
    model = Denoiser().to(device, memory_format=torch.channels_last)
    average = Average(model, 0.999)
    matrices = [] if args.adamw else [p for n, p in model.named_parameters() if p.ndim == 4 and n.startswith(("up", "down"))]
    others = [p for p in model.parameters() if all(p is not q for q in matrices)]
    optimisers = [torch.optim.AdamW(others, lr=args.rate, weight_decay=1e-4, betas=(0.9, 0.99))]
    if matrices:
        optimisers.append(Muon(matrices, lr=args.rate, weight_decay=1e-4))

    stable, decayed, signal = args.out / "stable.pt", args.out / "decayed.pt", args.out / "decay"
    step, begin, decay, seconds = 0, 0.0, args.decay, 0.0
    state = load(stable) if stable.exists() else None
    if decayed.exists():
        late = load(decayed)
        if late["progress"] < 1:
            state, begin, decay = late, late["progress"], late["decay"]
        del late
    if not state and args.start:
        weights = load(args.start)["average"]
        model.load_state_dict(weights)
        average.model.load_state_dict(weights)
    if state:
        model.load_state_dict(state["model"])
        average.model.load_state_dict(state["average"])
        for optimiser, saved in zip(optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        step, seconds = state["step"], state["seconds"]
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, from step {step}", flush=True)
    parameters = list(model.parameters())
    pool = ThreadPoolExecutor(args.parts)
    clock = Clock(args.steps, args.minutes, decay, begin)
    on_way = [States(pictures(crops, np.random.default_rng((step, k))), STATES, np.random.default_rng((step, k, 1)))
              for k in range(args.parts)] if args.states else []
    decaying, began, saved, total, seen = begin > 0, time.time(), time.time(), [0.0, 0.0], [0, 0]

    def keep(path: Path, progress: float) -> None:
        save(path, step=step, model=model.state_dict(), average=average.model.state_dict(), settings=model.settings,
             optimisers=[o.state_dict() for o in optimisers], seconds=seconds + time.time() - began, progress=progress,
             decay=clock.decay)

    while True:
        progress = clock.progress(step)
        if not decaying and (signal.exists() or progress >= 1 - clock.decay):
            if signal.exists():
                signal.unlink()
                clock.decay_now(step)
            keep(stable, 0.0)
            decaying = True
            print(f"step {step} decay begins", flush=True)
        if progress >= 1:
            break
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = args.rate * min(1, (step + 1) / 200) * clock.rate(progress)
        solving = len(on_way) > 0 and step % WHITE > 0
        if solving:
            parts = list(pool.map(lambda states: state_part(model, parameters, states), on_way))
        else:
            size, count = (LATE_CROPS if decaying and not args.portraits else CROPS)[step // (WHITE if on_way else 1) % 2]
            parts = list(pool.map(lambda k: part(model, parameters, crops, size, count * args.crops, (step, k), device), range(args.parts)))
        for p, *gradients in zip(parameters, *(g for _, g in parts)):
            p.grad = sum(gradients) / args.parts
        norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        for optimiser in optimisers:
            optimiser.step()
        average.update(model, step)
        total[solving] += sum(v for v, _ in parts) / args.parts
        seen[solving] += 1
        step += 1
        if step % args.every == 0:
            print(f"step {step} loss {' '.join(f'{t / n:.4f}' for t, n in zip(total, seen) if n)} norm {float(norm):.2f} validation "
                  + " ".join(f"{v:.2f}" for v in validation(average.model, held)) + f" {time.time() - began:.0f} s", flush=True)
            total, seen = [0.0, 0.0], [0, 0]
        if time.time() - saved > 150:
            keep(decayed if decaying else stable, progress if decaying else 0.0)
            saved = time.time()
    keep(decayed, 1.0)
    print(f"step {step} done " + " ".join(f"{v:.2f}" for v in validation(average.model, held)), flush=True)


if __name__ == "__main__":
    main()
