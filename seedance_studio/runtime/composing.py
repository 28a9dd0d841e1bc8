"""The one composer there is around a diffusers pipeline: load, play, report, cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from seedance_studio.domain.composer import ComposerCard
from seedance_studio.domain.engine import OnStep, StepProgress
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.sound import SoundPlan
from seedance_studio.runtime import foreign_errors
from seedance_studio.runtime.pipeline_cache import PipelineCache

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Player(Protocol):
    """The weights of one family in memory."""

    num_inference_steps: int

    def play(
        self, plan: SoundPlan, duration_s: float, after_step: Callable[[int], None]
    ) -> NDArray[np.float32]:
        """Give the music of a plan, (samples, 2) at 48 kHz; told of each step that is done."""
        ...


class DiffusersComposer:
    """Every plan through a diffusers pipeline; see `domain.composer.Composer`.

    Args:
        cards: of the composers that one module offers.
        open_player: loads the weights of a key.
    """

    def __init__(
        self, cards: Sequence[ComposerCard], open_player: Callable[[PipelineKey], Player]
    ) -> None:
        self._players = PipelineCache(cards, open_player)

    def load(self, key: PipelineKey) -> float:
        """Make the pipeline resident; returns the seconds it took."""
        return self._players.load(key)

    def compose(self, plan: SoundPlan, duration_s: float, on_step: OnStep) -> NDArray[np.float32]:
        """Make the music of a plan."""
        assert plan.composer is not None
        self.load(plan.composer)
        player = self._players.acquire(plan.composer)

        def after_step(step: int) -> None:
            on_step(
                StepProgress(stage="composing", step=step, num_steps=player.num_inference_steps)
            )

        with foreign_errors.generating():
            after_step(0)
            return player.play(plan, duration_s, after_step)
