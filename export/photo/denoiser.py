"""The denoiser of photographs: one convolutional net for every noise level, with nothing in it that sees the whole window."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

DATA = 0.5
"""Standard deviation of photographs in [-1, 1], for the preconditioning."""

LOWEST = 4 / 127.5
"""The least noise the net was trained at: the training pictures are exact to some four grey levels only."""

HIGHEST = 80.0

FREQUENCIES = 8


class Level(nn.Module):
    """The logarithm of the noise level as N×OUT features: sines and cosines, then one hidden layer."""

    OUT = 128

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("frequency", 0.25 * 2 ** (torch.arange(FREQUENCIES) / 2), persistent=False)
        self.hidden = nn.Linear(2 * FREQUENCIES, self.OUT)
        self.out = nn.Linear(self.OUT, self.OUT)

    def forward(self, sigma: torch.Tensor) -> torch.Tensor:
        phase = sigma.log().view(-1, 1) * self.frequency
        return F.relu(self.out(F.relu(self.hidden(torch.cat([phase.sin(), phase.cos()], 1)))))


class Block(nn.Module):
    """x + conv(relu(scale·conv(x) + shift)), where the noise level gives scale and shift by channel."""

    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.modulation = nn.Linear(Level.OUT, 2 * width)
        nn.init.zeros_(self.modulation.weight)
        nn.init.zeros_(self.modulation.bias)
        with torch.no_grad():
            self.second.weight.mul_(0.3)

    def forward(self, x: torch.Tensor, level: torch.Tensor) -> torch.Tensor:
        m, width = self.modulation(level).to(x.dtype)[:, :, None, None], self.first.out_channels
        return x + self.second(F.relu(torch.addcmul(m[:, width:], self.first(x), 1 + m[:, :width])))


class Denoiser(nn.Module):
    """D(x, σ) = x0 expected from x = x0 + σ·n; x is N×3×H×W in [-1, 1] with H and W multiples of `stride`, σ has N entries.

    D = c_skip·x + c_out·F(c_in·x, σ) with the factors of Karras et al. 2022 (arXiv:2206.00364, table 1). Below LOWEST the
    net is told LOWEST, so that D goes to x as σ goes to nought. F is a U-Net on 2×2 pixels as channels, its skips added.
    """

    def __init__(self, widths: tuple[int, ...] = (64, 96, 160, 224), down: tuple[int, ...] = (2, 2, 2, 0),
                 up: tuple[int, ...] = (2, 2, 2, 2)):
        super().__init__()
        self.settings = {"widths": widths, "down": down, "up": up}
        self.stride = 2 ** len(widths)
        self.level = Level()
        self.unshuffle = nn.PixelUnshuffle(2)
        self.head = nn.Conv2d(12, widths[0], 3, padding=1)
        self.down = nn.ModuleList(nn.ModuleList(Block(w) for _ in range(n)) for w, n in zip(widths, down))
        self.up = nn.ModuleList(nn.ModuleList(Block(w) for _ in range(n)) for w, n in zip(widths, up))
        self.shrink = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in zip(widths, widths[1:]))
        self.grow = nn.ModuleList(nn.ConvTranspose2d(b, a, 2, stride=2) for a, b in zip(widths, widths[1:]))
        self.tail = nn.Conv2d(widths[0], 12, 3, padding=1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)

    def net(self, x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        """F: input of unit variance, output of unit variance."""
        level = self.level(sigma)
        h, skips = self.head(self.unshuffle(x)), []
        for i, blocks in enumerate(self.down):
            for block in blocks:
                h = block(h, level)
            if i < len(self.shrink):
                skips.append(h)
                h = self.shrink[i](h)
        for i in reversed(range(len(self.up))):
            if i < len(self.grow):
                h = self.grow[i](h) + skips[i]
            for block in self.up[i]:
                h = block(h, level)
        return F.pixel_shuffle(self.tail(h), 2)

    def forward(self, x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        s = sigma.view(-1, 1, 1, 1)
        total = s * s + DATA * DATA
        f = self.net(x / total.sqrt(), sigma.clamp(LOWEST, HIGHEST))
        return x * (DATA * DATA / total) + f.float() * (s * DATA / total.sqrt())
