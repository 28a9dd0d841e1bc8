"""The clip library: one folder a clip, published in one rename, readable without the studio.

    <folder>/<clip id>/clip.mp4 (or .mov)  recipe.json  poster.jpg
    <folder>/.part-<clip id>/    a clip that is not finished
    <folder>/.held-<clip id>/    a finished clip that lacks a mark and is therefore not published
    <folder>/.gone-<clip id>/    a clip that is being deleted
    <folder>/.bin-<clip id>/     a clip that was deleted and can come back (`bin.py`)

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
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from seedance_studio.domain.clip import Clip
from seedance_studio.errors import ClipNotFound, StorageError, StorageUnwritable, Text, storing
from seedance_studio.media.codec import from_json, to_json
from seedance_studio.media.poster import poster_jpeg

logger = logging.getLogger(__name__)

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{3,63}")  # no dot: unfinished folders never match
_VIDEO, SIDECAR, POSTER = "clip", "recipe.json", "poster.jpg"
_STATEMENT = "statement.json"
_PART, _HELD, _GONE, BIN = ".part-", ".held-", ".gone-", ".bin-"
_MIN_FREE_BYTES = 200_000_000
LIBRARY = Text("The change to the library", "片库的改动")
"""What cannot be stored when the system refuses."""


def new_clip_id() -> str:
    """Give an id that sorts by time, is safe as a file name and cannot be guessed.

    Like 20261122-081030-1f47c3a90d2be415f06: who has the id may see the clip.
    """
    now = datetime.now(timezone.utc)
    return f"{now:%Y%m%d-%H%M%S}-{now.microsecond // 1000:03x}{secrets.token_hex(8)}"


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
        self._owners: dict[str, str] = {}

    def part(self, clip_id: str, suffix: str = ".mp4") -> Path:
        """Give where to write the video of a clip to be published; starts from nothing.

        Args:
            clip_id: of the clip.
            suffix: of the file, which says what kind it is.

        Raises:
            StorageUnwritable: the folder cannot be written.
        """
        folder = self._folder / f"{_PART}{_checked(clip_id)}"
        with storing(LIBRARY):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        return folder / f"{_VIDEO}{suffix}"

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
        return self._publish(clip, self._folder / f"{_PART}{_checked(clip.id)}")

    def withhold(self, clip: Clip, statement_json: str) -> None:
        """Keep the video written at `part(clip.id)` out of sight until it can be marked.

        Raises:
            StorageUnwritable: the folder cannot be written.
        """
        part, held = (self._folder / f"{prefix}{_checked(clip.id)}" for prefix in (_PART, _HELD))
        with storing(LIBRARY):
            _write(part / SIDECAR, to_json(clip).encode())
            _write(part / _STATEMENT, statement_json.encode())
            shutil.rmtree(held, ignore_errors=True)
            part.replace(held)
            _sync(self._folder)

    def withheld(self, *, owner: str | None = None) -> list[Clip]:
        """Give the clips that are kept but not published, the oldest first; `owner`'s, or all."""
        sidecars = sorted(self._folder.glob(f"{_HELD}*/{SIDECAR}"))
        clips = (from_json(Clip, sidecar.read_bytes()) for sidecar in sidecars)
        return [clip for clip in clips if owner in (None, clip.owner)]

    def withheld_files(self, clip_id: str) -> tuple[Path, bytes]:
        """Give where a withheld clip's video is, and what its marks are to say.

        Raises:
            ClipNotFound: it is not withheld.
        """
        folder = self._folder / f"{_HELD}{_checked(clip_id)}"
        statement = _found(folder / _STATEMENT, clip_id)
        return _found(_video_in(folder), clip_id), statement.read_bytes()

    def release(self, clip: Clip) -> Clip:
        """Publish a withheld clip, as `publish` does."""
        return self._publish(clip, self._folder / f"{_HELD}{_checked(clip.id)}")

    def _publish(self, clip: Clip, part: Path) -> Clip:
        home = self._folder / clip.id
        if home.is_dir():
            shutil.rmtree(part, ignore_errors=True)
            return self.clip(clip.id)
        video = _video_in(part)
        poster = poster_jpeg(video)
        with storing(LIBRARY):
            stored = replace(clip, sha256=sha256_of(video))
            _write(part / POSTER, poster)
            _write(part / SIDECAR, to_json(stored).encode())
            (part / _STATEMENT).unlink(missing_ok=True)
            _sync(part)
            part.replace(home)
            _sync(self._folder)
        return stored

    def clips(self, limit: int, offset: int = 0, *, owner: str | None = None) -> list[Clip]:
        """Give a page of clips, newest first; what cannot be read goes to `unreadable` instead.

        Args:
            limit: no more than these.
            offset: how many newer ones to leave out.
            owner: only this one's; None for all.
        """
        found: list[Clip] = []
        for clip_id in self.ids(owner)[offset : offset + limit]:
            try:
                found.append(self.clip(clip_id))
            except ClipNotFound:
                continue  # deleted since its name was read
            except StorageError as error:
                self.note_unreadable(clip_id, error)
        return found

    def count(self, *, owner: str | None = None) -> int:
        """Give how many clips there are; readable or not, unless one owner's are asked for."""
        return len(self.ids(owner))

    def clip(self, clip_id: str) -> Clip:
        """Read one clip.

        Raises:
            ClipNotFound: there is none with this id.
            StorageError: its sidecar cannot be read.
        """
        sidecar = self._home(clip_id) / SIDECAR
        try:
            return from_json(Clip, sidecar.read_bytes())
        except OSError as error:
            raise _without_sidecar(clip_id) from error

    def has(self, clip_id: str) -> bool:
        """Tell whether there is a clip of this id."""
        return (self._folder / _checked(clip_id)).is_dir()

    def path(self, clip_id: str) -> Path:
        """Give where the video is. Raises ClipNotFound."""
        return _found(_video_in(self._home(clip_id)), clip_id)

    def poster(self, clip_id: str) -> Path:
        """Give where its still picture is. Raises ClipNotFound."""
        return _found(self._home(clip_id) / POSTER, clip_id)

    def delete(self, clip_id: str) -> None:
        """Remove a clip for good; it vanishes at once and whole.

        Raises:
            ClipNotFound: there is none with this id.
            StorageUnwritable: the folder cannot be written.
        """
        home = self._home(clip_id)
        gone = self._folder / f"{_GONE}{clip_id}"
        with storing(LIBRARY):
            home.replace(gone)
            _sync(self._folder)
            shutil.rmtree(gone)
        self.unreadable.pop(clip_id, None)

    def recipes(self) -> Iterator[bytes]:
        """Give the stored document of every clip, also in the bin, readable or not."""
        homes = [self._folder / clip_id for clip_id in self.ids()]
        for home in [*homes, *self._folder.glob(f"{BIN}*")]:
            try:
                yield (home / SIDECAR).read_bytes()
            except OSError:
                continue  # deleted since its name was read, or its sidecar is lost

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

    def check_writable(self, max_gb: float = 0.0) -> None:
        """Raise StorageUnwritable unless a clip can be stored now; `max_gb` as in `lack`."""
        with storing(LIBRARY):
            self._folder.mkdir(parents=True, exist_ok=True)
            if (lack := self.lack(max_gb)) is not None:
                raise StorageUnwritable.of(LIBRARY, lack)
            probe = self._folder / f".probe-{secrets.token_hex(4)}"
            try:
                _write(probe, b"probe")
            finally:
                probe.unlink(missing_ok=True)

    def lack(self, max_gb: float = 0.0) -> Text | None:
        """Say why a clip finds no room, or None.

        Args:
            max_gb: the size that the library may have, its bin included; 0 for no limit.
        """
        if not self._folder.is_dir():
            return None
        used = sum(path.stat().st_size for path in self._folder.glob("*/*")) / 1e9 if max_gb else 0
        if max_gb and used >= max_gb:
            return Text(
                f"it holds {used:.1f} GB, and {max_gb:g} GB is the host's limit",
                f"已占用 {used:.1f} GB，上限为 {max_gb:g} GB",
            )
        if (free := shutil.disk_usage(self._folder).free) < _MIN_FREE_BYTES:
            return Text(
                f"only {free / 1e6:.0f} MB are free, {_MIN_FREE_BYTES / 1e6:.0f} MB are needed",
                f"仅剩 {free / 1e6:.0f} MB，至少需要 {_MIN_FREE_BYTES / 1e6:.0f} MB",
            )
        return None

    def ids(self, owner: str | None = None) -> list[str]:
        """Give the ids of all clips, or of one owner's, newest first."""
        if not self._folder.is_dir():
            return []
        names = (entry.name for entry in self._folder.iterdir())
        ids = sorted((name for name in names if _ID.fullmatch(name)), reverse=True)
        return ids if owner is None else [id_ for id_ in ids if self._owner(id_) == owner]

    def _owner(self, clip_id: str) -> str | None:
        if clip_id not in self._owners:
            try:
                self._owners[clip_id] = self.clip(clip_id).owner
            except StorageError as error:
                self.note_unreadable(clip_id, error)
                return None
        return self._owners[clip_id]

    def note_unreadable(self, clip_id: str, error: StorageError) -> None:
        """Leave a clip out, and say so once."""
        if clip_id not in self.unreadable:
            logger.warning("clip %s is left out: %s", clip_id, error)
        self.unreadable[clip_id] = error

    def _home(self, clip_id: str) -> Path:
        home = self._folder / _checked(clip_id)
        if not home.is_dir():
            raise no_such_clip(clip_id)
        return home


def _video_in(folder: Path) -> Path:
    """Give where a clip's video is, or would be: its suffix says what kind of file it is."""
    return next(folder.glob(f"{_VIDEO}.*"), folder / f"{_VIDEO}.mp4")


def _found(path: Path, clip_id: str) -> Path:
    if not path.is_file():
        raise no_such_clip(clip_id)
    return path


def is_clip_id(name: str) -> bool:
    """Tell what can be a clip's id and folder from any other name."""
    return _ID.fullmatch(name) is not None


def _checked(clip_id: str) -> str:
    """Let through only what can be a clip's folder: ids come from the page, too."""
    if not is_clip_id(clip_id):
        raise no_such_clip(clip_id)
    return clip_id


def no_such_clip(clip_id: str) -> ClipNotFound:
    """Say that there is no such clip, or none of this visitor's."""
    return ClipNotFound(
        Text(f"There is no clip '{clip_id}'.", f"没有编号为“{clip_id}”的片段。"),
        Text("It may have been deleted; reload the library.", "它可能已被删除，请刷新片库。"),
    )


def _without_sidecar(clip_id: str) -> StorageError:
    return StorageError(
        Text(f"The recipe of clip '{clip_id}' is missing.", f"视频“{clip_id}”的配方文件缺失。"),
        Text(
            f"The video itself may still be in its folder, as {_VIDEO}.mp4.",
            f"视频本身可能仍在其目录中，文件名为 {_VIDEO}.mp4。",
        ),
    )


def _last_written(folder: Path) -> float:
    """Give when a run last wrote there; now, when that run has just published or removed it."""
    try:
        return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    except FileNotFoundError:
        return time.time()


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file's content."""
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
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
