"""What the studio and the engine's process say to each other. Small; frames travel as a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from seedance_studio.domain.engine import StepProgress
from seedance_studio.domain.measured import Measured
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.sound import SoundPlan
from seedance_studio.domain.style_training import TrainingPlan
from seedance_studio.errors import StudioError


@dataclass(frozen=True, slots=True)
class Load:
    """Make an engine resident. Not answered."""

    key: PipelineKey


@dataclass(frozen=True, slots=True)
class Generate:
    """Run a plan and write its frames to a file."""

    run: int
    """Number of this run within the process; every answer repeats it."""
    plan: GenerationPlan
    inputs: Path
    """Folder of the files that the plan refers to."""
    frames_path: Path


@dataclass(frozen=True, slots=True)
class GenerateBare:
    """Time the plan on the library's own pipeline; for benchmarks."""

    run: int
    plan: GenerationPlan
    inputs: Path


@dataclass(frozen=True, slots=True)
class LearnStyle:
    """Train a brand style."""

    run: int
    plan: TrainingPlan
    inputs: Path
    folder: Path
    """For the state of the training and its result, `adapter.safetensors`."""


@dataclass(frozen=True, slots=True)
class Compose:
    """Make the music of a plan and write it to a file."""

    run: int
    plan: SoundPlan
    duration_s: float
    path: Path


@dataclass(frozen=True, slots=True)
class Cancel:
    """Give up a run at its next step."""

    run: int


def sound_path(frames_path: Path) -> Path:
    """Where the sound is that was made with the frames; no file where none was."""
    return frames_path.with_name("sound.npy")


Run = Generate | GenerateBare | LearnStyle | Compose
Command = Load | Run | Cancel


@dataclass(frozen=True, slots=True)
class Stepped:
    """The run goes on."""

    run: int
    progress: StepProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRun:
    """What a run cost."""

    timings_s: dict[str, float]
    """load, encode_prompt, condition, denoise, decode and total, as the child saw them."""
    peak_rss_mb: float
    """The most memory the engine's process held during the run."""
    measured: tuple[Measured, ...] = ()
    """How far the clip took over its references."""


@dataclass(frozen=True, slots=True)
class Done:
    """The frames are in their file."""

    run: int
    result: EngineRun


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The run was cancelled; the pipeline is still resident."""

    run: int


@dataclass(frozen=True, slots=True)
class Broke:
    """The run failed; the process lives on."""

    run: int
    error: StudioError


Reply = Stepped | Done | GaveUp | Broke
