"""Running a plan on an engine that may run out of memory or fall silent, while there is hope.

Out of memory: a new process, which has all memory free, and the next of the plan's memory modes.
Silent: a new process, once. Size, length and steps are the user's and stay as planned.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from seedance_studio.domain.engine import OnStep
from seedance_studio.domain.pipeline_key import Memory
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.errors import EngineError, EngineKilled, EngineSilent, OutOfMemory, Text
from seedance_studio.jobs.messages import EngineRun

logger = logging.getLogger(__name__)

MAX_SILENCES = 2


class FrameMaker(Protocol):
    """What runs plans: an engine's process, or a GPU that is lent."""

    def generate(
        self,
        plan: GenerationPlan,
        frames_path: Path,
        on_step: OnStep,
        check: Callable[[], None],
    ) -> EngineRun:
        """See `EngineProcess.generate`."""

    def restart(self) -> None:
        """Let the next run start with all memory free."""


def generate_frames(
    engine: FrameMaker,
    plan: GenerationPlan,
    frames_path: Path,
    on_step: OnStep,
    check: Callable[[], None],
) -> EngineRun:
    """Run the plan as `EngineProcess.generate` does, with less memory where it must be.

    Raises:
        JobCancelled: the user stopped it.
        OutOfMemory: the leanest way of this engine did not fit either.
        EngineError: what the engine raised.
    """
    modes, silences = list(plan.memory_modes), 0
    while True:
        key = replace(plan.pipeline_key, memory=modes[0])
        try:
            return engine.generate(replace(plan, pipeline_key=key), frames_path, on_step, check)
        except (OutOfMemory, EngineKilled) as error:
            tried = modes.pop(0)
            if not modes:
                raise _out_of_ways(error, plan) from error
            logger.warning("memory ran out in mode %s; next is %s", tried, modes[0])
        except EngineSilent:
            silences += 1
            if silences == MAX_SILENCES:
                raise
            logger.warning("the engine fell silent; one more attempt")
        engine.restart()


def _out_of_ways(error: EngineError, plan: GenerationPlan) -> EngineError:
    if not isinstance(error, OutOfMemory) or len(plan.memory_modes) == 1:
        return error
    native, tried = plan.native, _words(plan.memory_modes)
    return OutOfMemory(
        Text(
            f"{native.num_frames} frames of {native.width}×{native.height} do not fit into memory; "
            f"tried: {tried.en}.",
            f"内存放不下 {native.num_frames} 帧 {native.width}×{native.height} 的画面；"
            f"已尝试：{tried.zh}。",
        ),
        Text(
            "Make a shorter clip or choose a smaller aspect, or close other programs.",
            "请缩短视频或选择更小的画幅，也可关闭其他程序后重试。",
        ),
    )


_MODE_WORDS: dict[Memory, Text] = {
    "full": Text("as planned", "按原计划"),
    "lean": Text("without previews", "关闭预览"),
    "tiled": Text("decoding in tiles", "分块解码"),
    "offloaded": Text("parts moved off the device", "分部卸载"),
}


def _words(modes: tuple[Memory, ...]) -> Text:
    words = [_MODE_WORDS[mode] for mode in modes]
    return Text(", ".join(word.en for word in words), "、".join(word.zh for word in words))
