"""Writes what the text encoders of the small SDXL pipeline make of a prompt: python make_prompts.py ../../src/test/resources/golden/pipelines

ONNX Runtime on the pipeline's own graphs, with the token numbers of transformers: the last hidden states but one, side by side, and the
pooled text of the second encoder.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime
from transformers import CLIPTokenizer

PROMPT = "an old woman, it's a red hat! 東京 42"


def encoded(folder: Path, suffix: str) -> dict[str, np.ndarray]:
    tokenizer = CLIPTokenizer.from_pretrained(folder / f"tokenizer{suffix}")
    session = onnxruntime.InferenceSession(folder / f"text_encoder{suffix}" / "model.onnx", providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()
    ids = np.array([tokenizer(PROMPT, padding="max_length", max_length=77, truncation=True).input_ids])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {given.name: ids.astype("int64" if given.type == "tensor(int64)" else "int32")})))


def array(values: np.ndarray) -> str:
    return base64.b64encode(values.astype("<f4").tobytes()).decode()


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch, zipfile.ZipFile(folder / "sdxl.zip") as archive:
        archive.extractall(scratch)
        one, two = (encoded(Path(scratch), suffix) for suffix in ("", "_2"))
    context = np.concatenate([made["penultimate_hidden_state"] for made in (one, two)], -1)
    numbers = {"prompt": PROMPT, "context": array(context), "pooled": array(two["text_embeds"])}
    (folder / "sdxl-prompt.json").write_text(json.dumps(numbers, separators=(",", ":")) + "\n", encoding="ascii")
    print({name: value.shape for name, value in one.items()}, {name: value.shape for name, value in two.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
