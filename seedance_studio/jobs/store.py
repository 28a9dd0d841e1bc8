"""Accepted requests on their way to a clip: the one door to the durable queue."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from seedance_studio.domain.job import (
    LOCAL,
    TERMINAL,
    Cancelled,
    Cancelling,
    Failed,
    Job,
    JobState,
    Paused,
    Queued,
    Running,
    Succeeded,
    Usage,
)
from seedance_studio.errors import (
    JobCancelled,
    StorageError,
    StudioError,
)
from seedance_studio.jobs.durable_queue import SHARED, DurableQueue, Row, sqlite_url
from seedance_studio.jobs.endings import (
    failed,
    given_up,
    make_folder,
    no_such_job,
    not_waiting,
    unexpected,
)
from seedance_studio.jobs.lease import (
    DatabaseLeases,
    FolderLeases,
    Leases,
    take_once,
    take_slot,
)
from seedance_studio.jobs.run import CANCEL_MARK, JobRecord, JobRun, Outcome
from seedance_studio.jobs.take_over import TakeOver
from seedance_studio.jobs.turns import PAUSED
from seedance_studio.media.codec import from_json, to_json

logger = logging.getLogger(__name__)

DATABASE = "jobs.sqlite"
CLOSE_S = 10.0
POLL_S = 0.1

RunJob = Callable[[JobRun], str]
"""Does the work of a job and gives the id of its clip. May be called again after a crash."""
IsPublished = Callable[[str], bool]
"""Tells whether a clip is there: what a job came to that died before it could say so."""


class JobStore:
    """Jobs that survive closed tabs, crashes and restarts; each process runs one at a time.

    One JobStore at a time in a process; many processes, on many machines with PostgreSQL, may
    share a data folder. Those that resume take jobs from one shared queue, in which the owners
    take turns; the others run their own. All see the jobs of all.

    Args:
        data_dir: the studio's data folder.
        run_job: does the work, on a thread of the store's.
        is_published: a clip that is there is not cancelled, failed or made again.
        is_resuming: take up what dead processes left undone, and clean up after them.
        database_url: of a PostgreSQL database; empty for a SQLite file in the data folder.

    Raises:
        StorageUnwritable: the folder or the store in it cannot be written.
    """

    def __init__(
        self,
        data_dir: Path,
        run_job: RunJob,
        is_published: IsPublished,
        *,
        is_resuming: bool,
        database_url: str = "",
    ) -> None:
        self._run_job = run_job
        self._is_published = is_published
        self._work_dir = data_dir / "work"
        self._kept_dir = data_dir / "kept"
        lease_dir = data_dir / "processes"
        self._live: dict[str, JobRun] = {}
        self._closing = threading.Event()
        for folder in (self._work_dir, self._kept_dir, lease_dir):
            make_folder(folder)
        url = database_url or sqlite_url(data_dir / DATABASE)
        self._leases: Leases = DatabaseLeases(url) if database_url else FolderLeases(lease_dir)
        name = (take_slot if is_resuming else take_once)(self._leases)
        self._is_once = not is_resuming
        self._queue = DurableQueue(url, name, SHARED if is_resuming else name, self._run)
        self._queue.start()
        self._take_over = TakeOver(self._queue, self._leases, self._work_dir, self._kept_dir)
        if is_resuming:
            self._take_over.start()

    def submit(self, record: JobRecord, key: str) -> str:
        """Accept a job and give its id; the same key of the same owner gives the same job."""
        job_id = _owned_id(record.owner, key)
        self._queue.enqueue(job_id, to_json(record), record.owner)
        return job_id

    def find(self, owner: str, key: str) -> str | None:
        """Give the job that this key of an owner has led to; None when it has led to none."""
        job_id = _owned_id(owner, key)
        return job_id if self._queue.rows([job_id]) else None

    def cancel(self, job_id: str) -> None:
        """Ask that a job ends; one that has ended stays as it is.

        Raises:
            JobNotFound: no job has this id.
        """
        row = self._row(job_id)
        if row.status not in _UNENDED:
            return
        if row.status == "queued" and self._is_published(_clip_id(row)):
            return  # it died just after; its next run will say so
        if (run := self._live.get(job_id)) is not None:
            run.cancel()
        # The mark reaches a run in another process, and outlives a crash of this one.
        folder = self._work_dir / job_id
        make_folder(folder)
        (folder / CANCEL_MARK).touch()
        if row.status == "queued":
            self._queue.drop(job_id)

    def pause(self, job_id: str) -> None:
        """Set a waiting job aside. Raises RequestError under `job`: it has started or ended."""
        if self._queue.turns.pause(job_id) is None:
            raise not_waiting()

    def resume(self, job_id: str) -> None:
        """Let a paused job wait for its owner's next turn.

        Raises:
            JobNotFound: no job has this id.
            RequestError: under `job`: it is not paused.
        """
        turn = self._queue.turns.next_turn(self._row(job_id).owner, SHARED)
        if not self._queue.turns.resume(job_id, SHARED, turn):
            raise not_waiting()

    def move(self, job_id: str, *, sooner: bool) -> None:
        """Let a waiting job change places with its owner's job before or after it, if there is one.

        Raises:
            RequestError: under `job`: it does not wait.
        """
        waiting = [row for row in self._queue.turns.waiting() if row[1] != PAUSED]
        mine = [row for row in waiting if row[0] == job_id]
        if not mine:
            raise not_waiting()
        same = [row[0] for row in waiting if row[1:] == mine[0][1:]]
        other = same.index(job_id) + (-1 if sooner else 1)
        if 0 <= other < len(same) and not self._queue.turns.swap(job_id, same[other]):
            raise not_waiting()

    def replace(self, job_id: str, record: JobRecord, key: str) -> str:
        """Put another request in the place of a waiting job and give the new job's id.

        Raises:
            RequestError: under `job`: it has started or ended; nothing was changed.
        """
        turn = self._queue.turns.pause(job_id)
        if turn is None:
            raise not_waiting()
        # Paused first: a crash in between leaves the old job there, to be resumed or cancelled.
        new_id = _owned_id(record.owner, key)
        self._queue.enqueue(new_id, to_json(record), record.owner, turn)
        self._queue.drop(job_id)
        self._queue.forget([job_id])
        return new_id

    def is_half_done(self, job_id: str) -> bool:
        """Tell whether a job has ended before its time and left work to go on from.

        Raises:
            JobNotFound: no job has this id.
        """
        row = self._row(job_id)
        return row.status not in _UNENDED and (self._kept_dir / _clip_id(row)).exists()

    def go_on(self, job_id: str, key: str) -> str:
        """Accept a job that is half done once more, in the place of the old; gives the new id.

        It makes the same clip, from what the old one has left.

        Raises:
            JobNotFound: no job has this id.
        """
        new_id = self.submit(from_json(JobRecord, self._row(job_id).document), key)
        self._queue.forget([job_id])
        return new_id

    def forget_ended(self, owner: str | None) -> int:
        """Remove jobs that have ended, an owner's or all, from the store; gives how many."""
        rows = [row for row in self._queue.rows(owner=owner) if row.status not in _UNENDED]
        self._forget(rows)
        return len(rows)

    def forget(self, job_id: str) -> None:
        """Remove a job that has ended from the store. Raises JobNotFound."""
        self._forget([self._row(job_id)])

    def _forget(self, rows: Sequence[Row]) -> None:
        self._queue.forget([row.id for row in rows])
        for row in rows:
            shutil.rmtree(self._kept_dir / _clip_id(row), ignore_errors=True)

    def usage(self, owner: str, day: str) -> Usage:
        """Give what an owner has used since `day` (UTC, ISO 8601) began, and has on its way."""
        ended = [
            from_json(Outcome, row.outcome)
            for row in self._queue.rows(owner=owner, ended_since=day)
            if row.outcome is not None
        ]
        charged = [outcome for outcome in ended if isinstance(outcome.state, Succeeded)]
        active = self._queue.rows(owner=owner, is_active=True)
        return Usage(
            num_jobs=len(charged),
            engine_s=sum(outcome.engine_s for outcome in charged),
            num_waiting=len(active),
            waiting_s=sum(from_json(JobRecord, row.document).plan.estimate_s for row in active),
        )

    def num_active(self) -> int:
        """Give how many jobs of all owners have not ended."""
        return self._queue.turns.num_active()

    def num_waiting(self) -> int:
        """Give how many jobs of all owners wait, paused ones too."""
        return len(self._queue.turns.waiting())

    def job(self, job_id: str) -> Job:
        """Give a job as it is now.

        Raises:
            JobNotFound: no job has this id.
        """
        row = self._row(job_id)
        return self._job(row, self._places() if row.status == "queued" else {})

    def jobs(
        self, limit: int = 100, *, owner: str | None = None, is_active: bool = False
    ) -> list[Job]:
        """Give the jobs of all processes, the newest first; what cannot be read is left out.

        Args:
            limit: no more than these.
            owner: only this one's.
            is_active: only those that have not ended.
        """
        rows = self._queue.rows(owner=owner, limit=limit, is_active=is_active)
        places = self._places() if any(row.status == "queued" for row in rows) else {}
        jobs: list[Job] = []
        for row in rows:
            try:
                jobs.append(self._job(row, places))
            except StorageError as error:
                logger.debug("job %s is left out: %s", row.id, error)
        return jobs

    def wait(self, job_id: str, timeout_s: float) -> Job:
        """Give the job once it has ended, or as it is after `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        while True:
            job = self.job(job_id)
            if isinstance(job.state, TERMINAL) or time.monotonic() > deadline:
                return job
            time.sleep(POLL_S)

    def close(self) -> None:
        """Stop; a job that runs is left for the next start."""
        self._closing.set()
        self._take_over.stop()
        deadline = time.monotonic() + CLOSE_S
        while self._live and time.monotonic() < deadline:
            time.sleep(0.02)
        self._queue.close(forget=self._is_once)
        self._leases.close()

    def _run(self, job_id: str, document: str) -> str:
        record = from_json(JobRecord, document)
        run = JobRun(
            job_id,
            record,
            self._work_dir / job_id,
            self._kept_dir / record.clip_id,
            self._queue.step,
            self._closing.is_set,
        )
        self._live[job_id] = run
        try:
            state = self._ended_state(run)
            shutil.rmtree(run.folder, ignore_errors=True)
            charge = run.engine_s if isinstance(state, Succeeded) else 0.0
            return to_json(Outcome(state=state, engine_s=charge))
        finally:
            del self._live[job_id]

    def _ended_state(self, run: JobRun) -> Succeeded | Failed | Cancelled:
        try:
            if self._is_published(run.record.clip_id):
                return Succeeded(clip_id=run.record.clip_id)
            make_folder(run.folder)
            run.check()
            return Succeeded(clip_id=self._run_job(run))
        except JobCancelled:
            return Cancelled()
        except StudioError as error:
            logger.warning("job %s failed: %s", run.job_id, error.code)
            return failed(error)
        except Exception as error:
            # The boundary: whatever a run does, the queue goes on with the next.
            logger.exception("job %s failed", run.job_id)
            return failed(unexpected(error))

    def _row(self, job_id: str) -> Row:
        rows = self._queue.rows([job_id])
        if not rows:
            raise no_such_job(job_id)
        return rows[0]

    def _places(self) -> dict[str, int]:
        """Give the place of every waiting job in its own queue; 1 is next."""
        places: dict[str, int] = {}
        lengths: dict[str, int] = {}
        for job_id, queue, _ in self._queue.turns.waiting():
            lengths[queue] = lengths.get(queue, 0) + 1
            places[job_id] = lengths[queue]
        return places

    def _job(self, row: Row, places: Mapping[str, int]) -> Job:
        record = from_json(JobRecord, row.document)
        return Job(
            id=row.id,
            owner=record.owner,
            created_at=record.created_at,
            request=record.request,
            plan=record.plan,
            state=self._state(row, places),
        )

    def _state(self, row: Row, places: Mapping[str, int]) -> JobState:
        if row.outcome is not None:
            return from_json(Outcome, row.outcome).state
        if row.status == "cancelled":
            return Cancelling() if row.id in self._live else Cancelled()
        if row.status in ("given up", "broken"):
            clip_id = _clip_id(row)
            if self._is_published(clip_id):
                return Succeeded(clip_id=clip_id)
            return failed(given_up(row.status))
        if row.is_paused:
            return Paused()
        run = self._live.get(row.id)
        if (self._work_dir / row.id / CANCEL_MARK).exists() or (run and run.is_cancelled):
            return Cancelling()
        if run is not None:
            return run.state()
        if row.status == "started" and self._leases.is_alive(row.process):
            since = row.started_at_s
            elapsed = max(0.0, time.time() - since) if since is not None else 0.0
            return Running(progress=None, elapsed_s=round(elapsed, 1), remaining_s=None)
        return Queued(place=places.get(row.id, 1))


_UNENDED = ("queued", "started")


def _owned_id(owner: str, key: str) -> str:
    return _job_id(key if owner == LOCAL else f"{owner}/{key}")


def _job_id(key: str) -> str:
    # The id names a folder, so a key that could not is replaced by its hash.
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", key):
        return key
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _clip_id(row: Row) -> str:
    return from_json(JobRecord, row.document).clip_id
