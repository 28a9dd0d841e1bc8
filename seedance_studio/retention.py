"""How long uploaded files stay: while something needs them, and no longer than the host says."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from seedance_studio.library import Inputs
from seedance_studio.media.codec import to_json

if TYPE_CHECKING:
    from seedance_studio.jobs.store import JobStore

logger = logging.getLogger(__name__)

EVERY_S = 3600.0
_MANY_JOBS = 10_000
_RECENT_JOBS = 200
"""Whose files are kept for another try, however they ended."""


class Retention:
    """Removes uploaded files, at the start and then every hour.

    Args:
        inputs: the files.
        named: gives the documents that name files for as long as they are there.
        jobs: gives the store, whose jobs name files.
        max_days: after which a file goes although one names it; 0 for never. A job that has not
            ended keeps its files.
    """

    def __init__(
        self,
        inputs: Inputs,
        named: Callable[[], Iterable[bytes]],
        jobs: Callable[[], JobStore],
        max_days: float,
    ) -> None:
        self._inputs = inputs
        self._named = named
        self._jobs = jobs
        self._max_age_s = max_days * 86_400
        self._ending = threading.Event()

    def start(self) -> None:
        """Look once now, and then every hour."""
        self.clean()
        threading.Thread(target=self._keep_cleaning, daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._ending.set()

    def clean(self) -> None:
        """Remove what nobody needs, and what is too old."""
        self._inputs.clean([*self._named(), *self._requests()])
        if self._max_age_s:
            self._inputs.clean(self._active_requests(), self._max_age_s)

    def drop(self, names: Iterable[str]) -> None:
        """Remove these stored files, except those that a job or a clip still names."""
        needed = b"\n".join([*self._named(), *self._requests()])
        for name in names:
            if name.encode() not in needed:
                self._inputs.delete(name.partition(".")[0])

    def _keep_cleaning(self) -> None:
        while not self._ending.wait(EVERY_S):
            try:
                self.clean()
            except Exception:
                # A disk or database that is away for a while must not end the watch for good.
                logger.exception("could not remove old uploads")

    def _requests(self) -> list[bytes]:
        recent = self._jobs().jobs(_RECENT_JOBS)
        return [*self._active_requests(), *(to_json(job.request).encode() for job in recent)]

    def _active_requests(self) -> list[bytes]:
        active = self._jobs().jobs(_MANY_JOBS, is_active=True)
        # What was uploaded stands in the request, the files of brand styles in the plan.
        return [to_json(one).encode() for job in active for one in (job.request, job.plan)]
