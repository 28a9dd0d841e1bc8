"""What it costs to have a prompt drawn, the first time and from then on."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from seedance_studio.domain.sketch import SketchRequest
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio

PROMPTS = (
    "a golden retriever runs on the beach at sunset, push in",
    "雪山前一辆红色汽车行驶，下雪，环绕镜头",
    "a rocket flies through space, zoom out",
    "夜晚雨中的城市，一个女人走过，跟拍",
    "two cats walk in a room",
)
"""Of different settings, weathers and camera moves: they cost differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchBenchmark:
    """Seconds from a prompt to a kept file that plays."""

    seconds: float
    """Length of each sketch."""
    first_s: float
    """Of the first, for which the drawing process is started."""
    median_s: float
    """Of those after it."""
    most_s: float


def run_sketch_bench(
    settings: Settings, seconds: float, on_progress: Callable[[str], None]
) -> SketchBenchmark:
    """Draw some prompts, in a data folder of its own. Raises RequestError: `seconds`."""
    took_s = []
    with (
        tempfile.TemporaryDirectory() as folder,
        open_studio(replace(settings, data_dir=Path(folder)), is_resuming=False) as studio,
    ):
        # The first prompt comes again, with another seed: no file is there before it is drawn.
        for seed, prompt in enumerate((PROMPTS[0], *PROMPTS)):
            on_progress(prompt)
            started = time.perf_counter()
            studio.previz.draw(SketchRequest(prompt=prompt, seconds=seconds, seed=seed))
            took_s.append(time.perf_counter() - started)
    first, *rest = took_s
    return SketchBenchmark(
        seconds=seconds,
        first_s=round(first, 2),
        median_s=round(median(rest), 2),
        most_s=round(max(rest), 2),
    )


def sketch_bench_line(result: SketchBenchmark) -> str:
    """Give the benchmark for readers."""
    return (
        f"sketches of {result.seconds:g} s: the first {result.first_s} s, "
        f"then {result.median_s} s, at most {result.most_s} s"
    )
