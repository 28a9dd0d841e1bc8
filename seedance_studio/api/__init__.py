"""For programs: a few functions in Python here; REST is in `rest`, MCP in `mcp`.

    from seedance_studio.api import GenerationRequest, generate, open_studio

    with open_studio() as studio:
        made = generate(studio, GenerationRequest(prompt="a red lantern rises", seed=7))
        print(made.path)

Nothing is loaded until it is needed, and a studio that stays open keeps its engine warm.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from seedance_studio import studio as wiring
from seedance_studio.domain.clip import Clip
from seedance_studio.domain.finishing import FinishRequest
from seedance_studio.domain.job import TERMINAL, Failed, JobState, Succeeded
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.reference import Reference
from seedance_studio.domain.request import GenerationRequest, StyleUse
from seedance_studio.domain.sound import SoundWish
from seedance_studio.errors import JobCancelled, JobFailed, RequestError, StudioError
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio

__all__ = [
    "FinishRequest",
    "GenerationPlan",
    "GenerationRequest",
    "JobCancelled",
    "JobFailed",
    "Made",
    "Reference",
    "RequestError",
    "Settings",
    "SoundWish",
    "Studio",
    "StudioError",
    "StyleUse",
    "finish",
    "generate",
    "open_studio",
    "plan",
]

POLL_S = 0.1
CANCEL_S = 10.0
OnProgress = Callable[[JobState], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished clip, and where its file is; it stays there until the clip is deleted."""

    clip: Clip
    path: Path


def open_studio(data_dir: str | os.PathLike[str] | None = None) -> Studio:
    """Give a studio for one script: it does its own jobs, and leaves those of a page alone.

    Args:
        data_dir: where clips and jobs are kept; None takes what the environment says.

    Raises:
        StorageUnwritable: the folder cannot be written.
        ValueError: a SEEDANCE_ variable cannot be read.
    """
    given = {} if data_dir is None else {"SEEDANCE_DATA_DIR": os.fspath(data_dir)}
    settings = Settings.from_environment({**os.environ, **given})
    return wiring.open_studio(settings, is_resuming=False)


def plan(studio: Studio, request: GenerationRequest) -> GenerationPlan:
    """Give every number that would run, and what becomes of each thing asked for. Runs nothing.

    Raises:
        RequestError: all problems at once, by field.
    """
    return studio.plan(request)


def generate(
    studio: Studio,
    request: GenerationRequest,
    *,
    on_progress: OnProgress | None = None,
) -> Made:
    """Make a clip and wait for it. A script that is interrupted cancels it.

    Args:
        studio: an open one.
        request: what is wanted; its references are files by path.
        on_progress: told how the job stands, ten times a second.

    Raises:
        RequestError: all problems at once, by field; nothing was run.
        JobFailed: the run ended with an error; says what to do.
        JobCancelled: somebody stopped it.
    """
    return _result(studio, studio.submit(request), on_progress)


def finish(
    studio: Studio, request: FinishRequest, *, on_progress: OnProgress | None = None
) -> Made:
    """Enlarge and smooth a film that is there already, and wait for it. Errors as of `generate`."""
    return _result(studio, studio.finishing.submit(request), on_progress)


def _result(studio: Studio, job_id: str, on_progress: OnProgress | None) -> Made:
    try:
        while not isinstance(state := studio.wait(job_id, POLL_S).state, TERMINAL):
            if on_progress is not None:
                on_progress(state)
    except BaseException:
        studio.cancel(job_id)
        studio.wait(job_id, CANCEL_S)
        raise
    if isinstance(state, Succeeded):
        return Made(clip=studio.clip(state.clip_id), path=studio.clip_path(state.clip_id))
    if isinstance(state, Failed):
        raise JobFailed(state.message, state.hint, code=state.code)
    raise JobCancelled
