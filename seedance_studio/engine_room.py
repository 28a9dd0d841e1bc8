"""Which process or which lent GPU runs a job."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from seedance_studio import engines
from seedance_studio.domain.engine import OnStep
from seedance_studio.domain.job import AnyPlan
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.style_training import TrainingPlan
from seedance_studio.fleet import Fleet
from seedance_studio.jobs.attempts import FrameMaker
from seedance_studio.jobs.engine_process import EngineProcess
from seedance_studio.jobs.messages import EngineRun
from seedance_studio.jobs.run import JobRecord
from seedance_studio.machine import lends_gpus
from seedance_studio.settings import Settings

if TYPE_CHECKING:
    from seedance_studio.jobs.lent_engine import LentEngine


class EngineRoom:
    """Starts engines when they are needed.

    Args:
        settings: which engines, and where their weights are.
        fleet: the engines as this machine runs them.
        inputs: folder of the files that plans refer to.
    """

    def __init__(self, settings: Settings, fleet: Fleet, inputs: Path) -> None:
        self._settings = settings
        self._fleet = fleet
        self._inputs = inputs

    @cached_property
    def _modules(self) -> dict[str, str]:
        return engines.module_names(self._settings.engines)

    @cached_property
    def process(self) -> EngineProcess:
        """The engine's process on this machine; it starts when it is first needed."""
        settings = self._settings
        return EngineProcess(
            self._modules,
            self._inputs,
            settings.models_dir,
            settings.data_dir / "engine.log",
            settings.max_silence_s,
        )

    @cached_property
    def _lent(self) -> LentEngine:
        # Only where GPUs are lent is its library needed, and it must come before torch.
        from seedance_studio.jobs.lent_engine import LentEngine  # noqa: PLC0415

        return LentEngine(self._modules, self._inputs, self._settings.models_dir)

    @property
    def pid(self) -> int | None:
        """The id of the engine's process, or None when there is none."""
        return self.process.pid

    def load_for_lending(self) -> None:
        """Load the first large engine that is ready; in the main thread, before the page."""
        for card in self._fleet.cards().values():
            if card.weights is not None and self._fleet.is_ready(card):
                self._lent.load(self._fleet.key(card))
                return

    def warm_up(self, engine: str | None) -> None:
        """Start loading an engine, the default if none is named; returns at once."""
        cards = self._fleet.cards()
        key = self._fleet.key(cards[engine or next(iter(cards))])
        if not (lends_gpus() and key.device != "cpu"):
            self.process.warm_up(key)

    def remember_caller(self, record: JobRecord) -> None:
        """Keep whose click a job comes from, where GPUs are charged to who clicks."""
        if _is_lent(record.plan):
            self._lent.remember_caller(record.clip_id)

    def maker(self, record: JobRecord) -> FrameMaker:
        """Give what runs a job."""
        return self._lent.called_for(record.clip_id) if _is_lent(record.plan) else self.process

    def time_bare_pipeline(self, plan: GenerationPlan) -> float:
        """Give the seconds of a plan without the studio; runs at once, beside the queue."""
        return self.process.time_bare_pipeline(plan)

    def learn_style(
        self, plan: TrainingPlan, folder: Path, on_step: OnStep, check: Callable[[], None]
    ) -> EngineRun:
        """Train a brand style, in a process of this machine; see `EngineProcess.learn_style`."""
        return self.process.learn_style(plan, folder, on_step, check)

    def close(self) -> None:
        """End what was started."""
        if "process" in self.__dict__:
            self.process.close()


def _is_lent(plan: AnyPlan) -> bool:
    is_on_gpu = isinstance(plan, GenerationPlan) and plan.pipeline_key.device != "cpu"
    return lends_gpus() and is_on_gpu
