"""DBOS behind a small door: what is accepted is on disk, and runs to its end, once.

Each process has a queue of its own, named by its lease, and takes work from that queue alone.
Names of DBOS appear in this file only.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID
from dbos import error as dbos_error
from sqlalchemy.exc import DBAPIError

from seedance_studio.errors import JobCancelled, StorageUnwritable, Text

APPLICATION = "seedance-studio"
WORKFLOW = "run_job"
APPLICATION_VERSION = "1"
"""Raise only when a stored job can no longer be run by this code: jobs of other versions wait."""
MAX_RECOVERY_ATTEMPTS = 3
POLL_S = 0.2
"""Idle, this costs 2 % of a core; half of it is the mean wait before a job starts."""
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
    queue: str | None
    started_at_s: float | None
    """Unix time at which it last left the queue."""


class DurableQueue:
    """The queue of this process in the shared file.

    Args:
        database: the SQLite file; created when missing.
        name: of the queue and of this process; no other live process may have it.
        run: runs one job, given its id and document, and returns its outcome. Called again with
            the same arguments when the process died before it returned.
    """

    def __init__(self, database: Path, name: str, run: Callable[[str, str], str]) -> None:
        self._database = database
        self._name = name

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=MAX_RECOVERY_ATTEMPTS)
        def run_job(document: str) -> str:
            job_id = DBOS.workflow_id
            if job_id is None:
                raise RuntimeError("a job runs outside of its workflow")
            return run(job_id, document)

        self._run_job = run_job

    def start(self) -> None:
        """Open the file and take up what the last process of this name left undone.

        Raises:
            StorageUnwritable: the file cannot be opened.
        """
        _use_write_ahead_log(self._database)
        # DBOS prints to standard error unless its logger has a handler; ours go where the app's do.
        dbos_logger = logging.getLogger("dbos")
        if not dbos_logger.handlers:
            dbos_logger.addHandler(logging.NullHandler())
        url = f"sqlite:///{self._database}"
        DBOS(
            config=DBOSConfig(
                name=APPLICATION,
                system_database_url=url,
                application_version=APPLICATION_VERSION,
                executor_id=self._name,
                serializer=DBOSPortableJSONSerializer(),
                log_level="ERROR",
            )
        )
        DBOS.listen_queues([self._name])
        self._register(url)
        DBOS.launch()

    def _register(self, url: str) -> None:
        # Before the launch and so by a client: a queue that comes later is noticed a second later.
        DBOS.migrate(url)
        client = DBOSClient(system_database_url=url)
        try:
            client.register_queue(
                self._name,
                worker_concurrency=1,
                polling_interval_sec=POLL_S,
                application_name=APPLICATION,
            )
        finally:
            client.destroy()

    def enqueue(self, job_id: str, document: str) -> None:
        """Accept a job; it is on disk when this returns. The same id again changes nothing.

        Raises:
            StorageUnwritable: the file cannot be written.
        """
        try:
            with SetWorkflowID(job_id):
                DBOS.enqueue_workflow(self._name, self._run_job, document)
        except DBAPIError as error:
            raise StorageUnwritable(
                Text(
                    f"The job could not be stored: {error.orig}.", f"无法保存任务：{error.orig}。"
                ),
                Text("Free some disk space and try again.", "请清理磁盘空间后重试。"),
            ) from error

    def rows(self, ids: list[str] | None = None, limit: int | None = None) -> list[Row]:
        """Give the newest jobs first."""
        found = DBOS.list_workflows(workflow_ids=ids, name=WORKFLOW, limit=limit, sort_desc=True)
        return [
            Row(
                id=status.workflow_id,
                status=_STATUS[status.status],
                document=status.input["args"][0] if status.input else "",
                outcome=status.output,
                queue=status.queue_name,
                started_at_s=status.dequeued_at / 1000 if status.dequeued_at else None,
            )
            for status in found
        ]

    def places(self) -> dict[str, int]:
        """Give the place of every waiting job in its own queue; 1 is next."""
        places: dict[str, int] = {}
        lengths: dict[str, int] = {}
        waiting = DBOS.list_workflows(
            name=WORKFLOW, status="ENQUEUED", load_input=False, load_output=False
        )
        for status in waiting:
            queue = status.queue_name or ""
            lengths[queue] = lengths.get(queue, 0) + 1
            places[status.workflow_id] = lengths[queue]
        return places

    def drop(self, job_id: str) -> None:
        """Cancel a job that waits; what runs is told by other means."""
        DBOS.cancel_workflow(job_id)

    def unfinished(self) -> dict[str, str | None]:
        """Give the queue of every job that has not ended."""
        rows = DBOS.list_workflows(
            name=WORKFLOW, status=ACTIVE, load_input=False, load_output=False
        )
        return {row.workflow_id: row.queue_name for row in rows}

    def adopt(self, job_ids: list[str]) -> None:
        """Move unfinished jobs, whose process is dead, to this queue."""
        if job_ids:
            DBOS.resume_workflows(job_ids, queue_name=self._name)

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
            DBOS.delete_queue(self._name)
        DBOS.destroy(destroy_registry=True)


def _use_write_ahead_log(database: Path) -> None:
    # Lets the page read while a job writes; the setting stays with the file.
    try:
        connection = sqlite3.connect(database)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StorageUnwritable(
            Text(f"The job store cannot be opened: {error}.", f"无法打开任务数据库：{error}。"),
            Text(
                f"Check {database.name} in the data folder: it must be writable and intact.",
                f"请检查数据目录中的 {database.name} 是否可写且完好。",
            ),
        ) from error
