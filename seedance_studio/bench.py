"""What a clip costs on this machine, and how much of that is the studio's own doing."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import GenerationFailed, Text
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio

PROMPT = "a golden retriever runs along a beach at sunset"
SEED = 20_261_122
LONGEST_RUN_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One length of clip, on a loaded engine; the faster of the runs."""

    seconds: float
    num_frames: int
    num_inference_steps: int
    timings_s: dict[str, float]
    """As on a clip, and `wall`: from the click to the playable file, waiting included."""
    peak_rss_mb: float
    bare_pipeline_s: float
    """The library's own pipeline on the same plan, in the same process."""
    overhead: float
    """The studio's time around that pipeline, finishing left out, as a part of it: 0.05 is 5 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A whole run."""

    engine: str
    device: str
    load_s: float
    """Loading the engine in a new process, its libraries included."""
    first_clip_s: float
    """From the click to the playable file with nothing loaded."""
    measurements: list[Measurement]


def run_bench(
    settings: Settings,
    lengths_s: Sequence[float],
    engine: str,
    repeats: int,
    on_progress: Callable[[str], None],
) -> Benchmark:
    """Measure in a data folder of its own that is removed afterwards.

    Args:
        settings: of the studio; its data folder is not touched.
        lengths_s: seconds of clip to measure, each within the engine's limits.
        engine: id of the engine.
        repeats: runs of each kind; bare and whole runs alternate, so that both meet the same load.
        on_progress: told what is measured next.

    Raises:
        RequestError: a length or the engine cannot be run.
        StudioError: a run failed.
    """
    requests = [
        GenerationRequest(prompt=PROMPT, engine=engine, seconds=seconds, seed=SEED)
        for seconds in lengths_s
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        open_studio(replace(settings, data_dir=Path(folder))) as studio,
    ):
        plans = [studio.plan(request) for request in requests]
        on_progress(f"first clip, {lengths_s[0]:g} s")
        first, first_s = whole_run(studio, requests[0])
        measurements = []
        for request in requests:
            on_progress(f"{request.seconds:g} s")
            measurements.append(_measure(studio, request, repeats))
    return Benchmark(
        engine=engine,
        device=plans[0].pipeline_key.device,
        load_s=first.timings_s["load"],
        first_clip_s=round(first_s, 3),
        measurements=measurements,
    )


def bench_table(benchmark: Benchmark) -> str:
    """Give a benchmark as a table for readers."""
    columns = ("encode_prompt", "denoise", "decode", "finish", "total", "wall")
    rows = [
        f"{'clip':>6}" + "".join(f"{name:>14}" for name in (*columns, "bare", "overhead", "MB"))
    ]
    for one in benchmark.measurements:
        spent = [f"{one.timings_s[name]:14.2f}" for name in columns]
        rest = f"{one.bare_pipeline_s:14.2f}{one.overhead:14.1%}{one.peak_rss_mb:14.0f}"
        rows.append(f"{one.seconds:5g}s" + "".join(spent) + rest)
    head = (
        f"{benchmark.engine} on {benchmark.device}: load {benchmark.load_s:.2f} s, "
        f"first clip {benchmark.first_clip_s:.2f} s"
    )
    return "\n".join([head, *rows])


def _measure(studio: Studio, request: GenerationRequest, repeats: int) -> Measurement:
    plan = studio.plan(request)
    bare_s: list[float] = []
    whole: list[tuple[Clip, float]] = []
    for _ in range(repeats):
        bare_s.append(studio.time_bare_pipeline(plan))
        whole.append(whole_run(studio, request))
    clip, wall_s = min(whole, key=lambda run: _generating_s(run[0]))
    return Measurement(
        seconds=request.seconds,
        num_frames=plan.native.num_frames,
        num_inference_steps=plan.num_inference_steps,
        timings_s={**clip.timings_s, "wall": round(wall_s, 3)},
        peak_rss_mb=clip.peak_rss_mb,
        bare_pipeline_s=round(min(bare_s), 3),
        overhead=round(_generating_s(clip) / min(bare_s) - 1, 4),
    )


def whole_run(studio: Studio, request: GenerationRequest) -> tuple[Clip, float]:
    """Make a clip and give it with the seconds from the click to the playable file."""
    started = time.perf_counter()
    state = studio.wait(studio.submit(request), LONGEST_RUN_S).state
    wall_s = time.perf_counter() - started
    if not isinstance(state, Succeeded):
        raise GenerationFailed(
            getattr(state, "message", Text("The run did not end.", "运行未能结束。")),
            getattr(state, "hint", Text("Run the benchmark again.", "请重新运行基准测试。")),
        )
    return studio.clip(state.clip_id), wall_s


def _generating_s(clip: Clip) -> float:
    """Seconds from the plan to its frames on disk, the engine already loaded."""
    spent = clip.timings_s
    return spent["total"] - spent["finish"] - spent["load"]
