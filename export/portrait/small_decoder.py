"""A small decoder in the manner of TAESD (plain 3×3 convolutions and ReLU, nearest upsampling): what guidance may observe by."""

from __future__ import annotations

import torch
from torch import nn

WIDTHS = (64, 32, 16)


class Block(nn.Module):
    """Three convolutions with ReLU between them, a skip around, and ReLU after it."""

    def __init__(self, channels: int):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1),
        )
        nn.init.zeros_(self.body[4].weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.body(x) + x)


class SmallDecoder(nn.Module):
    """N×C×16×16 latents of the diffusion (s times the encoder's mean) to N×3×64×64 pictures in about [-1, 1], not clamped."""

    def __init__(self, channels: int, widths: tuple[int, int, int] = WIDTHS):
        super().__init__()
        a, b, c = widths
        self.body = nn.Sequential(
            nn.Conv2d(channels, a, 3, padding=1), nn.ReLU(), Block(a), Block(a),
            nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(a, b, 3, padding=1), Block(b),
            nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(b, c, 3, padding=1), Block(c),
            nn.Conv2d(c, 3, 3, padding=1),
        )

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.body(3 * torch.tanh(z / 3))
