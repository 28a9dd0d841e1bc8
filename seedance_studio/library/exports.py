"""Files that are written for a download: each in a folder of its own, kept for a day."""

from __future__ import annotations

import secrets
import shutil
import time
from pathlib import Path

from seedance_studio.errors import Text, storing

_KEPT_S = 86_400.0


def room_for_export(exports: Path) -> Path:
    """Give an empty folder to write a file into, and remove those of other days.

    Args:
        exports: folder of them all.

    Raises:
        StorageUnwritable: the disk is full, or the folder cannot be written.
    """
    for old in exports.glob("*"):
        if time.time() - old.stat().st_mtime > _KEPT_S:
            shutil.rmtree(old, ignore_errors=True)
    room = exports / secrets.token_hex(12)
    with storing(Text("The file", "文件")):
        room.mkdir(parents=True)
    return room
