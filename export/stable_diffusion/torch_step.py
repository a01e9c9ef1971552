"""Seconds and memory of one PSLD step of Stable Diffusion 1.5 in PyTorch, eager and compiled: what psld's steps stand beside.

    python export/stable_diffusion/torch_step.py [--size 512] [--half] [--steps 3] [--eager]

Random weights (make.py). On the card where there is one, else on the CPU. The step is that of gradient.py, its nets held at once.
"""

import argparse
import time

import make
import torch

ALPHA_BAR, TIMESTEP = 0.4, 400


def step(nets, z_t, context, y, mask):
    """The gradient of data and gluing term at z_t, by one backward pass."""
    z_t = z_t.detach().requires_grad_()
    time_step = torch.tensor([TIMESTEP], device=z_t.device)
    z0 = (z_t - (1 - ALPHA_BAR) ** 0.5 * nets["unet"](z_t, time_step, context)) / ALPHA_BAR**0.5
    x = nets["decoder"](z0 / make.SCALE)
    mean = nets["encoder"](mask * y + (1 - mask) * x)[0]
    loss = (mask * (x - y)).float().square().sum() + (z0 - make.SCALE * mean).float().square().sum()
    return torch.autograd.grad(loss, z_t)[0]


def measured(name, nets, given, steps, device):
    if device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    step(nets, *given)  # takes memory, compiles
    seconds = []
    for _ in range(steps):
        if device == "cuda":
            torch.cuda.synchronize()
        began = time.perf_counter()
        found = step(nets, *given)
        if device == "cuda":
            torch.cuda.synchronize()
        seconds.append(time.perf_counter() - began)
    memory = f", {torch.cuda.max_memory_allocated() / 1e9:.2f} GB of the card" if device == "cuda" else ""
    print(f"{name}: {min(seconds):.3f} s a step{memory}, gradient finite: {bool(found.isfinite().all())}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--half", action="store_true")
    parser.add_argument("--eager", action="store_true", help="leave the compiled one out")
    given = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    kind = torch.float16 if given.half else torch.float32
    nets = {name: make.net(name).to(device, kind) for name in make.OUTPUTS}
    draw = torch.Generator().manual_seed(21)
    normal = lambda *shape: torch.randn(shape, generator=draw).to(device, kind)
    size = given.size
    mask = torch.ones(1, 3, size, size, device=device, dtype=kind)
    mask[:, :, size // 4:size // 2, size // 4:size // 2] = 0
    inputs = normal(1, 4, size // 8, size // 8), normal(1, make.TOKENS, make.WIDTH), normal(1, 3, size, size).tanh(), mask
    measured("eager", nets, inputs, given.steps, device)
    if not given.eager:
        measured("compiled", {name: torch.compile(net) for name, net in nets.items()}, inputs, given.steps, device)


if __name__ == "__main__":
    main()
