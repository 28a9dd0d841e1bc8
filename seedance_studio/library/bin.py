"""The bin: a deleted clip leaves the library in one rename and can come back for a while.

<library>/.bin-<clip id>/    whole, with all that was written on it
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.shelf import KEPT_DAYS
from seedance_studio.errors import StorageError, storing
from seedance_studio.library.clips import (
    BIN,
    LIBRARY,
    POSTER,
    SIDECAR,
    is_clip_id,
    no_such_clip,
)
from seedance_studio.media.codec import from_json


class Bin:
    """The deleted clips of one library.

    Args:
        folder: of the library.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, clip_id: str) -> None:
        """Take a clip out of the library. Raises StorageUnwritable, ClipNotFound."""
        home = self._folder / clip_id
        if not is_clip_id(clip_id) or not home.is_dir():
            raise no_such_clip(clip_id)
        with storing(LIBRARY):
            os.utime(home)  # from now on its days are counted
            home.replace(self._folder / f"{BIN}{clip_id}")

    def clips(self, *, owner: str | None = None) -> list[Clip]:
        """Give what is in it, the last deleted first; `owner`'s, or all."""
        homes = sorted(self._folder.glob(f"{BIN}*"), key=_binned_at, reverse=True)
        found = []
        for home in homes:
            try:
                clip = from_json(Clip, (home / SIDECAR).read_bytes())
            except (OSError, StorageError):
                continue  # restored since its name was read, or damaged: it goes with its time
            if owner in (None, clip.owner):
                found.append(clip)
        return found

    def poster(self, clip_id: str) -> Path:
        """Give where a deleted clip's still picture is. Raises ClipNotFound."""
        return self._home(clip_id) / POSTER

    def restore(self, clip_id: str) -> None:
        """Put a clip back as it was. Raises ClipNotFound, StorageUnwritable."""
        with storing(LIBRARY):
            self._home(clip_id).replace(self._folder / clip_id)

    def remove(self, clip_id: str) -> None:
        """Delete one for good. Raises ClipNotFound, StorageUnwritable."""
        with storing(LIBRARY):
            shutil.rmtree(self._home(clip_id))

    def remove_oldest(self) -> bool:
        """Delete for good what was put here first, whoever's; False when there is nothing.

        Raises:
            StorageUnwritable: it cannot be deleted.
        """
        homes = sorted(self._folder.glob(f"{BIN}*"), key=_binned_at)
        with storing(LIBRARY):
            for home in homes[:1]:
                shutil.rmtree(home)
        return bool(homes)

    def clean(self) -> None:
        """Delete for good what has been here for KEPT_DAYS."""
        before = time.time() - KEPT_DAYS * 86_400
        for home in self._folder.glob(f"{BIN}*"):
            if _binned_at(home) < before:
                shutil.rmtree(home, ignore_errors=True)

    def _home(self, clip_id: str) -> Path:
        for home in self._folder.glob(f"{BIN}*"):
            if home.name == f"{BIN}{clip_id}":
                return home
        raise no_such_clip(clip_id)


def _binned_at(home: Path) -> float:
    try:
        return home.stat().st_mtime
    except OSError:
        return time.time()  # restored or removed just now
