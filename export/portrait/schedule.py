"""The noise schedule of the training: scaled-linear β from 0.0015 to 0.0195 over 1,000 steps."""

from __future__ import annotations

import torch

START, END, STEPS = 0.0015, 0.0195, 1000


def alphas_cumprod() -> torch.Tensor:
    """ā_t for t = 0…999, float64."""
    betas = torch.linspace(START**0.5, END**0.5, STEPS, dtype=torch.float64) ** 2
    return (1 - betas).cumprod(0)
