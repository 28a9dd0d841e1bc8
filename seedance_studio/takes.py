"""The takes of a storyboard as jobs: submitted when their turn has come, seen, stopped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import Job, JobState, Succeeded
from seedance_studio.domain.montage import MontageRequest
from seedance_studio.domain.storyboard import (
    BoardShot,
    SeenBoard,
    SeenShot,
    Storyboard,
    Take,
    film_of,
    going_on,
    is_same_take,
    shot_request,
)
from seedance_studio.errors import (
    ClipNotFound,
    ConsentNeeded,
    JobNotFound,
    RequestError,
    StudioError,
    Text,
)

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

_NOTHING_BEFORE = Text(
    "The shot before it has no clip to go on from.", "前一镜头没有可衔接的片段。"
)


class Takes:
    """What becomes of the takes of boards.

    Args:
        studio: whose jobs and clips they are.
    """

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def see(self, board: Storyboard) -> SeenBoard:
        """Give a board as it is now, the clips that came since noted on it."""
        looked = [self._look_up(take) for take in board.takes]
        takes = tuple(take for take, _ in looked)
        states = {take.key: state for take, state in looked}
        shots: list[SeenShot] = []
        for number, shot in enumerate(board.request.shots, start=1):
            mine = [take for take in takes if take.shot_id == shot.id]
            shots.append(self._see_shot(board, number, shot, mine, states, shots))
        film_job = self._job(board.film_job_id)
        board = replace(board, takes=takes)
        if film_job is not None and isinstance(film_job.state, Succeeded):
            board = replace(board, film_clip_id=film_job.state.clip_id)
        film = self._clip(board.film_clip_id)
        return SeenBoard(
            board=board,
            shots=tuple(shots),
            film_job=film_job,
            film=film,
            is_film_current=film is not None and self._is_of_now(film, board, shots),
        )

    def film_of(self, board: Storyboard, shots: Sequence[SeenShot]) -> MontageRequest:
        """Give what joins the clips of a board. Raises RequestError: by shot: it has no clip."""
        return film_of(board, shots, lambda clip_id: str(self._studio.clip_path(clip_id)))

    def advance(self, board: Storyboard) -> tuple[Storyboard, StudioError | None]:
        """Submit the takes whose turn has come; the same take never twice.

        Returns: the board, and why a take was refused, the first of several; the take says it too.
        """
        refused: StudioError | None = None
        for place in range(len(board.request.shots)):
            take = self.see(board).shots[place].take
            if take is None or not take.is_pending:
                continue
            try:
                moved = self._submit(board, place, take)
            except StudioError as error:
                refused = refused or error
                moved = replace(take, refusal=error.message)
                if isinstance(error, ConsentNeeded):
                    moved = replace(moved, people=tuple(sorted(set(error.files.values()))))
            takes = tuple(moved if one.key == take.key else one for one in board.takes)
            board = replace(board, takes=takes)
        return board, refused

    def stop(self, board: Storyboard, shot_ids: Collection[str]) -> Storyboard:
        """Cancel what is on its way of these shots; only takes with a clip stay on the board."""
        takes = self.see(board).board.takes
        left: list[Take] = []
        for take in takes:
            if take.shot_id not in shot_ids or take.clip_id is not None:
                left.append(take)
            elif take.job_id is not None:
                with suppress(JobNotFound):
                    self._studio.cancel(take.job_id)
        return replace(board, takes=tuple(left))

    def _submit(self, board: Storyboard, place: int, take: Take) -> Take:
        request, after = take.request, None
        if take.goes_on:
            before = self.see(board).shots[place - 1] if place else None
            if before is not None and before.is_active:
                return take
            if before is None or before.clip is None:
                return replace(take, refusal=_NOTHING_BEFORE)
            after = before.clip.id
            request = going_on(request, self._studio.keep_last_frame(after).stored)
        return replace(take, job_id=self._studio.submit(request, take.key), after=after)

    def _see_shot(
        self,
        board: Storyboard,
        number: int,
        shot: BoardShot,
        takes: list[Take],
        states: dict[str, JobState | None],
        earlier: list[SeenShot],
    ) -> SeenShot:
        newest = takes[-1] if takes else None
        made = [(take, clip) for take in takes if (clip := self._clip(take.clip_id)) is not None]
        made_by, clip = made[-1] if made else (None, None)
        before = earlier[-1].clip if earlier and shot.goes_on else None
        asked = shot_request(board.request, shot)

        def is_of_board(take: Take | None) -> bool:
            return (
                take is not None
                and is_same_take(take.request, asked)
                and take.goes_on == shot.goes_on
            )

        is_after = made_by is not None and made_by.after == (before.id if before else None)
        return SeenShot(
            number=number,
            shot=shot,
            take=newest,
            state=states[newest.key] if newest is not None else None,
            clip=clip,
            made_by=made_by,
            is_current=is_of_board(made_by) and is_after,
            is_asked=is_of_board(newest),
        )

    def _is_of_now(self, film: Clip, board: Storyboard, shots: Sequence[SeenShot]) -> bool:
        try:
            wanted = self.film_of(board, shots)
        except RequestError:
            return False
        request = film.recipe.request
        return isinstance(request, MontageRequest) and request == replace(
            wanted, language=request.language
        )

    def _look_up(self, take: Take) -> tuple[Take, JobState | None]:
        job = self._job(take.job_id) if take.clip_id is None else None
        state = None if job is None else job.state
        if isinstance(state, Succeeded):
            # Kept: the job may be taken off the list, its clip stays.
            take = replace(take, clip_id=state.clip_id)
        return take, state

    def _job(self, job_id: str | None) -> Job | None:
        try:
            return None if job_id is None else self._studio.job(job_id)
        except JobNotFound:
            return None  # taken off the list

    def _clip(self, clip_id: str | None) -> Clip | None:
        try:
            return None if clip_id is None else self._studio.clip(clip_id)
        except ClipNotFound:
            return None  # deleted since
