"""The clip library: one folder a clip, published in one rename, readable without the studio.

    <folder>/<clip id>/clip.mp4  recipe.json  poster.jpg
    <folder>/.part-<clip id>/    a clip that is not finished
    <folder>/.gone-<clip id>/    a clip that is being deleted

There is no index to fall out of step: ids sort by time, so a page of the library is the sorted
folder names and the sidecars of that page alone.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from seedance_studio.domain.clip import Clip
from seedance_studio.errors import ClipNotFound, StorageError, StorageUnwritable, Text
from seedance_studio.media.codec import from_json, to_json
from seedance_studio.media.poster import poster_jpeg

logger = logging.getLogger(__name__)

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{3,63}")
"""Safe as a folder name anywhere; no dot, so that unfinished folders never match."""
_VIDEO, _SIDECAR, _POSTER = "clip.mp4", "recipe.json", "poster.jpg"
_PART, _GONE = ".part-", ".gone-"
_MIN_FREE_BYTES = 200_000_000


def new_clip_id() -> str:
    """Give an id that sorts by time and is safe as a file name, like 20261122-081030-1f47c3a."""
    now = datetime.now(timezone.utc)
    return f"{now:%Y%m%d-%H%M%S}-{now.microsecond // 1000:03x}{secrets.token_hex(2)}"


class Library:
    """The clips in one folder, which is made when something is first written.

    Several processes may share it: nothing is kept in memory but what could not be read.

    Args:
        folder: of the library.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.unreadable: dict[str, StorageError] = {}
        """Clips met so far whose sidecar is damaged or of another version, by id."""

    def part(self, clip_id: str) -> Path:
        """Give where to write the video of a clip to be published; starts from nothing.

        Raises:
            StorageUnwritable: the folder cannot be written.
        """
        folder = self._folder / f"{_PART}{_checked(clip_id)}"
        with _system_errors():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        return folder / _VIDEO

    def discard(self, clip_id: str) -> None:
        """Remove what `part` gave for a clip that will not be published."""
        shutil.rmtree(self._folder / f"{_PART}{_checked(clip_id)}", ignore_errors=True)

    def publish(self, clip: Clip) -> Clip:
        """Make the video written at `part(clip.id)` a clip, in one rename.

        Publishing an id again changes nothing and gives the clip that is there.

        Args:
            clip: all of it but `sha256`, which is measured here.

        Returns:
            The clip as stored.

        Raises:
            StorageUnwritable: the disk is full, or the folder cannot be written.
            RequestError: under `file`: there is no readable video at `part(clip.id)`.
        """
        home = self._folder / _checked(clip.id)
        if home.is_dir():
            self.discard(clip.id)
            return self.clip(clip.id)
        part = self._folder / f"{_PART}{clip.id}"
        poster = poster_jpeg(part / _VIDEO)
        with _system_errors():
            stored = replace(clip, sha256=_sha256(part / _VIDEO))
            _write(part / _POSTER, poster)
            _write(part / _SIDECAR, to_json(stored).encode())
            _sync(part)
            part.replace(home)
            _sync(self._folder)
        return stored

    def clips(self, limit: int, offset: int = 0) -> list[Clip]:
        """Give a page of clips, newest first; what cannot be read goes to `unreadable` instead."""
        found: list[Clip] = []
        for clip_id in self._ids()[offset : offset + limit]:
            try:
                found.append(self.clip(clip_id))
            except ClipNotFound:
                continue  # deleted since its name was read
            except StorageError as error:
                if clip_id not in self.unreadable:
                    logger.warning("clip %s is left out: %s", clip_id, error)
                self.unreadable[clip_id] = error
        return found

    def count(self) -> int:
        """Give how many clips there are, readable or not."""
        return len(self._ids())

    def clip(self, clip_id: str) -> Clip:
        """Read one clip.

        Raises:
            ClipNotFound: there is none with this id.
            StorageError: its sidecar cannot be read.
        """
        sidecar = self._home(clip_id) / _SIDECAR
        try:
            return from_json(Clip, sidecar.read_bytes())
        except OSError as error:
            raise _without_sidecar(clip_id) from error

    def path(self, clip_id: str) -> Path:
        """Give where the video is. Raises ClipNotFound."""
        return self._file(clip_id, _VIDEO)

    def poster(self, clip_id: str) -> Path:
        """Give where its still picture is. Raises ClipNotFound."""
        return self._file(clip_id, _POSTER)

    def delete(self, clip_id: str) -> None:
        """Remove a clip for good; it vanishes at once and whole.

        Raises:
            ClipNotFound: there is none with this id.
            StorageUnwritable: the folder cannot be written.
        """
        home = self._home(clip_id)
        gone = self._folder / f"{_GONE}{clip_id}"
        with _system_errors():
            home.replace(gone)
            _sync(self._folder)
            shutil.rmtree(gone)
        self.unreadable.pop(clip_id, None)

    def clean(self, min_age_s: float = 3600.0) -> list[str]:
        """Remove what runs that died have left; called when the studio starts.

        Args:
            min_age_s: younger leftovers may belong to a run in another process and stay.

        Returns:
            The ids of the unfinished clips removed.
        """
        before = time.time() - min_age_s
        removed: list[str] = []
        for folder in self._folder.glob(f"{_PART}*"):
            if _last_written(folder) < before:
                shutil.rmtree(folder, ignore_errors=True)
                removed.append(folder.name.removeprefix(_PART))
        for folder in self._folder.glob(f"{_GONE}*"):
            shutil.rmtree(folder, ignore_errors=True)
        return removed

    def check_writable(self) -> None:
        """Raise StorageUnwritable unless a clip can be stored now."""
        with _system_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            probe = self._folder / f".probe-{secrets.token_hex(4)}"
            try:
                _write(probe, b"probe")
            finally:
                probe.unlink(missing_ok=True)
            free = shutil.disk_usage(self._folder).free
        if free < _MIN_FREE_BYTES:
            raise _unwritable(
                Text(
                    f"only {free / 1e6:.0f} MB are free, {_MIN_FREE_BYTES / 1e6:.0f} MB are needed",
                    f"仅剩 {free / 1e6:.0f} MB，至少需要 {_MIN_FREE_BYTES / 1e6:.0f} MB",
                )
            )

    def _ids(self) -> list[str]:
        """Give the ids of all clips, newest first."""
        if not self._folder.is_dir():
            return []
        names = (entry.name for entry in self._folder.iterdir())
        return sorted((name for name in names if _ID.fullmatch(name)), reverse=True)

    def _home(self, clip_id: str) -> Path:
        home = self._folder / _checked(clip_id)
        if not home.is_dir():
            raise _not_found(clip_id)
        return home

    def _file(self, clip_id: str, name: str) -> Path:
        path = self._home(clip_id) / name
        if not path.is_file():
            raise _not_found(clip_id)
        return path


def _checked(clip_id: str) -> str:
    """Let through only what can be a clip's folder: ids come from the page, too."""
    if not _ID.fullmatch(clip_id):
        raise _not_found(clip_id)
    return clip_id


def _not_found(clip_id: str) -> ClipNotFound:
    return ClipNotFound(
        Text(f"There is no clip '{clip_id}'.", f"没有编号为“{clip_id}”的视频。"),
        Text("It may have been deleted; reload the library.", "它可能已被删除，请刷新作品库。"),
    )


def _without_sidecar(clip_id: str) -> StorageError:
    return StorageError(
        Text(f"The recipe of clip '{clip_id}' is missing.", f"视频“{clip_id}”的配方文件缺失。"),
        Text(
            f"The video itself may still be in its folder, as {_VIDEO}.",
            f"视频本身可能仍在其目录中，文件名为 {_VIDEO}。",
        ),
    )


def _last_written(folder: Path) -> float:
    """Give when a run last wrote there; now, when that run has just published or removed it."""
    try:
        return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    except FileNotFoundError:
        return time.time()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make a rename survive a power cut."""
    if os.name == "nt":
        return  # Windows cannot open a folder, and needs no such call
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _system_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _unwritable(Text(reason, reason)) from error


def _unwritable(reason: Text) -> StorageUnwritable:
    return StorageUnwritable(
        Text(f"The library cannot be written ({reason.en}).", f"作品库无法写入（{reason.zh}）。"),
        Text(
            "Free some space on its disk, or check that the data folder can be written.",
            "请清理磁盘空间，或确认数据目录可写。",
        ),
    )
