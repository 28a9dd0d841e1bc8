"""The REST door: Seedance-shaped tasks over our engines, and what Ark lacks beside them."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, TypeVar, cast

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, UploadFile
from fastapi.responses import FileResponse
from pydantic_core import from_json
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from seedance_studio.api import answers, boards
from seedance_studio.api.board_answers import BoardAnswer, Boards, board_answer
from seedance_studio.api.callers import CallerMiddleware
from seedance_studio.api.media import MAX_BODY_BYTES, take_upload
from seedance_studio.api.openapi import BOARD_BODY, SKETCH_BODY, TAKES_BODY, TASK_BODY, describe
from seedance_studio.api.reading import read_sketch
from seedance_studio.api.refusals import answer_errors, speak
from seedance_studio.api.tasks import find_task, settle_task, tasks_of
from seedance_studio.api.webhooks import Pending, Webhooks
from seedance_studio.documents import engine_document, plan_document, report_document
from seedance_studio.domain.job import TERMINAL, Job
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio
from seedance_studio.visitor import visitor

PATH = "/api/v3"
"""Where it is mounted; Ark's own clients need another host and nothing else."""
TASKS = "/contents/generations/tasks"
BOARDS = "/contents/generations/storyboards"
MAX_WAIT_S = 60.0
POLL_S = 0.2
SeenT = TypeVar("SeenT")

router = APIRouter(
    responses={
        code: {"model": answers.Refusal}
        for code in (400, 401, 403, 404, 413, 415, 429, 500, 503, 507)
    }
)


def make_app(studio: Studio, settings: Settings) -> FastAPI:
    """Give the REST door on one studio, to be mounted at PATH; it starts to send webhooks."""
    app = FastAPI(
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        max_body_size=MAX_BODY_BYTES,
    )
    app.state.studio = studio
    app.state.webhooks = Webhooks(studio, settings.data_dir / "webhooks", settings.webhooks)
    app.state.webhooks.start()
    app.add_middleware(CallerMiddleware, keys=studio.keys, access=settings.api)
    answer_errors(app)
    app.include_router(router)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    return app


def _studio(request: Request) -> Studio:
    return cast(Studio, request.app.state.studio)


def _webhooks(request: Request) -> Webhooks:
    return cast(Webhooks, request.app.state.webhooks)


def _address(request: Request, route: str, clip_id: str) -> str:
    return str(request.url_for(route, clip_id=clip_id))


StudioHere = Annotated[Studio, Depends(_studio)]
WebhooksHere = Annotated[Webhooks, Depends(_webhooks)]
Speaks = Annotated[Language, Depends(speak)]
WaitS = Annotated[
    float, Query(ge=0, le=MAX_WAIT_S, description="Answer when it has ended, or after this.")
]


async def _when(read: Callable[[], SeenT], is_so: Callable[[SeenT], bool], wait_s: float) -> SeenT:
    """Give what is read once it is so, or as it is after `wait_s`; no thread is held meanwhile."""
    deadline = asyncio.get_running_loop().time() + wait_s
    while True:
        seen = await run_in_threadpool(read)
        if is_so(seen) or asyncio.get_running_loop().time() >= deadline:
            return seen
        await asyncio.sleep(POLL_S)


async def _body(request: Request) -> object:
    # A page from elsewhere can make a browser send anything but this without asking.
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415)
    try:
        body: object = from_json(await request.body())
    except ValueError as error:
        raise RequestError(
            {"body": Text(f"it is no JSON: {error}", f"不是有效的 JSON：{error}")}
        ) from error
    return body


SentBody = Annotated[object, Depends(_body)]


@router.post(TASKS, openapi_extra=TASK_BODY)
def create_task(
    request: Request,
    studio: StudioHere,
    webhooks: WebhooksHere,
    language: Speaks,
    body: SentBody,
    idempotency_key: Annotated[
        str | None,
        Header(min_length=1, max_length=255, description="Again gives the task made first."),
    ] = None,
) -> answers.Created:
    """Accept a task; it runs when its turn comes."""
    asked = settle_task(studio, body, language, webhooks.problem)
    task_id = studio.submit(asked.request, idempotency_key)
    if asked.callback_url is not None:
        webhooks.add(
            Pending(
                task_id=task_id,
                url=asked.callback_url,
                owner=visitor(),
                language=language,
                base_url=f"{request.base_url}".rstrip("/") + PATH,
            )
        )
    return answers.Created(
        id=task_id,
        report=[answers.ReportLine(**line) for line in report_document(asked.report, language)],
    )


@router.post("/contents/generations/plans", openapi_extra=TASK_BODY)
def plan_task(
    studio: StudioHere, webhooks: WebhooksHere, language: Speaks, body: SentBody
) -> dict[str, Any]:
    """Say what a task would run: every number, the report, the estimate. Runs nothing."""
    asked = settle_task(studio, body, language, webhooks.problem)
    document = plan_document(studio.plan(asked.request), language)
    document["report"] += report_document(asked.report, language)
    return document


@router.post("/contents/generations/sketches", openapi_extra=SKETCH_BODY)
def draw_sketch(studio: StudioHere, language: Speaks, body: SentBody) -> answers.SketchedVideo:
    """Draw a prompt at once, as it is understood: an animatic that a task can take."""
    sketch = studio.previz.draw(read_sketch(body))
    video = b64encode((studio.inputs_dir / sketch.file.stored).read_bytes()).decode("ascii")
    return answers.SketchedVideo(
        video_url=f"data:video/mp4;base64,{video}",
        **answers.sketch_answer(sketch, language).model_dump(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tasks a list is to hold."""

    page_num: Annotated[int, Query(ge=1, le=500)] = 1
    page_size: Annotated[int, Query(ge=1, le=100)] = 10
    status: Annotated[answers.Status | None, Query(alias="filter.status")] = None
    model: Annotated[str | None, Query(alias="filter.model")] = None
    task_ids: Annotated[list[str] | None, Query(alias="filter.task_ids")] = None

    def holds(self, job: Job) -> bool:
        """Tell whether a task is one of them."""
        return (
            self.status in (None, answers.status_of(job.state))
            and self.model in (None, answers.engine_of(job))
            and (self.task_ids is None or job.id in self.task_ids)
        )


@router.get(TASKS)
def list_tasks(
    request: Request,
    studio: StudioHere,
    language: Speaks,
    wanted: Annotated[Wanted, Depends()],
) -> answers.Tasks:
    """List the caller's tasks, the newest first; looks among the newest thousand."""
    found = [job for job in tasks_of(studio) if wanted.holds(job)]
    start = (wanted.page_num - 1) * wanted.page_size
    address = partial(_address, request)
    page = found[start : start + wanted.page_size]
    items = [answers.task_answer(job, language, address) for job in page]
    return answers.Tasks(items=items, total=len(found))


@router.get(TASKS + "/{task_id}")
async def get_task(
    request: Request,
    studio: StudioHere,
    language: Speaks,
    task_id: str,
    wait_s: WaitS = 0.0,
) -> answers.Answered:
    """Give a task as it is now, or as it ends."""
    job = await _when(
        partial(find_task, studio, task_id), lambda job: isinstance(job.state, TERMINAL), wait_s
    )
    return answers.task_answer(job, language, partial(_address, request))


@router.delete(TASKS + "/{task_id}")
def delete_task(studio: StudioHere, task_id: str) -> answers.Deleted:
    """Cancel a task that waits or runs; remove one that has ended from the list. Its clip stays."""
    job = find_task(studio, task_id)
    if isinstance(job.state, TERMINAL):
        studio.forget_job(job.id)
        return answers.Deleted(id=job.id, outcome="deleted")
    studio.cancel(job.id)
    return answers.Deleted(id=job.id, outcome="cancelled")


@router.post(BOARDS, openapi_extra=BOARD_BODY)
def create_storyboard(
    request: Request, studio: StudioHere, language: Speaks, body: SentBody
) -> BoardAnswer:
    """Keep several shots with one look, and begin to make them."""
    seen = boards.begin_board(studio, body, language)
    return board_answer(seen, language, partial(_address, request))


@router.get(BOARDS)
def list_storyboards(request: Request, studio: StudioHere, language: Speaks) -> Boards:
    """List the caller's newest hundred storyboards, the newest first."""
    recent = studio.storyboards.recent(boards.NUM_LISTED)
    address = partial(_address, request)
    seen = [studio.storyboards.look(board.id) for board in recent]
    items = [board_answer(one, language, address) for one in seen]
    return Boards(items=items, total=len(items))


@router.get(BOARDS + "/{board_id}")
async def get_storyboard(
    request: Request, studio: StudioHere, language: Speaks, board_id: str, wait_s: WaitS = 0.0
) -> BoardAnswer:
    """Give a storyboard as it is now, or when nothing of it is on its way any more."""
    seen = await _when(
        partial(studio.storyboards.look, board_id), lambda seen: not seen.is_active, wait_s
    )
    return board_answer(seen, language, partial(_address, request))


@router.post(BOARDS + "/{board_id}/takes", openapi_extra=TAKES_BODY)
def make_takes(
    request: Request, studio: StudioHere, language: Speaks, board_id: str, body: SentBody
) -> BoardAnswer:
    """Make shots of a storyboard: in full, as quick looks, or again with other seeds."""
    seen = boards.make_takes(studio, board_id, body)
    return board_answer(seen, language, partial(_address, request))


@router.post(BOARDS + "/{board_id}/film")
def join_storyboard(
    request: Request, studio: StudioHere, language: Speaks, board_id: str
) -> BoardAnswer:
    """Join the clips of all shots to one film with one soundtrack."""
    studio.storyboards.join(board_id)
    seen = studio.storyboards.look(board_id)
    return board_answer(seen, language, partial(_address, request))


@router.delete(BOARDS + "/{board_id}")
def delete_storyboard(studio: StudioHere, board_id: str) -> answers.Deleted:
    """Stop what is on its way and remove a storyboard; its clips stay."""
    studio.storyboards.delete(board_id)
    return answers.Deleted(id=board_id, outcome="deleted")


@router.post("/files")
def upload_file(studio: StudioHere, file: UploadFile) -> answers.Uploaded:
    """Keep a picture, video or sound; its id stands for it wherever a task wants a url."""
    kept = take_upload(studio, file.file)
    facts = kept.facts
    return answers.Uploaded(
        id=kept.stored,
        kind=facts.kind,
        width=facts.width,
        height=facts.height,
        duration_s=facts.duration_s,
    )


@router.get("/models")
def list_models(studio: StudioHere, language: Speaks) -> answers.Models:
    """List the engines: what each can do, its sizes, limits and licence."""
    cards = studio.engines().values()
    return answers.Models(data=[engine_document(card, language) for card in cards])


@router.get("/clips")
def list_clips(
    request: Request,
    studio: StudioHere,
    page_num: Annotated[int, Query(ge=1, le=10_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 10,
) -> answers.Clips:
    """List the caller's finished clips, the newest first."""
    clips = studio.clips(page_size, (page_num - 1) * page_size)
    address = partial(_address, request)
    items = [answers.clip_answer(clip, address) for clip in clips]
    return answers.Clips(items=items, total=studio.num_clips())


@router.get("/clips/{clip_id}")
def get_clip(request: Request, studio: StudioHere, clip_id: str) -> answers.ClipAnswer:
    """Give a finished clip."""
    return answers.clip_answer(studio.clip(clip_id), partial(_address, request))


@router.delete("/clips/{clip_id}")
def delete_clip(studio: StudioHere, clip_id: str) -> answers.Deleted:
    """Remove a clip and its files for good."""
    studio.delete_clip(clip_id)
    return answers.Deleted(id=clip_id, outcome="deleted")


@router.get("/clips/{clip_id}/video", name="video", response_class=FileResponse)
def get_video(studio: StudioHere, clip_id: str) -> FileResponse:
    """Give a clip's file; ranges are served."""
    path = studio.clip_path(clip_id)
    return FileResponse(path, filename=f"{clip_id}{path.suffix}", content_disposition_type="inline")


@router.get("/clips/{clip_id}/poster", name="poster", response_class=FileResponse)
def get_poster(studio: StudioHere, clip_id: str) -> FileResponse:
    """Give a clip's still picture."""
    return FileResponse(studio.poster_path(clip_id))


@router.get("/clips/{clip_id}/last_frame", name="last_frame", response_class=FileResponse)
def get_last_frame(studio: StudioHere, clip_id: str) -> FileResponse:
    """Give the picture that a clip ends with, as PNG; its name is its id as a file."""
    kept = studio.keep_last_frame(clip_id)
    return FileResponse(studio.inputs_dir / kept.stored, filename=kept.stored)
