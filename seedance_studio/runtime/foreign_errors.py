"""The one place where torch's and diffusers' errors become ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from seedance_studio.errors import (
    GenerationFailed,
    JobCancelled,
    OutOfMemory,
    StudioError,
    Text,
    WeightsUnreadable,
)


@contextmanager
def loading(what: str) -> Iterator[None]:
    """Failures while weights are loaded become WeightsUnreadable or OutOfMemory.

    Args:
        what: the engine, as the user knows it.
    """
    try:
        yield
    except StudioError:
        raise
    except MemoryError as error:
        raise _out_of_memory() from error
    except Exception as error:
        raise WeightsUnreadable(
            Text(
                f"The weights of {what} cannot be read: {error}", f"无法读取{what}的权重：{error}"
            ),
            Text(
                "Restore the weights: install the studio again for Seedling, `python -m "
                "seedance_studio models check` for the others.",
                "请恢复权重：Seedling 需重新安装本软件，其他模型请运行 "
                "`python -m seedance_studio models check`。",
            ),
        ) from error


@contextmanager
def generating() -> Iterator[None]:
    """Failures of a run become OutOfMemory or GenerationFailed; a cancel passes through."""
    try:
        yield
    except (JobCancelled, StudioError):
        raise
    except Exception as error:
        if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
            raise _out_of_memory() from error
        raise GenerationFailed(
            Text(f"The model failed: {error}", f"模型运行失败：{error}"),
            Text(
                "Try once more; if it fails again, report it with this sentence.",
                "请重试一次；若仍然失败，请附上这句话反馈给我们。",
            ),
        ) from error


def _out_of_memory() -> OutOfMemory:
    return OutOfMemory(
        Text("The machine ran out of memory.", "内存不足。"),
        Text("Make the clip shorter or close other programs.", "请缩短时长，或关闭其他程序。"),
    )
