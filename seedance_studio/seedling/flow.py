"""Flow matching: the straight path from a picture to noise, and the loss that learns to walk back.

x(sigma) = (1 - sigma) * latents + sigma * noise, sigma from 0 (picture) to 1 (noise). The model
gives the velocity noise - latents (Lipman et al. 2022, Liu et al. 2022); diffusers' schedulers call
this `flow_prediction` and count timesteps as 1000 * sigma.
"""

from __future__ import annotations

import torch
from torch import Tensor

NUM_TRAIN_TIMESTEPS = 1_000


def draw_sigmas(count: int, shift: float, device: torch.device) -> Tensor:
    """Logit-normal noise levels (Esser et al. 2024), shifted towards noise as sampling is.

    Args:
        count: how many.
        shift: 1 leaves them; larger spends more of the training where layout is decided. Long
            clips need more, since neighbouring frames give each other away.
        device: where to draw.

    Returns: (count,), each in (0, 1).
    """
    sigmas = torch.sigmoid(torch.randn(count, device=device))
    return shift * sigmas / (1 + (shift - 1) * sigmas)


def add_noise(latents: Tensor, noise: Tensor, sigmas: Tensor) -> Tensor:
    """Points on the path: latents and noise (batch, ...), sigmas (batch,)."""
    sigmas = sigmas.view(-1, *[1] * (latents.ndim - 1))
    return (1 - sigmas) * latents + sigmas * noise


def velocity_loss(predicted: Tensor, latents: Tensor, noise: Tensor, weight: Tensor) -> Tensor:
    """Mean squared error of the velocity, `weight` broadcast over channels and normalised."""
    error = (predicted.float() - (noise - latents)).square()
    return (error * weight).mean() / weight.mean()
