"""What a large engine costs on this machine, from its architecture alone: nothing is fetched.

Random weights take the time and the memory of real ones. Each row stands beside the library's own
pipeline on the same plan in the same process.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from seedance_studio.domain.engine import EngineCard, NativeSize
from seedance_studio.domain.pipeline_key import Memory, PipelineKey, Speed
from seedance_studio.domain.plan import GenerationPlan, make_plan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.engines import module_names
from seedance_studio.errors import RequestError, Text
from seedance_studio.fleet import DTYPES
from seedance_studio.machine import find_device
from seedance_studio.prompts import prepare_prompt

PROMPT = "a golden retriever runs along a beach at sunset"
SIZES = {"480p": NativeSize(width=832, height=480), "720p": NativeSize(width=1280, height=704)}
TINY = {"tiny": NativeSize(width=64, height=32)}
WAYS: tuple[tuple[Memory, Speed], ...] = (
    ("lean", "exact"),
    ("full", "exact"),
    ("full", "fast"),
    ("tiled", "exact"),
    ("offloaded", "exact"),
)
"""Plain, compiled, with extrapolated steps, decoded in tiles, moved in parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRow:
    """One way of running one clip; the faster of two runs, the first having warmed up."""

    size: str
    memory: Memory
    speed: Speed
    num_frames: int
    num_inference_steps: int
    bare_s: float
    """The library's own pipeline on the same plan and weights."""
    whole_s: float
    overhead: float
    """0.01 is 1 %."""
    timings_s: dict[str, float]
    peak_gb: float | None
    """Of the GPU; None on a CPU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineBenchmark:
    """A whole run."""

    engine: str
    device: str
    is_tiny: bool
    rows: list[EngineRow]


def run_engine_bench(
    card: EngineCard,
    device: str,
    seconds: float,
    on_progress: Callable[[str], None],
    *,
    is_tiny: bool = False,
    ways: Sequence[tuple[Memory, Speed]] = WAYS,
) -> EngineBenchmark:
    """Measure an engine with random weights.

    Args:
        card: of the engine.
        device: in torch's words.
        seconds: of clip.
        on_progress: told what is measured next.
        is_tiny: the same classes at a size that any machine runs: shows that all works.
        ways: to measure.

    Raises:
        RequestError: the architecture of the engine is not known here.
    """
    weights = importlib.import_module("seedance_studio.runtime.random_weights")
    if card.id not in weights.known_engines():
        known = ", ".join(weights.known_engines())
        raise RequestError(
            {"engine": Text(f"'{card.id}' is not among {known}", f"“{card.id}”不在 {known} 之中")}
        )
    engine = importlib.import_module(module_names()[card.id]).open_random_engine(is_tiny=is_tiny)
    rows = []
    for name, size in (TINY if is_tiny else SIZES).items():
        for memory, speed in ways:
            on_progress(f"{name}, {memory}, {speed}")
            plan = _plan(replace(card, sizes={"16:9": size}), device, seconds, memory, speed)
            rows.append(_measure(engine, weights, plan, name))
    return EngineBenchmark(
        engine=card.id, device=find_device(device).name, is_tiny=is_tiny, rows=rows
    )


def _plan(
    card: EngineCard, device: str, seconds: float, memory: Memory, speed: Speed
) -> GenerationPlan:
    request = GenerationRequest(prompt=PROMPT, engine=card.id, seconds=seconds, aspect="16:9")
    words = prepare_prompt(PROMPT, enhance=False, seed=1, has_world_vocabulary=False)
    dtype = DTYPES.get(device.split(":")[0], "float32")
    plan = make_plan(request, card, words, seed=1, device=device, dtype=dtype)
    key = PipelineKey(
        engine=card.id, revision="random", dtype=dtype, device=device, memory=memory, speed=speed
    )
    return replace(plan, pipeline_key=key)


def _measure(engine: Any, weights: Any, plan: GenerationPlan, size: str) -> EngineRow:  # noqa: ANN401
    engine.generate(plan, Path(), lambda _: None)
    weights.peak_gb(plan.pipeline_key.device)
    bare, whole = [], []
    for _ in range(2):
        began = time.perf_counter()
        engine.generate_bare(plan, Path())
        bare.append(time.perf_counter() - began)
        began = time.perf_counter()
        made = engine.generate(plan, Path(), lambda _: None)
        whole.append(time.perf_counter() - began)
    return EngineRow(
        size=size,
        memory=plan.pipeline_key.memory,
        speed=plan.pipeline_key.speed,
        num_frames=plan.native.num_frames,
        num_inference_steps=plan.num_inference_steps,
        bare_s=round(min(bare), 3),
        whole_s=round(min(whole), 3),
        overhead=round(min(whole) / min(bare) - 1, 4),
        timings_s={stage: round(spent, 3) for stage, spent in made.timings_s.items()},
        peak_gb=weights.peak_gb(plan.pipeline_key.device),
    )


def engine_bench_table(benchmark: EngineBenchmark) -> str:
    """Give a benchmark as a table for readers."""
    tiny = ", tiny: times mean nothing" if benchmark.is_tiny else ""
    rows = [
        f"{benchmark.engine} on {benchmark.device}, random weights{tiny}",
        f"{'size':>6}{'memory':>11}{'speed':>8}{'frames':>8}{'steps':>7}{'bare s':>10}"
        f"{'whole s':>10}{'overhead':>10}{'denoise':>10}{'decode':>9}{'peak GB':>9}",
    ]
    for one in benchmark.rows:
        peak = "-" if one.peak_gb is None else f"{one.peak_gb:.1f}"
        rows.append(
            f"{one.size:>6}{one.memory:>11}{one.speed:>8}{one.num_frames:>8}"
            f"{one.num_inference_steps:>7}{one.bare_s:>10.2f}{one.whole_s:>10.2f}"
            f"{one.overhead:>10.1%}{one.timings_s['denoise']:>10.2f}"
            f"{one.timings_s['decode']:>9.2f}{peak:>9}"
        )
    return "\n".join(rows)
