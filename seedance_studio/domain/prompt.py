"""A prompt as the studio understood it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from seedance_studio.domain.reference import Role
from seedance_studio.domain.sound import SoundBrief
from seedance_studio.errors import Language, Text

WordStatus = Literal["understood", "mapped", "unknown"]
"""understood: the engine knows this very word; mapped: it knows a near one; unknown: neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptWord:
    """One stretch of the prompt and what the engine makes of it."""

    text: str
    """As the user wrote it."""
    status: WordStatus
    meaning: Text | None
    """What the engine will take it for; None when unknown."""
    group: str | None
    """subject, setting, time, weather, action, camera, colour, count or relation; None when
    unknown."""
    is_left_out: bool = False
    """True when it was understood but has no place in the clip; see `PreparedPrompt.left_out`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A reference that the prompt names, and what it says of it."""

    name: str
    """Image1, however it was written; there may be no such reference."""
    text: str
    """As the user wrote it, with the words that say the role."""
    role: Role | None = None
    at_s: float | None = None
    """For a keyframe: when the prompt wants it to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPrompt:
    """The words found and the prompt that the engine will read."""

    original: str
    words: tuple[PromptWord, ...]
    language: Language
    engine_prompt: str
    """Enhanced when the enhancer was on, else the cleaned original."""
    canonical: Text | None = None
    """The same in both languages, where the studio has put it into words that it has in both."""
    is_enhanced: bool
    added: tuple[Text, ...] = ()
    """What the enhancer put in, one item a detail."""
    left_out: tuple[Text, ...] = ()
    """What was understood but has no place in the clip, one item a detail, with the reason."""
    brief: SoundBrief = field(default_factory=SoundBrief)
    """What there is to hear."""
    mentions: tuple[Mention, ...] = ()
    """The references named, with what is said of them; the engine does not read these words."""
