"""Clips from captions with nothing but the trained parts: for evaluation, not for the studio."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from diffusers import WanPipeline
from torch import Tensor

from seedance_studio.seedling.flow import GUIDED_UNTIL, guided_until
from seedance_studio.seedling.text import MAX_SEQUENCE_LENGTH
from seedance_studio.seedling.transformer import base_view
from seedance_studio.seedling.weights import Parts

_WIDTH, _HEIGHT, _GUIDANCE_SCALE = 288, 160, 3.5


def sample_clips(
    parts: Parts,
    captions: list[str],
    *,
    num_frames: int = 41,
    num_inference_steps: int = 10,
) -> Iterator[Tensor]:
    """One clip a caption, its place in the list as its seed.

    Yields: (3, num_frames, height, width) in [-1, 1].
    """
    pipe = WanPipeline(
        tokenizer=parts.tokenizer,
        text_encoder=parts.text_encoder,
        vae=parts.vae,
        scheduler=parts.scheduler,
        transformer=base_view(parts.transformer),
    )
    pipe.set_progress_bar_config(disable=True)
    for seed, caption in enumerate(captions):
        latents = pipe(
            prompt=caption,
            negative_prompt="",
            height=_HEIGHT,
            width=_WIDTH,
            num_frames=num_frames,
            num_inference_steps=num_inference_steps,
            guidance_scale=_GUIDANCE_SCALE,
            max_sequence_length=MAX_SEQUENCE_LENGTH,
            generator=torch.Generator("cpu").manual_seed(seed),
            callback_on_step_end=guided_until(GUIDED_UNTIL),
            output_type="latent",
            return_dict=False,
        )[0]
        with torch.inference_mode():
            yield parts.vae.decode(parts.vae.denormalise(latents))[0][0]
