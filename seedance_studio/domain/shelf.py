"""How a clip is kept: starred, in a folder, with a note; and how clips are found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from seedance_studio.domain.clip import Clip

Stage = Literal["draft", "final", "finished"]
"""A quick look; the clip at full quality; a film made from it, enlarged or side by side."""
STAGES: tuple[Stage, ...] = get_args(Stage)

KEPT_DAYS = 30
"""Days after which what is in the bin is gone for good."""
MAX_FOLDER_CHARACTERS = 60
MAX_NOTE_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What the owner has written on a clip; nothing of it is in the clip's file."""

    is_starred: bool = False
    folder: str = ""
    """Empty for none."""
    note: str = ""
    is_shared: bool = False
    """Whether it is shown to whoever has the link to it."""
    frames: tuple[str, ...] = ()
    """SHA-256 of pictures taken from it to go on from: how it is known where it was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which clips are wanted. The empty one wants all."""

    words: str = ""
    """All of these, in either language, in title, prompt, understood words, folder or note."""
    folder: str = ""
    is_starred: bool = False
    stage: Stage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelvedClip:
    """A clip with what is written on it."""

    clip: Clip
    shelf: Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of what a query finds."""

    clips: tuple[ShelvedClip, ...]
    """Newest first."""
    total: int
    folders: tuple[str, ...]
    """All there are, whatever was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """The clips that one clip has to do with."""

    versions: tuple[tuple[Stage, Clip], ...]
    """Draft, final and finished ones of the same take, itself among them, the oldest first."""
    sources: tuple[Clip, ...]
    """Clips that it was made from in another way: as a reference, or by their last frame."""
    uses: tuple[Clip, ...]
    """Clips that were made from it in another way."""
