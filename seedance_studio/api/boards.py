"""A storyboard's way into the studio, the same by every door for programs."""

from __future__ import annotations

from functools import partial

from seedance_studio.api.bodies import BoardBody, TakesBody
from seedance_studio.api.media import take_file
from seedance_studio.api.reading import checked, read_board
from seedance_studio.domain.storyboard import NO_SUCH_SHOT, SeenBoard, Storyboard, StoryboardRequest
from seedance_studio.errors import (
    AdmissionError,
    ConsentNeeded,
    Language,
    RequestError,
)
from seedance_studio.studio import Studio

NUM_LISTED = 100
"""The newest, among which a list looks."""


def begin_board(studio: Studio, body: object, language: Language) -> SeenBoard:
    """Keep a storyboard and begin to make its shots; put consent on record.

    Args:
        studio: keeps it.
        body: what the JSON held, a BoardBody.
        language: of messages to this caller.

    Raises:
        RequestError: all problems at once, by field: `shots.2.prompt`, `look.aspect`.
        ConsentNeeded: all is well but for people in files.
        AdmissionError: the host's limits let not all shots through; nothing is left of it.
    """
    asked = checked(BoardBody, body)
    request = read_board(asked, language, partial(take_file, studio))
    board = _keep(studio, asked, request, language)
    make = studio.storyboards.draft if asked.draft else studio.storyboards.promote
    try:
        make(board.id)
    except AdmissionError:
        studio.storyboards.delete(board.id)
        raise
    return studio.storyboards.look(board.id)


def make_takes(studio: Studio, board_id: str, body: object) -> SeenBoard:
    """Make shots of a storyboard, in full, as drafts, or again with other seeds.

    Raises:
        StoryboardNotFound: there is none with this id.
        RequestError: by field: a shot that there is not, or as `begin_board`.
        AdmissionError: the host's limits let no more through; what was accepted goes on.
    """
    asked = checked(TakesBody, body)
    boards = studio.storyboards
    ids = [shot.id for shot in boards.storyboard(board_id).request.shots]
    numbers = range(1, len(ids) + 1) if asked.shots is None else asked.shots
    missing = [number for number in numbers if not 1 <= number <= len(ids)]
    if missing:
        raise RequestError({f"shots.{number}": NO_SUCH_SHOT for number in missing})
    wanted = list(dict.fromkeys(ids[number - 1] for number in numbers))
    if asked.redo:
        for shot_id in wanted:
            boards.redo(board_id, shot_id)
    elif asked.draft:
        boards.draft(board_id, wanted)
    else:
        boards.promote(board_id, wanted)
    return boards.look(board_id)


def _keep(
    studio: Studio, asked: BoardBody, request: StoryboardRequest, language: Language
) -> Storyboard:
    try:
        return studio.storyboards.keep(request)
    except ConsentNeeded as needed:
        if asked.consent is None:
            raise
        studio.answer_for(needed.files.values(), asked.consent, language)
    return studio.storyboards.keep(request)
