"""Accepted requests on their way to a clip: the one door to the durable queue."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from seedance_studio.domain.job import (
    TERMINAL,
    Cancelled,
    Cancelling,
    Failed,
    Job,
    JobState,
    Queued,
    Running,
    Succeeded,
)
from seedance_studio.errors import (
    JobCancelled,
    JobNotFound,
    StorageError,
    StorageUnwritable,
    StudioError,
    Text,
)
from seedance_studio.jobs import lease
from seedance_studio.jobs.durable_queue import DurableQueue, Row
from seedance_studio.jobs.run import CANCEL_MARK, JobRecord, JobRun, Outcome
from seedance_studio.media.codec import from_json, to_json

logger = logging.getLogger(__name__)

DATABASE = "jobs.sqlite"
CLOSE_S = 10.0
POLL_S = 0.1

RunJob = Callable[[JobRun], str]
"""Does the work of a job and gives the id of its clip. May be called again after a crash."""


class JobStore:
    """Jobs that survive closed tabs, crashes and restarts; one runs at a time.

    One JobStore at a time in a process; many processes may share a data folder. Each runs its own
    jobs and sees those of all.

    Args:
        data_dir: the studio's data folder.
        run_job: does the work, on a thread of the store's.
        is_resuming: take up what dead processes left undone, and clean up after them.

    Raises:
        StorageUnwritable: the folder or the store in it cannot be written.
    """

    def __init__(self, data_dir: Path, run_job: RunJob, *, is_resuming: bool) -> None:
        self._run_job = run_job
        self._work_dir = data_dir / "work"
        self._lease_dir = data_dir / "processes"
        self._live: dict[str, JobRun] = {}
        self._closing = threading.Event()
        for folder in (self._work_dir, self._lease_dir):
            _make_folder(folder)
        self._lease = (lease.take_slot if is_resuming else lease.take_once)(self._lease_dir)
        self._is_once = not is_resuming
        self._queue = DurableQueue(data_dir / DATABASE, self._lease.name, self._run)
        self._queue.start()
        if is_resuming:
            self._take_over()

    def submit(self, record: JobRecord, key: str) -> str:
        """Accept a job and give its id; the same key again gives the same job."""
        job_id = _job_id(key)
        self._queue.enqueue(job_id, to_json(record))
        return job_id

    def cancel(self, job_id: str) -> None:
        """Ask that a job ends; one that has ended stays as it is.

        Raises:
            JobNotFound: no job has this id.
        """
        row = self._row(job_id)
        if row.status not in ("queued", "started"):
            return
        if (run := self._live.get(job_id)) is not None:
            run.cancel()
        # The mark reaches a run in another process, and outlives a crash of this one.
        folder = self._work_dir / job_id
        _make_folder(folder)
        (folder / CANCEL_MARK).touch()
        if row.status == "queued":
            self._queue.drop(job_id)

    def job(self, job_id: str) -> Job:
        """Give a job as it is now.

        Raises:
            JobNotFound: no job has this id.
        """
        row = self._row(job_id)
        return self._job(row, self._queue.places() if row.status == "queued" else {})

    def jobs(self, limit: int = 100) -> list[Job]:
        """Give the jobs of all processes, the newest first; what cannot be read is left out."""
        places = self._queue.places()
        jobs: list[Job] = []
        for row in self._queue.rows(limit=limit):
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
        deadline = time.monotonic() + CLOSE_S
        while self._live and time.monotonic() < deadline:
            time.sleep(0.02)
        self._queue.close(forget=self._is_once)
        self._lease.release()

    def _take_over(self) -> None:
        with lease.only_one(self._lease_dir, "take-over"):
            orphans = [
                job_id
                for job_id, queue in self._queue.unfinished().items()
                if queue is None or not self._is_alive(queue)
            ]
            self._queue.adopt(orphans)
            lease.forget_dead(self._lease_dir)
        if orphans:
            logger.info("%d unfinished jobs of ended processes are taken over", len(orphans))
        # Listed before the jobs are: a folder that comes later belongs to a job that comes later.
        folders = list(self._work_dir.iterdir())
        unfinished = self._queue.unfinished()
        for folder in folders:
            if folder.name not in unfinished:
                shutil.rmtree(folder, ignore_errors=True)

    def _run(self, job_id: str, document: str) -> str:
        run = JobRun(
            job_id,
            from_json(JobRecord, document),
            self._work_dir / job_id,
            self._queue_step,
            self._closing.is_set,
        )
        self._live[job_id] = run
        try:
            state = self._ended_state(run)
            shutil.rmtree(run.folder, ignore_errors=True)
            return to_json(Outcome(state=state))
        finally:
            del self._live[job_id]

    def _queue_step(self, name: str, work: Callable[[], str]) -> str:
        return self._queue.step(name, work)

    def _ended_state(self, run: JobRun) -> Succeeded | Failed | Cancelled:
        try:
            _make_folder(run.folder)
            run.check()
            return Succeeded(clip_id=self._run_job(run))
        except JobCancelled:
            return Cancelled()
        except StudioError as error:
            logger.warning("job %s failed: %s", run.job_id, error)
            return _failed(error)
        except Exception as error:
            # The boundary: whatever a run does, the queue goes on with the next.
            logger.exception("job %s failed", run.job_id)
            return _failed(_unexpected(error))

    def _row(self, job_id: str) -> Row:
        rows = self._queue.rows([job_id])
        if not rows:
            raise JobNotFound(
                Text(f"There is no job '{job_id}'.", f"没有编号为“{job_id}”的任务。"),
                Text("Look at the list of jobs.", "请查看任务列表。"),
            )
        return rows[0]

    def _job(self, row: Row, places: dict[str, int]) -> Job:
        record = from_json(JobRecord, row.document)
        return Job(
            id=row.id,
            created_at=record.created_at,
            request=record.request,
            plan=record.plan,
            state=self._state(row, places),
        )

    def _state(self, row: Row, places: dict[str, int]) -> JobState:
        if row.outcome is not None:
            return from_json(Outcome, row.outcome).state
        if row.status == "cancelled":
            return Cancelling() if row.id in self._live else Cancelled()
        if row.status in ("given up", "broken"):
            return _failed(_lost(row))
        run = self._live.get(row.id)
        if (self._work_dir / row.id / CANCEL_MARK).exists() or (run and run.is_cancelled):
            return Cancelling()
        if run is not None:
            return run.state()
        if row.status == "started" and self._is_alive(row.queue or ""):
            since = row.started_at_s
            elapsed = max(0.0, time.time() - since) if since is not None else 0.0
            return Running(progress=None, elapsed_s=round(elapsed, 1), remaining_s=None)
        return Queued(place=places.get(row.id, 1))

    def _is_alive(self, name: str) -> bool:
        return name == self._lease.name or lease.is_alive(self._lease_dir, name)


def _job_id(key: str) -> str:
    # The id names a folder, so a key that could not is replaced by its hash.
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", key):
        return key
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageUnwritable(
            Text(
                f"The data folder cannot be written: {error.strerror} ({folder}).",
                f"数据目录无法写入：{error.strerror}（{folder}）。",
            ),
            Text(
                "Free some space, or choose another folder with SEEDANCE_DATA_DIR.",
                "请清理空间，或用 SEEDANCE_DATA_DIR 指定其他目录。",
            ),
        ) from error


def _failed(error: StudioError) -> Failed:
    return Failed(
        code=error.code, exit_status=error.exit_status, message=error.message, hint=error.hint
    )


def _unexpected(error: Exception) -> StudioError:
    name = type(error).__name__
    return StudioError(
        Text(f"Something unexpected happened: {name}: {error}", f"发生意外错误：{name}：{error}"),
        Text("Try again; the log has details.", "请重试；详情见日志。"),
    )


def _lost(row: Row) -> StudioError:
    if row.status == "given up":
        return StudioError(
            Text(
                "The studio ended each time it ran this job, so the job was set aside.",
                "每次运行该任务时工作室都意外退出，因此已将其搁置。",
            ),
            Text("Try a shorter clip or another engine.", "请缩短视频或换用其他引擎。"),
        )
    return StudioError(
        Text("The stored job could not be read or run.", "已保存的任务无法读取或运行。"),
        Text("Submit the request again.", "请重新提交请求。"),
    )
