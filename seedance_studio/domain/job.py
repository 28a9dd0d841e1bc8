"""A job's life: one state at a time, each a small dataclass."""

from __future__ import annotations

from dataclasses import dataclass

from seedance_studio.domain.engine import StepProgress
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Accepted and stored."""

    place: int
    """1 = next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The engine works on it."""

    progress: StepProgress | None
    elapsed_s: float
    remaining_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelling:
    """Cancel was asked for; the engine has not let go yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeded:
    """The clip is in the library."""

    clip_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The run ended with an error."""

    code: str
    exit_status: int
    message: Text
    hint: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The user stopped it; nothing was published."""


JobState = Queued | Running | Cancelling | Succeeded | Failed | Cancelled
TERMINAL = (Succeeded, Failed, Cancelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One accepted request on its way to a clip."""

    id: str
    created_at: str
    """UTC, ISO 8601."""
    request: GenerationRequest
    plan: GenerationPlan
    state: JobState
