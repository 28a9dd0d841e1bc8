"""Writing a small document so that it is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seedance_studio.errors import StorageUnwritable, Text


def write_whole(path: Path, content: str) -> None:
    """Write a file, anew or again, in one rename; its folder is made if need be."""
    part = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def storing(what: Text) -> Iterator[None]:
    """Say of what the system refuses that `what`, "The storyboard" for example, is not stored."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageUnwritable(
            Text(f"{what.en} cannot be stored ({reason}).", f"{what.zh}无法保存（{reason}）。"),
            Text(
                "Free some disk space, or check that the data folder can be written.",
                "请清理磁盘空间，或确认数据目录可写。",
            ),
        ) from error
