"""What a film is that is there already: anyone's."""

from __future__ import annotations

from dataclasses import dataclass

from seedance_studio.domain.delivery import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmFacts:
    """What a film is, as a viewer sees it: upright, with square pixels."""

    width: int
    height: int
    fps: Rate
    """Pictures a second; of a film of variable rate, the whole number next to its mean."""
    num_frames: int
    duration_s: float
    has_sound: bool
    video_codec: str
    bits: int
    """Of a colour sample."""
    is_variable: bool
    """Whether pictures stand for different times."""
    has_alpha: bool
