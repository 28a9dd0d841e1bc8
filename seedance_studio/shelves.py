"""The library as its owner uses it: found again, starred, sorted, noted, deleted, taken along."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import LOCAL
from seedance_studio.domain.shelf import (
    MAX_FOLDER_CHARACTERS,
    MAX_NOTE_CHARACTERS,
    Found,
    Query,
    Relatives,
    Shelf,
)
from seedance_studio.errors import RequestError, Text
from seedance_studio.library import Bin, Catalogue, Inputs, Library, no_such_clip, room_for_export
from seedance_studio.library.project import (
    MAX_CLIPS,
    SUFFIX,
    Imported,
    export_project,
    import_project,
)

Scope = Callable[[], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedClip:
    """A clip that its owner shows to whoever has the link, and its files."""

    clip: Clip
    film: Path
    poster: Path


class Shelves:
    """The door to a visitor's own clips beyond the newest.

    Args:
        folder: of the library.
        library: has the clips.
        inputs: has the files that they were made from.
        scope: gives whose clips are seen and changed; None for those of all.
        exports: folder of the files that are offered for download.
        check_room: raises StorageUnwritable when nothing more can be stored.
    """

    def __init__(
        self,
        folder: Path,
        library: Library,
        inputs: Inputs,
        scope: Scope,
        exports: Path,
        check_room: Callable[[], None],
    ) -> None:
        self._library = library
        self._inputs = inputs
        self._scope = scope
        self._exports = exports
        self._check_room = check_room
        self._catalogue = Catalogue(folder, library)
        self._bin = Bin(folder)
        self._bin.clean()

    def warm_up(self) -> None:
        """Start reading every recipe, so that the first search need not; returns at once."""
        threading.Thread(target=self._catalogue.find, args=(Query(), 0), daemon=True).start()

    def find(self, query: Query, limit: int, offset: int = 0) -> Found:
        """Give a page of the visitor's clips that a query wants, newest first."""
        return self._catalogue.find(query, limit, offset, owner=self._scope())

    def shelf(self, clip_id: str) -> Shelf:
        """Give what is written on a clip. Raises ClipNotFound."""
        return self._catalogue.shelf(self._own(clip_id).id)

    def write(
        self,
        clip_id: str,
        *,
        is_starred: bool | None = None,
        folder: str | None = None,
        note: str | None = None,
        is_shared: bool | None = None,
    ) -> Shelf:
        """Change what is written on a clip; None leaves a part as it is.

        Raises:
            ClipNotFound: no clip of this visitor has this id.
            RequestError: `folder` or `note` is too long.
            StorageUnwritable: the library cannot be written.
        """
        given: dict[str, Any] = {
            "is_starred": is_starred,
            "folder": _line(folder),
            "note": note,
            "is_shared": is_shared,
        }
        limits = {"folder": MAX_FOLDER_CHARACTERS, "note": MAX_NOTE_CHARACTERS}
        problems = {
            field: Text(f"{limit:,} characters are possible", f"最多 {limit:,} 个字符")
            for field, limit in limits.items()
            if len(str(given[field] or "")) > limit
        }
        if problems:
            raise RequestError(problems)
        changes = {field: value for field, value in given.items() if value is not None}
        clip = self._own(clip_id)
        return self._catalogue.change(clip.id, lambda shelf: replace(shelf, **changes))

    def shared(self, clip_id: str) -> SharedClip:
        """Give a clip to whoever asks, if its owner shares it. Raises ClipNotFound."""
        if not self._library.has(clip_id) or not self._catalogue.shelf(clip_id).is_shared:
            raise no_such_clip(clip_id)
        return SharedClip(
            clip=self._library.clip(clip_id),
            film=self._library.path(clip_id),
            poster=self._library.poster(clip_id),
        )

    def note_frame(self, clip_id: str, sha256: str) -> None:
        """Remember that a picture was taken from a clip. Raises ClipNotFound."""
        self._catalogue.change(
            self._own(clip_id).id,
            lambda shelf: replace(shelf, frames=tuple(dict.fromkeys((*shelf.frames, sha256)))),
        )

    def relatives(self, clip_id: str) -> Relatives:
        """Give a clip's versions, what it was made from and where it was used."""
        return self._catalogue.relatives(clip_id, owner=self._scope())

    def bin(self, clip_id: str) -> None:
        """Put a clip into the bin. Raises ClipNotFound, StorageUnwritable."""
        self._bin.put(self._own(clip_id).id)

    def binned(self) -> list[Clip]:
        """Give what is in the visitor's bin, the last deleted first."""
        return self._bin.clips(owner=self._scope())

    def binned_poster(self, clip_id: str) -> Path:
        """Give where a deleted clip's still picture is. Raises ClipNotFound."""
        return self._bin.poster(self._own_binned(clip_id))

    def restore(self, clip_id: str) -> None:
        """Take a clip out of the bin. Raises ClipNotFound, StorageUnwritable."""
        self._bin.restore(self._own_binned(clip_id))

    def empty_bin(self) -> None:
        """Delete for good what is in the visitor's bin. Raises StorageUnwritable."""
        for clip in self.binned():
            self._bin.remove(clip.id)

    def export(self, query: Query, target: Path) -> int:
        """Write the clips that a query wants into a project file; give how many they are.

        Raises:
            StorageUnwritable: the disk is full.
        """
        found = self.find(query, limit=MAX_CLIPS)
        clips: Sequence[Clip] = [one.clip for one in found.clips]
        export_project(clips, self._library, self._inputs, target)
        return len(clips)

    def offer(self, query: Query) -> tuple[Path, int]:
        """Write such a file for a download; it stays for a day. As `export`."""
        target = room_for_export(self._exports) / f"project{SUFFIX}"
        return target, self.export(query, target)

    def import_project(self, source: Path) -> Imported:
        """Take in the clips of a project file.

        Raises:
            RequestError: under `file`: why it cannot be used; nothing was taken in.
            StorageUnwritable: the library is as large as it may be, or the disk is full.
        """
        self._check_room()
        owner = self._scope() or LOCAL
        return import_project(source, owner, self._library, self._catalogue, self._inputs)

    def _own(self, clip_id: str) -> Clip:
        clip = self._library.clip(clip_id)
        if self._scope() not in (None, clip.owner):
            raise no_such_clip(clip_id)
        return clip

    def _own_binned(self, clip_id: str) -> str:
        if clip_id not in {clip.id for clip in self.binned()}:
            raise no_such_clip(clip_id)
        return clip_id


def _line(text: str | None) -> str | None:
    """On one line, without spaces around."""
    return None if text is None else " ".join(text.split())
