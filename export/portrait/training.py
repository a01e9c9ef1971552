"""What both trainings share: averaged weights, the learning-rate curve, checkpoints that resume exactly."""

from __future__ import annotations

import copy
import math
import os
from pathlib import Path

import torch
from torch import nn

# The glibc thresholds that keep torch from giving every large block back to the system (see the README of this folder).
MALLOC = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "4294967296", "MALLOC_TOP_PAD_": "268435456"}


def warn_allocator() -> None:
    """Says which environment variables make training two to ten times faster, when they are not set."""
    if any(os.environ.get(k) != v for k, v in MALLOC.items()):
        print("faster with: " + " ".join(f"{k}={v}" for k, v in MALLOC.items()), flush=True)


class Average:
    """Exponential moving average of a module's parameters; slower to forget as the steps go on."""

    def __init__(self, model: nn.Module, decay: float):
        self.model = copy.deepcopy(model).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        for ours, theirs in zip(self.model.parameters(), model.parameters()):
            ours.lerp_(theirs, 1 - decay)


def adamw(model: nn.Module, rate: float, decay: float) -> torch.optim.AdamW:
    """The optimiser of all trainings here."""
    return torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay, betas=(0.9, 0.99))


def descend(loss: torch.Tensor, model: nn.Module, optimiser: torch.optim.Optimizer, average: Average, step: int) -> None:
    """One step of a training along the gradient of a loss, cut to length 1."""
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    average.update(model, step)


def cosine(step: int, steps: int, warm: int = 50, floor: float = 0.01) -> float:
    """The learning rate's factor: a linear rise over `warm` steps, then half a cosine down to `floor`."""
    if step < warm:
        return (step + 1) / warm
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def save(path: Path, **state: object) -> None:
    """Writes a checkpoint beside its name and renames it, so that a killed training never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, path.with_suffix(".tmp"))
    os.replace(path.with_suffix(".tmp"), path)


def load(path: Path) -> dict:
    """A checkpoint written by `save`."""
    return torch.load(path, map_location="cpu", weights_only=False)


def save_run(path: Path, step: int, model: nn.Module, average: Average, optimiser: torch.optim.Optimizer, **more: object) -> None:
    """Everything that `resume` needs to go on exactly, and what else the readers of the checkpoint want."""
    save(path, step=step, model=model.state_dict(), average=average.model.state_dict(), optimiser=optimiser.state_dict(),
         random=torch.get_rng_state(), **more)


def resume(path: Path, model: nn.Module, average: Average, optimiser: torch.optim.Optimizer) -> int:
    """Takes up a run saved by `save_run` and gives the step it stopped at; 0 where there is none."""
    if not path.exists():
        return 0
    state = load(path)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    average.model.load_state_dict(state["average"])
    torch.set_rng_state(state["random"])
    return state["step"]
