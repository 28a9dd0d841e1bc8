"""Parts that stand in for heavy ones and behave: a whole engine, chosen as `engines=tests.fakes`.

Words in the prompt make the fake engine slow, hang, crash, run out of memory or break. A `held`
run waits in its first step for as long as the file named in HELD_BY is there.
"""

from __future__ import annotations

import io
import os
import signal
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from seedance_studio.domain.engine import (
    EngineCard,
    Generated,
    NativeSize,
    OnStep,
    RoleSupport,
    StepProgress,
)
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.style_training import TrainingPlan
from seedance_studio.errors import OutOfMemory, Text
from seedance_studio.media.fitting import fit_picture
from seedance_studio.media.footage import read_video_frames
from seedance_studio.media.pictures import read_image
from tests.brand import write_adapter

_SHOWN = RoleSupport(status="honoured", note=Text("it is shown", "会显示出来"))
_HINT = RoleSupport(status="adapted", note=Text("it gives a colour", "取其颜色"), has_strength=True)

CARD = EngineCard(
    id="fake",
    title=Text("Moving square", "移动的方块"),
    description=Text("Draws a square that moves.", "画一个移动的方块。"),
    family="fake",
    revision="1",
    modes=("text", "image", "video", "mixed"),
    roles={
        **dict.fromkeys(("first_frame", "last_frame", "keyframe", "edit", "extend"), _SHOWN),
        **dict.fromkeys(("identity", "setting", "camera", "structure", "music"), _HINT),
    },
    sizes={
        "16:9": NativeSize(width=128, height=72),
        "1:1": NativeSize(width=96, height=96),
        "9:16": NativeSize(width=72, height=128),
    },
    fps=8,
    frame_step=4,
    min_seconds=1,
    max_seconds=15,
    default_steps=4,
    max_steps=50,
    default_guidance_scale=1.0,
    max_guidance_scale=10,
    has_sound=False,
    licence="Apache-2.0",
    has_world_vocabulary=False,
    style_base="seedling",
    memory_modes=("full", "lean"),
    seconds_per_step_and_second=0.01,
)


CARDS = (CARD,)


def open_engine(_models: Path) -> FakeEngine:
    return FakeEngine()


class FakeEngine:
    """Draws a coloured square whose colour, start and path come from the seed, and shows pictures
    and videos that it is given."""

    def __init__(self) -> None:
        self._loaded: PipelineKey | None = None

    def load(self, key: PipelineKey) -> float:
        started = time.perf_counter()
        if self._loaded != key:
            time.sleep(0.05)
            self._loaded = key
        return time.perf_counter() - started

    def generate(self, plan: GenerationPlan, inputs: Path, on_step: OnStep) -> Generated:
        words = plan.prompt.original.lower().split()
        started = time.perf_counter()
        for step in range(plan.num_inference_steps):
            _misbehave(words, plan.pipeline_key.memory)
            preview = draw_frames(plan.seed, 1, plan.native.height, plan.native.width)[0]
            on_step(
                StepProgress(
                    stage="denoising",
                    step=step + 1,
                    num_steps=plan.num_inference_steps,
                    preview_jpeg=_jpeg(preview),
                )
            )
            if "held" in words:
                _wait_until_let_go()
        denoised = time.perf_counter()
        native = plan.native
        frames = draw_frames(plan.seed, native.num_frames, native.height, native.width)
        show_references(plan, inputs, frames)
        return Generated(
            frames=frames,
            timings_s={
                "encode_prompt": 0.0,
                "condition": 0.0,
                "denoise": denoised - started,
                "decode": time.perf_counter() - denoised,
            },
        )

    def learn_style(self, plan: TrainingPlan, inputs: Path, folder: Path, on_step: OnStep) -> Path:
        assert all((inputs / name).is_file() for name in plan.stored)
        for step in range(4):
            _misbehave(plan.card.name.en.lower().split(), plan.pipeline_key.memory)
            preview = _jpeg(draw_frames(step, 1, plan.height, plan.width)[0])
            on_step(
                StepProgress(stage="training", step=step + 1, num_steps=4, preview_jpeg=preview)
            )
        return write_adapter(folder / "adapter.safetensors", seed=len(plan.stored))

    def generate_bare(self, plan: GenerationPlan, inputs: Path) -> None:
        self.generate(plan, inputs, lambda _progress: None)


def draw_frames(seed: int, num_frames: int, height: int, width: int) -> NDArray[np.uint8]:
    """Give (num_frames, height, width, 3) frames that depend on the seed alone."""
    random = np.random.default_rng(seed)
    colour, ground = random.integers(0, 256, 3), random.integers(0, 256, 3)
    side = height // 3
    left, top = int(random.integers(0, width - side)), int(random.integers(0, height - side))
    frames = np.empty((num_frames, height, width, 3), np.uint8)
    frames[:] = ground
    for index, frame in enumerate(frames):
        x = (left + 2 * index) % (width - side)
        frame[top : top + side, x : x + side] = colour
    return frames


def show_references(plan: GenerationPlan, inputs: Path, frames: NDArray[np.uint8]) -> None:
    """Put pictures where the plan has them, an edited video in place of all, and the last picture
    of a continued one in front."""
    size = plan.native.width, plan.native.height
    for one in plan.references:
        if one.latent_index is not None:
            picture = fit_picture(read_image(inputs / one.stored), size, one.fit)
            frames[one.latent_index * CARD.frame_step] = picture
        elif one.role == "edit":
            times = [one.start_s + index / CARD.fps for index in range(len(frames))]
            frames[:] = read_video_frames(inputs / one.stored, times, size, one.fit)
        elif one.role == "extend":
            frames[:1] = read_video_frames(inputs / one.stored, [one.end_s], size, one.fit)


def _wait_until_let_go() -> None:
    held_by = Path(os.environ["HELD_BY"])
    while held_by.exists():
        time.sleep(0.05)


def _misbehave(words: list[str], memory: str) -> None:
    if "slow" in words:
        time.sleep(0.25)
    if "hang" in words:
        time.sleep(3600)
    if "crash" in words or ("huge" in words and memory == "full"):
        os.kill(os.getpid(), signal.SIGKILL)
    if "oom" in words or ("big" in words and memory == "full"):
        raise OutOfMemory(
            Text("The engine ran out of memory.", "引擎内存不足。"),
            Text("Make a shorter clip.", "请缩短视频。"),
        )
    if "broken" in words:
        raise ValueError("the pipeline broke")


def _jpeg(frame: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(frame).save(buffer, "JPEG")
    return buffer.getvalue()
