"""Muon for convolutions: momentum whose singular values are all made about one (Jordan et al. 2024, kellerjordan.github.io/posts/muon)."""

from __future__ import annotations

import torch


def orthogonal(g: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """Newton–Schulz iteration on a stack of matrices B×M×N, by the quintic of Muon's authors."""
    x = g.bfloat16()
    turned = x.shape[1] > x.shape[2]
    if turned:
        x = x.mT
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return (x.mT if turned else x).to(g.dtype)


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, made orthogonal; a step has root mean square `lr`·0.2, as AdamW's about has, so the two share rates."""

    def __init__(self, params: list[torch.nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            shapes: dict[tuple[int, int], list[tuple[torch.Tensor, torch.Tensor]]] = {}
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state["momentum"] = torch.zeros_like(p)
                m = state["momentum"].lerp_(p.grad, 1 - group["momentum"])
                update = p.grad.lerp(m, group["momentum"]).reshape(len(p), -1)
                shapes.setdefault(tuple(update.shape), []).append((p, update))
            for (rows, columns), pairs in shapes.items():
                whole = orthogonal(torch.stack([u for _, u in pairs])) * (0.2 * max(rows, columns) ** 0.5)
                for (p, _), u in zip(pairs, whole):
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.add_(u.reshape(p.shape), alpha=-group["lr"])
