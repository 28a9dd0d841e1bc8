"""The jobs of who asks: seen, stopped, set aside, moved, forgotten; nobody sees those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seedance_studio.domain.job import TERMINAL, Job
from seedance_studio.errors import RequestError, Text
from seedance_studio.jobs.endings import no_such_job

if TYPE_CHECKING:
    from seedance_studio.jobs.store import JobStore


class OwnJobs:
    """A part of the studio, which has the store and knows who asks."""

    @property
    def _jobs(self) -> JobStore:
        raise NotImplementedError

    @property
    def _scope(self) -> str | None:
        """Whose things are seen and changed; None for those of all."""
        raise NotImplementedError

    def cancel(self, job_id: str) -> None:
        """Ask a job to end; the engine is free within five seconds. Raises JobNotFound."""
        self._jobs.cancel(self.job(job_id).id)

    def pause(self, job_id: str) -> None:
        """Set a waiting job aside. Raises JobNotFound; RequestError when it does not wait."""
        self._jobs.pause(self.job(job_id).id)

    def unpause(self, job_id: str) -> None:
        """Let a paused job wait again. Raises JobNotFound; RequestError when it is not paused."""
        self._jobs.resume(self.job(job_id).id)

    def move(self, job_id: str, *, sooner: bool) -> None:
        """Let a waiting job change places with its owner's neighbouring one.

        Raises:
            JobNotFound: no job of this visitor has this id.
            RequestError: under `job`: it does not wait.
        """
        self._jobs.move(self.job(job_id).id, sooner=sooner)

    def forget_job(self, job_id: str) -> None:
        """Remove a job that has ended from the list; its clip stays in the library.

        Raises:
            JobNotFound: no job of this visitor has this id.
            RequestError: under `job`: it has not ended.
        """
        job = self.job(job_id)
        if not isinstance(job.state, TERMINAL):
            raise RequestError({"job": Text("it has not ended yet", "它尚未结束")})
        self._jobs.forget(job.id)

    def job(self, job_id: str) -> Job:
        """Give a job of this visitor as it is now. Raises JobNotFound."""
        job = self._jobs.job(job_id)
        if self._scope not in (None, job.owner):
            raise no_such_job(job_id)
        return job

    def jobs(self, limit: int = 100, *, is_active: bool = False) -> list[Job]:
        """Give the visitor's jobs, the newest first; only those that have not ended if asked."""
        return self._jobs.jobs(limit, owner=self._scope, is_active=is_active)

    def num_active(self) -> int:
        """Give how many jobs of all visitors have not ended."""
        return self._jobs.num_active()

    def wait(self, job_id: str, timeout_s: float) -> Job:
        """Give a job once it has ended, or as it is after `timeout_s`. Raises JobNotFound."""
        return self._jobs.wait(self.job(job_id).id, timeout_s)
