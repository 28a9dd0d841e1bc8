"""The one resident pipeline of a process."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Generic, TypeVar

from seedance_studio.domain.pipeline_key import PipelineKey

PipelineT = TypeVar("PipelineT")


class PipelineCache(Generic[PipelineT]):
    """Holds one loaded pipeline and lets go of it before another is loaded.

    One thread owns it: diffusers' pipelines keep the state of a call on themselves.
    """

    def __init__(self, load: Callable[[PipelineKey], PipelineT]) -> None:
        self._load = load
        self._key: PipelineKey | None = None
        self._pipeline: PipelineT | None = None

    def acquire(self, key: PipelineKey) -> PipelineT:
        """The pipeline of `key`: the resident one, or a new one in its place."""
        if self._pipeline is None or key != self._key:
            self._pipeline = None
            gc.collect()
            self._pipeline = self._load(key)
            self._key = key
        return self._pipeline
