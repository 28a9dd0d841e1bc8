"""The whole flow of one job on one screen: the file to read first.

    request -> plan (studio.py) -> job (jobs/) -> frames (engines/) -> file (finish/)
            -> signed (provenance/) -> clip (library/)

A job is two steps, three where a model makes the music. Each is done once, across crashes: what it
returned is stored, frames and music are in the job's folder, and the last publishes under an id
that was drawn with the request.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from seedance_studio import __version__
from seedance_studio.composing import MusicMaker, compose_music
from seedance_studio.domain.clip import Clip, Recipe
from seedance_studio.domain.delivery import SUFFIX
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.sound import MADE_WITH_PICTURE
from seedance_studio.errors import ClipNotFound
from seedance_studio.finish import Originals, finish_clip, first_frame_fidelity, read_anchors
from seedance_studio.jobs.attempts import FrameMaker, generate_frames
from seedance_studio.jobs.messages import EngineRun, sound_path
from seedance_studio.jobs.run import JobRecord, JobRun
from seedance_studio.library import Library, keep_ending
from seedance_studio.media.codec import RECIPE_SCHEMA
from seedance_studio.media.recordings import read_sound
from seedance_studio.provenance import Marker
from seedance_studio.publishing import publish_marked
from seedance_studio.sound import Given, measure_motion, score
from seedance_studio.sound.beats import find_beats

MAX_TITLE_CHARACTERS = 60
STAGES = ("load", "encode_prompt", "condition", "denoise", "decode", "finish", "total")


def run_job(
    run: JobRun,
    engine: FrameMaker,
    maker: MusicMaker,
    library: Library,
    marker: Marker,
    inputs: Path,
) -> str:
    """Take an accepted request to a published clip, and give the clip's id.

    Args:
        run: the job; also where its progress goes and its cancel comes from.
        engine: generates frames, in a process of its own.
        maker: makes music, where the plan asks a model for it.
        library: takes the clip.
        marker: marks it.
        inputs: folder of the files that plans refer to.

    Raises:
        JobCancelled: the user stopped it; nothing was published.
        MarksError: a mark is missing; the clip is withheld.
        StudioError: a step failed; nothing was published.
    """
    frames_path, plan = _frames_path(run), run.record.plan
    assert isinstance(plan, GenerationPlan)

    def generate() -> EngineRun:
        return generate_frames(engine, plan, frames_path, run.on_step, run.check)

    def publish() -> Clip:
        return _publish(run, made, composed, library, marker, inputs)

    made = run.step("generate", EngineRun, generate)
    run.engine_s = made.timings_s["total"]
    composed = compose_music(run, plan.sound, plan.delivered.duration_s, maker)
    clip = run.step("publish", Clip, publish)
    return clip.id


def _frames_path(run: JobRun) -> Path:
    return run.folder / "frames.npy"


def _originals(plan: GenerationPlan, inputs: Path) -> Originals:
    """What was given and comes back when the clip is finished: pictures, and a rhythm's beats."""
    anchors = read_anchors(plan, inputs)
    rhythm = next((one for one in plan.references if one.role == "rhythm"), None)
    if rhythm is None:
        return Originals(anchors=anchors)
    beats = find_beats(inputs / rhythm.stored, start_s=rhythm.start_s or 0.0, end_s=rhythm.end_s)
    return Originals(anchors=anchors, beats_s=tuple(beats), rhythm=rhythm.strength)


def _publish(
    run: JobRun,
    made: EngineRun,
    composed: NDArray[np.float32] | None,
    library: Library,
    marker: Marker,
    inputs: Path,
) -> Clip:
    record = run.record
    try:
        return library.clip(record.clip_id)  # published just before a crash
    except ClipNotFound:
        recipe = _recipe(record)
    started = time.perf_counter()
    frames_path = _frames_path(run)
    frames = np.load(frames_path, mmap_mode="r")
    path = library.part(record.clip_id, SUFFIX[recipe.plan.codec])
    try:
        statement = marker.state_generated(recipe, record.clip_id)
        marks = marker.marks(statement)
        originals = _originals(recipe.plan, inputs)
        sound = _soundtrack(recipe.plan, frames_path, inputs, originals.beats_s, composed)
        delivered = finish_clip(frames, recipe, path, run.on_step, marks, sound, originals)
        measured = (*made.measured, *first_frame_fidelity(recipe.plan, originals, path))
        keep_ending(path, frames[-1])
        run.check()
    except BaseException:
        library.discard(record.clip_id)
        raise
    finish_s = time.perf_counter() - started
    spent = {**made.timings_s, "finish": finish_s, "total": made.timings_s["total"] + finish_s}
    clip = Clip(
        id=record.clip_id,
        title=_title(record.request.title),
        recipe=recipe,
        delivered=delivered,
        timings_s={stage: round(spent[stage], 3) for stage in STAGES},
        peak_rss_mb=made.peak_rss_mb,
        sha256="",
        owner=record.owner,
        measured=measured,
    )
    return publish_marked(clip, path, statement, library, marker)


def _soundtrack(
    plan: GenerationPlan,
    frames_path: Path,
    inputs: Path,
    beats_s: tuple[float, ...],
    composed: NDArray[np.float32] | None,
) -> list[NDArray[np.float32]] | None:
    """Compose the clip's sound, in step with its frames; None for a clip that is to be silent."""
    if plan.sound is None:
        return None

    def samples(name: str | None) -> NDArray[np.float32] | None:
        if name == MADE_WITH_PICTURE:
            made: NDArray[np.float32] = np.load(sound_path(frames_path))
            return made
        one = next((one for one in plan.references if one.name == name), None)
        if one is None:
            return None
        return read_sound(inputs / one.stored, start_s=one.start_s or 0.0, end_s=one.end_s)

    given = Given(
        motion=measure_motion(np.load(frames_path, mmap_mode="r"), plan.native.fps),
        music=composed if composed is not None else samples(plan.sound.music),
        own=samples(plan.sound.own),
        beats_s=beats_s if plan.sound.rhythm else (),
    )
    return [score(plan.sound, plan.delivered.duration_s, given).samples]


def _recipe(record: JobRecord) -> Recipe:
    assert isinstance(record.request, GenerationRequest)
    assert isinstance(record.plan, GenerationPlan)
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
