"""Nets of the diffusers library in their smallest configurations, with random weights, for make_nets.py --library."""

from __future__ import annotations

import diffusers
import torch
from torch import Tensor, nn

from nets import Case, draw, last_add, seeded


class Call(nn.Module):
    """One method of a model, its result as plain tensors."""

    def __init__(self, model: nn.Module, call) -> None:
        super().__init__()
        self.model, self.call = model, call

    def forward(self, *inputs: Tensor):
        return self.call(self.model, *inputs)


BLOCKS = dict(block_out_channels=(8, 16), norm_num_groups=4, layers_per_block=1)


def kl_encoder() -> Case:
    model = diffusers.AutoencoderKL(**BLOCKS, down_block_types=("DownEncoderBlock2D",) * 2,
                                    up_block_types=("UpDecoderBlock2D",) * 2, latent_channels=4, sample_size=16)
    return Case(seeded(Call(model, lambda m, x: m.encode(x).latent_dist.mean), 1), {"x": draw(1, 3, 16, 12)}, ["mean"], ["x"])


def kl_decoder() -> Case:
    model = diffusers.AutoencoderKL(**BLOCKS, down_block_types=("DownEncoderBlock2D",) * 2,
                                    up_block_types=("UpDecoderBlock2D",) * 2, latent_channels=4, sample_size=16)
    return Case(seeded(Call(model, lambda m, z: m.decode(z).sample), 2), {"z": draw(1, 4, 8, 6)}, ["x"], ["z"])


def conditional_unet() -> Case:
    model = diffusers.UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, **BLOCKS, cross_attention_dim=12, attention_head_dim=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"))
    return Case(seeded(Call(model, lambda m, z, t, c: m(z, t, c).sample), 3),
                {"z": draw(1, 4, 8, 8), "t": torch.tensor([437]), "context": draw(1, 5, 12, seed=2)}, ["y"], ["z", "context"])


def vq_model() -> Case:
    model = diffusers.VQModel(block_out_channels=(8, 16), norm_num_groups=4, layers_per_block=1,
                              down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
                              latent_channels=3, num_vq_embeddings=11, sample_size=16)
    return Case(seeded(Call(model, lambda m, z: m.decode(z).sample), 4), {"z": draw(1, 3, 8, 8)}, ["x"], ["z"],
                options=straight)


def straight(model) -> list[str]:
    """The sum z + (q − z) of the quantiser: the Add one of whose inputs is the difference of something and the other."""
    makers = {o: n for n in model.graph.node for o in n.output}
    for node in model.graph.node:
        if node.op_type == "Add":
            for a, b in (node.input, reversed(node.input)):
                if b in makers and makers[b].op_type == "Sub" and makers[b].input[1] == a:
                    return ["--straight-through", node.output[0]]
    return last_add(model)


def dit_transformer() -> Case:
    model = diffusers.DiTTransformer2DModel(num_attention_heads=2, attention_head_dim=6, in_channels=4, out_channels=4,
                                            num_layers=2, sample_size=8, patch_size=2, norm_num_groups=2,
                                            num_embeds_ada_norm=10)
    return Case(seeded(Call(model, lambda m, z, t, c: m(z, timestep=t, class_labels=c).sample), 5),
                {"z": draw(1, 4, 8, 8), "t": torch.tensor([437]), "label": torch.tensor([3])}, ["y"], ["z"])


def tiny(method: str) -> Case:
    model = diffusers.AutoencoderTiny(encoder_block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4)
    if method == "encode":
        return Case(seeded(Call(model, lambda m, x: m.encode(x).latents), 6), {"x": draw(1, 3, 24, 16)}, ["z"], ["x"])
    return Case(seeded(Call(model, lambda m, z: m.decode(z).sample), 7), {"z": draw(1, 4, 4, 3)}, ["x"], ["z"])


def tiny_encoder() -> Case:
    return tiny("encode")


def tiny_decoder() -> Case:
    return tiny("decode")


NETS = {f.__name__: f for f in (kl_encoder, kl_decoder, conditional_unet, vq_model, dit_transformer, tiny_encoder,
                                tiny_decoder)}
