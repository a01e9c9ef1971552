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


SMALL = dict(block_out_channels=(4, 8), norm_num_groups=2, layers_per_block=1)
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


def first(result):
    """What a model gives where it is asked for no named result."""
    return result[0]


def linear_unet() -> Case:
    """Stable Diffusion 2: projections of the transformers by matrices, heads by level."""
    model = diffusers.UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, **SMALL, cross_attention_dim=12, attention_head_dim=(1, 2),
        use_linear_projection=True, down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"))
    return Case(seeded(Call(model, lambda m, z, t, c: first(m(z, t, c, return_dict=False))), 8),
                {"z": draw(1, 4, 8, 8), "t": torch.tensor([437]), "context": draw(1, 5, 12, seed=2)}, ["y"], ["z"])


def sdxl_unet() -> Case:
    """The whole text and sizes join the timestep; several transformers a block."""
    model = diffusers.UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, **SMALL, cross_attention_dim=12, attention_head_dim=(1, 2),
        use_linear_projection=True, transformer_layers_per_block=(1, 2), addition_embed_type="text_time",
        addition_time_embed_dim=2, projection_class_embeddings_input_dim=6 * 2 + 6,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"))

    def call(m, z, t, c, pooled, ids):
        return first(m(z, t, c, added_cond_kwargs={"text_embeds": pooled, "time_ids": ids}, return_dict=False))

    return Case(seeded(Call(model, call), 9),
                {"z": draw(1, 4, 8, 8), "t": torch.tensor([437]), "context": draw(1, 5, 12, seed=2), "pooled": draw(1, 6, seed=3),
                 "ids": torch.tensor([[8.0, 8, 0, 0, 8, 8]])}, ["y"], ["z"])


def adm_unet() -> Case:
    """ADM: the timestep scales and shifts norms, residual blocks resample, heads of a fixed width."""
    model = diffusers.UNet2DModel(
        sample_size=8, in_channels=3, out_channels=6, **SMALL, attention_head_dim=4, resnet_time_scale_shift="scale_shift",
        downsample_type="resnet", upsample_type="resnet", down_block_types=("ResnetDownsampleBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "ResnetUpsampleBlock2D"))
    return Case(seeded(Call(model, lambda m, x, t: first(m(x, t, return_dict=False))), 10),
                {"x": draw(1, 3, 8, 8), "t": torch.tensor([437])}, ["y"], ["x"])


def asymmetric_decoder() -> Case:
    model = diffusers.AsymmetricAutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 2, down_block_out_channels=(4, 8), layers_per_down_block=1,
        up_block_types=("UpDecoderBlock2D",) * 2, up_block_out_channels=(6, 8), layers_per_up_block=2, latent_channels=4,
        norm_num_groups=2)
    return Case(seeded(Call(model, lambda m, z: first(m.decode(z, return_dict=False))), 11), {"z": draw(1, 4, 8, 6)}, ["x"], ["z"])


def sixteen_channels() -> Case:
    """The autoencoder of SD3 and Flux: 16 channels, no convolutions around the latents."""
    model = diffusers.AutoencoderKL(**SMALL, down_block_types=("DownEncoderBlock2D",) * 2,
                                    up_block_types=("UpDecoderBlock2D",) * 2, latent_channels=16, sample_size=16,
                                    use_quant_conv=False, use_post_quant_conv=False)
    return Case(seeded(Call(model, lambda m, z: first(m.decode(z, return_dict=False))), 12), {"z": draw(1, 16, 8, 6)}, ["x"], ["z"])


def sd3_block() -> Case:
    """Text and picture attend to each other, both scaled and gated by the timestep."""
    model = diffusers.SD3Transformer2DModel(
        sample_size=8, patch_size=2, in_channels=4, out_channels=4, num_layers=2, attention_head_dim=6, num_attention_heads=2,
        joint_attention_dim=10, caption_projection_dim=12, pooled_projection_dim=7, pos_embed_max_size=6)
    return Case(seeded(Call(model, lambda m, z, c, pooled, t: first(m(z, c, pooled, t, return_dict=False))), 13),
                {"z": draw(1, 4, 8, 8), "context": draw(1, 5, 10, seed=2), "pooled": draw(1, 7, seed=3), "t": torch.tensor([437])},
                ["y"], ["z"])


def flux_block() -> Case:
    """A double and a single block with rotary positions."""
    model = diffusers.FluxTransformer2DModel(
        patch_size=1, in_channels=8, num_layers=1, num_single_layers=1, attention_head_dim=12, num_attention_heads=2,
        joint_attention_dim=10, pooled_projection_dim=7, guidance_embeds=True, axes_dims_rope=(4, 4, 4))
    rows, columns = torch.meshgrid(torch.arange(3.0), torch.arange(4.0), indexing="ij")
    places = torch.stack([torch.zeros(12), rows.flatten(), columns.flatten()], dim=1)

    def call(m, x, c, pooled, t, guidance):
        return first(m(hidden_states=x, encoder_hidden_states=c, pooled_projections=pooled, timestep=t, guidance=guidance,
                       img_ids=places.to(x.dtype), txt_ids=torch.zeros(5, 3).to(x.dtype), return_dict=False))

    return Case(seeded(Call(model, call), 14),
                {"x": draw(1, 12, 8), "context": draw(1, 5, 10, seed=2), "pooled": draw(1, 7, seed=3), "t": torch.tensor([0.4375]),
                 "guidance": torch.tensor([3.5])}, ["y"], ["x"])


NETS = {f.__name__: f for f in (kl_encoder, kl_decoder, conditional_unet, vq_model, dit_transformer, tiny_encoder,
                                tiny_decoder, linear_unet, sdxl_unet, adm_unet, asymmetric_decoder, sixteen_channels, sd3_block,
                                flux_block)}
