"""What a visitor may take back: a consent, or everything that is theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from seedance_studio.domain.job import TERMINAL
from seedance_studio.library import Inputs
from seedance_studio.retention import Retention

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

_MANY = 10_000
FORGET_S = 10.0  # a running job may take to end before the rest is removed


def forget_file(studio: Studio, inputs: Inputs, sha256: str) -> list[str]:
    """Delete a file that a request brought, and cancel the visitor's jobs that use it.

    Returns:
        The ids of the visitor's clips that were made from it; they stay.
    """
    for job in studio.jobs(_MANY, is_active=True):
        if any(one.sha256 == sha256 for one in job.plan.references):
            studio.cancel(job.id)
    inputs.delete(sha256)
    return [
        clip.id
        for clip in studio.clips(_MANY)
        if any(one.sha256 == sha256 for one in clip.recipe.plan.references)
    ]


def forget_all(studio: Studio, retention: Retention, forget_jobs: Callable[[], object]) -> None:
    """End the visitor's jobs, and delete clips, boards, and files that only they used.

    Args:
        studio: as the visitor sees it.
        retention: knows which files others use.
        forget_jobs: removes the visitor's jobs that have ended.

    Raises:
        StorageUnwritable: the data folder cannot be written.
    """
    boards = studio.storyboards.recent(_MANY)
    for board in boards:
        studio.storyboards.delete(board.id)  # first: a shot may wait to be submitted
    jobs = studio.jobs(_MANY)
    files = {one.file for board in boards for one in board.request.references}
    files |= {one.stored for job in jobs for one in job.plan.references}
    active = [job for job in jobs if not isinstance(job.state, TERMINAL)]
    for job in active:
        studio.cancel(job.id)
    for job in active:
        studio.wait(job.id, FORGET_S)
    for comparison in studio.comparing.recent(_MANY):
        studio.comparing.delete(comparison.id)
    for clip in studio.clips(_MANY):
        studio.delete_clip(clip.id)
    studio.shelves.empty_bin()
    forget_jobs()
    retention.drop(files)
