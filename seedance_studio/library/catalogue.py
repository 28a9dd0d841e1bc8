"""Finding clips: every sidecar is read once, after that a search reads only names and times.

What the owner has written on a clip is in its folder, as `shelf.json`. A change of it changes the
folder's time, which is how another process learns of it.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from seedance_studio.domain.clip import Clip, Recipe
from seedance_studio.domain.finishing import FinishRequest
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.shelf import Found, Query, Relatives, Shelf, ShelvedClip, Stage
from seedance_studio.domain.side_by_side import SideBySideRequest
from seedance_studio.errors import StorageError, storing
from seedance_studio.library.clips import LIBRARY, Library, is_clip_id
from seedance_studio.library.storing import write_whole
from seedance_studio.media.codec import from_json, to_json

log = logging.getLogger(__name__)

SHELF = "shelf.json"
_WORDS = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept in memory of one clip: enough to find it and its relatives."""

    id: str
    owner: str
    said: str
    """All that a clip is found by, before its owner wrote on it."""
    haystack: str
    """The same with folder and note, in small letters."""
    stage: Stage
    parents: tuple[str, ...]
    """The clips that it is a version of."""
    hashes: frozenset[str]
    """SHA-256 of the files that it was made from."""
    shown: frozenset[str]
    """The clips that are seen in it."""
    sha256: str
    shelf: Shelf
    changed_ns: int


class Catalogue:
    """All clips of a library, found by words, star, folder and kinship.

    Args:
        folder: of the library.
        library: reads the clips.
    """

    def __init__(self, folder: Path, library: Library) -> None:
        self._folder = folder
        self._library = library
        self._entries: dict[str, Entry] = {}
        self._lock = threading.Lock()

    def find(self, query: Query, limit: int, offset: int = 0, *, owner: str | None = None) -> Found:
        """Give a page of the clips that are wanted, newest first; `owner`'s, or all."""
        entries = self._all(owner)
        words = [word.casefold() for word in _WORDS.findall(query.words)]
        wanted = [entry for entry in entries if _is_wanted(entry, query, words)]
        return Found(
            clips=tuple(self._shelved(wanted[offset : offset + limit])),
            total=len(wanted),
            folders=tuple(sorted({entry.shelf.folder for entry in entries} - {""})),
        )

    def shelf(self, clip_id: str) -> Shelf:
        """Give what is written on a clip."""
        return _read_shelf(self._folder / clip_id) or Shelf()

    def change(self, clip_id: str, change: Callable[[Shelf], Shelf]) -> Shelf:
        """Write on a clip what `change` makes of what is written there.

        Raises:
            ClipNotFound: there is none with this id.
            StorageUnwritable: the folder cannot be written.
        """
        home = self._library.path(clip_id).parent
        with self._lock, storing(LIBRARY):
            found = _read_shelf(home)
            if found is None:  # kept from being written over: another version may read it
                (home / SHELF).replace(home / f"{SHELF}.unreadable")
            shelf = change(found or Shelf())
            write_whole(home / SHELF, to_json(shelf))
        return shelf

    def relatives(self, clip_id: str, *, owner: str | None = None) -> Relatives:
        """Give what one clip has to do with others of `owner`, or of all."""
        entries = {entry.id: entry for entry in self._all(owner)}
        if clip_id not in entries:
            return Relatives(versions=(), sources=(), uses=())
        family = _family(entries, clip_id)
        own = entries[clip_id]
        sources = [one.id for one in entries.values() if _gives(one, own) and one.id not in family]
        uses = [one.id for one in entries.values() if _gives(own, one) and one.id not in family]
        clips = {clip.id: clip for clip in self._read([*family, *sources, *uses])}
        return Relatives(
            versions=tuple(
                (entries[one].stage, clips[one]) for one in sorted(family) if one in clips
            ),
            sources=tuple(clips[one] for one in sources if one in clips),
            uses=tuple(clips[one] for one in uses if one in clips),
        )

    def _all(self, owner: str | None) -> list[Entry]:
        """Every entry that can be read, the newest first, after a look at the folder."""
        with self._lock:
            self._entries = dict(self._look())
            entries = self._entries.values()
        kept = [entry for entry in entries if owner in (None, entry.owner)]
        return sorted(kept, key=lambda entry: entry.id, reverse=True)

    def _look(self) -> Iterator[tuple[str, Entry]]:
        if not self._folder.is_dir():
            return
        with os.scandir(self._folder) as found:
            for one in found:
                if not is_clip_id(one.name):
                    continue
                entry = self._entry(one)
                if entry is not None:
                    yield one.name, entry

    def _entry(self, found: os.DirEntry[str]) -> Entry | None:
        known = self._entries.get(found.name)
        try:
            changed_ns = found.stat().st_mtime_ns
            if known is not None and known.changed_ns == changed_ns:
                return known
            shelf = _read_shelf(Path(found.path)) or Shelf()
            if known is not None:
                haystack = _haystack(known.said, shelf)
                return replace(known, shelf=shelf, haystack=haystack, changed_ns=changed_ns)
            return _enter(self._library.clip(found.name), shelf, changed_ns)
        except (OSError, StorageError) as error:
            # Deleted since its name was read, or damaged: the library itself says so.
            if isinstance(error, StorageError):
                self._library.note_unreadable(found.name, error)
            return None

    def _shelved(self, entries: list[Entry]) -> Iterator[ShelvedClip]:
        clips = {clip.id: clip for clip in self._read([entry.id for entry in entries])}
        for entry in entries:
            if entry.id in clips:
                yield ShelvedClip(clip=clips[entry.id], shelf=entry.shelf)

    def _read(self, ids: list[str]) -> Iterator[Clip]:
        for clip_id in ids:
            try:
                yield self._library.clip(clip_id)
            except StorageError:
                continue  # deleted since it was entered


def _is_wanted(entry: Entry, query: Query, words: list[str]) -> bool:
    shelf = entry.shelf
    if query.is_starred and not shelf.is_starred:
        return False
    if query.folder and shelf.folder != query.folder:
        return False
    if query.stage and entry.stage != query.stage:
        return False
    return all(word in entry.haystack for word in words)


def _haystack(said: str, shelf: Shelf) -> str:
    return f"{said}\n{shelf.folder}\n{shelf.note}".casefold()


def _enter(clip: Clip, shelf: Shelf, changed_ns: int) -> Entry:
    recipe = clip.generation
    lines = [clip.title]
    if recipe is not None:
        prompt = recipe.plan.prompt
        lines += [recipe.request.prompt, prompt.engine_prompt]
        lines += [f"{word.meaning.en} {word.meaning.zh}" for word in prompt.words if word.meaning]
    return Entry(
        id=clip.id,
        owner=clip.owner,
        said=(said := "\n".join(lines)),
        haystack=_haystack(said, shelf),
        stage=stage_of(clip),
        parents=_parents(clip),
        hashes=frozenset(one.sha256 for one in clip.recipe.plan.references),
        shown=_shown(clip),
        sha256=clip.sha256,
        shelf=shelf,
        changed_ns=changed_ns,
    )


def stage_of(clip: Clip) -> Stage:
    """Tell whether a clip is a quick look, the clip itself, or made from one."""
    if not isinstance(clip.recipe, Recipe):
        return "finished"
    return "draft" if clip.recipe.request.is_draft else "final"


def _parents(clip: Clip) -> tuple[str, ...]:
    request = clip.recipe.request
    if isinstance(request, GenerationRequest):
        return (request.draft_of,) if request.draft_of else ()
    if isinstance(request, FinishRequest):
        return (request.clip_id,) if request.clip_id else ()
    return ()


def _shown(clip: Clip) -> frozenset[str]:
    """The clips that stand side by side in it."""
    request = clip.recipe.request
    parts = request.parts if isinstance(request, SideBySideRequest) else ()
    return frozenset(part.clip_id for part in parts if part.clip_id)


def _family(entries: dict[str, Entry], clip_id: str) -> set[str]:
    """Everything that can be reached by being a version of each other."""
    near: dict[str, set[str]] = defaultdict(set)
    for entry in entries.values():
        for parent in entry.parents:
            if parent in entries:
                near[entry.id].add(parent)
                near[parent].add(entry.id)
    family, waiting = {clip_id}, [clip_id]
    while waiting:
        for one in near[waiting.pop()] - family:
            family.add(one)
            waiting.append(one)
    return family


def _gives(source: Entry, made: Entry) -> bool:
    """Whether `source`, or a picture from it, was among what `made` was made from."""
    if source.id in made.shown:
        return True
    return source.sha256 in made.hashes or any(one in made.hashes for one in source.shelf.frames)


def _read_shelf(home: Path) -> Shelf | None:
    """Give what is written on a clip; None where it cannot be read, though the clip is whole."""
    try:
        return from_json(Shelf, (home / SHELF).read_bytes())
    except FileNotFoundError:
        return Shelf()
    except (OSError, StorageError) as error:
        log.warning("what is written on %s cannot be read: %s", home.name, error)
        return None
