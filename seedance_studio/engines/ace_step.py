"""ACE-Step 1.5: music from a mood, instruments, a tempo and a key, in eight steps."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from seedance_studio.domain.composer import ComposerCard
from seedance_studio.domain.engine import Weights
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.errors import Text
from seedance_studio.runtime.composing import DiffusersComposer

if TYPE_CHECKING:
    from seedance_studio.runtime.ace_step import AceStep

CARDS = (
    ComposerCard(
        id="ace-step-1.5",
        title=Text("ACE-Step 1.5 XL turbo", "ACE-Step 1.5 XL turbo"),
        description=Text(
            "Makes the music of a clip, in the mood, tempo and key that the studio chose for it. "
            "It takes the place of the studio's own composer, where you ask for it.",
            "为视频创作音乐，情绪、速度与调性由工作室选定。选用时代替自带的作曲。",
        ),
        family="ace-step",
        revision="main",
        licence="MIT",
        weights=Weights(
            repository="ACE-Step/acestep-v15-xl-turbo-diffusers",
            parts_gb={
                "transformer": 8.3,
                "text_encoder": 1.2,
                "condition_encoder": 1.2,
                "vae": 0.3,
            },
        ),
        num_inference_steps=8,
        parameters_b=4.2,
        tokens_per_second=12.5,
    ),
)


def open_engine(models: Path) -> DiffusersComposer:
    """The composer, with nothing loaded yet."""
    return DiffusersComposer(CARDS, partial(_load, models))


def _load(models: Path, key: PipelineKey) -> AceStep:
    from seedance_studio.runtime.ace_step import AceStep, open_pipeline

    return AceStep(open_pipeline(models, CARDS[0], key), CARDS[0].num_inference_steps)
