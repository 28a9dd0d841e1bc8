"""What an engine says of itself, and what it must do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from seedance_studio.domain.measured import Measured
from seedance_studio.domain.pipeline_key import Memory, PipelineKey
from seedance_studio.domain.reference import Role
from seedance_studio.domain.request import Mode, Quality
from seedance_studio.errors import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seedance_studio.domain.plan import GenerationPlan
    from seedance_studio.domain.style_training import TrainingPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeSize:
    """A size that the engine generates, in pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSupport:
    """How an engine plays one role of a reference."""

    status: Literal["honoured", "adapted"]
    note: Text
    """What the reference will do to the clip."""
    loose_note: Text | None = None
    """What it will do where the clip cannot be staged; see `reference.can_be_staged`."""
    has_strength: bool = False
    """True when a strength below 1 makes it act less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformer:
    """What a transformer's cost follows from."""

    width: int
    """Channels."""
    num_layers: int
    """Blocks that run in one pass, those of a control branch included."""
    cell: tuple[int, int, int] = (4, 16, 16)
    """Frames, height and width in pixels of one token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FewStepLora:
    """An adapter that is melted into the weights when they are loaded."""

    repository: str
    pattern: str
    """Of its one file's name in the repository."""

    @property
    def folder(self) -> str:
        """Name of the folder on disk."""
        return self.repository.replace("/", "--")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights that are fetched from a hub, when the user asks for them."""

    repository: str
    """owner/name."""
    parts_gb: dict[str, float]
    """Size in bfloat16 by the pipeline's component, for example {"transformer": 2.8}."""
    few_step_lora: FewStepLora | None = None
    """What makes the same weights need a few steps only; fetched with them."""

    @property
    def folder(self) -> str:
        """Name of the folder on disk."""
        return self.repository.replace("/", "--")

    @property
    def total_gb(self) -> float:
        """Size of all parts in bfloat16."""
        return sum(self.parts_gb.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a licence asks beyond naming the author."""

    territory: Text
    """Where, and for whom, it holds."""
    conditions: Text
    needs_consent: bool = False
    """True when the user must say that the territory and the conditions fit, before a download."""
    is_for_public_hosts: bool = True
    """False when strangers may not be served with it."""


FREE = Terms(
    territory=Text("everywhere, for everyone", "全球，任何人"),
    conditions=Text("commercial use allowed", "可商用"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What can be known of any model without importing torch: whose it is, and its weights."""

    id: str
    title: Text
    description: Text
    family: str
    revision: str
    licence: str
    terms: Terms = FREE
    weights: Weights | None = None
    """None for weights that are in the box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineCard(ModelCard):
    """All that can be known of an engine, which makes clips."""

    modes: tuple[Mode, ...]
    roles: dict[Role, RoleSupport] = field(default_factory=dict)
    """What references can do; one whose role is not here is ignored, and the report says so."""
    max_looks: int = 4
    """How many references with a LOOK_ROLE can be looked at in one run."""
    sizes: dict[str, NativeSize]
    """Native size by aspect, for example {"16:9": NativeSize(...)}; the first is the default.

    The key is the aspect that is delivered, exactly, at any size but native.
    """
    fps: int
    """Native frames a second."""
    frame_step: int
    """num_frames is frame_step * k + 1."""
    min_seconds: float
    max_seconds: float
    run_seconds: float | None = None
    """What one run of the model makes at most; a longer clip is made in stretches that go on from
    one another. None where one run makes the longest clip."""
    default_steps: int
    max_steps: int
    quality_steps: dict[Quality, int] = field(default_factory=dict)
    """Steps of each quality, where they are not a half, one and two times the default."""
    default_guidance_scale: float
    max_guidance_scale: float
    has_sound: bool
    transformer: Transformer | None = None
    """For estimates of time and memory; None where `seconds_per_step_and_second` says it all."""
    has_step_cache: bool = False
    """True when steps can be extrapolated at the speed `fast`."""
    needs_first_frame: bool = False
    """True when the engine can only begin with a picture."""
    has_world_vocabulary: bool
    """True when the engine only knows the words of Seedling's world."""
    loose_words: dict[str, Text] = field(default_factory=dict)
    """Words that the engine knows but hardly follows, by their English meaning, and what the report
    says of them."""
    style_base: str | None = None
    """What a brand style must be made for: one of `style.BASES`. None takes no styles."""
    memory_modes: tuple[Memory, ...] = ("full",)
    """What the engine can do with less memory, tried in this order when memory runs out."""
    seconds_per_step_and_second: float = 0.0
    """Rough cost on two CPU cores: seconds of work per denoising step and second of clip. For
    large models it follows from `transformer`."""

    def steps_of(self, quality: Quality) -> int:
        """Give the denoising steps of a quality."""
        factor = {"fast": 0.5, "balanced": 1.0, "fine": 2.0}[quality]
        steps = self.quality_steps.get(quality, round(self.default_steps * factor))
        return min(self.max_steps, max(1, steps))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepProgress:
    """One sign of life from a run."""

    stage: str
    """preparing, training, loading, encoding, denoising, decoding, composing or finishing."""
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
    sound: NDArray[np.float32] | None = None
    """(samples, 2) at 48 kHz, from an engine whose card has sound."""
    timings_s: dict[str, float]
    """Seconds by stage: load, encode_prompt, condition, denoise, decode."""
    measured: tuple[Measured, ...] = ()
    """How far the clip took over its references."""


class Engine(Protocol):
    """One model family behind one door. It obeys the plan: size, frames and seed are final."""

    def load(self, key: PipelineKey) -> float:
        """Make the pipeline for `key` resident, or reuse it; returns the seconds it took.

        Raises:
            WeightsUnreadable: a file is missing, truncated or of another version.
        """
        ...

    def generate(self, plan: GenerationPlan, inputs: Path, on_step: OnStep) -> Generated:
        """Run the plan on the resident pipeline.

        Args:
            plan: what to run.
            inputs: folder that holds every `PlannedReference.stored` and `.mask`.
            on_step: told of each step.

        Raises:
            JobCancelled: raised by `on_step`, let through; the pipeline stays usable.
            OutOfMemory, GenerationFailed: the pipeline raised.
        """
        ...

    def learn_style(self, plan: TrainingPlan, inputs: Path, folder: Path, on_step: OnStep) -> Path:
        """Train a brand style and give the file of its adapter.

        Args:
            plan: what to run.
            inputs: folder that holds every `TrainingPlan.stored`.
            folder: for the result, and for what a run that was cut off goes on from.
            on_step: told of each step, at the stages preparing and training.

        Raises:
            JobCancelled: raised by `on_step`, let through; the pipeline stays usable.
            EngineUnavailable: this engine cannot learn here.
            OutOfMemory, GenerationFailed: the training failed.
        """
        ...

    def generate_bare(self, plan: GenerationPlan, inputs: Path) -> None:
        """Make the same clip by plain calls of the library's pipeline, and drop it.

        What `generate` takes longer than this is the studio's own time; benchmarks compare them.
        """
        ...
