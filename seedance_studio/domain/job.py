"""A job's life: one state at a time, each a small dataclass."""

from __future__ import annotations

from dataclasses import dataclass

from seedance_studio.domain.engine import StepProgress
from seedance_studio.domain.finishing import FinishPlan, FinishRequest
from seedance_studio.domain.montage import MontagePlan, MontageRequest
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.side_by_side import SideBySidePlan, SideBySideRequest
from seedance_studio.errors import Text

AnyRequest = GenerationRequest | FinishRequest | SideBySideRequest | MontageRequest
AnyPlan = GenerationPlan | FinishPlan | SideBySidePlan | MontagePlan

LOCAL = "local"
"""The owner of what the command line asks, and of all where visitors are not told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Accepted and stored."""

    place: int
    """1 = next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """Set aside by its owner; it does not run until it is resumed."""


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


JobState = Queued | Paused | Running | Cancelling | Succeeded | Failed | Cancelled
TERMINAL = (Succeeded, Failed, Cancelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One accepted request on its way to a clip."""

    id: str
    owner: str
    created_at: str
    """UTC, ISO 8601."""
    request: AnyRequest
    plan: AnyPlan
    state: JobState

    @property
    def title(self) -> str:
        """What it is known by to its owner."""
        return self.request.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one owner has used today (UTC), and has on its way. What failed costs nothing."""

    num_jobs: int
    engine_s: float
    num_waiting: int
    """Jobs that have not ended."""
    waiting_s: float
    """What those are expected to take."""
