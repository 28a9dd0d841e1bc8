"""The commands: what each does, what it prints, and its exit status.

Standard output carries the answer and nothing else; progress and complaints go to standard error.
Exit status: 0 done, 2 the user can fix it, 3 the engine failed, 4 storage failed, 130 cancelled.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from seedance_studio import documents
from seedance_studio.bench import bench_table, run_bench
from seedance_studio.bench_engine import engine_bench_table, run_engine_bench
from seedance_studio.bench_finish import finish_bench_table, run_finish_bench
from seedance_studio.bench_inputs import inputs_bench_table, run_inputs_bench
from seedance_studio.bench_previz import run_sketch_bench, sketch_bench_line
from seedance_studio.bench_styles import run_style_bench, style_bench_line
from seedance_studio.deploying import HARDWARE, deploy, plan_deploy
from seedance_studio.documents import Document
from seedance_studio.domain.job import Failed, Succeeded
from seedance_studio.errors import (
    JobCancelled,
    Language,
    MarksError,
    RequestError,
    StudioError,
    Text,
)
from seedance_studio.headless.arguments import (
    choose_language,
    make_parser,
    read_lengths,
    read_request,
    system_language,
)
from seedance_studio.headless.compare import compare
from seedance_studio.headless.film_flags import read_finish, read_montage, read_out
from seedance_studio.headless.following import (
    Answer,
    check_all,
    check_consent,
    copy_out,
    default_request,
    follow,
)
from seedance_studio.headless.key_flags import answer_keys, key_lines
from seedance_studio.headless.models import answer_models
from seedance_studio.headless.previz_flags import read_sketch
from seedance_studio.headless.progress import ProgressLine
from seedance_studio.headless.storyboard import storyboard
from seedance_studio.headless.style_flags import read_training
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio

CANCELLED = 130


def main(arguments: list[str]) -> int:
    """Run one command and give its exit status."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(levelname)s %(message)s")
    # A polite kill ends the same way as Ctrl-C: the job is cancelled, the engine let go.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    language, is_json = system_language(), "--json" in arguments
    try:
        flags = make_parser(language).parse_args(arguments)
        language = choose_language(vars(flags))
        with open_studio(_settings(), is_resuming=flags.command == "worker") as studio:
            answer = COMMANDS[flags.command](studio, flags, language)
    except StudioError as error:
        document = documents.error_document(error, language)
        answer = Answer(document=document, lines="", exit_status=error.exit_status)
    except (KeyboardInterrupt, JobCancelled):
        document = documents.cancelled_document(language)
        answer = Answer(document=document, lines="", exit_status=CANCELLED)
    _print(answer, is_json=is_json)
    return answer.exit_status


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except ValueError as error:
        raise RequestError({"settings": Text(str(error), str(error))}) from error


def _print(answer: Answer, *, is_json: bool) -> None:
    error = answer.document.get("error")
    if is_json:
        sys.stdout.write(json.dumps(answer.document, ensure_ascii=False) + "\n")
    elif error is not None:
        sys.stderr.write(f"{error['message']}\n{error['hint']}\n")
    else:
        sys.stdout.write(answer.lines + "\n")


def _generate(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    asked = read_request(flags, language, default_request(studio, flags.recipe))
    check_consent(studio, flags, asked.problems, lambda: studio.plan(asked.request))
    job_id = studio.submit(asked.request)
    studio.warm_up(asked.request.engine)
    return _result(studio, job_id, asked.out, language)


def _finish(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    asked = read_finish(flags, language)
    check_all(asked.problems, lambda: studio.finishing.plan(asked.request))
    job_id = studio.finishing.submit(asked.request)
    return _result(studio, job_id, asked.out, language)


def _montage(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    asked = read_montage(flags, language, studio.montages.read_subtitles)
    check_all(asked.problems, lambda: studio.montages.plan(asked.request))
    job_id = studio.montages.submit(asked.request)
    return _result(studio, job_id, asked.out, language)


def _result(studio: Studio, job_id: str, out: Path | None, language: Language) -> Answer:
    """Wait for a job and answer with its clip."""
    state = follow(studio, job_id, ProgressLine(sys.stderr, language)).state
    if isinstance(state, Failed):
        document = documents.failure_document(state, language)
        return Answer(document=document, lines="", exit_status=state.exit_status)
    if not isinstance(state, Succeeded):
        raise JobCancelled
    clip = studio.clip(state.clip_id)
    path = studio.clip_path(clip.id)
    if out is not None:
        copy_out(path, out)
        path = out
    document = documents.clip_document(clip, path, studio.verify(path), language)
    return Answer(document=document, lines=str(path))


def _plan(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    asked = read_request(flags, language, default_request(studio, flags.recipe))
    check_all(asked.problems, lambda: studio.plan(asked.request))
    plan = studio.plan(asked.request)
    document = documents.plan_document(plan, language)
    return Answer(document=document, lines=json.dumps(document, ensure_ascii=False, indent=2))


def _previz(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    started = time.perf_counter()
    studio.previz.warm_up()
    asked = read_sketch(flags)
    check_all(asked.problems, lambda: studio.previz.check(asked.request))
    sketch = studio.previz.draw(asked.request)
    path = studio.inputs_dir / sketch.file.stored
    if asked.out is not None:
        copy_out(path, asked.out)
        path = asked.out
    took_s = round(time.perf_counter() - started, 2)
    document = {**documents.sketch_document(sketch, path, language), "took_s": took_s}
    return Answer(document=document, lines=f"{path}\t{document['what']}")


def _verify(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    verification = studio.verify(Path(flags.file))
    document = documents.verification_document(verification, language)
    words = [f"- {finding['words']}" for finding in document["findings"]]
    return Answer(document=document, lines="\n".join([document["summary"], *words]))


def _sign(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del flags
    signed: list[str] = []
    withheld: list[Document] = []
    for clip in studio.withheld():
        try:
            signed.append(studio.sign_withheld(clip.id).id)
        except MarksError as error:
            withheld.append({"clip_id": clip.id, **documents.error_document(error, language)})
    lines = [f"{clip_id}\tok" for clip_id in signed]
    lines += [f"{one['clip_id']}\t{one['error']['message']}" for one in withheld]
    return Answer(
        document={"signed": signed, "withheld": withheld},
        lines="\n".join(lines),
        exit_status=MarksError.exit_status if withheld else 0,
    )


def _engines(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del flags
    cards = studio.engines().values()
    entries = [documents.engine_document(card, language) for card in cards]
    lines = "\n".join(f"{entry['id']}\t{entry['title']}\t{entry['licence']}" for entry in entries)
    return Answer(document={"engines": entries}, lines=lines)


def _train_style(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    request = read_training(flags, language)
    problems: dict[str, Text] = {}
    out = read_out(flags, problems)
    if problems:
        raise RequestError(problems)
    training = studio.styling.plan(request)
    answer = _result(studio, studio.styling.submit(request), out, language)
    if answer.exit_status:
        return answer
    style = documents.style_document(studio.styles()[training.card.id], language)
    document = {"style": style, "clip": answer.document}
    return Answer(document=document, lines=f"{training.card.id}\t{answer.lines}")


def _styles(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    if flags.bring_in is not None:
        studio.styling.bring_in(Path(flags.bring_in), flags.name or "")
    if flags.remove is not None:
        studio.styling.remove(flags.remove)
    if flags.export is not None:
        path = studio.styling.hand_out(flags.export, Path(flags.out or "."))
        return Answer(document={"path": str(path)}, lines=str(path))
    entries = [documents.style_document(style, language) for style in studio.styles().values()]
    lines = "\n".join(f"{entry['id']}\t{entry['name']}\t{entry['base']}" for entry in entries)
    return Answer(document={"styles": entries}, lines=lines)


def _jobs(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del flags
    entries = [documents.job_document(job, language) for job in studio.jobs()]
    lines = "\n".join(f"{entry['id']}\t{entry['state']}\t{entry['prompt']}" for entry in entries)
    return Answer(document={"jobs": entries}, lines=lines)


def _bench(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del language
    lengths, repeats = read_lengths(flags)
    if flags.what == "finish":
        finishing = run_finish_bench(max(lengths), _say)
        return Answer(document=asdict(finishing), lines=finish_bench_table(finishing))
    if flags.what == "inputs":
        costs = run_inputs_bench(_settings(), max(lengths), flags.engine, _say)
        return Answer(
            document={"inputs": [asdict(one) for one in costs]}, lines=inputs_bench_table(costs)
        )
    if flags.what == "engine":
        device = studio.provisioning.device
        card = studio.provisioning.engine(flags.engine)
        measured = run_engine_bench(card, device.kind, max(lengths), _say, is_tiny=flags.tiny)
        return Answer(document=asdict(measured), lines=engine_bench_table(measured))
    if flags.what == "previz":
        sketching = run_sketch_bench(_settings(), max(lengths), _say)
        return Answer(document=asdict(sketching), lines=sketch_bench_line(sketching))
    if flags.what == "styles":
        switching = run_style_bench(_settings(), flags.engine, _say)
        return Answer(document=asdict(switching), lines=style_bench_line(switching))
    result = run_bench(
        _settings(),
        lengths,
        flags.engine,
        repeats,
        _say,
    )
    document = asdict(result)
    return Answer(document=document, lines=bench_table(result))


def _deploy(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del studio
    plan = plan_deploy(flags.space, flags.hardware, is_private=flags.private)
    document = {**asdict(plan), "address": None if flags.dry_run else deploy(plan)}
    what = Text(
        f"{len(plan.files)} files, {plan.total_mb:g} MB, to {plan.space} on {plan.hardware} "
        f"({HARDWARE[plan.hardware].en})",
        f"{len(plan.files)} 个文件，共 {plan.total_mb:g} MB，部署到 {plan.space}，"
        f"硬件 {plan.hardware}（{HARDWARE[plan.hardware].zh}）",
    )
    return Answer(document=document, lines=document["address"] or what.in_language(language))


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _worker(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del flags
    studio.warm_up()
    ready = Text("Ready for jobs; Ctrl-C ends.", "已就绪，等待任务；按 Ctrl-C 结束。")
    with contextlib.suppress(KeyboardInterrupt):
        sys.stderr.write(f"{ready.in_language(language)}\n")
        threading.Event().wait()
    return Answer(document={"worker": "stopped"}, lines="")


def _keys(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    del language
    document = answer_keys(studio, flags)
    return Answer(document=document, lines=key_lines(document))


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
    "finish": _finish,
    "compare": compare,
    "montage": _montage,
    "storyboard": storyboard,
    "plan": _plan,
    "previz": _previz,
    "verify": _verify,
    "sign": _sign,
    "engines": _engines,
    "models": answer_models,
    "styles": _styles,
    "train-style": _train_style,
    "jobs": _jobs,
    "bench": _bench,
    "worker": _worker,
    "keys": _keys,
    "deploy": _deploy,
    "doctor": _doctor,
}
