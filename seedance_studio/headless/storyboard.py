"""The command `storyboard`: all shots of a file made, in their order, and joined to one film."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from seedance_studio import documents
from seedance_studio.documents import Document
from seedance_studio.domain.job import Cancelled, Cancelling, Failed, Succeeded
from seedance_studio.domain.storyboard import SeenBoard, SeenShot
from seedance_studio.errors import JobCancelled, Language, RequestError, Text
from seedance_studio.headless.film_flags import read_out
from seedance_studio.headless.following import Answer, check_consent, copy_out, follow
from seedance_studio.headless.progress import ProgressLine
from seedance_studio.headless.storyboard_flags import read_storyboard
from seedance_studio.studio import Studio


def storyboard(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    """Make what the file asks for; shots that fail are named, and the others stay."""
    started = time.perf_counter()
    asked = read_storyboard(Path(flags.file), language)
    problems: dict[str, Text] = {}
    out = read_out(flags, problems)
    check_consent(
        studio, flags, problems, lambda: studio.storyboards.plan(asked, is_draft=flags.draft)
    )
    board = studio.storyboards.keep(asked)
    make = studio.storyboards.draft if flags.draft else studio.storyboards.promote
    make(board.id)
    studio.warm_up(asked.look.engine)
    seen = _follow_shots(studio, flags, board.id, language)
    document: Document = {
        "storyboard_id": board.id,
        "title": board.title,
        "shots": [_shot(studio, one, language) for one in seen.shots],
    }
    failed = [one.state for one in seen.shots if isinstance(one.state, Failed)]
    refused = {
        f"shots.{one.number}": one.take.refusal
        for one in seen.shots
        if one.take is not None and one.take.refusal is not None
    }
    if failed:
        document |= documents.failure_document(failed[0], language)
        return Answer(document=document, lines="", exit_status=failed[0].exit_status)
    if refused:
        raise RequestError(refused)
    job = follow(studio, studio.storyboards.join(board.id), ProgressLine(sys.stderr, language))
    if isinstance(job.state, Failed):
        document |= documents.failure_document(job.state, language)
        return Answer(document=document, lines="", exit_status=job.state.exit_status)
    if not isinstance(job.state, Succeeded):
        raise JobCancelled
    path = studio.clip_path(job.state.clip_id)
    if out is not None:
        copy_out(path, out)
        path = out
    film = documents.clip_document(
        studio.clip(job.state.clip_id), path, studio.verify(path), language
    )
    document |= {"film": film, "wall_s": round(time.perf_counter() - started, 3)}
    return Answer(document=document, lines=str(path))


def _follow_shots(
    studio: Studio, flags: argparse.Namespace, board_id: str, language: Language
) -> SeenBoard:
    """Wait for one shot after the other: one that goes on is submitted by the look in between."""
    boards = studio.storyboards
    num_shots = len(boards.storyboard(board_id).request.shots)
    for place in range(num_shots):
        take = boards.look(board_id).shots[place].take
        if take is not None and take.people and flags.consent is not None:
            # People in the picture that a shot ends with, in which the next begins.
            studio.answer_for(take.people, flags.consent, language)
            make = boards.draft if flags.draft else boards.promote
            make(board_id, [take.shot_id])
            take = boards.look(board_id).shots[place].take
        if take is None or take.job_id is None:
            continue
        sys.stderr.write(f"{place + 1}/{num_shots} {take.request.prompt}\n")
        job = follow(studio, take.job_id, ProgressLine(sys.stderr, language))
        if isinstance(job.state, (Cancelled, Cancelling)):  # Ctrl-C means them all
            boards.cancel(board_id)
            raise JobCancelled
    return boards.look(board_id)


def _shot(studio: Studio, one: SeenShot, language: Language) -> Document:
    document: Document = {"number": one.number, "prompt": one.shot.prompt}
    if one.clip is not None:
        path = studio.clip_path(one.clip.id)
        return document | documents.clip_document(one.clip, path, studio.verify(path), language)
    if isinstance(one.state, Failed):
        return document | documents.failure_document(one.state, language)
    refusal = None if one.take is None else one.take.refusal
    return document | {"refused": refusal and refusal.in_language(language)}
