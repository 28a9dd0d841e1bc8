"""LTX-2 behind one pipeline: pictures at any moment go in, a clip with its sound comes out."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition
from diffusers.pipelines.ltx2.utils import DISTILLED_SIGMA_VALUES
from torch import Tensor

from seedance_studio.domain.delivery import seen_size
from seedance_studio.domain.material import Material
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.media.material import read_material
from seedance_studio.runtime.engine import Call, Made, Resident
from seedance_studio.runtime.samples import at_studio_rate

_PROMPTS_KEPT = 16
_CHUNK = 8
"""Pixel frames in one latent frame."""


class SoundingResident(Resident):
    """One LTX-2 pipeline for every mode.

    Args:
        pipe: an LTX2ConditionPipeline on distilled weights, which need no guidance.
    """

    def __init__(self, pipe: Any) -> None:  # noqa: ANN401
        self._pipe = pipe
        self._embeds = lru_cache(maxsize=_PROMPTS_KEPT)(self._encode)

    def _encode(self, prompt: str, negative: str, is_guided: bool) -> tuple[Tensor | None, ...]:
        embeds: tuple[Tensor | None, ...] = self._pipe.encode_prompt(
            prompt=prompt, negative_prompt=negative, do_classifier_free_guidance=is_guided
        )
        return embeds

    def encode_prompt(self, plan: GenerationPlan) -> dict[str, Any]:
        """Give the prompts' embeddings, those of a prompt seen before at no cost."""
        embeds = self._embeds(
            plan.prompt.engine_prompt, plan.negative_prompt, plan.guidance_scale > 1
        )
        names = ("prompt_embeds", "prompt_attention_mask")
        return dict(zip((*names, *(f"negative_{name}" for name in names)), embeds, strict=True))

    def bare_prompt(self, plan: GenerationPlan) -> dict[str, Any]:
        """Give the prompts as they are."""
        return {
            "prompt": plan.prompt.engine_prompt,
            "negative_prompt": plan.negative_prompt or None,
        }

    def prepare(self, plan: GenerationPlan, inputs: Path) -> Call:
        """Read the pictures, and say how the pipeline runs."""
        native = plan.native
        seen = seen_size(native, plan.delivered)
        shown = read_material(plan.references, native, seen, inputs)
        lead = _lead_frames(shown)
        steps, guidance = plan.num_inference_steps, plan.guidance_scale
        plain = {
            f"{branch}{name}": value
            for branch in ("", "audio_")
            for name, value in {
                "guidance_scale": guidance,
                "stg_scale": 0.0,
                "modality_scale": 1.0,
                "guidance_rescale": 0.0,
            }.items()
        }
        return Call(
            pipe=self._pipe,
            arguments={
                **plain,
                "conditions": [_condition(one, lead) for one in shown] or None,
                "height": native.height,
                "width": native.width,
                "num_frames": native.num_frames + lead,
                "frame_rate": float(native.fps),
                "num_inference_steps": steps,
                # The steps that its weights were distilled for; others are spread evenly.
                "sigmas": DISTILLED_SIGMA_VALUES if steps == len(DISTILLED_SIGMA_VALUES) else None,
                # Drawn on the CPU, so that a seed means the same on every device.
                "generator": torch.Generator("cpu").manual_seed(plan.seed),
                "output_type": "np",
                "return_dict": False,
            },
            finish=lambda output: self._made(output, lead, float(native.fps)),
        )

    def _made(self, output: tuple[Any, Tensor], lead: int, fps: float) -> Made:
        video, audio = output
        frames = np.asarray(video[0][lead:] * 255).round().clip(0, 255).astype(np.uint8)
        rate = self._pipe.vocoder.config.output_sampling_rate
        samples = audio[0].float().cpu().numpy().T[round(lead / fps * rate) :]
        return Made(frames=frames, sound=at_studio_rate(samples, rate))


def _lead_frames(shown: tuple[Material, ...]) -> int:
    """Frames of a continued clip before the one that the result begins with: whole chunks."""
    ends = [len(one.pictures) - 1 for one in shown if one.reference.role == "extend"]
    return next(iter(ends), 0) // _CHUNK * _CHUNK


def _condition(one: Material, lead: int) -> LTX2VideoCondition:
    if one.reference.role == "extend":
        return LTX2VideoCondition(frames=one.pictures[-lead - 1 :], index=0)
    return LTX2VideoCondition(
        frames=one.pictures,
        index=(one.reference.latent_index or 0) + lead // _CHUNK,
        strength=one.reference.strength,
    )
