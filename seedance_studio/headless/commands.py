"""The commands: what each does, what it prints, and its exit status.

Standard output carries the answer and nothing else; progress and complaints go to standard error.
Exit status: 0 done, 2 the user can fix it, 3 the engine failed, 4 storage failed, 130 cancelled.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from seedance_studio.bench import run_bench
from seedance_studio.domain.job import Cancelled, Failed, Job, Succeeded
from seedance_studio.errors import (
    JobCancelled,
    Language,
    RequestError,
    StorageUnwritable,
    StudioError,
    Text,
)
from seedance_studio.headless import documents
from seedance_studio.headless.arguments import (
    Asked,
    choose_language,
    make_parser,
    read_lengths,
    read_request,
    system_language,
)
from seedance_studio.headless.documents import Document, bench_table
from seedance_studio.headless.progress import ProgressLine
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio

CANCELLED = 130
CANCEL_S = 10.0
POLL_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command came to."""

    document: Document
    lines: str
    """The same for a reader."""
    exit_status: int = 0


def main(arguments: list[str]) -> int:
    """Run one command and give its exit status."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(levelname)s %(message)s")
    # A polite kill ends the same way as Ctrl-C: the job is cancelled, the engine let go.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    language, is_json = system_language(), "--json" in arguments
    try:
        flags = make_parser(language).parse_args(arguments)
        language = choose_language(vars(flags))
        with open_studio(Settings.from_environment(), is_resuming=False) as studio:
            answer = COMMANDS[flags.command](studio, flags, language)
    except StudioError as error:
        document = documents.error_document(error, language)
        answer = Answer(document=document, lines="", exit_status=error.exit_status)
    except (KeyboardInterrupt, JobCancelled):
        document = documents.cancelled_document(language)
        answer = Answer(document=document, lines="", exit_status=CANCELLED)
    _print(answer, is_json=is_json)
    return answer.exit_status


def _print(answer: Answer, *, is_json: bool) -> None:
    error = answer.document.get("error")
    if is_json:
        sys.stdout.write(json.dumps(answer.document, ensure_ascii=False) + "\n")
    elif error is not None:
        sys.stderr.write(f"{error['message']}\n{error['hint']}\n")
    else:
        sys.stdout.write(answer.lines + "\n")


def _generate(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    asked = read_request(flags, language)
    _plan_all(studio, asked)
    job_id = studio.submit(asked.request)
    studio.warm_up(asked.request.engine)
    state = _follow(studio, job_id, ProgressLine(sys.stderr, language)).state
    if isinstance(state, Failed):
        document = documents.failure_document(state, language)
        return Answer(document=document, lines="", exit_status=state.exit_status)
    if not isinstance(state, Succeeded):
        raise JobCancelled
    clip = studio.clip(state.clip_id)
    path = studio.clip_path(clip.id)
    if asked.out is not None:
        _copy(path, asked.out)
        path = asked.out
    document = documents.clip_document(clip, path, studio.verify(path), language)
    return Answer(document=document, lines=str(path))


def _plan_all(studio: Studio, asked: Asked) -> None:
    """Plan once to learn of all problems: those of the flags and those of the request."""
    problems = dict(asked.problems)
    try:
        studio.plan(asked.request)
    except RequestError as error:
        problems = error.problems | problems
    if problems:
        raise RequestError(problems)


def _follow(studio: Studio, job_id: str, progress: ProgressLine) -> Job:
    try:
        while True:
            job = studio.wait(job_id, POLL_S)
            progress.show(job.state)
            if isinstance(job.state, (Succeeded, Failed, Cancelled)):
                return job
    except KeyboardInterrupt:
        studio.cancel(job_id)
        return studio.wait(job_id, CANCEL_S)
    finally:
        progress.end()


def _copy(source: Path, target: Path) -> None:
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


def _plan(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    asked = read_request(flags, language)
    _plan_all(studio, asked)
    plan = studio.plan(asked.request)
    document = documents.plan_document(plan, asked.request.mode, language)
    return Answer(document=document, lines=json.dumps(document, ensure_ascii=False, indent=2))


def _verify(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    verification = studio.verify(Path(flags.file))
    document = documents.verification_document(verification, language)
    return Answer(document=document, lines=document["summary"])


def _engines(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del flags
    cards = studio.engines().values()
    entries = [documents.engine_document(card, language) for card in cards]
    lines = "\n".join(f"{entry['id']}\t{entry['title']}\t{entry['licence']}" for entry in entries)
    return Answer(document={"engines": entries}, lines=lines)


def _jobs(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del flags
    entries = [documents.job_document(job, language) for job in studio.jobs()]
    lines = "\n".join(f"{entry['id']}\t{entry['state']}\t{entry['prompt']}" for entry in entries)
    return Answer(document={"jobs": entries}, lines=lines)


def _bench(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del studio, language
    lengths, repeats = read_lengths(flags)
    result = run_bench(
        Settings.from_environment(),
        lengths,
        flags.engine,
        repeats,
        _say,
    )
    document = asdict(result)
    return Answer(document=document, lines=bench_table(result))


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _doctor(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del flags
    entries = [documents.check_document(check, language) for check in studio.doctor()]
    lines = "\n".join(
        f"{entry['status']:<5}{entry['found']}"
        + (f"  {entry['advice']}" if entry["advice"] else "")
        for entry in entries
    )
    has_failed = any(entry["status"] == "fail" for entry in entries)
    return Answer(document={"checks": entries}, lines=lines, exit_status=3 if has_failed else 0)


COMMANDS: dict[str, Callable[[Studio, argparse.Namespace, Language], Answer]] = {
    "generate": _generate,
    "plan": _plan,
    "verify": _verify,
    "engines": _engines,
    "jobs": _jobs,
    "bench": _bench,
    "doctor": _doctor,
}
