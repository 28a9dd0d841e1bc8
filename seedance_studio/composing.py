"""Music that a model plays: made once for a job, before its film is finished."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.engine import OnStep
from seedance_studio.domain.sound import SoundPlan
from seedance_studio.jobs.messages import EngineRun
from seedance_studio.jobs.run import JobRun


class MusicMaker(Protocol):
    """What runs composers: an engine's process."""

    def compose(
        self,
        plan: SoundPlan,
        duration_s: float,
        path: Path,
        on_step: OnStep,
        check: Callable[[], None],
    ) -> EngineRun:
        """See `EngineProcess.compose`."""


def compose_music(
    run: JobRun, plan: SoundPlan | None, duration_s: float, maker: MusicMaker
) -> NDArray[np.float32] | None:
    """Have a model play the music of a plan, once across crashes.

    Args:
        run: the job; its folder keeps the music until it ends.
        plan: of the sound.
        duration_s: of the finished clip.
        maker: runs the model.

    Returns: (samples, 2) at 48 kHz, or None where the plan asks for no model.

    Raises:
        JobCancelled: the user stopped it.
        EngineError: what the model raised, or its process died.
    """
    if plan is None or plan.composer is None:
        return None
    path = run.folder / "music.npy"
    made = run.step(
        "compose",
        EngineRun,
        lambda: maker.compose(plan, duration_s, path, run.on_step, run.check),
    )
    run.engine_s += made.timings_s["total"]
    music: NDArray[np.float32] = np.load(path)
    return music
