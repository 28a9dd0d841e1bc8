"""What commands share that run jobs: an answer, one look at all problems, waiting, copying out."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from seedance_studio.documents import Document
from seedance_studio.domain.job import TERMINAL, Job
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import ConsentNeeded, RequestError, StorageUnwritable, Text
from seedance_studio.headless.arguments import choose_language
from seedance_studio.headless.progress import ProgressLine
from seedance_studio.studio import Studio

CANCEL_S = 10.0
POLL_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command came to."""

    document: Document
    lines: str
    """The same for a reader."""
    exit_status: int = 0


def check_all(of_flags: Mapping[str, Text], plan: Callable[[], object]) -> None:
    """Plan once to learn of all problems: those of the flags and those of the request."""
    problems = dict(of_flags)
    try:
        plan()
    except ConsentNeeded:
        if not problems:
            raise
    except RequestError as error:
        problems = error.problems | problems
    if problems:
        raise RequestError(problems)


def check_consent(
    studio: Studio,
    flags: argparse.Namespace,
    of_flags: Mapping[str, Text],
    plan: Callable[[], object],
) -> None:
    """As `check_all`; where consent is all that is missing, put `--consent` on record."""
    try:
        check_all(of_flags, plan)
    except ConsentNeeded as needed:
        if flags.consent is None:
            raise
        studio.answer_for(needed.files.values(), flags.consent, choose_language(vars(flags)))


def default_request(studio: Studio, recipe_of: str | None) -> GenerationRequest:
    """Give what holds where no flag says otherwise: the recipe of a clip, when one is named."""
    if recipe_of is None:
        return GenerationRequest(prompt="", engine=next(iter(studio.engines())))
    path = Path(recipe_of)
    recipe = studio.verify(path).recipe if path.is_file() else studio.clip(recipe_of).generation
    if recipe is None:
        raise RequestError({"recipe": Text(f"'{path}' holds no recipe", f"“{path}”中没有配方")})
    return replace(recipe.request, seed=recipe.plan.seed)


def follow(studio: Studio, job_id: str, progress: ProgressLine) -> Job:
    """Wait until a job has ended; Ctrl-C cancels it."""
    try:
        while True:
            job = studio.wait(job_id, POLL_S)
            progress.show(job.state)
            if isinstance(job.state, TERMINAL):
                return job
    except KeyboardInterrupt:
        studio.cancel(job_id)
        return studio.wait(job_id, CANCEL_S)
    finally:
        progress.end()


def copy_out(source: Path, target: Path) -> None:
    """Copy a finished file to where it was asked for, whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageUnwritable(
            Text(
                f"'{target}' could not be written: {error.strerror}.",
                f"无法写入“{target}”：{error.strerror}。",
            ),
            Text(f"The clip itself is safe: {source}", f"视频已安全保存：{source}"),
        ) from error
