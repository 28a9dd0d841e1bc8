"""One run of one job: its record, its folder, its live progress and its cancel mark."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from seedance_studio.domain.engine import StepProgress
from seedance_studio.domain.job import Cancelled, Failed, Running, Succeeded
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import JobCancelled
from seedance_studio.media.codec import from_json, to_json

CANCEL_MARK = "cancel"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """What is stored of a job when it is accepted."""

    schema: int = 1
    clip_id: str
    """Drawn once, so that a run that is repeated publishes the same clip."""
    created_at: str
    """UTC, ISO 8601."""
    request: GenerationRequest
    plan: GenerationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is stored of a job when it ended."""

    schema: int = 1
    state: Succeeded | Failed | Cancelled


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
        checkpoint: does a named part once, across restarts.
        is_closing: tells whether the studio is shutting down.
    """

    def __init__(
        self,
        job_id: str,
        record: JobRecord,
        folder: Path,
        checkpoint: Callable[[str, Callable[[], str]], str],
        is_closing: Callable[[], bool],
    ) -> None:
        self.job_id = job_id
        self.record = record
        self.folder = folder
        self._checkpoint = checkpoint
        self._is_closing = is_closing
        self._is_cancelled = False
        self._progress: StepProgress | None = None
        self._started = time.monotonic()
        self._denoising_since: float | None = None

    def step(self, name: str, cls: type[T], work: Callable[[], T]) -> T:
        """Do a part of the job, or give its result from before a restart."""
        return from_json(cls, self._checkpoint(name, lambda: to_json(work())))

    def on_step(self, progress: StepProgress) -> None:
        """Note a sign of life.

        Raises:
            JobCancelled, StudioClosing: the run is to end.
        """
        if progress.stage == "denoising" and self._denoising_since is None:
            self._denoising_since = time.monotonic()
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
        progress = self._progress
        if progress is None or self._denoising_since is None:
            return self.record.plan.estimate_s
        if progress.stage != "denoising" or progress.step < 2:
            return None
        pace = (now - self._denoising_since) / (progress.step - 1)
        return round(pace * (progress.num_steps - progress.step), 1)
