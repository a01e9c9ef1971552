"""Golden values of the noise schedule and of DDIM steps from diffusers, which nobody of this project wrote.

    pip install diffusers
    python export/golden/make_schedule.py src/test/resources/golden/schedule

diffusers' "leading" timesteps with an offset of 1, clipping off and ā_0 as the last ā are what the authors of PSLD run.
Its own ā are products in single precision; the steps are repeated with ours in double, which must agree with them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from diffusers import DDIMScheduler

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))

from schedule import END, START, STEPS  # noqa: E402

SIZE = 16


def scheduler(kind: str, steps: int, start: float = START, end: float = END) -> DDIMScheduler:
    made = DDIMScheduler(num_train_timesteps=STEPS, beta_start=start, beta_end=end, beta_schedule=kind, clip_sample=False,
                         set_alpha_to_one=False, steps_offset=1, timestep_spacing="leading", prediction_type="epsilon")
    made.set_timesteps(steps)
    return made


def noise(z: torch.Tensor, t: int) -> torch.Tensor:
    """What stands in for a net: ε = (z + cos(t/100))/2."""
    return (z + torch.cos(torch.tensor(t / 100.0, dtype=z.dtype))) / 2


def trajectory(steps: int, eta: float, start: torch.Tensor, fresh: torch.Tensor) -> dict:
    """All latents of a DDIM run; `fresh` is the noise of every step, turned by one place a step."""
    made = scheduler("scaled_linear", steps)
    made.alphas_cumprod, made.final_alpha_cumprod = made.alphas_cumprod.double(), made.final_alpha_cumprod.double()
    z, latents = start, []
    for k, t in enumerate(made.timesteps.tolist()):
        z = made.step(noise(z, t), t, z, eta=eta, variance_noise=fresh.roll(k)).prev_sample
        latents.append(z.tolist())
    return {"steps": steps, "eta": eta, "timesteps": made.timesteps.tolist(), "start": start.tolist(), "fresh": fresh.tolist(),
            "latents": latents}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(3)
    start, fresh = ((torch.randn(SIZE, generator=generator) * 1024).round().double() / 1024 for _ in range(2))
    schedules = []
    for name, kind, low, high in (("scaled-linear", "scaled_linear", START, END), ("scaled-linear", "scaled_linear", 0.00085, 0.012),
                                  ("linear", "linear", 1e-4, 0.02), ("cosine", "squaredcos_cap_v2", 1e-4, 0.02)):
        a = scheduler(kind, 100, low, high).alphas_cumprod
        schedules.append({"kind": name, "start": low, "end": high, "every": 37, "alphaBar": a[::37].double().tolist()})
    runs = [trajectory(steps, eta, start, fresh) for steps, eta in ((10, 0.0), (20, 0.0), (10, 0.6))]
    (folder / "diffusers.json").write_text(json.dumps({"schedules": schedules, "runs": runs}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
