"""Nearest-neighbour check: are generated portraits closer to training pictures than unseen real ones are?

    python memorisation.py --autoencoder runs/autoencoder.pt --unet runs/unet.pt --count 128

For generated and for validation pictures: the root-mean-square distance to the nearest training picture (or its mirror
image), in pixels ([-1, 1]) and in scaled latents. A model that memorised has generated distances far below those of the
validation split.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

import data
from sampling import draw
from reference_psld import Model, sheet


def nearest(queries: torch.Tensor, train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Root-mean-square distance to the nearest row of `train`, and which it is."""
    a, b = queries.flatten(1), train.flatten(1)
    distance, index = torch.cdist(a, b).min(1)
    return distance / a.shape[1] ** 0.5, index


def describe(name: str, distance: torch.Tensor) -> str:
    low, middle, high = torch.quantile(distance, torch.tensor([0.05, 0.5, 0.95])).tolist()
    return f"{name}: min {distance.min():.4f}, 5 % {low:.4f}, median {middle:.4f}, 95 % {high:.4f}"


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--autoencoder", type=Path, default=Path("runs/autoencoder.pt"))
    parser.add_argument("--unet", type=Path, default=Path("runs/unet.pt"))
    parser.add_argument("--count", type=int, default=128)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--size", type=int, default=64, choices=(64, 128))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sheet", type=Path, help="generated pictures above their nearest training pictures; do not publish")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model = Model(args.autoencoder, args.unet)

    def encode(x: torch.Tensor) -> torch.Tensor:
        return torch.cat([model.encode(part) for part in x.split(32)])

    split = data.split128 if args.size == 128 else data.split
    train = split("train")[0]
    train = torch.cat([train, train.flip(-1)])
    held = split("validation")[0]
    z = draw(model, args.count, seed=10_000, steps=args.steps, side=args.size // 4)
    made = torch.cat([model.decode(part) for part in z.split(32)]).clamp(-1, 1)
    latents = encode(train)
    for space, known, generated, unseen in (("pixels", train, made, held), ("latents", latents, encode(made), encode(held))):
        ours, index = nearest(generated, known)
        theirs, _ = nearest(unseen, known)
        print(describe(f"{space}, generated ({len(generated)})", ours))
        print(describe(f"{space}, validation ({len(unseen)})", theirs))
        print(f"{space}: {int((ours < theirs.min()).sum())} generated are nearer than any validation picture")
        if args.sheet and space == "pixels":
            order = ours.argsort()[:16]
            sheet([made[order], train[index[order]]], args.sheet)


if __name__ == "__main__":
    main()
