"""A prompt as the studio understood it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    """subject, setting, time, weather, action, camera, colour or count; None when unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPrompt:
    """The words found and the prompt that the engine will read."""

    original: str
    words: tuple[PromptWord, ...]
    language: Language
    engine_prompt: str
    """Enhanced when the enhancer was on, else the cleaned original."""
    is_enhanced: bool
    added: tuple[Text, ...] = ()
    """What the enhancer put in, one item a detail."""
    left_out: tuple[Text, ...] = ()
    """What was understood but has no place in the clip, one item a detail, with the reason."""
