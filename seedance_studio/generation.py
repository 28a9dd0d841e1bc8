"""The whole flow of one job on one screen: the file to read first.

    request -> plan (studio.py) -> job (jobs/) -> frames (engines/) -> file (finish/)
            -> clip (library/)

A job is two steps. Each is done once, across crashes: what the first returned is stored, its frames
are in the job's folder, and the second publishes under an id that was drawn with the request.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from seedance_studio import __version__
from seedance_studio.domain.clip import Clip, Recipe
from seedance_studio.errors import ClipNotFound
from seedance_studio.finish import finish_clip
from seedance_studio.jobs.engine_process import EngineProcess
from seedance_studio.jobs.messages import EngineRun
from seedance_studio.jobs.run import JobRecord, JobRun
from seedance_studio.library import Library
from seedance_studio.media.codec import RECIPE_SCHEMA
from seedance_studio.provenance import make_marks

MAX_TITLE_CHARACTERS = 60
STAGES = ("load", "encode_prompt", "condition", "denoise", "decode", "finish", "total")


def run_job(run: JobRun, engine: EngineProcess, library: Library) -> str:
    """Take an accepted request to a published clip, and give the clip's id.

    Args:
        run: the job; also where its progress goes and its cancel comes from.
        engine: generates frames, in a process of its own.
        library: takes the clip.

    Raises:
        JobCancelled: the user stopped it; nothing was published.
        StudioError: a step failed; nothing was published.
    """
    frames_path = run.folder / "frames.npy"

    def generate() -> EngineRun:
        return engine.generate(run.record.plan, frames_path, run.on_step, run.check)

    def publish() -> Clip:
        return _publish(run, made, frames_path, library)

    made = run.step("generate", EngineRun, generate)
    clip = run.step("publish", Clip, publish)
    return clip.id


def _publish(run: JobRun, made: EngineRun, frames_path: Path, library: Library) -> Clip:
    record = run.record
    try:
        return library.clip(record.clip_id)  # published just before a crash
    except ClipNotFound:
        recipe = _recipe(record)
    started = time.perf_counter()
    frames = np.load(frames_path, mmap_mode="r")
    path = library.part(record.clip_id)
    try:
        marks = make_marks(recipe, record.clip_id)
        delivered = finish_clip(frames, recipe, path, run.on_step, marks)
        run.check()
    except BaseException:
        library.discard(record.clip_id)
        raise
    finish_s = time.perf_counter() - started
    spent = {**made.timings_s, "finish": finish_s, "total": made.timings_s["total"] + finish_s}
    return library.publish(
        Clip(
            id=record.clip_id,
            title=_title(record.request.prompt),
            recipe=recipe,
            delivered=delivered,
            timings_s={stage: round(spent[stage], 3) for stage in STAGES},
            peak_rss_mb=made.peak_rss_mb,
            sha256="",
        )
    )


def _recipe(record: JobRecord) -> Recipe:
    return Recipe(
        schema=RECIPE_SCHEMA,
        studio_version=__version__,
        created_at=record.created_at,
        request=record.request,
        plan=record.plan,
    )


def _title(prompt: str) -> str:
    words = " ".join(prompt.split())
    if len(words) <= MAX_TITLE_CHARACTERS:
        return words
    # Chinese has no spaces to cut at, so a cut word is accepted when there is none near the end.
    cut = words[:MAX_TITLE_CHARACTERS]
    return (cut.rsplit(" ", 1)[0] if " " in cut[MAX_TITLE_CHARACTERS // 2 :] else cut) + "…"
