"""What a model that makes music says of itself, and what it must do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from seedance_studio.domain.engine import ModelCard, OnStep, Weights
from seedance_studio.domain.pipeline_key import PipelineKey

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seedance_studio.domain.sound import SoundPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposerCard(ModelCard):
    """All that can be known of a model that makes music."""

    weights: Weights
    num_inference_steps: int
    parameters_b: float
    """Billions of parameters that every step goes through."""
    tokens_per_second: float
    """Of music."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A composer that can play here and now."""

    key: PipelineKey
    seconds_per_second: float
    """Of work for a second of music, loading left out; a guess from sizes."""


Offers = Mapping[str, Offer]
"""By the composer's id."""


class Composer(Protocol):
    """A model of music behind one door. It obeys the plan: mood, tempo, key and seed are final."""

    def load(self, key: PipelineKey) -> float:
        """Make the model of `key` resident, or reuse it; returns the seconds it took.

        Raises:
            WeightsUnreadable: a file is missing, truncated or of another version.
        """
        ...

    def compose(self, plan: SoundPlan, duration_s: float, on_step: OnStep) -> NDArray[np.float32]:
        """Make the music of a plan.

        Args:
            plan: of the sound; its music is what is made.
            duration_s: of the clip.
            on_step: told of each step, at the stage composing.

        Returns:
            (samples, 2) at 48 kHz, at least as long as the clip.

        Raises:
            JobCancelled: raised by `on_step`, let through; the model stays usable.
            OutOfMemory, GenerationFailed: the model raised.
        """
        ...
