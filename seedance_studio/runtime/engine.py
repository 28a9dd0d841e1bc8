"""The one engine there is around a diffusers pipeline: load, run, report, cancel.

A family of models brings a `Resident`: its weights in memory, and how a plan is said to them.
"""

from __future__ import annotations

import io
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seedance_studio.domain.engine import EngineCard, Generated, OnStep, StepProgress
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.stretches import part_of
from seedance_studio.domain.style_training import TrainingPlan
from seedance_studio.errors import EngineUnavailable, Text
from seedance_studio.runtime import foreign_errors
from seedance_studio.runtime.adapters import Adapters
from seedance_studio.runtime.pipeline_cache import PipelineCache

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PREVIEW_EVERY_S = 0.4
_PREVIEW_SHARE = 25
"""A preview may take a 25th of the time: a costly one is made more seldom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a pipeline, all but the words."""

    pipe: Any
    arguments: dict[str, Any]
    skipped_steps: int = 0
    """Steps of the plan that are not run, since the run starts from a clip."""
    finish: Callable[[Any], Made]
    """Turns the pipeline's output into what was made."""
    preview: Callable[[], NDArray[np.uint8]] | None = None
    """Between two steps: one frame (height, width, 3) of the clip as the model sees it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a pipeline's output comes to."""

    frames: NDArray[np.uint8]
    """(num_frames, height, width, 3), RGB."""
    sound: NDArray[np.float32] | None = None
    """(samples, 2) at `domain.sound.SAMPLE_RATE`, from an engine that makes it."""


class Resident(ABC):
    """Weights in memory, and what was last encoded for them."""

    adapters: Adapters | None = None
    """Brand styles on these weights; None where the pipelines take none."""

    def wear(self, plan: GenerationPlan, inputs: Path) -> None:
        """Let the plan's styles act from now on, and no others."""
        if self.adapters is not None:
            self.adapters.use(plan.styles, inputs)

    def learn_style(self, plan: TrainingPlan, inputs: Path, folder: Path, on_step: OnStep) -> Path:
        """Train an adapter on these weights; see `domain.engine.Engine`."""
        del inputs, folder, on_step
        raise _cannot_learn(plan)

    @abstractmethod
    def encode_prompt(self, plan: GenerationPlan) -> dict[str, Any]:
        """Give the plan's words as arguments of the pipeline."""

    @abstractmethod
    def prepare(self, plan: GenerationPlan, inputs: Path) -> Call:
        """Encode the references, or reuse them, and say which pipeline runs how."""

    def go_on(self, plan: GenerationPlan, inputs: Path, before: NDArray[np.uint8]) -> Call:
        """As `prepare`, for a stretch that goes on from another; only where the card has them.

        Args:
            plan: of the stretch; its first frame is the last that there is.
            inputs: folder of its files.
            before: the clip so far, (frames, height, width, 3), RGB.
        """
        raise NotImplementedError

    @abstractmethod
    def bare_prompt(self, plan: GenerationPlan) -> dict[str, Any]:
        """Give the arguments that a user of the library alone would say the words with."""


class DiffusersEngine:
    """Every plan through a diffusers pipeline; see `domain.engine.Engine`.

    Args:
        cards: of the engines that one module offers.
        open_resident: loads the weights of a key.
    """

    def __init__(
        self, cards: Sequence[EngineCard], open_resident: Callable[[PipelineKey], Resident]
    ) -> None:
        self._pipelines = PipelineCache(cards, open_resident)

    def load(self, key: PipelineKey) -> float:
        """Make the pipelines resident; returns the seconds it took."""
        return self._pipelines.load(key)

    def generate(self, plan: GenerationPlan, inputs: Path, on_step: OnStep) -> Generated:
        """Run the plan."""
        load_s = self.load(plan.pipeline_key)
        resident = self._pipelines.acquire(plan.pipeline_key)
        with foreign_errors.generating():
            began = time.perf_counter()
            resident.wear(plan, inputs)
            load_s += time.perf_counter() - began
            return _Run(resident, plan, inputs, on_step).result(load_s)

    def learn_style(self, plan: TrainingPlan, inputs: Path, folder: Path, on_step: OnStep) -> Path:
        """Train an adapter; see `domain.engine.Engine`."""
        self.load(plan.pipeline_key)
        resident = self._pipelines.acquire(plan.pipeline_key)
        with foreign_errors.generating():
            if resident.adapters is not None:
                resident.adapters.use((), inputs)
            return resident.learn_style(plan, inputs, folder, on_step)

    def generate_bare(self, plan: GenerationPlan, inputs: Path) -> None:
        """Make the plan's clip by plain calls of the pipeline, one for each stretch."""
        import torch

        resident = self._pipelines.acquire(plan.pipeline_key)
        resident.wear(plan, inputs)
        with torch.inference_mode():
            for part in _parts(plan):
                call = resident.prepare(part, inputs)
                stock = {key: value for key, value in call.arguments.items() if key not in _OURS}
                call.pipe(**resident.bare_prompt(plan), **stock)


def _parts(plan: GenerationPlan) -> list[GenerationPlan]:
    return [part_of(plan, one) for one in plan.stretches] or [plan]


def _cannot_learn(plan: TrainingPlan) -> EngineUnavailable:
    engine = plan.pipeline_key.engine
    return EngineUnavailable(
        Text(f"{engine} cannot learn a style on this machine.", f"{engine} 无法在本机训练风格。"),
        Text(
            "Choose Seedling, or a machine with more memory.",
            "请选择 Seedling，或换内存更大的机器。",
        ),
    )


_OURS = ("output_type", "return_dict", "callback_on_step_end")


class _Run:
    """One plan on its way through the pipeline, stretch by stretch."""

    def __init__(
        self, resident: Resident, plan: GenerationPlan, inputs: Path, on_step: OnStep
    ) -> None:
        self._resident = resident
        self._plan = plan
        self._parts = _parts(plan)
        self._inputs = inputs
        self._on_step = on_step
        self._steps_before = 0
        """Those of the stretches that are done."""
        self._next_preview = time.perf_counter() + _PREVIEW_EVERY_S
        self._last_step_at = 0.0
        self._timings_s = dict.fromkeys(("condition", "denoise", "decode"), 0.0)

    def result(self, load_s: float) -> Generated:
        import torch

        from seedance_studio.runtime.measuring import measure

        with torch.inference_mode():
            began = time.perf_counter()
            self._report("encoding", 0)
            words = self._resident.encode_prompt(self._plan)
            encoded = time.perf_counter()
            made = self._clip(words)
        measured = measure(self._plan, made.frames, self._inputs)
        return Generated(
            frames=made.frames,
            sound=made.sound,
            measured=measured,
            timings_s={"load": load_s, "encode_prompt": encoded - began, **self._timings_s},
        )

    def _clip(self, words: dict[str, Any]) -> Made:
        """Make one stretch after the other; each begins with the last frame of the one before."""
        made = self._stretch(self._resident.prepare, self._parts[0], words)
        for part in self._parts[1:]:
            self._steps_before += self._plan.num_inference_steps
            self._report("encoding", self._steps_before)
            go_on = partial(self._resident.go_on, before=made.frames)
            more = self._stretch(go_on, part, words)
            made = Made(frames=np.concatenate([made.frames, more.frames[1:]]))
        return made

    def _stretch(
        self,
        prepare: Callable[[GenerationPlan, Path], Call],
        part: GenerationPlan,
        words: dict[str, Any],
    ) -> Made:
        began = time.perf_counter()
        call = prepare(part, self._inputs)
        conditioned = time.perf_counter()
        made = call.finish(self._denoise(call, words))
        self._timings_s["condition"] += conditioned - began
        # Some pipelines decode within their call, so the last step is the border.
        self._timings_s["denoise"] += self._last_step_at - conditioned
        self._timings_s["decode"] += time.perf_counter() - self._last_step_at
        return made

    def _denoise(self, call: Call, words: dict[str, Any]) -> Any:  # noqa: ANN401 - each its own
        def after_step(step: int) -> None:
            self._after_step(call, self._steps_before + call.skipped_steps + step)

        try:
            with stepping(call.pipe, after_step):
                return call.pipe(**words, **call.arguments)
        finally:
            call.pipe.maybe_free_model_hooks()

    def _after_step(self, call: Call, step: int) -> None:
        self._report("denoising", step, self._preview(call))
        self._last_step_at = time.perf_counter()
        if step % self._plan.num_inference_steps == 0:
            self._report("decoding", step)

    def _preview(self, call: Call) -> bytes | None:
        """The clip so far as a JPEG, when it is time for one."""
        began = time.perf_counter()
        has_previews = self._plan.pipeline_key.memory == "full"
        if call.preview is None or not has_previews or began < self._next_preview:
            return None
        from PIL import Image

        file = io.BytesIO()
        Image.fromarray(call.preview()).save(file, "JPEG", quality=85)
        ended = time.perf_counter()
        self._next_preview = ended + max(_PREVIEW_EVERY_S, _PREVIEW_SHARE * (ended - began))
        return file.getvalue()

    def _report(self, stage: str, step: int, preview: bytes | None = None) -> None:
        self._on_step(
            StepProgress(
                stage=stage,
                step=step,
                num_steps=self._plan.num_steps,
                preview_jpeg=preview,
            )
        )


@contextmanager
def stepping(pipe: Any, after_step: Callable[[int], None]) -> Iterator[None]:  # noqa: ANN401
    """Be told of each step in place of the pipeline's progress bar.

    The one hook that every pipeline has; what it raises ends the run.
    """
    pipe.progress_bar = lambda *_, **__: _Bar(after_step)
    try:
        yield
    finally:
        del pipe.progress_bar


class _Bar:
    def __init__(self, after_step: Callable[[int], None]) -> None:
        self._after_step = after_step
        self._step = 0

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_ended: object) -> None:
        pass

    def update(self, steps: int = 1) -> None:
        self._step += steps
        self._after_step(self._step)
