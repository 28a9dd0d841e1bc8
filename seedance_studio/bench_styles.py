"""What it costs to change the brand style on the resident pipeline."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from seedance_studio.bench import PROMPT, whole_run
from seedance_studio.domain.request import GenerationRequest, StyleUse
from seedance_studio.errors import RequestError, Text
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio

ROUNDS = 4
_IDS_USED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleBenchmark:
    """Milliseconds between a loaded engine and the first step of a run."""

    engine: str
    num_styles: int
    first_use_ms: float
    """A style that is not in memory yet: its file is read and put into the layers; the median."""
    switch_ms: float
    """To a style that was used before; the median."""
    off_ms: float
    """To no style; the median."""


def run_style_bench(
    settings: Settings, engine: str, on_progress: Callable[[str], None]
) -> StyleBenchmark:
    """Change between some styles and none, in a data folder of its own.

    Raises:
        RequestError: the gallery has fewer than two styles for this engine.
        StudioError: a run failed.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        open_studio(replace(settings, data_dir=Path(folder))) as studio,
    ):
        base = studio.engines()[engine].style_base
        ids = [one.id for one in studio.styles().values() if one.card.base == base][:_IDS_USED]
        if len(ids) < 2:
            raise RequestError({"engine": Text("it needs two styles", "需要至少两个风格")})

        def load_ms(*styles: str) -> float:
            request = GenerationRequest(
                prompt=PROMPT,
                engine=engine,
                seconds=1.0,
                num_inference_steps=1,
                size="native",
                fps="native",
                styles=tuple(StyleUse(id=one) for one in styles),
            )
            return whole_run(studio, request)[0].timings_s["load"] * 1000

        on_progress("loading")
        load_ms()
        on_progress("first use of each style")
        first = [load_ms(one) for one in ids]
        switches, offs = [], []
        for number in range(ROUNDS):
            on_progress(f"round {number + 1} of {ROUNDS}")
            switches += [load_ms(one) for one in ids]
            offs.append(load_ms())
    return StyleBenchmark(
        engine=engine,
        num_styles=len(ids),
        first_use_ms=round(median(first), 1),
        switch_ms=round(median(switches), 1),
        off_ms=round(median(offs), 1),
    )


def style_bench_line(result: StyleBenchmark) -> str:
    """Give the benchmark for readers."""
    return (
        f"{result.engine}: first use of a style {result.first_use_ms} ms, "
        f"switch {result.switch_ms} ms, off {result.off_ms} ms"
    )
