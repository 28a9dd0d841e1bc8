"""The few calls that MCP and gradio_client offer, defined once: typed, and answered with JSON."""

from __future__ import annotations

import inspect
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from seedance_studio.api import answers
from seedance_studio.api.board_answers import board_answer
from seedance_studio.api.boards import begin_board, make_takes
from seedance_studio.api.callers import owner_of
from seedance_studio.api.given import (
    BoardSettings,
    ClipSettings,
    GivenFile,
    GivenShot,
    board_body,
    task_body,
)
from seedance_studio.api.reading import read_sketch
from seedance_studio.api.refusals import OUR_FAULT, TRY_AGAIN
from seedance_studio.api.tasks import find_task, settle_task, tasks_of
from seedance_studio.documents import (
    Document,
    engine_document,
    error_document,
    plan_document,
    report_document,
)
from seedance_studio.domain.job import TERMINAL
from seedance_studio.domain.storyboard import SeenBoard
from seedance_studio.errors import StudioError, Text
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio
from seedance_studio.visitor import acting_as, visitor

log = logging.getLogger(__name__)


Spoken = Literal["en", "zh"]
OnProgress = Callable[[answers.Answered], None]
MAX_WAIT_S = 600.0
POLL_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """One caller's calls.

    Args:
        studio: answers them.
        address: gives where a clip's files are found.
        on_progress: told how a task goes that is waited for.
    """

    studio: Studio
    address: answers.Address
    on_progress: OnProgress = field(default=lambda _task: None)

    def plan_clip(
        self,
        prompt: str,
        files: list[GivenFile] | None = None,
        settings: ClipSettings | None = None,
        language: Spoken = "en",
    ) -> dict[str, Any]:
        """Say what a clip would be: every number, what becomes of each wish, the estimate.

        Runs nothing and costs nothing. The prompt may be English or Chinese.
        """
        asked = settle_task(self.studio, task_body(prompt, files, settings), language, _no_callback)
        document = plan_document(self.studio.plan(asked.request), language)
        document["report"] += report_document(asked.report, language)
        return document

    def sketch_clip(
        self,
        prompt: str,
        duration: float = 5.0,
        ratio: str = "16:9",
        seed: int | None = None,
        language: Spoken = "en",
    ) -> dict[str, Any]:
        """Draw a prompt at once, as it is understood, and keep the animatic as a file.

        Its id is a file's url in make_clip, with the role structure or camera.
        """
        body = {"prompt": prompt, "duration": duration, "ratio": ratio, "seed": seed}
        sketch = self.studio.previz.draw(read_sketch(body))
        return answers.sketch_answer(sketch, language).model_dump()

    def make_clip(
        self,
        prompt: str,
        files: list[GivenFile] | None = None,
        settings: ClipSettings | None = None,
        idempotency_key: str | None = None,
        language: Spoken = "en",
    ) -> dict[str, Any]:
        """Accept a clip to be made and give its task; then ask get_task with a wait.

        The prompt may be English or Chinese. The same idempotency_key again gives the same task.
        """
        asked = settle_task(self.studio, task_body(prompt, files, settings), language, _no_callback)
        task_id = self.studio.submit(asked.request, idempotency_key)
        return self.get_task(task_id, 0.0, language)

    def get_task(
        self, task_id: str, wait_s: float = 0.0, language: Spoken = "en"
    ) -> dict[str, Any]:
        """Give a task as it is now, or as it ends within wait_s; progress is told on the way."""
        left_s = min(wait_s, MAX_WAIT_S)
        find_task(self.studio, task_id)
        while True:
            job = self.studio.wait(task_id, min(POLL_S, max(0.0, left_s)))
            answer = answers.task_answer(job, language, self.address)
            left_s -= POLL_S
            if isinstance(job.state, TERMINAL) or left_s < 0:
                return answer.model_dump()
            self.on_progress(answer)

    def cancel_task(self, task_id: str, language: Spoken = "en") -> dict[str, Any]:
        """Stop a task that waits or runs; one that has ended stays as it is."""
        self.studio.cancel(find_task(self.studio, task_id).id)
        return self.get_task(task_id, 0.0, language)

    def list_tasks(
        self, status: answers.Status | None = None, limit: int = 20, language: Spoken = "en"
    ) -> dict[str, Any]:
        """List tasks, the newest first."""
        found = [
            job for job in tasks_of(self.studio) if status in (None, answers.status_of(job.state))
        ]
        page = found[: max(0, limit)]
        items = [answers.task_answer(job, language, self.address).model_dump() for job in page]
        return {"items": items, "total": len(found)}

    def make_storyboard(
        self,
        shots: list[GivenShot],
        settings: BoardSettings | None = None,
        language: Spoken = "en",
    ) -> dict[str, Any]:
        """Make several shots with one look; then ask get_storyboard with a wait, and join them.

        Shots are counted from 1. Prompts may be English or Chinese.
        """
        seen = begin_board(self.studio, board_body(shots, settings), language)
        return self._board(seen, language)

    def get_storyboard(
        self, storyboard_id: str, wait_s: float = 0.0, language: Spoken = "en"
    ) -> dict[str, Any]:
        """Give a storyboard as it is now, or within wait_s when nothing of it is on its way."""
        left_s = min(wait_s, MAX_WAIT_S)
        while True:
            seen = self.studio.storyboards.look(storyboard_id)
            if not seen.is_active or left_s <= 0:
                return self._board(seen, language)
            time.sleep(min(POLL_S, left_s))
            left_s -= POLL_S

    def make_takes(
        self,
        storyboard_id: str,
        shots: list[int] | None = None,
        draft: bool = False,
        redo: bool = False,
        language: Spoken = "en",
    ) -> dict[str, Any]:
        """Make shots of a storyboard in full, as drafts, or again with other seeds; all if none
        is named.
        """
        body = {"shots": shots, "draft": draft, "redo": redo}
        return self._board(make_takes(self.studio, storyboard_id, body), language)

    def join_storyboard(self, storyboard_id: str, language: Spoken = "en") -> dict[str, Any]:
        """Join the clips of all shots to one film with one soundtrack; then ask get_storyboard."""
        self.studio.storyboards.join(storyboard_id)
        return self.get_storyboard(storyboard_id, 0.0, language)

    def _board(self, seen: SeenBoard, language: Spoken) -> dict[str, Any]:
        return board_answer(seen, language, self.address).model_dump()

    def list_models(self, language: Spoken = "en") -> dict[str, Any]:
        """List the engines: what each can do, its sizes, limits and licence."""
        cards = self.studio.engines().values()
        return {"data": [engine_document(card, language) for card in cards]}


CALLS: tuple[Callable[..., dict[str, Any]], ...] = (
    Calls.plan_clip,
    Calls.sketch_clip,
    Calls.make_clip,
    Calls.get_task,
    Calls.cancel_task,
    Calls.list_tasks,
    Calls.make_storyboard,
    Calls.get_storyboard,
    Calls.make_takes,
    Calls.join_storyboard,
    Calls.list_models,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """Makes calls for whoever asks.

    Args:
        studio: answers them.
        settings: whether a key is needed.
    """

    studio: Studio
    settings: Settings
    calls: ClassVar[tuple[Callable[..., Document], ...]] = CALLS

    def answer(
        self,
        call: Callable[..., Document],
        arguments: Mapping[str, Any],
        headers: Mapping[str, str],
        base_url: str,
        on_progress: OnProgress = lambda _task: None,
    ) -> Document:
        """Make one call as its caller, and give what it came to or the error's document.

        Args:
            call: of CALLS.
            arguments: of it.
            headers: of the request, which may bring a key.
            base_url: of this server, as the caller knows it.
            on_progress: see Calls.
        """
        language = arguments.get("language", "en")

        def address(part: str, clip_id: str) -> str:
            return f"{base_url.rstrip('/')}/api/v3/clips/{clip_id}/{part}"

        calls = Calls(studio=self.studio, address=address, on_progress=on_progress)
        try:
            owner = owner_of(headers, self.studio.keys, self.settings.api)
            with acting_as(owner or visitor()):
                return call(calls, **arguments)
        except StudioError as error:
            return error_document(error, language)
        except Exception:
            # The boundary: nothing of the inside is shown.
            log.exception("%s failed", call.__name__)
            return error_document(StudioError(OUR_FAULT, TRY_AGAIN), language)

    def function(
        self, call: Callable[..., Document], known_by: inspect.Parameter, run: Callable[..., Any]
    ) -> Callable[..., Any]:
        """Give a call as a plain function of its own arguments and one more, for introspection.

        Args:
            call: of CALLS.
            known_by: the argument by which a door knows who calls.
            run: what the function does, given all arguments by name.
        """
        own = list(inspect.signature(call, eval_str=True).parameters.values())[1:]
        run.__name__ = run.__qualname__ = call.__name__
        run.__doc__ = inspect.getdoc(call)
        run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [known_by, *own], return_annotation=dict[str, Any]
        )
        run.__annotations__ = {one.name: one.annotation for one in (known_by, *own)} | {
            "return": dict[str, Any]
        }
        return run


def _no_callback(_url: str) -> Text:
    return Text("ask with get_task instead", "请改用 get_task 查询")
