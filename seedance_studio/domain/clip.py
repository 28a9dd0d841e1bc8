"""A finished clip in the library."""

from __future__ import annotations

from dataclasses import dataclass

from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import GenerationRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What the published file really is, read back from it."""

    width: int
    height: int
    fps: float
    num_frames: int
    duration_s: float
    video_codec: str
    audio_codec: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All that is needed to make the clip again; embedded in the file and stored beside it."""

    schema: int
    studio_version: str
    created_at: str
    """UTC, ISO 8601."""
    request: GenerationRequest
    plan: GenerationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One published clip."""

    id: str
    title: str
    """The first words of the prompt."""
    recipe: Recipe
    delivered: Delivered
    timings_s: dict[str, float]
    """load, encode_prompt, condition, denoise, decode, finish, total."""
    peak_rss_mb: float
    sha256: str
    """Of the published file."""
