"""Wan's models for text and first frames, which have no control branch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from PIL import Image

from seedance_studio.domain.delivery import seen_size
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.media.material import read_material
from seedance_studio.runtime.engine import Call
from seedance_studio.runtime.wan import WanResident

_ARGUMENTS = {"first_frame": "image", "last_frame": "last_image"}
"""A role and the argument of WanImageToVideoPipeline that plays it."""


class PicturesResident(WanResident):
    """Words through one pipeline, a first frame through the other, on the same weights.

    Args:
        words: a WanPipeline, or None where the weights cannot begin without a picture.
        pictures: a WanImageToVideoPipeline.
        max_sequence_length: of a prompt in tokens.
    """

    def __init__(self, words: Any, pictures: Any, max_sequence_length: int) -> None:  # noqa: ANN401
        super().__init__(pictures, None, max_sequence_length)
        self._words = words
        self._pictures = pictures

    def prepare(self, plan: GenerationPlan, inputs: Path) -> Call:
        """Read the pictures and say which pipeline runs."""
        native = plan.native
        seen = seen_size(native, plan.delivered)
        shown = {
            _ARGUMENTS[one.reference.role]: Image.fromarray(one.pictures[0])
            for one in read_material(plan.references, native, seen, inputs)
        }
        arguments = {
            **shown,
            "height": native.height,
            "width": native.width,
            "num_frames": native.num_frames,
            "num_inference_steps": plan.num_inference_steps,
            "guidance_scale": plan.guidance_scale,
            # Drawn on the CPU, so that a seed means the same on every device.
            "generator": torch.Generator("cpu").manual_seed(plan.seed),
            "output_type": "latent",
            "return_dict": False,
        }
        return self.decoded_here(self._pictures if shown else self._words, arguments)
