"""The autoencoder: 64×64×3 pictures to 16×16×C latents and back."""

from __future__ import annotations

import torch
from torch import nn

from layers import Attention, Down, Residual, Up

WIDTHS = (40, 80, 144)


class Encoder(nn.Module):
    """N×3×64×64 in [-1, 1] to the posterior's mean and log-variance, each N×C×16×16."""

    def __init__(self, channels: int, widths: tuple[int, int, int] = WIDTHS):
        super().__init__()
        a, b, c = widths
        self.body = nn.Sequential(
            nn.Conv2d(3, a, 3, padding=1), Residual(a, a), Down(a, b), Residual(b, b), Down(b, c),
            Residual(c, c), Attention(c), Residual(c, c),
            nn.GroupNorm(8, c), nn.SiLU(), nn.Conv2d(c, 2 * channels, 3, padding=1),
        )

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mean, logvar = self.body(x).chunk(2, 1)
        return mean, logvar.clamp(-30.0, 20.0)


class Decoder(nn.Module):
    """N×C×16×16 latents to N×3×64×64 pictures in about [-1, 1], not clamped."""

    def __init__(self, channels: int, widths: tuple[int, int, int] = WIDTHS):
        super().__init__()
        a, b, c = widths
        self.body = nn.Sequential(
            nn.Conv2d(channels, c, 3, padding=1), Residual(c, c), Attention(c), Residual(c, c),
            Up(c, b), Residual(b, b), Up(b, a), Residual(a, a),
            nn.GroupNorm(8, a), nn.SiLU(), nn.Conv2d(a, 3, 3, padding=1),
        )

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.body(z)


class Autoencoder(nn.Module):
    """Both halves; what is trained and averaged as one."""

    def __init__(self, channels: int):
        super().__init__()
        self.channels = channels
        self.encoder, self.decoder = Encoder(channels), Decoder(channels)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """A reconstruction through one sample of the posterior, with its mean and log-variance."""
        mean, logvar = self.encoder(x)
        z = mean + (0.5 * logvar).exp() * torch.randn_like(mean)
        return self.decoder(z), mean, logvar
