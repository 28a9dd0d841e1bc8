"""Takes up what dead processes have left undone, at the start and as long as this one lives.

A job whose processes died until it was set aside, or died just after its clip was published, has
nobody left to remove its frames. That is done here, too.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from pathlib import Path

from seedance_studio.jobs.durable_queue import SHARED, DurableQueue
from seedance_studio.jobs.lease import ONCE, Leases
from seedance_studio.jobs.turns import PAUSED

logger = logging.getLogger(__name__)

EVERY_S = 5.0
LEFTOVER_S = 60.0
"""A folder that nobody has written to for so long, and that no job needs, is left over."""
KEPT_S = 86_400.0
"""How long another try may go on from where a job was stopped."""


class TakeOver:
    """One thread that looks for the dead.

    Args:
        queue: where the jobs are.
        leases: who lives.
        work_dir: the folders of jobs under way.
        kept_dir: the folders of what jobs that were stopped have left.
    """

    def __init__(self, queue: DurableQueue, leases: Leases, work_dir: Path, kept_dir: Path) -> None:
        self._queue = queue
        self._leases = leases
        self._work_dir = work_dir
        self._kept_dir = kept_dir
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look once now, and then again and again."""
        self._look()
        self._clean(0.0)
        self._thread = threading.Thread(target=self._keep_looking, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def _keep_looking(self) -> None:
        while not self._ending.wait(EVERY_S):
            try:
                self._look()
                self._clean(LEFTOVER_S)
            except Exception:
                # A database that is away for a while must not end the watch for good.
                logger.exception("could not look for jobs of dead processes")

    def _look(self) -> None:
        turns = self._queue.turns
        with self._leases.only_one("take-over"):
            for process in turns.runners():
                if not self._leases.is_alive(process):
                    num_jobs = self._queue.take_over(process)
                    logger.info("%d jobs of %s, which died, are taken over", num_jobs, process)
            for queue in {queue for _, queue, _ in turns.waiting()} - {SHARED, PAUSED}:
                # Only a command has a queue of its own, as long as it lives.
                if not (queue.startswith(ONCE) and self._leases.is_alive(queue)):
                    turns.move_all(queue, SHARED)
            self._leases.forget_dead()

    def _clean(self, min_age_s: float) -> None:
        # Listed before the jobs are: a folder that comes later belongs to a job that comes later.
        folders = [one for one in self._work_dir.iterdir() if _age_s(one) >= min_age_s]
        unfinished = self._queue.unfinished() if folders else set()
        for folder in folders:
            if folder.name not in unfinished:
                shutil.rmtree(folder, ignore_errors=True)
        for folder in self._kept_dir.iterdir():
            if _age_s(folder) >= KEPT_S:
                shutil.rmtree(folder, ignore_errors=True)


def _age_s(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0  # its job has just ended
