"""The nets of Stable Diffusion 1.5 at full size as forward ONNX graphs, with random weights from a seed.

    python export/stable_diffusion/make.py -o DIR [--size 512] [--only unet] [--exporter script-17]
    ./psld export DIR -o onnx/NAME
    python export/stable_diffusion/make.py -o DIR --tiny         and a small decoder (AutoencoderTiny, TAESD's numbers) to guide by

The architectures are diffusers' own, with the numbers of the published configurations (UNet 860 million parameters, VAE 84
million); nothing is downloaded. What needs no trained weights (derivatives, time, memory) is the same as with trained ones.
Takes 5 GB of memory, 4 GB of disk and 6 minutes; each net is made in a process of its own.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import diffusers
import torch

VAE = dict(block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4, norm_num_groups=32,
           down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4)
UNET = dict(block_out_channels=(320, 640, 1280, 1280), layers_per_block=2, cross_attention_dim=768, attention_head_dim=8)
TOKENS, WIDTH, SCALE, SEED = 77, 768, 0.18215, 15


class Encoder(torch.nn.Module):
    """Mean and log-variance, clamped as diffusers clamps it; nothing is drawn."""

    def __init__(self, vae):
        super().__init__()
        self.encoder, self.quantiser = vae.encoder, vae.quant_conv

    def forward(self, x):
        mean, logvar = self.quantiser(self.encoder(x)).chunk(2, dim=1)
        return mean, logvar.clamp(-30, 20)


class Decoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.decoder, self.quantiser = vae.decoder, vae.post_quant_conv

    def forward(self, z):
        return self.decoder(self.quantiser(z))


class Small(torch.nn.Module):
    """The decoder of an AutoencoderTiny, which takes the latents of the diffusion."""

    def __init__(self, vae):
        super().__init__()
        self.decoder = vae.decoder

    def forward(self, z):
        return self.decoder(z)


class UNet(torch.nn.Module):
    def __init__(self, unet):
        super().__init__()
        self.unet = unet

    def forward(self, z, t, context):
        return self.unet(z, t, context, return_dict=False)[0]


def steady(model):
    """Weights as trained nets have them on the whole: by layer of the usual size, and norms that are not the identity."""
    for parameter in model.parameters():
        if parameter.ndim == 1:
            parameter.data.add_(0.05 * torch.randn_like(parameter))
    return model.eval().requires_grad_(False)


def net(name):
    torch.manual_seed(SEED)
    if name == "unet":
        return steady(UNet(diffusers.UNet2DConditionModel(sample_size=64, **UNET)))
    if name == TINY:
        return steady(Small(diffusers.AutoencoderTiny()))
    vae = diffusers.AutoencoderKL(sample_size=512, **VAE)
    return steady(Encoder(vae) if name == "encoder" else Decoder(vae))


def example(name, size):
    """Inputs at a size, the same everywhere."""
    draw = torch.Generator().manual_seed(SEED + 1)
    latent = torch.randn(1, 4, size // 8, size // 8, generator=draw)
    if name == "encoder":
        return {"x": torch.randn(1, 3, size, size, generator=draw).clamp(-1, 1)}
    if name in ("decoder", TINY):
        return {"z": latent}
    return {"z": latent, "t": torch.tensor([400]), "context": torch.randn(1, TOKENS, WIDTH, generator=draw)}


TINY = "guide-decoder"
OUTPUTS = {"encoder": ["mean", "logvar"], "decoder": ["x"], "unet": ["prediction"]}
ALL = OUTPUTS | {TINY: ["x"]}


def export(name, size, folder, exporter):
    kind, opset = exporter.split("-")
    given = example(name, size)
    file = folder / f"{name}.onnx"
    program = torch.onnx.export(
        net(name), tuple(given.values()), None if kind == "dynamo" else str(file), input_names=list(given),
        output_names=ALL[name], opset_version=int(opset), dynamo=kind == "dynamo", verbose=False)
    if kind == "dynamo":
        program.save(str(file), external_data=True)
    if name == "unet":
        given["context"].numpy().tofile(folder / "context.bin")


def description(size):
    return {
        "name": "sd15-random", "licence": "none: random weights", "source": "diffusers, random weights",
        "image": [3, size, size], "latent": [4, size // 8, size // 8], "scale": SCALE, "prediction": "epsilon",
        "schedule": {"kind": "scaled-linear", "start": 0.00085, "end": 0.012, "steps": 1000}, "conditioning": "none",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--exporter", default="script-17", help="script-OPSET or dynamo-OPSET (which needs onnxscript)")
    parser.add_argument("--only", choices=list(ALL))
    parser.add_argument("--tiny", action="store_true", help="a small decoder too")
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    if given.only:
        export(given.only, given.size, given.output, given.exporter)
        return
    names = ALL if given.tiny else OUTPUTS
    for name in names:
        subprocess.run([sys.executable, *sys.argv, "--only", name], check=True)
    model = description(given.size)
    if given.tiny:
        model["graphs"] = {name: {"scale": 1} if name == TINY else {} for name in names}
    (given.output / "model.json").write_text(json.dumps(model, indent=1) + "\n")


if __name__ == "__main__":
    main()
