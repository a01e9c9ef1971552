"""Small pipelines shaped like Stable Diffusion, with random weights, as exporters lay them out, and what diffusers and autograd make of them.

    python export/golden/make_pipelines.py            # writes src/test/resources/golden/pipelines
    python export/golden/make_pipelines.py --only taesd

NAME.zip is a source for `psld models add`; NAME.json has inputs, outputs and input gradients of the nets in double precision, and the latents of
PSLD steps by golden/reference_psld.py (arrays: little-endian float32 in base64).

  sd      by export/stable_diffusion/export_onnx.py: ε, scaled linear β, mean and log-variance as one output, float32
  sd2     as diffusers' own conversion script lays out: a sampled encoder, int64 timesteps, int32 tokens, v, linear projections, trained β,
          a shift factor, every weight of the UNet in a file of its own
  sdxl    two text encoders, pooled text and time ids
  half    sd in float16
  taesd   no pipeline, but a small decoder (AutoencoderTiny) for the latents of sd; its steps are by it, the last two by sd's own
"""

from __future__ import annotations

import argparse
import base64
import copy
import json
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL, AutoencoderTiny, DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stable_diffusion"))

import export_onnx  # noqa: E402
import reference_psld  # noqa: E402
from make_parity import injected, noise_file  # noqa: E402
from reference_psld import Measurement, Settings, sample  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "src" / "test" / "resources" / "golden" / "pipelines"
SIZE, TOKENS, WIDTH = 16, 77, 8
EPOCH = (2020, 1, 1, 0, 0, 0)


def rounded(net: torch.nn.Module) -> torch.nn.Module:
    """Weights that half precision holds exactly, larger than a fresh net's, so that its layers matter."""
    for p in net.parameters():
        p.data = (p.data + 0.1 * torch.randn_like(p)).half().float()
    return net.eval().requires_grad_(False)


class Pipeline:
    """What diffusers' pipelines have, as far as export_onnx.py asks."""

    def __init__(self, seed: int, large: bool = False, linear: bool = False, shift: float | None = None, **schedule):
        torch.manual_seed(seed)
        more = {}
        if large:
            more = dict(addition_embed_type="text_time", addition_time_embed_dim=2, projection_class_embeddings_input_dim=6 * 2 + WIDTH)
        self.context = 2 * WIDTH if large else WIDTH
        self.unet = rounded(UNet2DConditionModel(
            sample_size=SIZE // 2, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(4, 8), norm_num_groups=2,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            cross_attention_dim=self.context, attention_head_dim=2, use_linear_projection=linear, **more))
        self.vae = rounded(AutoencoderKL(
            block_out_channels=(4, 8), norm_num_groups=2, layers_per_block=1, latent_channels=4, sample_size=SIZE,
            down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
            scaling_factor=0.13025 if large else 0.18215, shift_factor=shift))
        text = dict(hidden_size=WIDTH, intermediate_size=12, num_attention_heads=2, num_hidden_layers=2, vocab_size=518, max_position_embeddings=TOKENS,
                    bos_token_id=0, eos_token_id=2, pad_token_id=1, projection_dim=WIDTH)
        self.text_encoder = rounded(CLIPTextModel(CLIPTextConfig(**text)))
        self.text_encoder_2 = rounded(CLIPTextModelWithProjection(CLIPTextConfig(**text | {"hidden_act": "gelu"}))) if large else None
        self.scheduler = DDIMScheduler(clip_sample=False, set_alpha_to_one=False, steps_offset=1, **schedule)
        self.large = large
        self.shift = shift or 0.0

    @property
    def scale(self) -> float:
        return self.vae.config.scaling_factor


def tokenizer(folder: Path, pad: str) -> None:
    """Bytes, a few merges and the special tokens: what CLIP's tokenizer is made of, smaller. Padding is given by its word."""
    folder.mkdir(parents=True)
    alphabet = [chr(b) if 33 <= b <= 126 or 161 <= b <= 172 or 174 <= b else None for b in range(256)]
    spare = iter(range(256, 512))
    alphabet = [c or chr(next(spare)) for c in alphabet]
    vocabulary = {"<|startoftext|>": 0, "!": 1, "<|endoftext|>": 2}
    for word in [c + end for end in ("", "</w>") for c in alphabet] + ["lo", "low</w>", "er</w>"]:
        vocabulary.setdefault(word, len(vocabulary))
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\nl o\nlo w</w>\ne r</w>\n", "utf-8")
    words = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": pad}
    (folder / "special_tokens_map.json").write_text(json.dumps(words, indent=2))
    (folder / "tokenizer_config.json").write_text(json.dumps(words | {"model_max_length": TOKENS, "tokenizer_class": "CLIPTokenizer"}, indent=2))


def describe(pipeline: Pipeline, out: Path, kind: str) -> None:
    pipeline.scheduler.save_pretrained(out / "scheduler")
    index = {"_class_name": kind, "scheduler": ["diffusers", "DDIMScheduler"], "tokenizer": ["transformers", "CLIPTokenizer"],
             "text_encoder": ["transformers", "CLIPTextModel"], "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}
    (out / "model_index.json").write_text(json.dumps(index, indent=2))


def by_script(pipeline: Pipeline, out: Path) -> None:
    """export_onnx.py's layout, which is optimum's."""
    export_onnx.export(pipeline, out)
    describe(pipeline, out, "StableDiffusionXLPipeline" if pipeline.large else "StableDiffusionPipeline")
    tokenizer(out / "tokenizer", "<|endoftext|>")
    if pipeline.large:
        tokenizer(out / "tokenizer_2", "!")


class Sampled(torch.nn.Module):
    def __init__(self, vae: torch.nn.Module):
        super().__init__()
        self.vae = vae

    def forward(self, sample: torch.Tensor) -> torch.Tensor:
        return self.vae.encode(sample).latent_dist.sample()


def by_conversion(pipeline: Pipeline, out: Path) -> None:
    """The layout of diffusers' conversion script: other names and types, no configurations of the nets."""
    every = dict(enumerate(("batch", "channels", "height", "width")))
    write = export_onnx.write
    write(Sampled(pipeline.vae), {"sample": torch.randn(1, 3, SIZE, SIZE)}, {"latent_sample": {}}, {"sample": every}, out / "vae_encoder")
    write(export_onnx.Decoder(pipeline.vae), {"latent_sample": torch.randn(1, 4, 8, 8)}, {"sample": {}}, {"latent_sample": every}, out / "vae_decoder")
    text = {"input_ids": {0: "batch", 1: "sequence"}}
    write(pipeline.text_encoder, {"input_ids": torch.zeros(1, TOKENS, dtype=torch.int32)}, {"last_hidden_state": {}, "pooler_output": {}}, text, out / "text_encoder")
    write(export_onnx.Predictor(pipeline.unet), {"sample": torch.randn(2, 4, 8, 8), "timestep": torch.tensor([0, 1]), "encoder_hidden_states": torch.randn(2, TOKENS, WIDTH)},
          {"out_sample": {}}, {"sample": every, "timestep": {0: "batch"}, "encoder_hidden_states": {0: "batch", 1: "sequence"}}, out / "unet")
    unet = onnx.load(out / "unet" / "model.onnx")
    for n, tensor in enumerate(t for t in unet.graph.initializer if len(t.raw_data) >= 64):
        onnx.external_data_helper.set_external_data(tensor, f"weight{n:03}")
    onnx.save_model(unet, out / "unet" / "model.onnx")
    describe(pipeline, out, "OnnxStableDiffusionPipeline")
    tokenizer(out / "tokenizer", "!")
    # Without a configuration the usual numbers hold; these are not.
    (out / "vae_decoder" / "config.json").write_text(json.dumps({"scaling_factor": pipeline.scale, "shift_factor": pipeline.shift}))


def in_half(pipeline: Pipeline, out: Path) -> None:
    by_script(pipeline, out)
    nets = {"vae_encoder": (export_onnx.Encoder(pipeline.vae), {"sample": torch.randn(1, 3, SIZE, SIZE)}, "latent_parameters"),
            "vae_decoder": (export_onnx.Decoder(pipeline.vae), {"latent_sample": torch.randn(1, 4, 8, 8)}, "sample"),
            "unet": (export_onnx.Predictor(pipeline.unet), {"sample": torch.randn(1, 4, 8, 8), "timestep": torch.tensor([1]), "encoder_hidden_states": torch.randn(1, TOKENS, WIDTH)}, "out_sample"),
            "text_encoder": (export_onnx.Text(pipeline.text_encoder, False, False), {"input_ids": torch.zeros(1, TOKENS, dtype=torch.long)}, "last_hidden_state")}
    for name, (net, given, output) in nets.items():
        halves = {k: v.half() if v.is_floating_point() else v for k, v in given.items()}
        export_onnx.write(net.half(), halves, {output: {0: "batch"}}, {k: {0: "batch"} for k in given}, out / name)
        net.float()


def array(x: torch.Tensor | np.ndarray) -> str:
    return base64.b64encode(np.asarray(x.detach() if isinstance(x, torch.Tensor) else x, "<f4").tobytes()).decode()


def drawn(seed: int, *shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64).float().double()


class Reference:
    """The nets in the sampler's units, as golden/reference_psld.py asks for them."""

    def __init__(self, pipeline: Pipeline):
        self.pipeline, self.vae, self.unet = pipeline, pipeline.vae.double(), pipeline.unet.double()
        ids = torch.zeros(1, TOKENS, dtype=torch.long)
        ids[0, 1] = 2
        first, second = ids.clone(), ids.clone()
        first[0, 2:], second[0, 2:] = 2, 1
        self.text = pipeline.text_encoder.double()
        self.more = None
        if pipeline.large:
            hidden = self.text(first, output_hidden_states=True).hidden_states[-2]
            out = pipeline.text_encoder_2.double()(second, output_hidden_states=True)
            self.context = torch.cat([hidden, out.hidden_states[-2]], -1)
            self.more = {"text_embeds": out.text_embeds, "time_ids": torch.tensor([[SIZE, SIZE, 0, 0, SIZE, SIZE]], dtype=torch.float64)}
        else:
            self.context = self.text(first if pipeline.pads else second).last_hidden_state
        self.velocity = pipeline.scheduler.config.prediction_type == "v_prediction"

    def predict(self, z: torch.Tensor, t: int) -> torch.Tensor:
        return self.unet(z, torch.tensor([t]), self.context, added_cond_kwargs=self.more, return_dict=False)[0]

    def noise(self, z: torch.Tensor, a: float, t: int) -> torch.Tensor:
        out = self.predict(z, t)
        return a**0.5 * out + (1 - a) ** 0.5 * z if self.velocity else out

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.vae.decode(z / self.pipeline.scale + self.pipeline.shift, return_dict=False)[0]

    def encode(self, x: torch.Tensor, zeta: torch.Tensor | None = None) -> torch.Tensor:
        return self.pipeline.scale * (self.vae.encode(x).latent_dist.mean - self.pipeline.shift)


class Guided(Reference):
    """Observes by a small decoder in the first steps, and by its own in the others; counts the steps that it is told of."""

    def __init__(self, pipeline: Pipeline, tiny: AutoencoderTiny, first: int):
        super().__init__(pipeline)
        self.tiny, self.first, self.done = tiny.double(), first, 0

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.tiny.decode(z, return_dict=False)[0] if self.done < self.first else super().decode(z)


def small_decoder(pipeline: Pipeline) -> None:
    """taesd.zip and taesd.json; gradients are by the latents of sd's bundle, 1/s of those that the small decoder takes."""
    torch.manual_seed(5)
    tiny = rounded(AutoencoderTiny(
        encoder_block_out_channels=(8, 8), decoder_block_out_channels=(8, 8), num_encoder_blocks=(1, 1), num_decoder_blocks=(1, 1)))
    with tempfile.TemporaryDirectory() as scratch:
        export_onnx.export_tiny(tiny, Path(scratch))
        pack(Path(scratch), GOLDEN / "taesd.zip")
    steps, last = 4, 2
    guided = Guided(pipeline, tiny, steps - last)
    z = drawn(9, 1, 4, SIZE // 2, SIZE // 2).requires_grad_(True)
    x = guided.tiny.decode(pipeline.scale * z, return_dict=False)[0]
    c = drawn(10, *x.shape)
    gradient, = torch.autograd.grad(x, z, c)
    made = {"guide-decoder": {"input": array(z), "outputs": [array(x)], "cotangents": [array(c)], "gradient": array(gradient)}}
    latents: list[torch.Tensor] = []

    def record(latent: torch.Tensor) -> None:
        latents.append(latent)
        guided.done += 1

    made["psld"] = {**run(guided, pipeline, steps, record), "fullDecoderSteps": last, "latents": [array(z) for z in latents]}
    (GOLDEN / "taesd.json").write_text(json.dumps(made, indent=1) + "\n")


def run(reference: Reference, pipeline: Pipeline, steps: int, record) -> dict:
    """Steps of PSLD, and what they were made with."""
    reference_psld.alphas_cumprod = lambda: pipeline.scheduler.alphas_cumprod.double()
    pooling = Measurement(lambda x: F.avg_pool2d(x, 4), lambda y: F.interpolate(y, scale_factor=4), lambda y: F.interpolate(y, scale_factor=4), 3 * (SIZE // 4) ** 2)
    y = drawn(8, 1, 3, SIZE // 4, SIZE // 4) / 2
    settings = Settings(steps=steps, gamma=0.01, omega=0.001)
    sample(reference, pooling, y, settings, injected(noise_file()), record)
    return {"y": array(y), "steps": settings.steps, "gamma": settings.gamma, "omega": settings.omega, "sigma": settings.sigma}


def values(pipeline: Pipeline) -> dict:
    reference = Reference(pipeline)
    made: dict = {"alphaBar": [float(pipeline.scheduler.alphas_cumprod[t]) for t in (0, 400, 999)], "context": array(reference.context)}
    if reference.more is not None:
        made["pooled"] = array(reference.more["text_embeds"])

    def net(name: str, x: torch.Tensor, of, *seeds: int) -> None:
        x = x.requires_grad_(True)
        outs = of(x)
        cotangents = [drawn(s, *o.shape) for s, o in zip(seeds, outs)]
        gradient, = torch.autograd.grad(outs, x, cotangents)
        made[name] = {"input": array(x), "outputs": [array(o) for o in outs], "cotangents": [array(c) for c in cotangents], "gradient": array(gradient)}

    def moments(x: torch.Tensor) -> list[torch.Tensor]:
        law = reference.vae.encode(x).latent_dist
        return [law.mean - pipeline.shift, law.logvar]

    net("encoder", drawn(1, 1, 3, SIZE, SIZE) / 2, moments, 2, 3)
    net("decoder", drawn(4, 1, 4, SIZE // 2, SIZE // 2), lambda z: [reference.vae.decode(z + pipeline.shift, return_dict=False)[0]], 5)
    net("unet", drawn(6, 1, 4, SIZE // 2, SIZE // 2), lambda z: [reference.predict(z, 400)], 7)

    latents: list[torch.Tensor] = []
    made["psld"] = {**run(reference, pipeline, 4, latents.append), "latents": [array(z) for z in latents]}
    return made


def pack(folder: Path, file: Path) -> None:
    """The same bytes for the same content."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(str(path.relative_to(folder)), EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(entry, path.read_bytes(), compresslevel=9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only")
    only = parser.parse_args().only
    scaled = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
    trained = np.linspace(0.0001, 0.02, 1000).tolist()
    pipelines = {
        "sd": (Pipeline(1, **scaled), by_script),
        "sd2": (Pipeline(2, linear=True, shift=0.0609, trained_betas=trained, prediction_type="v_prediction"), by_conversion),
        "sdxl": (Pipeline(3, large=True, linear=True, **scaled), by_script),
        "half": (Pipeline(1, **scaled), in_half),
    }
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, (pipeline, write) in pipelines.items():
        if only not in (None, name, "taesd"):
            continue
        pipeline.pads = name != "sd2"  # with the last token, or with a sign
        if name == "sd" and only in (None, "taesd"):
            small_decoder(copy.deepcopy(pipeline))
        if only == "taesd":
            continue
        with tempfile.TemporaryDirectory() as scratch:
            out = Path(scratch) / name
            write(pipeline, out)
            pack(out, GOLDEN / f"{name}.zip")
        if name != "half":
            (GOLDEN / f"{name}.json").write_text(json.dumps(values(pipeline), indent=1) + "\n")
        print(name, (GOLDEN / f"{name}.zip").stat().st_size)


if __name__ == "__main__":
    main()
