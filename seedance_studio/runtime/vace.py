"""diffusers' VACE pipeline on conditions that are encoded already, and on a clip as its start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from diffusers import UniPCMultistepScheduler, WanVACEPipeline
from torch import Tensor


class ConditionedPipeline(WanVACEPipeline):  # type: ignore[misc]
    """WanVACEPipeline whose `video` is what `encode_conditions` gave for the clip.

    The stock pipeline encodes two whole clips in every call; here a run with another prompt or
    seed reuses them. Everything else is the stock pipeline's.
    """

    def preprocess_conditions(
        self,
        video: Tensor,
        mask: None,  # noqa: ARG002
        reference_images: None,  # noqa: ARG002
        batch_size: int,  # noqa: ARG002
        height: int,  # noqa: ARG002
        width: int,  # noqa: ARG002
        num_frames: int,
        *_: object,
    ) -> tuple[Tensor, Tensor, list[list[None]]]:
        """Count the references; there is nothing left to prepare."""
        own = (num_frames - 1) // self.vae_scale_factor_temporal + 1
        return video, video, [[None] * (video.shape[2] - own)]

    def prepare_video_latents(self, video: Tensor, *_: object) -> Tensor:
        """Give the latents of what is kept and of what is followed."""
        return video[:, : 2 * self.vae.config.z_dim]

    def prepare_masks(self, mask: Tensor, *_: object) -> Tensor:
        """Give the mask's channels."""
        return mask[:, 2 * self.vae.config.z_dim :]


class PartialUniPC(UniPCMultistepScheduler):  # type: ignore[misc]
    """UniPC that may run the last steps only, as a start from a noised clip wants it."""

    timesteps: Tensor
    sigmas: Tensor
    last_steps: int | None = None
    """How many of the steps run; None runs all."""

    def set_timesteps(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """As the parent's; then both timesteps and noise levels are cut."""
        super().set_timesteps(*args, **kwargs)
        if self.last_steps is not None:
            self.timesteps = self.timesteps[-self.last_steps :]
            self.sigmas = self.sigmas[-(self.last_steps + 1) :]
            self.num_inference_steps = self.last_steps


def scale_by_frame(per_frame: Sequence[float], tokens_per_frame: int, num_layers: int) -> Tensor:
    """Give a `conditioning_scale` that differs from one latent frame to the next.

    The transformer multiplies each layer's hint by its entry, so an entry may hold one number a
    token: each reference then acts as strongly as was asked for.

    Args:
        per_frame: one number a latent frame, those of references first.
        tokens_per_frame: how many tokens a latent frame has.
        num_layers: how many control layers the transformer has.

    Returns:
        (num_layers, 1, tokens, 1).
    """
    tokens = torch.tensor(per_frame).repeat_interleave(tokens_per_frame)
    return tokens.view(1, 1, -1, 1).expand(num_layers, 1, -1, 1)
