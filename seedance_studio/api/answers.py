"""What the API answers with: a task in Seedance's shape, with what only this studio tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from seedance_studio.documents import failure_document, made_by, report_document
from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import (
    Cancelled,
    Cancelling,
    Failed,
    Job,
    JobState,
    Paused,
    Queued,
    Running,
    Succeeded,
)
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.sketch import SKETCH_WORDS, Sketch
from seedance_studio.errors import Language

Status = Literal["queued", "running", "succeeded", "failed", "cancelled"]
Address = Callable[[str, str], str]
"""From (route, clip id) to where it is found."""


class Shape(BaseModel):
    """Size and timing of a video."""

    width: int
    height: int
    fps: float
    num_frames: int


class Delivered(Shape):
    """What the file really is, read back from it."""

    duration_s: float
    video_codec: str
    audio_codec: str | None


class ReportLine(BaseModel):
    """What becomes of one thing asked for."""

    item: str
    status: Literal["honoured", "adapted", "ignored"]
    note: str


class Problem(BaseModel):
    """What went wrong and what to do next."""

    code: str
    message: str
    hint: str
    problems: Annotated[dict[str, str], Field(description="By field; all at once.")]


class Refusal(BaseModel):
    """The body of every answer that is no success."""

    error: Problem


class Created(BaseModel):
    """An accepted task; it survives whatever happens from here on."""

    id: str
    report: Annotated[list[ReportLine], Field(description="Of fields that only Ark has.")]


class Content(BaseModel):
    """Where a clip's files are; they stay until the clip is deleted."""

    video_url: str
    last_frame_url: str
    poster_url: str


class Progress(BaseModel):
    """How far a task is."""

    place: Annotated[int | None, Field(description="In the queue; 1 is next.")] = None
    stage: str | None = None
    step: int | None = None
    num_steps: int | None = None
    elapsed_s: float | None = None
    remaining_s: float | None = None


class Answered(BaseModel):
    """One task as it is now."""

    id: str
    model: str
    status: Status
    state: Annotated[
        Literal["queued", "paused", "running", "cancelling", "succeeded", "failed", "cancelled"],
        Field(description="`status`, told more closely than Ark has words for."),
    ]
    content: Content | None
    error: Problem | None
    created_at: Annotated[int, Field(description="Unix time.")]
    seed: int
    ratio: str
    resolution: str
    duration: float
    framespersecond: float
    generate_audio: bool
    prompt: str
    mode: str
    progress: Progress | None
    clip_id: str | None
    native: Annotated[Shape, Field(description="What the engine makes.")]
    delivered: Annotated[Shape, Field(description="What the file holds.")]
    report: list[ReportLine]
    estimate_s: float


class Tasks(BaseModel):
    """A page of tasks, the newest first."""

    items: list[Answered]
    total: int


class Deleted(BaseModel):
    """What a DELETE came to."""

    id: str
    outcome: Literal["cancelled", "deleted"]


class Uploaded(BaseModel):
    """A kept file; its id stands for it in a task."""

    id: str
    kind: Literal["image", "video", "audio"]
    width: int | None
    height: int | None
    duration_s: float | None


class Sketched(Shape):
    """What was drawn; its id stands for it in a task, as structure or camera."""

    id: str
    what: str
    """That it is drawn, and not generated."""
    scene: str
    """The prompt as it was understood."""
    unknown: list[str]
    """Words that were not, and so are not in it."""
    seed: int
    duration_s: float


class SketchedVideo(Sketched):
    """The same with its pictures."""

    video_url: str
    """A data: URL."""


class ClipAnswer(BaseModel):
    """One finished clip."""

    id: str
    title: str
    mode: str
    content: Content
    delivered: Delivered
    timings_s: dict[str, float]
    sha256: str
    created_at: str


class Clips(BaseModel):
    """A page of clips, the newest first."""

    items: list[ClipAnswer]
    total: int


class Models(BaseModel):
    """Every engine's card, the default first."""

    data: list[dict[str, Any]]


_STATUS: dict[type[JobState], Status] = {
    Queued: "queued",
    Paused: "queued",
    Running: "running",
    Cancelling: "running",
    Succeeded: "succeeded",
    Failed: "failed",
    Cancelled: "cancelled",
}


def status_of(state: JobState) -> Status:
    """Give a job's state in Seedance's words."""
    return _STATUS[type(state)]


def engine_of(job: Job) -> str:
    """Give the engine that a task asks for."""
    assert isinstance(job.request, GenerationRequest)
    return job.request.engine


def task_answer(job: Job, language: Language, address: Address) -> Answered:
    """Give a job that generates as a task."""
    request, plan, state = job.request, job.plan, job.state
    assert isinstance(request, GenerationRequest)
    assert isinstance(plan, GenerationPlan)
    clip_id = state.clip_id if isinstance(state, Succeeded) else None
    failure = failure_document(state, language)["error"] if isinstance(state, Failed) else None
    return Answered(
        id=job.id,
        model=request.engine,
        status=status_of(state),
        state=type(state).__name__.lower(),  # type: ignore[arg-type]
        content=content(clip_id, address) if clip_id else None,
        error=Problem(**failure) if failure else None,
        created_at=int(datetime.fromisoformat(job.created_at.replace("Z", "+00:00")).timestamp()),
        seed=plan.seed,
        ratio=request.aspect,
        resolution=request.size,
        duration=request.seconds,
        framespersecond=plan.delivered.fps,
        generate_audio=plan.sound is not None,
        prompt=request.prompt,
        mode=plan.mode,
        progress=progress_of(state),
        clip_id=clip_id,
        native=Shape(**asdict(plan.native)),
        delivered=Shape(**asdict(plan.delivered)),
        report=[ReportLine(**line) for line in report_document(plan.report, language)],
        estimate_s=plan.estimate_s,
    )


def content(clip_id: str, address: Address) -> Content:
    """Give where a clip's files are found."""
    return Content(
        video_url=address("video", clip_id),
        last_frame_url=address("last_frame", clip_id),
        poster_url=address("poster", clip_id),
    )


def clip_answer(clip: Clip, address: Address) -> ClipAnswer:
    """Give a finished clip."""
    plan = clip.recipe.plan
    return ClipAnswer(
        id=clip.id,
        title=clip.title,
        mode=made_by(plan)["mode"],
        content=content(clip.id, address),
        delivered=Delivered(**asdict(clip.delivered)),
        timings_s=clip.timings_s,
        sha256=clip.sha256,
        created_at=clip.recipe.created_at,
    )


def progress_of(state: JobState) -> Progress | None:
    """Give how far a job is; None when it neither waits nor runs."""
    if isinstance(state, Queued):
        return Progress(place=state.place)
    if not isinstance(state, Running):
        return None
    now = state.progress
    return Progress(
        stage=now.stage if now else None,
        step=now.step if now else None,
        num_steps=now.num_steps if now else None,
        elapsed_s=state.elapsed_s,
        remaining_s=state.remaining_s,
    )


def sketch_answer(sketch: Sketch, language: Language) -> Sketched:
    """Give what was drawn."""
    return Sketched(
        id=sketch.file.stored,
        what=SKETCH_WORDS.in_language(language),
        scene=sketch.scene.in_language(language),
        unknown=list(sketch.unknown),
        seed=sketch.seed,
        duration_s=sketch.shape.duration_s,
        **asdict(sketch.shape),
    )
