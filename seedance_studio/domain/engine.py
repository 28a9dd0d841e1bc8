"""What an engine says of itself, and what it must do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from seedance_studio.domain.request import Mode
from seedance_studio.errors import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seedance_studio.domain.plan import GenerationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineKey:
    """What must be loaded for a plan; the only cache key in the program."""

    engine: str
    revision: str
    dtype: str
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeSize:
    """A size that the engine generates, in pixels, and what it is delivered as."""

    width: int
    height: int
    delivered_720p: tuple[int, int]
    """Width and height at `--size 720p`: the exact aspect, both even."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineCard:
    """All that can be known of an engine without importing torch."""

    id: str
    title: Text
    description: Text
    family: str
    revision: str
    modes: tuple[Mode, ...]
    sizes: dict[str, NativeSize]
    """Native size by aspect, for example {"16:9": NativeSize(...)}; the first is the default."""
    fps: int
    """Native frames a second."""
    frame_step: int
    """num_frames is frame_step * k + 1."""
    min_seconds: float
    max_seconds: float
    default_steps: int
    max_steps: int
    default_guidance_scale: float
    max_guidance_scale: float
    has_sound: bool
    licence: str
    has_world_vocabulary: bool
    """True when the engine only knows the words of Seedling's world."""
    seconds_per_step_and_second: float
    """Rough cost on two CPU cores: seconds of work per denoising step and second of clip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepProgress:
    """One sign of life from a run."""

    stage: str
    """loading, encoding, denoising, decoding or finishing."""
    step: int
    num_steps: int
    preview_jpeg: bytes | None = None
    """A small picture of the clip so far, when there is one."""


OnStep = Callable[[StepProgress], None]
"""Told of each step. May raise JobCancelled, which the engine must let through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What an engine hands over."""

    frames: NDArray[np.uint8]
    """(num_frames, height, width, 3), RGB, exactly as planned; owned by the receiver."""
    timings_s: dict[str, float]
    """Seconds by stage: load, encode_prompt, condition, denoise, decode."""


class Engine(Protocol):
    """One model family behind one door. It obeys the plan: size, frames and seed are final."""

    def load(self, key: PipelineKey) -> float:
        """Make the pipeline for `key` resident, or reuse it; returns the seconds it took.

        Raises:
            WeightsUnreadable: a file is missing, truncated or of another version.
        """
        ...

    def generate(self, plan: GenerationPlan, on_step: OnStep) -> Generated:
        """Run the plan on the resident pipeline.

        Raises:
            JobCancelled: raised by `on_step`, let through; the pipeline stays usable.
            OutOfMemory, GenerationFailed: the pipeline raised.
        """
        ...

    def generate_bare(self, plan: GenerationPlan) -> None:
        """Make the same clip by one plain call of the library's pipeline, and drop it.

        What `generate` takes longer than this is the studio's own time; benchmarks compare them.
        """
        ...
