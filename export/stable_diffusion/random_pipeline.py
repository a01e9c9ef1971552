"""Stable Diffusion 1.5 as diffusers saves it, at full size, with random weights from a seed: what stands in for the trained one.

    python export/stable_diffusion/random_pipeline.py -o FOLDER
    python export/stable_diffusion/export_onnx.py FOLDER -o OUT
    ./psld models add OUT --name sd15-random

The nets are those of make.py, the text encoder has CLIP ViT-L/14's numbers (123 million parameters), the scheduler the published
configuration; nothing is downloaded. The tokenizer is the tests' (a small vocabulary of the same kind). 4.3 GB of disk.
"""

import argparse
import pathlib

import diffusers
import make
import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

TOKENIZER = pathlib.Path(__file__).resolve().parents[2] / "src/test/resources/golden/tokens/sd15"


def text_encoder():
    torch.manual_seed(make.SEED)
    return make.steady(CLIPTextModel(CLIPTextConfig(
        hidden_size=make.WIDTH, intermediate_size=3072, num_attention_heads=12, num_hidden_layers=12, projection_dim=make.WIDTH,
        max_position_embeddings=make.TOKENS, vocab_size=49408)))


def vae():
    torch.manual_seed(make.SEED)
    return make.steady(diffusers.AutoencoderKL(sample_size=512, scaling_factor=make.SCALE, **make.VAE))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    given = parser.parse_args()
    scheduler = diffusers.PNDMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000, set_alpha_to_one=False,
        skip_prk_steps=True, steps_offset=1)
    diffusers.StableDiffusionPipeline(
        vae=vae(), text_encoder=text_encoder(), tokenizer=CLIPTokenizer.from_pretrained(TOKENIZER), unet=make.net("unet").unet,
        scheduler=scheduler, safety_checker=None, feature_extractor=None, requires_safety_checker=False).save_pretrained(given.output)


if __name__ == "__main__":
    main()
