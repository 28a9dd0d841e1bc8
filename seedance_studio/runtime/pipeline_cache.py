"""The one resident pipeline of a process."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from seedance_studio.domain.engine import ModelCard
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.runtime import foreign_errors

PipelineT = TypeVar("PipelineT")


class PipelineCache(Generic[PipelineT]):
    """Holds one loaded pipeline and lets go of it before another is loaded.

    One thread owns it: diffusers' pipelines keep the state of a call on themselves.

    Args:
        cards: of the models that one module offers.
        load: loads the weights of a key.
    """

    def __init__(
        self, cards: Iterable[ModelCard], load: Callable[[PipelineKey], PipelineT]
    ) -> None:
        self._titles = {card.id: card.title for card in cards}
        self._load = load
        self._key: PipelineKey | None = None
        self._pipeline: PipelineT | None = None

    def load(self, key: PipelineKey) -> float:
        """Make the pipeline of `key` resident; returns the seconds it took.

        Raises:
            WeightsUnreadable, OutOfMemory: it cannot be loaded.
        """
        began = time.perf_counter()
        with foreign_errors.loading(self._titles[key.engine].en):
            self.acquire(key)
        return time.perf_counter() - began

    def acquire(self, key: PipelineKey) -> PipelineT:
        """The pipeline of `key`: the resident one, or a new one in its place."""
        if self._pipeline is None or key != self._key:
            self._pipeline = None
            gc.collect()
            self._pipeline = self._load(key)
            self._key = key
        return self._pipeline
