"""How a job's failures are told, whatever they were."""

from __future__ import annotations

from pathlib import Path

from seedance_studio.domain.job import Failed
from seedance_studio.errors import JobNotFound, RequestError, StorageUnwritable, StudioError, Text


def failed(error: StudioError) -> Failed:
    """Give an error the form in which it is stored."""
    return Failed(
        code=error.code, exit_status=error.exit_status, message=error.message, hint=error.hint
    )


def unexpected(error: Exception) -> StudioError:
    """Give what nobody foresaw a message."""
    name = type(error).__name__
    return StudioError(
        Text(f"Something unexpected happened: {name}: {error}", f"发生意外错误：{name}：{error}"),
        Text("Try again; the log has details.", "请重试；详情见日志。"),
    )


def given_up(status: str) -> StudioError:
    """Say why a job that never gave an outcome is set aside: `given up` or `broken`."""
    if status == "given up":
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


def no_such_job(job_id: str) -> JobNotFound:
    """Say that there is no such job, or none of this visitor's."""
    return JobNotFound(
        Text(f"There is no job '{job_id}'.", f"没有编号为“{job_id}”的任务。"),
        Text("Look at the list of jobs.", "请查看任务列表。"),
    )


def not_waiting() -> RequestError:
    """Say that a job cannot be paused, moved or changed any more."""
    return RequestError(
        {"job": Text("it has already started, ended or moved on", "它已开始、已结束或已变动")}
    )


def store_unopened(error: Exception) -> StorageUnwritable:
    """Say that the job store cannot be opened, and why."""
    reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
    return StorageUnwritable(
        Text(f"The job store cannot be opened: {reason}.", f"无法打开任务数据库：{reason}。"),
        Text(
            "Check jobs.sqlite in the data folder, or the server that SEEDANCE_DATABASE_URL names.",
            "请检查数据目录中的 jobs.sqlite，或 SEEDANCE_DATABASE_URL 指向的数据库服务。",
        ),
    )


def make_folder(folder: Path) -> None:
    """Make a folder of the store. Raises StorageUnwritable."""
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
