"""Golden latents of the Java sampler's parity test: the reference in double precision over a bundle's own weights.

    python export/golden/make_parity.py                      # runs the reference twice, in double and in single precision
    mvn -Pparity test && python export/golden/make_parity.py --compare target/parity

The first command writes src/test/resources/golden/parity: the noise, the measurements, the settings, and the latents after
some steps; do it again whenever onnx/portrait64 holds other weights. The second says how far Java and PyTorch in single
precision are from double precision, and from each other, after steps 1, 10, 50 and the last.

All noise is cut out of one file of N signed 16-bit numbers, which count in 1/8192. Draw k = 0, 1, … of a purpose takes as
element i the number at (OFFSET + (k + 1)·i) mod N; N is prime, so that a draw of up to N elements repeats nothing.
Latents are stored as signed 24-bit fractions of the largest, measurements as signed bytes that count in 1/100.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "portrait"))

from operators import operator  # noqa: E402
from reference_psld import Measurement, Model, Noise, Settings, motion_kernel, sample  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "src" / "test" / "resources" / "golden" / "parity"
COUNT = 16411
OFFSETS = {"start": 0, "step": 3001, "measurement": 6007, "encoder": 9001}
TASKS = ("inpaint-random", "inpaint-box", "sr4", "deblur-gaussian", "deblur-motion")
PRECISIONS = {"float64": torch.float64, "float32": torch.float32}


def noise_file() -> np.ndarray:
    """N normal numbers in units of 1/8192."""
    drawn = np.random.default_rng(20261125).standard_normal(COUNT)
    return np.clip(np.round(drawn * 8192), -32767, 32767).astype("<i2")


def injected(stored: np.ndarray) -> Noise:
    """The file's numbers, by the rule above; every purpose counts its own draws."""
    draws = dict.fromkeys(OFFSETS, 0)

    def noise(purpose: str, like: torch.Tensor) -> torch.Tensor:
        draws[purpose] += 1
        places = (OFFSETS[purpose] + draws[purpose] * np.arange(like.numel())) % COUNT
        return torch.from_numpy(stored[places] / 8192).to(like.dtype).view(like.shape)

    return noise


def case(index: int, task: str) -> dict:
    """Mask or kernel of a task, and y = A x + 0.05·ξ of a portrait that the model drew; ξ is everywhere, holes included."""
    random = np.random.default_rng(index)
    made: dict = {}
    if task == "inpaint-random":
        made["mask"] = np.ones(64 * 64, np.uint8)
        made["mask"][random.permutation(64 * 64)[: int(0.6 * 64 * 64)]] = 0
    if task == "inpaint-box":
        made["mask"] = np.ones((64, 64), np.uint8)
        made["mask"][14:42, 19:47] = 0
    if task == "deblur-motion":
        weights = motion_kernel().numpy()
        grey = np.round(weights / weights.max() * 255).astype(int)
        made["grey"], made["kernel"] = grey, (grey / grey.sum()).astype(np.float32)
    file = ROOT / "samples" / "portraits" / f"portrait{1 + index % 4}.png"
    x = torch.from_numpy(np.asarray(Image.open(file).convert("RGB")) / 127.5 - 1).permute(2, 0, 1)[None]
    y = measured(task, "AUTHOR", made, torch.float64).forward(x).numpy()
    made["y"] = np.clip(np.round(100 * (y + 0.05 * random.standard_normal(y.shape))), -127, 127).astype(np.int8)
    return made


def measured(task: str, lift: str, made: dict, dtype: torch.dtype) -> Measurement:
    return operator(task, lift, dtype, mask=made.get("mask"), kernel=made.get("kernel"))


def runs() -> list[dict]:
    """What is compared: the authors' settings (A.5) for every task, the shipped presets, the two relatives on one task."""
    author = {"method": "psld", "mode": "author", "lift": "AUTHOR", "steps": 100, "start": 1.0, "clip": 0.0, "sigma": 0.05}
    presets = json.loads((ROOT / "config" / "presets.json").read_text())
    planned = []
    for task in TASKS:
        gamma, omega = (0.01, 0.1) if task == "inpaint-box" else (0.1, 1.0)
        planned.append({"name": f"author-{task}", "task": task, **author, "gamma": gamma, "omega": omega,
                        "recorded": [1, 10, 50, 100]})
    for method in ("gml-dps", "latent-dps"):
        planned.append({"name": f"author-{method}", "task": "inpaint-random", **author, "method": method,
                        "gamma": 0.1, "omega": 1.0, "recorded": [10, 100]})
    for task in TASKS:
        shipped = {k: presets[task][k] for k in ("lift", "steps", "gamma", "omega", "start", "clip")}
        planned.append({"name": f"stable-{task}", "task": task, **author, "mode": "stable", **shipped,
                        "recorded": [10, presets[task]["steps"]]})
    return planned


def trajectory(model: Model, run: dict, made: dict, stored: np.ndarray, dtype: torch.dtype) -> np.ndarray:
    """All latents of a run, one row a step."""
    settings = Settings(**{k: run[k] for k in ("method", "mode", "steps", "gamma", "omega", "start", "clip", "sigma")})
    y = torch.from_numpy((made["y"] / 100.0).astype(np.float32)).to(dtype)
    rows: list[np.ndarray] = []
    sample(model, measured(run["task"], run["lift"], made, dtype), y, settings, injected(stored),
           lambda z: rows.append(z.detach().double().numpy().ravel()))
    return np.array(rows)


def packed(z: np.ndarray, scale: float) -> bytes:
    """Signed 24-bit fractions of `scale`, low byte first."""
    whole = np.round(z / scale * (2**23 - 1)).astype("<i4")
    return whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def write(cases: dict[str, dict], planned: list[dict], latents: dict[str, np.ndarray], stored: np.ndarray) -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    (GOLDEN / "noise.bin").write_bytes(stored.tobytes())
    tasks, listed = {}, []
    for task, made in cases.items():
        (GOLDEN / f"{task}.y").write_bytes(made["y"].tobytes())
        tasks[task] = {"shape": list(made["y"].shape)}
        if "mask" in made:
            tasks[task]["mask"] = np.packbits(made["mask"]).tobytes().hex()
        if "grey" in made:
            tasks[task]["kernel"] = made["grey"].astype(np.uint8).tobytes().hex()
    for run in planned:
        z = latents[run["name"]]
        scales = [float(np.abs(z[s - 1]).max()) for s in run["recorded"]]
        (GOLDEN / f"{run['name']}.z").write_bytes(b"".join(packed(z[s - 1], c) for s, c in zip(run["recorded"], scales)))
        listed.append({**run, "scales": scales})
    text = json.dumps({"noise": {"count": COUNT, "offsets": OFFSETS}, "tasks": tasks, "runs": listed}, indent=1)
    (GOLDEN / "parity.json").write_text(text + "\n")


def furthest(got: np.ndarray, want: np.ndarray) -> str:
    """max|Δ|/max|want| and ‖Δ‖/‖want‖."""
    gap = got - want
    return f"{np.abs(gap).max() / np.abs(want).max():8.1e} {np.linalg.norm(gap) / np.linalg.norm(want):8.1e}"


def compare(planned: list[dict], kept: Path, java: Path | None) -> None:
    """The table of distances; columns are pairs of max|Δ|/max|want| and ‖Δ‖/‖want‖."""
    print(f"{'run':24} {'step':>4} {'torch32 - torch64':>18}" + (f" {'java - torch64':>18} {'java - torch32':>18}" if java else ""))
    for run in planned:
        fine, coarse = (np.load(kept / f"{run['name']}.{p}.npy") for p in PRECISIONS)
        ours = np.fromfile(java / f"{run['name']}.f32", "<f4").reshape(fine.shape).astype(np.float64) if java else None
        for step in sorted({1, 10, 50, run["steps"]} & set(range(1, len(fine) + 1))):
            line = f"{run['name']:24} {step:4} {furthest(coarse[step - 1], fine[step - 1]):>18}"
            if ours is not None:
                line += f" {furthest(ours[step - 1], fine[step - 1]):>18} {furthest(ours[step - 1], coarse[step - 1]):>18}"
            print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, default=ROOT / "onnx" / "portrait64")
    parser.add_argument("--keep", type=Path, default=ROOT / "export" / "runs" / "parity", help="where whole trajectories are kept")
    parser.add_argument("--compare", type=Path, help="target/parity of the Java run: only prints the table")
    parser.add_argument("--only", nargs="*", default=[], help="names of runs; nothing is written to the golden folder then")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.compare:
        compare(json.loads((GOLDEN / "parity.json").read_text())["runs"], args.keep, args.compare)
        return
    planned = [run for run in runs() if not args.only or run["name"] in args.only]
    args.keep.mkdir(parents=True, exist_ok=True)
    stored, cases, latents = noise_file(), {task: case(i, task) for i, task in enumerate(TASKS)}, {}
    for precision, dtype in PRECISIONS.items():
        model = Model.of_bundle(args.bundle, dtype)
        for run in planned:
            z = trajectory(model, run, cases[run["task"]], stored, dtype)
            np.save(args.keep / f"{run['name']}.{precision}.npy", z)
            latents.setdefault(run["name"], z)
            print(f"{run['name']} in {precision}: largest latent after steps 1 and last {np.abs(z[0]).max():.3g} {np.abs(z[-1]).max():.3g}", flush=True)
    compare(planned, args.keep, None)
    if not args.only:
        write(cases, planned, latents, stored)


if __name__ == "__main__":
    main()
