"""Between pixels and what a transformer denoises, for any autoencoder with Wan's interface."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


def encode_pictures(vae: Any, pictures: NDArray[np.uint8], device: torch.device) -> Tensor:  # noqa: ANN401
    """Give the normalised latents (1, z_dim, 1 + k, h, w) of (1 + 4k, height, width, 3) RGB."""
    video = as_video(pictures).to(device, vae.dtype)
    encoded = vae.encode(video).latent_dist.mode().float()
    mean, std = _statistics(vae, encoded)
    normalised: Tensor = (encoded - mean) / std
    return normalised


def decode_latents(vae: Any, latents: Tensor) -> Tensor:  # noqa: ANN401
    """Give the video (1, 3, frames, height, width) in [-1, 1] of normalised latents."""
    mean, std = _statistics(vae, latents)
    video: Tensor = vae.decode((latents * std + mean).to(vae.dtype), return_dict=False)[0]
    return video


def as_video(pictures: NDArray[np.uint8]) -> Tensor:
    """(frames, height, width, 3) uint8 to (1, 3, frames, height, width) in [-1, 1]."""
    return torch.from_numpy(pictures).permute(3, 0, 1, 2)[None].float() / 127.5 - 1


def to_pixels(video: Tensor) -> NDArray[np.uint8]:
    """(1, 3, frames, height, width) in [-1, 1] to (frames, height, width, 3) uint8."""
    scaled = (video[0].permute(1, 2, 3, 0).float() + 1) * 127.5
    pixels: NDArray[np.uint8] = scaled.round().clamp(0, 255).to(torch.uint8).cpu().numpy()
    return pixels


def _statistics(vae: Any, latents: Tensor) -> tuple[Tensor, Tensor]:  # noqa: ANN401
    shape = (1, -1, 1, 1, 1)
    mean = torch.tensor(vae.config.latents_mean).to(latents).view(shape)
    return mean, torch.tensor(vae.config.latents_std).to(latents).view(shape)
