"""What the API says of a storyboard: its shots as they are now, and the film of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from seedance_studio.api.answers import (
    Address,
    Content,
    Problem,
    Progress,
    Status,
    content,
    progress_of,
    status_of,
)
from seedance_studio.documents import error_document, failure_document
from seedance_studio.domain.job import Failed, JobState
from seedance_studio.domain.storyboard import SeenBoard, SeenShot
from seedance_studio.errors import Language, RequestError, Text

TakeStatus = Literal["empty", "waiting", Status]


class ShotAnswer(BaseModel):
    """One shot as it is now."""

    number: int
    prompt: str
    duration: float
    goes_on: bool
    fade_s: float
    seed: int | None
    status: Annotated[
        TakeStatus,
        Field(description="Of the newest take; empty before one, waiting for the shot before it."),
    ]
    is_draft: Annotated[bool, Field(description="Whether the newest take is a quick look.")]
    is_current: Annotated[bool, Field(description="Whether the clip shows what is asked now.")]
    task_id: Annotated[str | None, Field(description="Of the newest take.")]
    progress: Progress | None
    clip_id: Annotated[str | None, Field(description="Of the newest take that has a clip.")]
    content: Content | None
    error: Problem | None


class FilmAnswer(BaseModel):
    """The film that the shots were last joined to, or are being joined to."""

    status: Status
    progress: Progress | None
    clip_id: str | None
    content: Content | None
    is_current: Annotated[bool, Field(description="Whether joining would make the same again.")]
    error: Problem | None


class BoardAnswer(BaseModel):
    """One storyboard as it is now."""

    id: str
    title: str
    created_at: str
    duration: Annotated[float, Field(description="Of the film, in s.")]
    is_active: Annotated[bool, Field(description="Whether anything is on its way.")]
    shots: list[ShotAnswer]
    film: FilmAnswer | None


class Boards(BaseModel):
    """The newest storyboards, the newest first."""

    items: list[BoardAnswer]
    total: int


def board_answer(seen: SeenBoard, language: Language, address: Address) -> BoardAnswer:
    """Give a storyboard and what was made of it."""
    board = seen.board
    return BoardAnswer(
        id=board.id,
        title=board.title,
        created_at=board.created_at,
        duration=board.request.total_s,
        is_active=seen.is_active,
        shots=[_shot_answer(one, language, address) for one in seen.shots],
        film=_film_answer(seen, language, address),
    )


def _shot_answer(one: SeenShot, language: Language, address: Address) -> ShotAnswer:
    shot, take = one.shot, one.take
    clip_id = one.clip.id if one.clip else None
    refusal = take.refusal if take else None
    return ShotAnswer(
        number=one.number,
        prompt=shot.prompt,
        duration=shot.seconds,
        goes_on=shot.goes_on,
        fade_s=shot.fade_s,
        seed=shot.seed,
        status=_take_status(one),
        is_draft=one.is_draft,
        is_current=one.is_current,
        task_id=take.job_id if take else None,
        progress=progress_of(one.state) if one.state else None,
        clip_id=clip_id,
        content=content(clip_id, address) if clip_id else None,
        error=_refused(refusal, language) if refusal else _failure(one.state, language),
    )


def _take_status(one: SeenShot) -> TakeStatus:
    if one.take is not None and one.take.refusal is not None:
        return "failed"
    if one.state is not None:
        return status_of(one.state)
    if one.take is not None and one.take.is_pending:
        return "waiting"
    # The job of a clip may have been removed from the list.
    return "empty" if one.clip is None else "succeeded"


def _film_answer(seen: SeenBoard, language: Language, address: Address) -> FilmAnswer | None:
    if seen.film_job is None and seen.film is None:
        return None
    state = seen.film_job.state if seen.film_job else None
    clip_id = seen.film.id if seen.film else None
    return FilmAnswer(
        status=status_of(state) if state else "succeeded",
        progress=progress_of(state) if state else None,
        clip_id=clip_id,
        content=content(clip_id, address) if clip_id else None,
        is_current=seen.is_film_current,
        error=_failure(state, language),
    )


def _failure(state: JobState | None, language: Language) -> Problem | None:
    if not isinstance(state, Failed):
        return None
    return Problem(**failure_document(state, language)["error"])


def _refused(why: Text, language: Language) -> Problem:
    return Problem(**error_document(RequestError({"shot": why}), language)["error"])
