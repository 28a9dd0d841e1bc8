"""One run of one job: its record, its folder, its live progress and its cancel mark."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from seedance_studio.domain.engine import StepProgress
from seedance_studio.domain.job import (
    LOCAL,
    AnyPlan,
    AnyRequest,
    Cancelled,
    Failed,
    Running,
    Succeeded,
)
from seedance_studio.domain.style_training import TrainingPlan
from seedance_studio.errors import JobCancelled
from seedance_studio.media.codec import from_json, to_json

CANCEL_MARK = "cancel"
_BEFORE_ANY_STEP = ("loading", "encoding")
_COUNTED_STAGES = ("preparing", "training", "denoising", "composing", "finishing")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """What is stored of a job when it is accepted."""

    schema: int = 1
    clip_id: str
    """Drawn once, so that a run that is repeated publishes the same clip."""
    created_at: str
    """UTC, ISO 8601."""
    request: AnyRequest
    plan: AnyPlan
    owner: str = LOCAL
    training: TrainingPlan | None = None
    """A brand style that is made first; the clip is the first to wear it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is stored of a job when it ended."""

    schema: int = 1
    state: Succeeded | Failed | Cancelled
    engine_s: float = 0.0
    """What the job is charged; nothing unless it succeeded."""


@dataclass(frozen=True, slots=True)
class _Pace:
    """When a stage began, and at which of its steps."""

    stage: str
    since_s: float
    first_step: int


class StudioClosing(BaseException):
    """Ends a run without an outcome: it is taken up again at the next start.

    Not an Exception, so that nothing on the way takes it for a failure and records one.
    """


class JobRun:
    """What a running job may do; handed to the function that does the work.

    Args:
        job_id: of the job.
        record: what was accepted.
        folder: for this job's files alone; removed when the job ends.
        kept: for what another try of the same clip goes on from; stays when the job is stopped.
        checkpoint: does a named part once, across restarts.
        is_closing: tells whether the studio is shutting down.
    """

    def __init__(
        self,
        job_id: str,
        record: JobRecord,
        folder: Path,
        kept: Path,
        checkpoint: Callable[[str, Callable[[], str]], str],
        is_closing: Callable[[], bool],
    ) -> None:
        self.job_id = job_id
        self.record = record
        self.folder = folder
        self.kept = kept
        self._checkpoint = checkpoint
        self._is_closing = is_closing
        self._is_cancelled = False
        self._progress: StepProgress | None = None
        self._started = time.monotonic()
        self._pace: _Pace | None = None
        self.engine_s = 0.0
        """What the engine worked for this job; charged if it succeeds."""

    def step(self, name: str, cls: type[T], work: Callable[[], T]) -> T:
        """Do a part of the job, or give its result from before a restart."""
        return from_json(cls, self._checkpoint(name, lambda: to_json(work())))

    def on_step(self, progress: StepProgress) -> None:
        """Note a sign of life.

        Raises:
            JobCancelled, StudioClosing: the run is to end.
        """
        if self._pace is None or self._pace.stage != progress.stage:
            self._pace = _Pace(progress.stage, time.monotonic(), progress.step)
        self._progress = progress
        self.check()

    def check(self) -> None:
        """Raise JobCancelled or StudioClosing when the run is to end."""
        if self.is_cancelled:
            raise JobCancelled
        if self._is_closing():
            raise StudioClosing

    def cancel(self) -> None:
        """Ask the run to end; works without a disk."""
        self._is_cancelled = True

    @property
    def is_cancelled(self) -> bool:
        """True once any process that shares the data folder asked for it."""
        return self._is_cancelled or (self.folder / CANCEL_MARK).exists()

    def state(self) -> Running:
        """Give the progress so far and what is left, as far as the pace so far tells."""
        now = time.monotonic()
        return Running(
            progress=self._progress,
            elapsed_s=round(now - self._started, 1),
            remaining_s=self._remaining_s(now),
        )

    def _remaining_s(self, now: float) -> float | None:
        """Give what is left of a stage whose steps can be counted, by its pace so far."""
        progress, pace = self._progress, self._pace
        if progress is None or pace is None:
            return self.record.plan.estimate_s
        if progress.stage in _BEFORE_ANY_STEP and progress.step == 0:
            return self.record.plan.estimate_s
        done = progress.step - pace.first_step
        if progress.stage not in _COUNTED_STAGES or done < 1:
            return None
        a_step_s = (now - pace.since_s) / done
        return round(a_step_s * (progress.num_steps - progress.step), 1)
