"""DBOS behind a small door: what is accepted is stored, and runs to its end, once.

Long-running processes take work from one shared queue; a command has a queue of its own. Names of
DBOS appear in this file only, and its table in `turns.py`.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from dbos import error as dbos_error
from sqlalchemy.exc import DBAPIError

from seedance_studio.errors import JobCancelled, StorageUnwritable, Text
from seedance_studio.jobs.endings import store_unopened
from seedance_studio.jobs.turns import PAUSED, Turns

APPLICATION = "seedance-studio"
WORKFLOW = "run_job"
APPLICATION_VERSION = "1"
"""Raise only when a stored job can no longer be run by this code: jobs of other versions wait."""
MAX_RECOVERY_ATTEMPTS = 3
POLL_S = 0.2
"""Idle, this costs 2 % of a core; half of it is the mean wait before a job starts."""
SHARED = "studio"
"""Name of the queue that every long-running process takes jobs from."""
ACTIVE = ["ENQUEUED", "PENDING"]

RowStatus = Literal["queued", "started", "ended", "cancelled", "given up", "broken"]
_STATUS: dict[str, RowStatus] = {
    "ENQUEUED": "queued",
    "DELAYED": "queued",
    "PENDING": "started",
    "SUCCESS": "ended",
    "CANCELLED": "cancelled",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "given up",
    "ERROR": "broken",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One accepted job as stored."""

    id: str
    status: RowStatus
    """given up: it took its process down on every attempt; broken: it could not be read or run."""
    document: str
    """What was handed to `enqueue`."""
    outcome: str | None
    """What the run returned; None until it ended."""
    owner: str
    queue: str | None
    process: str
    """The lease of the process that runs it, once started."""
    started_at_s: float | None
    """Unix time at which it last left the queue."""

    @property
    def is_paused(self) -> bool:
        """True while it waits where nobody takes it."""
        return self.status == "queued" and self.queue == PAUSED


class DurableQueue:
    """What this process takes from the shared store, and the store itself.

    Args:
        url: of the database, SQLite or PostgreSQL; created when missing.
        name: of this process; no other live process may have it.
        queue: where this process takes work from.
        run: runs one job, given its id and document, and returns its outcome. Called again with
            the same arguments when the process died before it returned.
    """

    def __init__(self, url: str, name: str, queue: str, run: Callable[[str, str], str]) -> None:
        self._url = url
        self._name = name
        self._queue = queue

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=MAX_RECOVERY_ATTEMPTS)
        def run_job(document: str) -> str:
            job_id = DBOS.workflow_id
            if job_id is None:
                raise RuntimeError("a job runs outside of its workflow")
            return run(job_id, document)

    def start(self) -> None:
        """Open the store and take up what the last process of this name left undone.

        Raises:
            StorageUnwritable: the store cannot be opened.
        """
        # DBOS prints to standard error unless its logger has a handler; ours go where the app's do.
        dbos_logger = logging.getLogger("dbos")
        if not dbos_logger.handlers:
            dbos_logger.addHandler(logging.NullHandler())
        DBOS(
            config=DBOSConfig(
                name=APPLICATION,
                system_database_url=self._url,
                application_version=APPLICATION_VERSION,
                executor_id=self._name,
                serializer=DBOSPortableJSONSerializer(),
                log_level="ERROR",
            )
        )
        DBOS.listen_queues([self._queue])
        self._register()
        self.turns = Turns(self._url, WORKFLOW)
        DBOS.launch()

    def _register(self) -> None:
        # Before the launch and so by a client: a queue that comes later is noticed a second later.
        try:
            DBOS.migrate(self._url)
            client = DBOSClient(system_database_url=self._url)
        except (DBAPIError, OSError) as error:
            raise store_unopened(error) from error
        try:
            client.register_queue(
                self._queue,
                worker_concurrency=1,
                polling_interval_sec=POLL_S,
                application_name=APPLICATION,
            )
        finally:
            client.destroy()

    def enqueue(self, job_id: str, document: str, owner: str, turn: int | None = None) -> None:
        """Accept a job; it is stored when this returns. The same id again changes nothing.

        Args:
            job_id: of the job.
            document: what `run` will be given.
            owner: whose job it is.
            turn: its place among those that wait; None takes the owner's next.

        Raises:
            StorageUnwritable: the store cannot be written.
        """
        try:
            options = EnqueueOptions(
                workflow_name=WORKFLOW,
                queue_name=self._queue,
                workflow_id=job_id,
                app_version=APPLICATION_VERSION,
                authenticated_user=owner,
                priority=self.turns.next_turn(owner, self._queue) if turn is None else turn,
            )
            DBOS.enqueue_workflow_with_options(options, document)
        except DBAPIError as error:
            raise StorageUnwritable(
                Text(
                    f"The job could not be stored: {error.orig}.", f"无法保存任务：{error.orig}。"
                ),
                Text("Free some disk space and try again.", "请清理磁盘空间后重试。"),
            ) from error

    def rows(
        self,
        ids: list[str] | None = None,
        *,
        owner: str | None = None,
        limit: int | None = None,
        is_active: bool = False,
        ended_since: str | None = None,
    ) -> list[Row]:
        """Give the newest jobs first.

        Args:
            ids: only these.
            owner: only this one's.
            limit: no more than these.
            is_active: only those that have not ended.
            ended_since: only those that ended then or later; UTC, ISO 8601.
        """
        found = DBOS.list_workflows(
            workflow_ids=ids,
            name=WORKFLOW,
            user=owner,
            limit=limit,
            status=ACTIVE if is_active else None,
            completed_after=ended_since,
            sort_desc=True,
        )
        return [
            Row(
                id=status.workflow_id,
                status=_STATUS[status.status],
                document=status.input["args"][0] if status.input else "",
                outcome=status.output,
                owner=status.authenticated_user or "",
                queue=status.queue_name,
                process=status.executor_id or "",
                started_at_s=status.dequeued_at / 1000 if status.dequeued_at else None,
            )
            for status in found
        ]

    def drop(self, job_id: str) -> None:
        """Cancel a job that waits; what runs is told by other means."""
        DBOS.cancel_workflow(job_id)

    def forget(self, job_ids: list[str]) -> None:
        """Remove jobs that have ended, with all that was stored of them."""
        DBOS.delete_workflows(job_ids)

    def unfinished(self) -> set[str]:
        """Give the ids of the jobs that have not ended."""
        rows = DBOS.list_workflows(
            name=WORKFLOW, status=ACTIVE, load_input=False, load_output=False
        )
        return {row.workflow_id for row in rows}

    def take_over(self, process: str) -> int:
        """Let what a dead process had started be run by others; gives the number of its jobs.

        Each start counts, so a job that takes its process down every time is set aside at last.
        """
        return len(DBOS._recover_pending_workflows([process]))

    def step(self, name: str, work: Callable[[], str]) -> str:
        """Do a part of a job, or give what it returned before the process died.

        Raises:
            JobCancelled: the job was cancelled before this step began.
        """
        try:
            return DBOS.run_step({"name": name}, work)
        except dbos_error.DBOSWorkflowCancelledError as error:
            raise JobCancelled from error

    def close(self, *, forget: bool) -> None:
        """Stop taking jobs.

        Args:
            forget: remove this queue's entry; only for a name that nobody will have again.
        """
        if forget:
            DBOS.delete_queue(self._queue)
        DBOS.destroy(destroy_registry=True)
        self.turns.close()


def sqlite_url(database: Path) -> str:
    """Give the address of a SQLite file that can be read while it is written; created if missing.

    Raises:
        StorageUnwritable: it cannot be opened.
    """
    # Lets the page read while a job writes; the setting stays with the file.
    try:
        connection = sqlite3.connect(database)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise store_unopened(error) from error
    return f"sqlite:///{database}"
