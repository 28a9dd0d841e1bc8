"""What pictures and videos cost beside words alone, and what is saved when only words change."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.reference import Reference, Role
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import GenerationFailed, Text
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio

_WORDS = ("a fox runs through the snow", "a dog walks along the beach")
_SEED = 20_261_122
_LONGEST_RUN_S = 3600.0
_CASES: dict[str, tuple[tuple[str, Role], ...]] = {
    "text": (),
    "image": (("Image1", "first_frame"),),
    "edit": (("Video1", "edit"),),
    "continue": (("Video1", "extend"),),
    "structure": (("Video1", "structure"),),
    "mixed": (("Image1", "identity"), ("Image2", "setting"), ("Video1", "camera")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InputCost:
    """One way to ask for a clip, on a loaded engine."""

    case: str
    plan_ms: float
    """Planning with the report, the files known already."""
    generating_s: float
    """From the plan to its frames, when other words were run on the same files before."""
    times_text: float
    """That as a multiple of words alone."""
    condition_first_s: float
    """Encoding the files when they are new."""
    condition_again_s: float
    """The same when the words and the seed are others, and the files are not."""


def run_inputs_bench(
    settings: Settings, seconds: float, engine: str, on_progress: Callable[[str], None]
) -> list[InputCost]:
    """Measure every case in a data folder of its own, on a clip that is made first.

    Args:
        settings: of the studio; its data folder is not touched.
        seconds: length of the clips.
        engine: id of the engine.
        on_progress: told what is measured next.

    Raises:
        StudioError: a run failed.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        open_studio(replace(settings, data_dir=Path(folder))) as studio,
    ):
        plain = GenerationRequest(
            prompt=_WORDS[0], engine=engine, seconds=seconds, seed=_SEED, size="native"
        )
        clip = _run(studio, plain)
        files = {
            "Image": studio.keep_last_frame(clip.id).stored,
            "Video": studio.keep_input(studio.clip_path(clip.id)).stored,
        }
        costs: list[InputCost] = []
        for case, parts in _CASES.items():
            on_progress(case)
            references = tuple(
                Reference(name=name, file=files[name[:-1]], role=role) for name, role in parts
            )
            request = replace(plain, references=references)
            costs.append(_cost(studio, case, request, costs[0] if costs else None))
    return costs


def inputs_bench_table(costs: list[InputCost]) -> str:
    """Give the costs as a table for readers."""
    names = ("plan_ms", "generating_s", "times_text", "condition_first_s", "condition_again_s")
    head = f"{'case':>10}" + "".join(f"{name:>20}" for name in names)
    rows = [
        f"{one.case:>10}" + "".join(f"{getattr(one, name):20.2f}" for name in names)
        for one in costs
    ]
    return "\n".join([head, *rows])


def _cost(
    studio: Studio, case: str, request: GenerationRequest, text: InputCost | None
) -> InputCost:
    first = _run(studio, request)
    other = replace(request, prompt=_WORDS[1], seed=_SEED + 1)
    again = _run(studio, other)
    began = time.perf_counter()
    studio.plan(other)
    plan_ms = 1000 * (time.perf_counter() - began)
    generating_s = again.timings_s["total"] - again.timings_s["finish"] - again.timings_s["load"]
    return InputCost(
        case=case,
        plan_ms=round(plan_ms, 1),
        generating_s=round(generating_s, 3),
        times_text=round(generating_s / text.generating_s, 2) if text else 1.0,
        condition_first_s=first.timings_s["condition"],
        condition_again_s=again.timings_s["condition"],
    )


def _run(studio: Studio, request: GenerationRequest) -> Clip:
    state = studio.wait(studio.submit(request), _LONGEST_RUN_S).state
    if not isinstance(state, Succeeded):
        raise GenerationFailed(
            getattr(state, "message", Text("The run did not end.", "运行未能结束。")),
            getattr(state, "hint", Text("Run the benchmark again.", "请重新运行基准测试。")),
        )
    return studio.clip(state.clip_id)
