"""The tasks as the command line runs them: measurements by `psld degrade`, restorations by `psld restore`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

PSLD = Path(__file__).resolve().parents[2] / "psld"
TASKS = ("sr4", "inpaint-box", "inpaint-random", "deblur-gaussian", "deblur-motion", "denoise")
SIGMA = {"denoise": 0.2}


def sigma(task: str) -> float:
    """Standard deviation of the measurement's noise, in units of [-1, 1]."""
    return SIGMA.get(task, 0.05)


def degrade(task: str, clean: Path, names: list[str], measured: Path) -> None:
    """Makes the measurements that are not there yet; masks and kernels come to lie beside them."""
    files = [clean / f"{n}.png" for n in names if not (measured / f"{n}.png").exists()]
    if files:
        run("degrade", *files, "-o", measured / "", "--task", task, "--sigma-y", sigma(task))


def restore(task: str, measured: Path, names: list[str], made: Path, *flags: object) -> list[dict]:
    """Restores those that have no report yet and gives the reports of all, in the order of the names."""
    files = [measured / f"{n}.png" for n in names if not (made / f"{n}.json").exists()]
    if files:
        made.mkdir(parents=True, exist_ok=True)
        run("restore", *files, "-o", made, "--task", task, "--sigma-y", sigma(task), "--overwrite", *flags)
    return [json.loads((made / f"{n}.json").read_text()) for n in names]


def run(*words: object) -> None:
    subprocess.run([PSLD, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
