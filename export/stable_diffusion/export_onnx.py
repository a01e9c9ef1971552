"""Forward ONNX graphs of a diffusers pipeline (a folder with safetensors), in the layout that `psld models add` takes.

    python export/stable_diffusion/export_onnx.py FOLDER -o OUT
    ./psld models add OUT --name NAME

    python export/stable_diffusion/export_onnx.py TAESD -o OUT-SMALL --tiny      a small decoder (AutoencoderTiny) instead
    ./psld models add OUT --name NAME --guide-decoder OUT-SMALL

FOLDER is what `pipeline.save_pretrained` writes, or a name on the hub where diffusers may reach it. OUT gets vae_encoder, vae_decoder, unet and the
text encoders as DIR/model.onnx with their weights beside them, and copies of the configurations and tokenizers. Sizes stay open: `psld models add`
fixes them. Needs as much memory as the largest net has weights, twice.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from torch import nn

OPSET = 17
COPIED = ("scheduler", "tokenizer", "tokenizer_2")


class Encoder(nn.Module):
    """Picture to mean and log-variance, one behind the other; nothing is drawn."""

    def __init__(self, vae: nn.Module):
        super().__init__()
        self.vae = vae

    def forward(self, sample: torch.Tensor) -> torch.Tensor:
        return self.vae.encode(sample).latent_dist.parameters


class Decoder(nn.Module):
    def __init__(self, vae: nn.Module):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample: torch.Tensor) -> torch.Tensor:
        return self.vae.decode(latent_sample, return_dict=False)[0]


class Predictor(nn.Module):
    """The UNet with SDXL's further inputs in a row."""

    def __init__(self, unet: nn.Module):
        super().__init__()
        self.unet = unet

    def forward(self, sample, timestep, encoder_hidden_states, text_embeds=None, time_ids=None) -> torch.Tensor:
        more = None if text_embeds is None else {"text_embeds": text_embeds, "time_ids": time_ids}
        return self.unet(sample, timestep, encoder_hidden_states, added_cond_kwargs=more, return_dict=False)[0]


class Text(nn.Module):
    """Tokens to the context, and to the whole text in one vector where that is asked for."""

    def __init__(self, encoder: nn.Module, pooled: bool, penultimate: bool):
        super().__init__()
        self.encoder, self.pooled, self.penultimate = encoder, pooled, penultimate

    def forward(self, input_ids: torch.Tensor):
        out = self.encoder(input_ids, output_hidden_states=self.penultimate, return_dict=True)
        context = out.hidden_states[-2] if self.penultimate else out.last_hidden_state
        return (context, out.text_embeds) if self.pooled else context


def write(net: nn.Module, arguments: dict[str, torch.Tensor], outputs: dict[str, dict[int, str]], axes: dict[str, dict[int, str]], folder: Path) -> None:
    """One graph by the TorchScript exporter, its weights in one file beside it where they are many."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "model.onnx"
    with torch.no_grad():
        torch.onnx.export(net.eval(), tuple(arguments.values()), str(file), input_names=list(arguments), output_names=list(outputs),
                          dynamic_axes=axes | outputs, opset_version=OPSET, dynamo=False)
    scattered = [f for f in folder.iterdir() if f.name not in ("model.onnx", "config.json")]
    if scattered:  # beyond 2 GB PyTorch writes a file for every weight
        import onnx
        model = onnx.load(file)
        for f in scattered:
            f.unlink()
        onnx.save_model(model, file, save_as_external_data=True, all_tensors_to_one_file=True, location="model.onnx_data")


def export_tiny(vae, out: Path) -> None:
    """The decoder of an AutoencoderTiny (TAESD) and its configuration."""
    square = {0: "batch_size", 2: "height", 3: "width"}
    latent = torch.randn(1, vae.config.latent_channels, 16, 16)
    write(Decoder(vae.float()), {"latent_sample": latent}, {"sample": square}, {"latent_sample": square}, out / "vae_decoder")
    (out / "vae_decoder" / "config.json").write_text(json.dumps(dict(vae.config), indent=2, default=str) + "\n")


def batch(*others: str) -> dict[int, str]:
    return dict(enumerate(("batch_size", *others)))


def export(pipeline, out: Path) -> None:
    vae, unet = pipeline.vae.float(), pipeline.unet.float()
    latents = vae.config.latent_channels
    picture, latent = torch.randn(1, vae.config.in_channels, 64, 64), torch.randn(1, latents, 16, 16)
    square = {0: "batch_size", 2: "height", 3: "width"}
    write(Encoder(vae), {"sample": picture}, {"latent_parameters": square}, {"sample": square}, out / "vae_encoder")
    write(Decoder(vae), {"latent_sample": latent}, {"sample": square}, {"latent_sample": square}, out / "vae_decoder")
    large = getattr(pipeline, "text_encoder_2", None) is not None
    width = unet.config.cross_attention_dim
    given = {"sample": torch.randn(1, unet.config.in_channels, 16, 16), "timestep": torch.tensor([400]),
             "encoder_hidden_states": torch.randn(1, 77, width if isinstance(width, int) else width[0])}
    axes = {"sample": square, "timestep": {0: "batch_size"}, "encoder_hidden_states": batch("sequence_length")}
    if large:
        ids = 6
        given["text_embeds"] = torch.randn(1, pipeline.text_encoder_2.config.projection_dim)
        given["time_ids"] = torch.randn(1, ids)
        axes |= {"text_embeds": {0: "batch_size"}, "time_ids": {0: "batch_size"}}
    write(Predictor(unet), given, {"out_sample": square}, axes, out / "unet")
    tokens = torch.zeros(1, 77, dtype=torch.long)
    text = {"input_ids": batch("sequence_length")}
    # SDXL is told what the last layer but one gives, before the last norm.
    context = {"penultimate_hidden_state" if large else "last_hidden_state": batch("sequence_length")}
    if pipeline.text_encoder is not None:
        write(Text(pipeline.text_encoder.float(), False, large), {"input_ids": tokens}, context, text, out / "text_encoder")
    if large:
        pooled = {"text_embeds": {0: "batch_size"}}
        write(Text(pipeline.text_encoder_2.float(), True, True), {"input_ids": tokens}, context | pooled, text, out / "text_encoder_2")
    for name, config in {"vae_encoder": vae.config, "vae_decoder": vae.config, "unet": unet.config}.items():
        (out / name / "config.json").write_text(json.dumps(dict(config), indent=2, default=str) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--tiny", action="store_true", help="FOLDER is an AutoencoderTiny, for --guide-decoder")
    args = parser.parse_args()
    from diffusers import AutoencoderTiny, DiffusionPipeline

    if args.tiny:
        export_tiny(AutoencoderTiny.from_pretrained(args.folder, torch_dtype=torch.float32), args.output)
        return

    pipeline = DiffusionPipeline.from_pretrained(args.folder, torch_dtype=torch.float32)
    args.output.mkdir(parents=True, exist_ok=True)
    export(pipeline, args.output)
    for name in COPIED:
        part = getattr(pipeline, name, None)
        if part is not None:
            part.save_pretrained(args.output / name)
    pipeline.save_config(args.output)
    source = Path(args.folder)
    for name in ("README.md", "LICENSE", "LICENSE.md"):
        if (source / name).is_file():
            shutil.copy(source / name, args.output / name)


if __name__ == "__main__":
    main()
