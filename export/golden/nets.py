"""Small seeded nets that stand for the kinds people differentiate, written from their published structure.

Every entry of `NETS` makes a `Case`: a module in double precision with no zero initialisation, its inputs, the names of
its outputs, what is differentiated, and further options of `psld differentiate`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass
class Case:
    net: nn.Module
    inputs: dict[str, Tensor]
    outputs: list[str]
    wrt: list[str]
    of: list[str] = field(default_factory=list)
    options: Callable[[object], list[str]] = lambda model: []

    def __post_init__(self) -> None:
        self.of = self.of or self.outputs


def draw(*shape: int, seed: int = 1, scale: float = 1.0) -> Tensor:
    """Normal numbers, rounded so that both precisions read the same and text stays short."""
    return scale * (torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * 1024).round() / 1024


def seeded(net: nn.Module, seed: int) -> nn.Module:
    """Every parameter drawn anew: matrices at unit gain, norm weights around 1, nothing zero."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in net.parameters():
            noise = torch.randn(p.shape, generator=generator)
            p.copy_(noise / p[0].numel() ** 0.5 if p.dim() > 1 else 0.1 * noise)
        for m in net.modules():
            if isinstance(m, (nn.GroupNorm, nn.LayerNorm, nn.BatchNorm2d, nn.InstanceNorm2d)) and m.weight is not None:
                m.weight.add_(1.0)
            if isinstance(m, nn.BatchNorm2d):
                m.running_mean.copy_(0.1 * torch.randn(m.running_mean.shape, generator=generator))
                m.running_var.copy_(0.5 + torch.rand(m.running_var.shape, generator=generator))
    return net.eval().requires_grad_(False)


class Attention(nn.Module):
    """Multi-head attention by the fused kernel; the exporter decides how to write it."""

    def __init__(self, width: int, context: int, heads: int, causal: bool = False) -> None:
        super().__init__()
        self.heads, self.causal = heads, causal
        self.q = nn.Linear(width, width, bias=False)
        self.k = nn.Linear(context, width, bias=False)
        self.v = nn.Linear(context, width, bias=False)
        self.out = nn.Linear(width, width)

    def split(self, x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    def forward(self, x: Tensor, context: Tensor) -> Tensor:
        q, k, v = self.split(self.q(x)), self.split(self.k(context)), self.split(self.v(context))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=self.causal)
        return self.out(y.transpose(1, 2).reshape(x.shape))


class Geglu(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.up, self.down = nn.Linear(width, 2 * inner), nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        a, gate = self.up(x).chunk(2, dim=-1)
        return self.down(a * F.gelu(gate))


class TransformerBlock(nn.Module):
    """Self-attention (causal), cross-attention, GEGLU, each behind a LayerNorm (Stable Diffusion's block)."""

    def __init__(self, width: int = 12, context: int = 10, heads: int = 3) -> None:
        super().__init__()
        self.n1, self.n2, self.n3 = nn.LayerNorm(width), nn.LayerNorm(width), nn.LayerNorm(width)
        self.own = Attention(width, width, heads, causal=True)
        self.cross = Attention(width, context, heads)
        self.feed = Geglu(width, 17)

    def forward(self, x: Tensor, context: Tensor) -> Tensor:
        h = self.n1(x)
        x = x + self.own(h, h)
        x = x + self.cross(self.n2(x), context)
        return x + self.feed(self.n3(x))


def transformer() -> Case:
    return Case(seeded(TransformerBlock(), 1), {"x": draw(2, 7, 12), "context": draw(2, 5, 10, seed=2)}, ["y"],
                ["x", "context"])


def sinusoids(t: Tensor, width: int) -> Tensor:
    rates = torch.exp(-torch.arange(width // 2) * (9.2 / (width // 2)))
    angles = t.reshape(-1, 1).to(rates.dtype) * rates
    return torch.cat([angles.cos(), angles.sin()], dim=1)


class DitBlock(nn.Module):
    """Attention and MLP, both scaled, shifted and gated by the conditioning (adaLN)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.n1, self.n2 = (nn.LayerNorm(width, elementwise_affine=False, eps=1e-6) for _ in range(2))
        self.attention = Attention(width, width, heads)
        self.mlp = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(approximate="tanh"), nn.Linear(3 * width, width))
        self.condition = nn.Sequential(nn.SiLU(), nn.Linear(width, 6 * width))

    def forward(self, x: Tensor, c: Tensor) -> Tensor:
        shift1, scale1, gate1, shift2, scale2, gate2 = self.condition(c).unsqueeze(1).chunk(6, dim=2)
        h = self.n1(x) * (1 + scale1) + shift1
        x = x + gate1 * self.attention(h, h)
        return x + gate2 * self.mlp(self.n2(x) * (1 + scale2) + shift2)


class Dit(nn.Module):
    """Patches, position embedding, timestep and class conditioning, two blocks, adaptive last layer, unpatchify."""

    def __init__(self, channels: int = 3, size: int = 6, patch: int = 2, width: int = 12) -> None:
        super().__init__()
        self.patch, self.side, self.channels = patch, size // patch, channels
        self.embed = nn.Conv2d(channels, width, patch, stride=patch)
        self.position = nn.Parameter(torch.zeros(1, self.side**2, width))
        self.time = nn.Sequential(nn.Linear(8, width), nn.SiLU(), nn.Linear(width, width))
        self.label = nn.Embedding(5, width)
        self.blocks = nn.ModuleList(DitBlock(width, 2) for _ in range(2))
        self.norm = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)
        self.last = nn.Sequential(nn.SiLU(), nn.Linear(width, 2 * width))
        self.out = nn.Linear(width, patch * patch * channels)

    def forward(self, z: Tensor, t: Tensor, label: Tensor) -> Tensor:
        x = self.embed(z).flatten(2).transpose(1, 2) + self.position
        c = self.time(sinusoids(t, 8).to(z.dtype)) + self.label(label)
        for block in self.blocks:
            x = block(x, c)
        shift, scale = self.last(c).unsqueeze(1).chunk(2, dim=2)
        x = self.out(self.norm(x) * (1 + scale) + shift)
        x = x.reshape(-1, self.side, self.side, self.patch, self.patch, self.channels)
        x = torch.einsum("nhwpqc->nchpwq", x)
        return x.reshape(-1, self.channels, self.side * self.patch, self.side * self.patch)


def dit() -> Case:
    return Case(seeded(Dit(), 2), {"z": draw(2, 3, 6, 6), "t": torch.tensor([437, 12]), "label": torch.tensor([3, 1])},
                ["y"], ["z"])


class ResBlock(nn.Module):
    def __init__(self, a: int, b: int, time: int, groups: int) -> None:
        super().__init__()
        self.n1, self.c1 = nn.GroupNorm(groups, a), nn.Conv2d(a, b, 3, padding=1)
        self.n2, self.c2 = nn.GroupNorm(groups, b), nn.Conv2d(b, b, 3, padding=1)
        self.time, self.skip = nn.Linear(time, b), nn.Conv2d(a, b, 1)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        h = self.c1(F.silu(self.n1(x))) + self.time(F.silu(t))[:, :, None, None]
        return self.skip(x) + self.c2(F.silu(self.n2(h)))


class UNet(nn.Module):
    """Skips, strided and max-pooled halving of odd sizes, bilinear upsampling to the skip's size."""

    def __init__(self, width: int = 8) -> None:
        super().__init__()
        self.time = nn.Sequential(nn.Linear(8, 8), nn.SiLU(), nn.Linear(8, 8))
        self.enter = nn.Conv2d(3, width, 3, padding=1)
        self.a, self.b = ResBlock(width, width, 8, 4), ResBlock(width, 2 * width, 8, 2)
        self.down = nn.Conv2d(width, width, 3, stride=2, padding=1)
        self.middle = ResBlock(2 * width, 2 * width, 8, 4)
        self.c, self.d = ResBlock(4 * width, width, 8, 4), ResBlock(2 * width, width, 8, 4)
        self.leave = nn.Conv2d(width, 3, 3, padding=1)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        c = self.time(sinusoids(t, 8).to(x.dtype))
        h1 = self.a(self.enter(x), c)
        h2 = self.b(self.down(h1), c)
        h = self.middle(F.max_pool2d(h2, 2, ceil_mode=True), c)
        h = F.interpolate(h, size=h2.shape[-2:], mode="bilinear", align_corners=False)
        h = self.c(torch.cat([h, h2], dim=1), c)
        h = F.interpolate(h, size=h1.shape[-2:], mode="bilinear", align_corners=False)
        return self.leave(F.silu(self.d(torch.cat([h, h1], dim=1), c)))


def unet() -> Case:
    return Case(seeded(UNet(), 3), {"x": draw(1, 3, 13, 11), "t": torch.tensor([250.0])}, ["y"], ["x", "t"])


class Convolutions(nn.Module):
    """Grouped, dilated, depthwise, strided, asymmetric, one- and three-dimensional, transposed with output padding."""

    def __init__(self) -> None:
        super().__init__()
        self.grouped = nn.Conv2d(6, 9, 3, padding=2, dilation=2, groups=3)
        self.depthwise = nn.Conv2d(9, 9, (5, 3), stride=(1, 2), padding=(2, 0), groups=9, bias=False)
        self.strided = nn.Conv2d(9, 6, 3, stride=3, padding=1, dilation=(1, 2))
        self.up = nn.ConvTranspose2d(6, 6, 3, stride=2, padding=1, output_padding=(1, 0), groups=2)
        self.up2 = nn.ConvTranspose2d(6, 4, (2, 3), stride=1, dilation=2)
        self.line = nn.Conv1d(4, 5, 4, stride=2, padding=1)
        self.volume = nn.Conv3d(1, 2, (2, 3, 3), padding=(1, 0, 1), stride=(1, 2, 1))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = F.leaky_relu(self.grouped(F.pad(x, (0, 1, 2, 0))), 0.1)
        h = F.elu(self.depthwise(h))
        h = torch.tanh(self.strided(h))
        h = self.up2(F.hardswish(self.up(h)))
        return self.line(h.flatten(2)), self.volume(F.softplus(h).unsqueeze(1))


def convolutions() -> Case:
    return Case(seeded(Convolutions(), 4), {"x": draw(2, 6, 11, 13)}, ["line", "volume"], ["x"])


class Pooling(nn.Module):
    """Max pooling with overlap, padding, dilation and ceiling, average pooling with and without the border, global."""

    def __init__(self) -> None:
        super().__init__()
        self.c1, self.c2, self.bn = nn.Conv2d(3, 6, 3), nn.Conv2d(6, 6, 3, padding=1), nn.BatchNorm2d(6)
        self.head = nn.Linear(12, 5)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = F.relu(self.bn(self.c1(x)))
        h = F.max_pool2d(h, 3, stride=2, padding=1, ceil_mode=True)
        h = self.c2(h)
        a = F.avg_pool2d(h, 3, stride=2, padding=1, count_include_pad=False)
        b = F.avg_pool2d(h, (2, 3), stride=(2, 1), padding=(1, 1))
        c = F.max_pool2d(h, 2, stride=1, dilation=2)
        features = torch.cat([F.adaptive_avg_pool2d(h, 1).flatten(1), h.amax(dim=(2, 3))], dim=1)
        return torch.cat([p.flatten(1) for p in (a, b, c)], dim=1), F.log_softmax(self.head(features), dim=1)


def pooling() -> Case:
    return Case(seeded(Pooling(), 5), {"x": draw(2, 3, 15, 12)}, ["maps", "scores"], ["x"])


class Resizing(nn.Module):
    """Every resampling of `interpolate`, enlarging and shrinking by odd factors, and every padding of `pad`."""

    def __init__(self) -> None:
        super().__init__()
        self.c = nn.Conv2d(3, 4, 3)

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        h = self.c(F.pad(x, (2, 1, 3, 1), mode="reflect"))
        return (F.interpolate(h, scale_factor=2, mode="bilinear", align_corners=False),
                F.interpolate(h, size=(7, 17), mode="bilinear", align_corners=True),
                F.interpolate(h, size=(13, 19), mode="bicubic", align_corners=False),
                F.interpolate(h, scale_factor=2, mode="nearest") * F.pad(h, (8, 1, 6, 5), mode="replicate")[..., :, :])


def resizing() -> Case:
    return Case(seeded(Resizing(), 6), {"x": draw(1, 3, 9, 8)}, ["twice", "corners", "cubic", "nearest"], ["x"])


class Vq(nn.Module):
    """A VQ auto-encoder whose quantiser passes the gradient straight through."""

    def __init__(self, codes: int = 7, width: int = 4) -> None:
        super().__init__()
        self.down = nn.Conv2d(3, width, 4, stride=2, padding=1)
        self.codes = nn.Embedding(codes, width)
        self.up = nn.ConvTranspose2d(width, 3, 4, stride=2, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        z = torch.tanh(self.down(x)).permute(0, 2, 3, 1)
        flat = z.reshape(-1, z.shape[-1])
        distance = (flat**2).sum(1, keepdim=True) + (self.codes.weight**2).sum(1) - 2 * flat @ self.codes.weight.t()
        q = self.codes(distance.argmin(1)).reshape(z.shape)
        q = z + (q - z).detach()
        return self.up(q.permute(0, 3, 1, 2))


def last_add(model) -> list[str]:
    """The option that names the sum of the straight-through quantiser: the last Add of the graph."""
    return ["--straight-through", [n for n in model.graph.node if n.op_type == "Add"][-1].output[0]]


def vq() -> Case:
    return Case(seeded(Vq(), 7), {"x": draw(1, 3, 10, 6)}, ["y"], ["x"], options=last_add)


class Drunet(nn.Module):
    """DRUNet: noise-level map as a fourth channel, bias-free residual blocks, strided and transposed convolutions,
    skips by addition (Zhang et al., Plug-and-Play Image Restoration with Deep Denoiser Prior)."""

    class Residual(nn.Module):
        def __init__(self, width: int) -> None:
            super().__init__()
            self.a, self.b = (nn.Conv2d(width, width, 3, padding=1, bias=False) for _ in range(2))

        def forward(self, x: Tensor) -> Tensor:
            return x + self.b(F.relu(self.a(x)))

    def __init__(self, widths: tuple[int, ...] = (6, 8, 10)) -> None:
        super().__init__()
        self.head = nn.Conv2d(4, widths[0], 3, padding=1, bias=False)
        self.tail = nn.Conv2d(widths[0], 3, 3, padding=1, bias=False)
        self.downs = nn.ModuleList(
            nn.Sequential(self.Residual(a), self.Residual(a), nn.Conv2d(a, b, 2, stride=2, bias=False))
            for a, b in zip(widths, widths[1:]))
        self.body = nn.Sequential(self.Residual(widths[-1]), self.Residual(widths[-1]))
        self.ups = nn.ModuleList(
            nn.Sequential(nn.ConvTranspose2d(b, a, 2, stride=2, bias=False), self.Residual(a), self.Residual(a))
            for a, b in reversed(list(zip(widths, widths[1:]))))

    def forward(self, x: Tensor, sigma: Tensor) -> Tensor:
        level = sigma.reshape(-1, 1, 1, 1).expand(x.shape[0], 1, x.shape[2], x.shape[3])
        levels = [self.head(torch.cat([x, level], dim=1))]
        for down in self.downs:
            levels.append(down(levels[-1]))
        h = self.body(levels[-1])
        for up in self.ups:
            h = up(h + levels.pop())
        return self.tail(h + levels.pop())


def drunet() -> Case:
    return Case(seeded(Drunet(), 8), {"x": draw(1, 3, 12, 8), "sigma": torch.tensor([0.3])}, ["y"], ["x", "sigma"])


class Taesd(nn.Module):
    """A tiny auto-encoder's decoder: soft clamp, residual blocks of three convolutions with ReLU, nearest upsampling."""

    class Block(nn.Module):
        def __init__(self, a: int, b: int) -> None:
            super().__init__()
            self.conv = nn.Sequential(nn.Conv2d(a, b, 3, padding=1), nn.ReLU(), nn.Conv2d(b, b, 3, padding=1), nn.ReLU(),
                                      nn.Conv2d(b, b, 3, padding=1))
            self.skip = nn.Conv2d(a, b, 1, bias=False) if a != b else nn.Identity()

        def forward(self, x: Tensor) -> Tensor:
            return F.relu(self.conv(x) + self.skip(x))

    def __init__(self, channels: int = 4, width: int = 8) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(), self.Block(width, width),
            nn.Upsample(scale_factor=2), nn.Conv2d(width, width, 3, padding=1, bias=False), self.Block(width, width),
            nn.Upsample(scale_factor=2), nn.Conv2d(width, width, 3, padding=1, bias=False), self.Block(width, 6),
            nn.Conv2d(6, 3, 3, padding=1))

    def forward(self, z: Tensor) -> Tensor:
        return self.layers(torch.tanh(z / 3) * 3).clamp(-2, 2)


def taesd() -> Case:
    return Case(seeded(Taesd(), 9), {"z": draw(1, 4, 5, 3)}, ["y"], ["z"])


class Llama(nn.Module):
    """RMSNorm, rotary positions, grouped-query attention with an additive mask, SwiGLU."""

    def __init__(self, width: int = 12, heads: int = 4, groups: int = 2) -> None:
        super().__init__()
        self.heads, self.groups, self.head = heads, groups, width // heads + 1
        self.n1, self.n2 = nn.Parameter(torch.zeros(width)), nn.Parameter(torch.zeros(width))
        self.q = nn.Linear(width, heads * self.head, bias=False)
        self.kv = nn.Linear(width, 2 * groups * self.head, bias=False)
        self.out = nn.Linear(heads * self.head, width, bias=False)
        self.up, self.down = nn.Linear(width, 2 * 10, bias=False), nn.Linear(10, width, bias=False)

    @staticmethod
    def norm(x: Tensor, w: Tensor) -> Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * (1 + w)

    @staticmethod
    def rotate(x: Tensor) -> Tensor:
        half = x.shape[-1] // 2
        angles = torch.arange(x.shape[2], dtype=x.dtype)[:, None] * 0.3 ** torch.arange(half, dtype=x.dtype)
        cos, sin = torch.cat([angles.cos()] * 2, dim=1), torch.cat([angles.sin()] * 2, dim=1)
        return x * cos + torch.cat([-x[..., half:], x[..., :half]], dim=-1) * sin

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        n, tokens, _ = x.shape
        h = self.norm(x, self.n1)
        q = self.q(h).view(n, tokens, self.heads, self.head).transpose(1, 2)
        k, v = self.kv(h).view(n, tokens, 2, self.groups, self.head).permute(2, 0, 3, 1, 4).unbind(0)
        k, v = (p.repeat_interleave(self.heads // self.groups, dim=1) for p in (k, v))
        scores = self.rotate(q) @ self.rotate(k).transpose(2, 3) * self.head**-0.5
        scores = scores.masked_fill(~mask[None, None], float("-inf"))
        x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(n, tokens, -1))
        gate, up = self.up(self.norm(x, self.n2)).chunk(2, dim=-1)
        return x + self.down(F.silu(gate) * up)


def llama() -> Case:
    mask = torch.ones(6, 6, dtype=torch.bool).tril()
    return Case(seeded(Llama(), 10), {"x": draw(2, 6, 12), "mask": mask}, ["y"], ["x"])


class ConvNext(nn.Module):
    """Depthwise convolution, channels-last LayerNorm, GELU, global response normalisation, layer scale."""

    def __init__(self, width: int = 6) -> None:
        super().__init__()
        self.spread = nn.Conv2d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.up, self.down = nn.Linear(width, 3 * width), nn.Linear(3 * width, width)
        self.gamma, self.beta, self.scale = (nn.Parameter(torch.zeros(n)) for n in (3 * width, 3 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        h = F.gelu(self.up(self.norm(self.spread(x).permute(0, 2, 3, 1))))
        size = torch.linalg.vector_norm(h, dim=(1, 2), keepdim=True)
        h = self.gamma * (h * size / (size.mean(-1, keepdim=True) + 1e-6)) + self.beta + h
        return x + ((1 + self.scale) * self.down(h)).permute(0, 3, 1, 2)


def convnext() -> Case:
    return Case(seeded(ConvNext(), 11), {"x": draw(2, 6, 9, 7)}, ["y"], ["x"])


class Shuffled(nn.Module):
    """Pixel (un)shuffle, instance norm, roll, tile, gather, cumulative sums, sorting by constant indices, windows."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.InstanceNorm2d(8, affine=True)
        self.mix = nn.Conv2d(8, 8, 1)
        self.register_buffer("order", torch.tensor([3, 0, 0, 7, 5]))
        self.register_buffer("bias", torch.zeros(1))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = self.mix(self.norm(F.pixel_unshuffle(x, 2)))
        n, c, rows, columns = h.shape
        windows = torch.roll(h, (1, -2), (2, 3)).view(n, c, rows // 2, 2, columns // 3, 3)
        windows = windows.permute(0, 2, 4, 3, 5, 1).reshape(-1, 6, c)
        attended = torch.softmax(windows @ windows.transpose(1, 2) / c, dim=-1) @ windows
        picked = h.index_select(1, self.order).cumsum(dim=2)
        return attended.repeat(1, 2, 1).flip(2), F.pixel_shuffle(torch.cat([h, picked[:, :4]], dim=1), 2).abs().sqrt()


def shuffled() -> Case:
    return Case(seeded(Shuffled(), 12), {"x": draw(1, 2, 8, 12)}, ["windows", "pixels"], ["x"])


NETS: dict[str, Callable[[], Case]] = {
    f.__name__: f
    for f in (transformer, dit, unet, convolutions, pooling, resizing, vq, drunet, taesd, llama, convnext, shuffled)
}

# The same at the widths that are used in earnest; too slow for the table of all exporters.
LARGE: dict[str, Callable[[], Case]] = {
    "drunet": lambda: Case(seeded(Drunet((64, 128, 256, 512)), 8),
                           {"x": draw(1, 3, 32, 32), "sigma": torch.tensor([0.3])}, ["y"], ["x", "sigma"]),
    "dit": lambda: Case(seeded(Dit(channels=4, size=16, width=192), 2),
                        {"z": draw(2, 4, 16, 16), "t": torch.tensor([437, 12]), "label": torch.tensor([3, 1])}, ["y"], ["z"]),
    "taesd": lambda: Case(seeded(Taesd(width=64), 9), {"z": draw(1, 4, 8, 8)}, ["y"], ["z"]),
}
