"""The engine's process: `python -m seedance_studio.jobs.engine_child FD MODULES MODELS`.

It holds one engine resident and runs one plan at a time. It is a process of its own so that it can
be killed at any moment, give all its memory back, and take nothing down with it.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.composer import Composer
from seedance_studio.domain.engine import Engine, Generated, OnStep, StepProgress
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.errors import (
    EngineUnavailable,
    GenerationFailed,
    JobCancelled,
    OutOfMemory,
    StudioError,
    Text,
    storing,
)
from seedance_studio.jobs.messages import (
    Broke,
    Cancel,
    Command,
    Compose,
    Done,
    EngineRun,
    GaveUp,
    Generate,
    GenerateBare,
    LearnStyle,
    Load,
    Reply,
    Run,
    Stepped,
    sound_path,
)
from seedance_studio.machine import peak_memory_mb

logger = logging.getLogger(__name__)
_FRAMES = Text("What was generated", "生成的内容")


class ResidentEngine:
    """The one engine in memory; asking for another drops it first.

    Args:
        modules: dotted name of each engine's module by the engine's id.
        models: folder of the weights that were fetched.
    """

    def __init__(self, modules: Mapping[str, str], models: Path) -> None:
        self._modules = modules
        self._models = models
        self._engine: Any = None
        self._opened: str | None = None

    def load(self, key: PipelineKey) -> tuple[Engine, float]:
        """Give the engine with `key` loaded, and the seconds that took."""
        return self._loaded(key)

    def load_composer(self, key: PipelineKey) -> tuple[Composer, float]:
        """Give the composer with `key` loaded, and the seconds that took."""
        return self._loaded(key)

    def _loaded(self, key: PipelineKey) -> tuple[Any, float]:
        started = time.perf_counter()
        if self._opened != key.engine:
            self._engine = self._opened = None
            module = importlib.import_module(self._modules[key.engine])
            self._engine = module.open_engine(self._models)
            self._opened = key.engine
        self._engine.load(key)
        return self._engine, time.perf_counter() - started


class Cancellation:
    """Which run was cancelled last; set by the listening thread, read at each step."""

    def __init__(self) -> None:
        self.run = 0


def main(door: Connection[Any, Any], modules: Mapping[str, str], models: Path) -> None:
    """Obey commands until the studio goes away."""
    commands: queue.SimpleQueue[Load | Run] = queue.SimpleQueue()
    cancellation = Cancellation()
    threading.Thread(target=_listen, args=(door, commands, cancellation), daemon=True).start()
    resident = ResidentEngine(modules, models)
    while True:
        command = commands.get()
        if isinstance(command, Load):
            _warm_up(resident, command.key)
        else:
            door.send(_answer(command, resident, door, cancellation))


def _listen(
    door: Connection[Any, Any], commands: queue.SimpleQueue[Any], cancellation: Cancellation
) -> None:
    while True:
        try:
            command: Command = door.recv()
        except (EOFError, OSError):
            # The studio is gone, however it died. Work for nobody ends here, at once.
            os._exit(0)
        if isinstance(command, Cancel):
            cancellation.run = command.run
        else:
            commands.put(command)


def _warm_up(resident: ResidentEngine, key: PipelineKey) -> None:
    try:
        resident.load(key)
    except Exception:
        # The first job meets the same error and reports it to someone who asked.
        logger.exception("engine %s could not be loaded ahead of time", key.engine)


def _answer(
    command: Run,
    resident: ResidentEngine,
    door: Connection[Any, Any],
    cancellation: Cancellation,
) -> Reply:
    def on_step(progress: StepProgress) -> None:
        if cancellation.run == command.run:
            raise JobCancelled
        door.send(Stepped(command.run, progress))

    try:
        if isinstance(command, GenerateBare):
            return Done(command.run, _generate_bare(command, resident))
        if isinstance(command, LearnStyle):
            return Done(command.run, _learn_style(command, resident, on_step))
        if isinstance(command, Compose):
            return Done(command.run, _compose(command, resident, on_step))
        return Done(command.run, generate_to_file(command, resident, on_step))
    except JobCancelled:
        return GaveUp(command.run)
    except StudioError as error:
        logger.exception("run %d failed", command.run)
        return Broke(command.run, error)
    except Exception as error:
        logger.exception("run %d failed", command.run)
        return Broke(command.run, as_ours(error))


def generate_to_file(command: Generate, resident: ResidentEngine, on_step: OnStep) -> EngineRun:
    """Run a plan and write what was made next to each other; tells each step."""
    plan = command.plan
    started = time.perf_counter()
    _forget_peak_memory()
    on_step(StepProgress(stage="loading", step=0, num_steps=plan.num_steps))
    engine, load_s = resident.load(plan.pipeline_key)
    generated = engine.generate(plan, command.inputs, on_step)
    _require_shape(generated, plan)
    if generated.sound is not None:
        _write(generated.sound, sound_path(command.frames_path))
    _write(generated.frames, command.frames_path)
    # What the engine itself reports is what its styles cost: the weights were there by then.
    load_s += generated.timings_s.get("load", 0.0)
    timings = {**generated.timings_s, "load": load_s, "total": time.perf_counter() - started}
    return EngineRun(timings_s=timings, peak_rss_mb=peak_memory_mb(), measured=generated.measured)


def _generate_bare(command: GenerateBare, resident: ResidentEngine) -> EngineRun:
    engine, load_s = resident.load(command.plan.pipeline_key)
    started = time.perf_counter()
    engine.generate_bare(command.plan, command.inputs)
    timings = {"load": load_s, "total": time.perf_counter() - started}
    return EngineRun(timings_s=timings, peak_rss_mb=peak_memory_mb())


def _learn_style(command: LearnStyle, resident: ResidentEngine, on_step: OnStep) -> EngineRun:
    started = time.perf_counter()
    _forget_peak_memory()
    on_step(StepProgress(stage="loading", step=0, num_steps=1))
    engine, load_s = resident.load(command.plan.pipeline_key)
    engine.learn_style(command.plan, command.inputs, command.folder, on_step)
    timings = {"load": load_s, "total": time.perf_counter() - started}
    return EngineRun(timings_s=timings, peak_rss_mb=peak_memory_mb())


def _compose(command: Compose, resident: ResidentEngine, on_step: OnStep) -> EngineRun:
    started = time.perf_counter()
    _forget_peak_memory()
    on_step(StepProgress(stage="loading", step=0, num_steps=1))
    assert command.plan.composer is not None
    composer, load_s = resident.load_composer(command.plan.composer)
    _write(composer.compose(command.plan, command.duration_s, on_step), command.path)
    timings = {"load": load_s, "total": time.perf_counter() - started}
    return EngineRun(timings_s=timings, peak_rss_mb=peak_memory_mb())


def _require_shape(generated: Generated, plan: GenerationPlan) -> None:
    native = plan.native
    planned = (native.num_frames, native.height, native.width, 3)
    frames = generated.frames
    if frames.shape != planned or frames.dtype != np.uint8:
        raise GenerationFailed(
            Text(
                f"The engine made {frames.dtype} {frames.shape} instead of uint8 {planned}.",
                f"引擎生成了 {frames.dtype} {frames.shape}，而不是 uint8 {planned}。",
            ),
            Text(
                "This is a fault in the engine; choose another.", "这是引擎的缺陷，请换用其他引擎。"
            ),
        )


def _write(content: NDArray[Any], path: Path) -> None:
    part = path.with_suffix(".part")
    try:
        with storing(_FRAMES):
            with part.open("wb") as file:
                np.save(file, content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def as_ours(error: Exception) -> StudioError:
    """Give an engine's own failure the form of ours."""
    if isinstance(error, MemoryError):
        return OutOfMemory(
            Text("The engine ran out of memory.", "引擎内存不足。"),
            Text("Make a shorter clip or close other programs.", "请缩短视频，或关闭其他程序。"),
        )
    if isinstance(error, ImportError):
        return EngineUnavailable(
            Text(f"The engine cannot be loaded: {error}.", f"无法载入引擎：{error}。"),
            Text("Run `make setup` to install what is missing.", "请运行 `make setup` 补齐依赖。"),
        )
    name = type(error).__name__
    return GenerationFailed(
        Text(f"The engine failed: {name}: {error}", f"引擎出错：{name}：{error}"),
        Text(
            "Try again or change the seed; engine.log in the data folder has details.",
            "请重试或更换种子；详情见数据目录中的 engine.log。",
        ),
    )


def _forget_peak_memory() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        # Not Linux: the peak is then that of the whole process, an upper bound.
        logger.debug("peak memory cannot be reset here")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    main(Connection(int(sys.argv[1])), json.loads(sys.argv[2]), Path(sys.argv[3]))
