"""ACE-Step behind its stock pipeline: a plan goes in as words, tempo and key."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AceStepPipeline
from numpy.typing import NDArray

from seedance_studio.domain.composer import ComposerCard
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.sound import GENRES, MINOR_MOODS, MOODS, SoundPlan
from seedance_studio.models import require_weights
from seedance_studio.runtime.engine import stepping
from seedance_studio.runtime.samples import at_studio_rate

_KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_NO_VOICE = "[Instrumental]"
_LEAST_S = 10.0
"""Shorter pieces than it was trained on are cut from one of this length."""


def open_pipeline(models: Path, card: ComposerCard, key: PipelineKey) -> Any:  # noqa: ANN401
    """Load the pipeline as it was published; nothing is fetched.

    Raises:
        WeightsMissing: the weights are not on this machine, or not whole.
    """
    folder, _ = require_weights(models, card)
    pipe = AceStepPipeline.from_pretrained(
        folder, dtype=getattr(torch, key.dtype), local_files_only=True, use_safetensors=True
    )
    if key.memory == "offloaded":
        pipe.enable_model_cpu_offload(device=key.device)
    else:
        pipe.to(key.device)
    return pipe


class AceStep:
    """One pipeline in memory.

    Args:
        pipe: a stock `AceStepPipeline`.
        num_inference_steps: that it was distilled for.
    """

    def __init__(self, pipe: Any, num_inference_steps: int) -> None:  # noqa: ANN401
        self._pipe = pipe
        self.num_inference_steps = num_inference_steps

    def play(
        self, plan: SoundPlan, duration_s: float, after_step: Callable[[int], None]
    ) -> NDArray[np.float32]:
        """Give the music of a plan, (samples, 2) at 48 kHz, as long as the clip or longer."""
        scale = "minor" if plan.mood in MINOR_MOODS else "major"
        with torch.inference_mode(), stepping(self._pipe, after_step):
            (audio,) = self._pipe(
                prompt=_words(plan),
                lyrics=_NO_VOICE,
                audio_duration=max(_LEAST_S, math.ceil(duration_s)),
                bpm=round(plan.tempo_bpm),
                keyscale=f"{_KEYS[plan.tonic % 12]} {scale}",
                timesignature="4",
                num_inference_steps=self.num_inference_steps,
                # Drawn on the CPU, so that a seed means the same on every device.
                generator=torch.Generator("cpu").manual_seed(plan.seed),
                output_type="np",
                return_dict=False,
            )
        return at_studio_rate(audio[0].T, self._pipe.sample_rate)


def _words(plan: SoundPlan) -> str:
    return f"{MOODS[plan.mood].en} instrumental film music, {GENRES[plan.genre].en}, no vocals"
