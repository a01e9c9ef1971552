"""The noise predictor: a UNet on 16×16 latents, two levels, attention at both."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from layers import Attention, Down, Residual, Up


class TimeEmbedding(nn.Module):
    """Timesteps N (0…999, as floats) to N×width: sines and cosines of geometric frequencies, then two linear layers."""

    def __init__(self, width: int, frequencies: int = 64):
        super().__init__()
        self.register_buffer("rates", torch.exp(-math.log(1e4) * torch.arange(frequencies) / frequencies), persistent=False)
        self.first, self.second = nn.Linear(2 * frequencies, width), nn.Linear(width, width)

    def forward(self, t: torch.Tensor) -> torch.Tensor:
        angles = t[:, None] * self.rates[None]
        return F.silu(self.second(F.silu(self.first(torch.cat([angles.sin(), angles.cos()], 1)))))


class UNet(nn.Module):
    """N×C×16×16 noisy latents and N timesteps to the velocity v = √ā·ε − √(1−ā)·z0 of the same shape."""

    def __init__(self, channels: int, wide: int = 96, deep: int = 192, time: int = 256):
        super().__init__()
        a, b = wide, deep
        self.time = TimeEmbedding(time)
        self.first = nn.Conv2d(channels, a, 3, padding=1)
        self.a1, self.a2, self.a_attention = Residual(a, a, time), Residual(a, a, time), Attention(a, 2)
        self.down = Down(a, b)
        self.b1, self.b1_attention = Residual(b, b, time), Attention(b, 4)
        self.b2, self.b2_attention = Residual(b, b, time), Attention(b, 4)
        self.b3, self.b3_attention = Residual(2 * b, b, time), Attention(b, 4)
        self.up = Up(b, a)
        self.c1, self.c_attention = Residual(2 * a, a, time), Attention(a, 2)
        self.c2, self.c3 = Residual(2 * a, a, time), Residual(2 * a, a, time)
        self.norm, self.last = nn.GroupNorm(8, a), nn.Conv2d(a, channels, 3, padding=1)
        nn.init.zeros_(self.last.weight)

    def forward(self, z: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        e = self.time(t)
        h0 = self.first(z)
        h1 = self.a1(h0, e)
        h2 = self.a_attention(self.a2(h1, e))
        d1 = self.b1_attention(self.b1(self.down(h2), e))
        d2 = self.b2_attention(self.b2(d1, e))
        d3 = self.b3_attention(self.b3(torch.cat([d2, d1], 1), e))
        u1 = self.c_attention(self.c1(torch.cat([self.up(d3), h2], 1), e))
        u2 = self.c2(torch.cat([u1, h1], 1), e)
        u3 = self.c3(torch.cat([u2, h0], 1), e)
        return self.last(F.silu(self.norm(u3)))
