"""Storyboards: shots in order as ordinary jobs, drafted, made in full, redone, joined.

There is no second path: a shot goes through the doors that every request goes through, and the
film is a montage. What a board adds is memory: which jobs and clips are its shots, and which shot
waits for the picture that another ends with.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from PIL import Image

from seedance_studio.admission import stamp
from seedance_studio.domain.job import LOCAL
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import MAX_SEED
from seedance_studio.domain.storyboard import (
    NO_SUCH_SHOT,
    BoardShot,
    SeenBoard,
    SeenShot,
    Storyboard,
    StoryboardRequest,
    Take,
    field_of_shot,
    going_on,
    is_same_take,
    shot_request,
    storyboard_problems,
    with_ids,
)
from seedance_studio.errors import ConsentNeeded, JobNotFound, RequestError, Text, storing
from seedance_studio.film_sound import keep_music, plan_music
from seedance_studio.library import Inputs, Storyboards, no_such_storyboard
from seedance_studio.takes import Takes
from seedance_studio.visitor import acting_as

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

logger = logging.getLogger(__name__)

WATCH_S = 0.5
_STAND_IN = "to-come.png"
_BOARD = Text("The storyboard", "分镜")


class Storyboarding:
    """The door for storyboards.

    Args:
        studio: whose jobs and clips they are made of.
        store: keeps them.
        inputs: keeps the files that shots bring.
        owner: gives whose that is which is made now.
        scope: gives whose storyboards are seen; None for those of all.
    """

    def __init__(
        self,
        studio: Studio,
        store: Storyboards,
        inputs: Inputs,
        owner: Callable[[], str],
        scope: Callable[[], str | None],
    ) -> None:
        self._studio = studio
        self._store = store
        self._inputs = inputs
        self._owner = owner
        self._scope = scope
        self._takes = Takes(studio)
        self._lock = threading.RLock()
        self._ending = threading.Event()
        self._watcher: threading.Thread | None = None
        self._is_watching = False

    def plan(
        self, asked: StoryboardRequest, *, is_draft: bool = False
    ) -> tuple[GenerationPlan, ...]:
        """Give what would run for each shot.

        Raises:
            ConsentNeeded: all is well but for people in files, by field.
            RequestError: all problems of all shots at once, by field: `shots.2.prompt`,
                `look.aspect`.
        """
        plans: list[GenerationPlan] = []
        composers = [card.id for card in self._studio.provisioning.offered_composers()]
        problems = storyboard_problems(asked, composers)
        people: dict[str, Text] = {}
        files: dict[str, str] = {}
        try:
            plan_music(asked.music, self._inputs)
        except RequestError as error:
            problems |= error.problems
        for number, shot in enumerate(asked.shots, start=1):
            request = replace(shot_request(asked, shot), is_draft=is_draft)
            if shot.goes_on:
                request = going_on(request, self._stand_in())
            try:
                plans.append(self._studio.plan(request))
            except ConsentNeeded as needed:
                people |= _by_shot(number, needed.problems)
                files |= {field_of_shot(number, name): one for name, one in needed.files.items()}
            except RequestError as error:
                problems = _by_shot(number, error.problems) | problems
        if problems:
            raise RequestError(problems)
        if people:
            raise ConsentNeeded(people, files)
        return tuple(plans)

    def keep(self, asked: StoryboardRequest, board_id: str = "") -> Storyboard:
        """Store a board, anew or, named by its id, again; nothing is made yet.

        A shot keeps its seed and its takes as long as it keeps its id, wherever it is moved.

        Raises:
            StoryboardNotFound: there is none with this id.
            ConsentNeeded, RequestError: as `plan`.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        asked = with_ids(asked)
        self.plan(asked)
        with self._lock:
            old = self.storyboard(board_id) if board_id else None
            music = keep_music(asked.music, self._inputs)
            shots = tuple(self._kept(shot, old) for shot in asked.shots)
            request = replace(asked, shots=shots, music=music)
            if old is not None:
                gone = {take.shot_id for take in old.takes} - {shot.id for shot in shots}
                board = replace(self._takes.stop(old, gone), request=request)
            else:
                board = Storyboard(
                    id=secrets.token_hex(16),
                    created_at=stamp(),
                    owner=self._owner(),
                    request=request,
                )
            self._store.save(board)
            return board

    def storyboard(self, board_id: str) -> Storyboard:
        """Give a storyboard of this visitor. Raises StoryboardNotFound."""
        board = self._store.storyboard(board_id)
        if self._scope() not in (None, board.owner):
            raise no_such_storyboard(board_id)
        return board

    def recent(self, limit: int) -> list[Storyboard]:
        """Give the visitor's storyboards, the newest first."""
        return self._store.storyboards(self._scope())[:limit]

    def delete(self, board_id: str) -> None:
        """Remove a storyboard and stop what is on its way; its clips stay.

        Raises:
            StoryboardNotFound: there is none with this id.
            StorageUnwritable: the data folder cannot be written.
        """
        with self._lock:
            self.cancel(board_id)
            self._store.delete(board_id)

    def draft(self, board_id: str, shot_ids: Collection[str] | None = None) -> Storyboard:
        """Make a quick look at shots that have no clip of what the board says now.

        Args:
            board_id: of the board.
            shot_ids: of the shots; None for all.

        Raises:
            StoryboardNotFound: there is none with this id.
            RequestError: all problems at once, by field.
            AdmissionError: the host's limits let no more through; what was accepted goes on.
        """
        return self._make(board_id, shot_ids, is_draft=True)

    def promote(self, board_id: str, shot_ids: Collection[str] | None = None) -> Storyboard:
        """Make shots in full, drafts with their seeds; all of them if none are named.

        What is there in full, and what is on its way, is not made again.

        Raises: as `draft`.
        """
        return self._make(board_id, shot_ids, is_draft=False)

    def redo(self, board_id: str, shot_id: str, request_key: str | None = None) -> Storyboard:
        """Make one shot again with another seed, as a draft if that is all there is of it.

        Args:
            board_id: of the board.
            shot_id: of the shot.
            request_key: one for each click; the same key again makes nothing more.

        Raises:
            RequestError: under `shot`: there is no such shot; or as `draft`.
        """
        with self._lock:
            board = self.storyboard(board_id)
            key = sha256(f"{board.id}/{request_key}".encode()).hexdigest()[:32]
            if request_key is not None and any(take.key == key for take in board.takes):
                return board
            seen = [one for one in self._takes.see(board).shots if one.shot.id == shot_id]
            if not seen:
                raise RequestError({"shot": NO_SUCH_SHOT})
            one = replace(seen[0], shot=replace(seen[0].shot, seed=_draw_seed()))
            shots = tuple(one.shot if shot.id == shot_id else shot for shot in board.request.shots)
            board = replace(board, request=replace(board.request, shots=shots))
            is_draft = one.take is None or one.is_draft
            return self._accept(board, [self._take(board, one, key, is_draft=is_draft)])

    def look(self, board_id: str) -> SeenBoard:
        """Give a board as it is now. Raises StoryboardNotFound."""
        with self._lock:
            kept = board = self.storyboard(board_id)
            if board.is_waiting:
                board, _ = self._takes.advance(board)
            seen = self._takes.see(board)
            if seen.board != kept:
                self._store.save(seen.board)
            return seen

    def cancel(self, board_id: str) -> None:
        """Stop what is on its way; clips that are there stay. Raises StoryboardNotFound."""
        with self._lock:
            board = self.storyboard(board_id)
            self._store.save(self._takes.stop(board, {take.shot_id for take in board.takes}))
            if board.film_job_id is not None:
                with suppress(JobNotFound):
                    self._studio.cancel(board.film_job_id)

    def join(self, board_id: str, request_key: str | None = None) -> str:
        """Join the clips of all shots to one film and give the job's id.

        Raises:
            StoryboardNotFound: there is none with this id.
            RequestError: by field: shots without a clip, or what a montage finds.
            AdmissionError: the host's limits let no more through.
        """
        with self._lock:
            seen = self.look(board_id)
            request = self._takes.film_of(seen.board, seen.shots)
            job_id = self._studio.montages.submit(request, request_key)
            self._store.save(replace(seen.board, film_job_id=job_id))
            return job_id

    def resume(self) -> None:
        """Go on with boards whose shots wait for one another, from now on."""
        self._is_watching = True
        self._watch_waiting()

    def close(self) -> None:
        """Watch no more; what waits is taken up by the next start."""
        self._ending.set()
        if self._watcher is not None:
            self._watcher.join()

    def _watch_waiting(self) -> None:
        with self._lock:
            if self._is_watching and self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, daemon=True)
                self._watcher.start()

    def _watch(self) -> None:
        while not self._ending.wait(WATCH_S):
            with self._lock:
                waiting = [board for board in self._store.storyboards() if board.is_waiting]
                if not waiting:
                    self._watcher = None
                    return
            for board in waiting:
                try:
                    with acting_as(None if board.owner == LOCAL else board.owner):
                        self.look(board.id)
                except Exception:
                    # A disk that is away for a while must not end the watch for good.
                    logger.exception("could not go on with storyboard %s", board.id)

    def _make(self, board_id: str, wanted: Collection[str] | None, *, is_draft: bool) -> Storyboard:
        with self._lock:
            seen = self.look(board_id)
            board, takes, is_remade = seen.board, list[Take](), False
            self.plan(board.request)
            for one in seen.shots:
                follows = one.shot.goes_on and is_remade
                is_wanted = wanted is None or one.shot.id in wanted
                is_remade = is_wanted and (follows or one.needs(is_draft=is_draft))
                if is_remade:
                    key = secrets.token_hex(16)
                    takes.append(self._take(board, one, key, is_draft=is_draft))
            return self._accept(board, takes) if takes else board

    def _take(self, board: Storyboard, one: SeenShot, key: str, *, is_draft: bool) -> Take:
        request = replace(shot_request(board.request, one.shot), is_draft=is_draft)
        is_this = one.made_by is not None and is_same_take(one.made_by.request, request)
        if not is_draft and is_this and one.has_draft_only and one.clip is not None:
            request = replace(request, draft_of=one.clip.id)
        return Take(shot_id=one.shot.id, key=key, request=request, goes_on=one.shot.goes_on)

    def _accept(self, board: Storyboard, takes: Sequence[Take]) -> Storyboard:
        """Put new takes in the place of what is on its way of their shots, and submit them."""
        board = self._takes.stop(board, {take.shot_id for take in takes})
        board = replace(board, takes=(*board.takes, *takes))
        self._store.save(board)  # first: whatever happens now, they are submitted, and once
        board, error = self._takes.advance(board)
        self._store.save(board)
        self._watch_waiting()
        if error is not None:
            raise error
        return board

    def _kept(self, shot: BoardShot, old: Storyboard | None) -> BoardShot:
        """Give a shot with its files stored and a seed: its own, the one it had, or a new one."""
        files, _ = self._inputs.examine(shot.references)
        kept = self._inputs.keep(shot.references, files)
        had = [one.seed for one in old.request.shots if one.id == shot.id] if old else []
        seed = next((one for one in (shot.seed, *had) if one is not None), None)
        return replace(shot, references=kept, seed=_draw_seed() if seed is None else seed)

    def _stand_in(self) -> str:
        """Give a picture that stands for one that is not there yet, so that a plan is exact."""
        path = self._store.folder / _STAND_IN
        if not path.exists():
            with storing(_BOARD):
                path.parent.mkdir(parents=True, exist_ok=True)
                Image.new("RGB", (320, 180), "grey").save(path)
        return str(path)


def _by_shot(number: int, problems: Mapping[str, Text]) -> dict[str, Text]:
    return {field_of_shot(number, name): words for name, words in problems.items()}


def _draw_seed() -> int:
    return secrets.randbelow(MAX_SEED + 1)
