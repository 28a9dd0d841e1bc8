"""A task's way into the studio, the same by every door for programs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from seedance_studio.api.media import take_file
from seedance_studio.api.reading import Asked, read_task
from seedance_studio.domain.job import Job
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import ConsentNeeded, Language, RequestError, Text
from seedance_studio.jobs.endings import no_such_job
from seedance_studio.studio import Studio

NUM_LISTED = 1_000
"""The newest, among which a list looks."""


def settle_task(
    studio: Studio,
    body: object,
    language: Language,
    callback_problem: Callable[[str], Text | None],
) -> Asked:
    """Read a task and plan it once, to learn of all its problems; put consent on record.

    Args:
        studio: plans it.
        body: what the JSON held.
        language: of messages to this caller.
        callback_problem: says why an address cannot be told; None where it can.

    Raises:
        RequestError: all problems at once, by field.
    """
    asked = read_task(body, language, partial(take_file, studio))
    problems = dict(asked.problems)
    if asked.callback_url is not None:
        untold = callback_problem(asked.callback_url)
        problems |= {"callback_url": untold} if untold else {}
    try:
        studio.plan(asked.request)
    except ConsentNeeded as needed:
        if not problems:
            if asked.consent is None:
                raise
            studio.answer_for(needed.files.values(), asked.consent, language)
    except RequestError as error:
        problems = error.problems | problems
    if problems:
        raise RequestError(problems)
    return asked


def find_task(studio: Studio, task_id: str) -> Job:
    """Give a job that generates; what else the page does is no task. Raises JobNotFound."""
    job = studio.job(task_id)
    if not isinstance(job.request, GenerationRequest):
        raise no_such_job(task_id)
    return job


def tasks_of(studio: Studio) -> list[Job]:
    """Give the caller's newest jobs that generate."""
    return [job for job in studio.jobs(NUM_LISTED) if isinstance(job.request, GenerationRequest)]
