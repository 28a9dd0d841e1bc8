"""The command `compare`: variants of a request, or clips and files that are there, side by side."""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from seedance_studio import documents
from seedance_studio.admission import stamp
from seedance_studio.comparing import Seen, named, reported
from seedance_studio.documents import Document
from seedance_studio.domain.comparison import (
    FIELDS,
    SWEEPS,
    Axes,
    Difference,
    film_facts,
    make_labels,
    what_differs,
)
from seedance_studio.domain.job import Cancelled, Cancelling, Failed, Succeeded
from seedance_studio.domain.request import MAX_SEED, GenerationRequest
from seedance_studio.domain.side_by_side import Part, SideBySideRequest
from seedance_studio.errors import JobCancelled, Language, Text, storing
from seedance_studio.headless.arguments import read_request
from seedance_studio.headless.compare_flags import is_file, read_axes, suffix_problems
from seedance_studio.headless.following import (
    Answer,
    check_all,
    check_consent,
    copy_out,
    default_request,
    follow,
)
from seedance_studio.headless.progress import ProgressLine
from seedance_studio.player.report import make_report
from seedance_studio.studio import Studio


def compare(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    """Compare what the flags name; the mp4 and the page are written where they are wanted."""
    problems = suffix_problems(flags, (("out", ".mp4"), ("report", ".html")))
    if any(is_file(name) for name in flags.clips):
        return _files(studio, flags, problems, language)
    started = time.perf_counter()
    if flags.clips:
        check_all(problems, tuple)
        comparison = studio.comparing.of_clips(flags.clips)
    else:
        request, axes = _asked(studio, flags, problems, language)
        check_consent(studio, flags, problems, lambda: studio.comparing.plan(request, axes))
        comparison = studio.comparing.start(request, axes)
        first = comparison.entries[0].request
        studio.warm_up(first.engine if first else None)
        _follow_all(studio, comparison.id, language)
    seen = studio.comparing.look(comparison.id)
    document: Document = {
        "comparison_id": comparison.id,
        "title": comparison.title,
        "variants": [_variant(studio, one, language) for one in seen],
        "differences": _differences(studio.comparing.differences(seen), language),
        "wall_s": round(time.perf_counter() - started, 3),
    }
    failures = [one.state for one in seen if isinstance(one.state, Failed)]
    if sum(one.clip is not None for one in seen) < 2:
        if not failures:
            raise JobCancelled
        lost = documents.failure_document(failures[0], language)
        return Answer(document=lost, lines="", exit_status=failures[0].exit_status)
    if flags.out is not None:
        film = studio.comparing.side_by_side(comparison.id, language)
        document["out"] = _film(studio, film, Path(flags.out), language)
    if flags.report is not None:
        copy_out(studio.comparing.report(comparison.id, language), Path(flags.report))
        document["report"] = flags.report
    exit_status = failures[0].exit_status if failures else 0
    return Answer(document=document, lines=_lines(document), exit_status=exit_status)


def _asked(
    studio: Studio, flags: argparse.Namespace, problems: dict[str, Text], language: Language
) -> tuple[GenerationRequest, Axes]:
    """Give the request that all have in common, and what is tried."""
    axes = read_axes(flags, problems)
    # What names several values here has been read; the rest is as in every request.
    common = argparse.Namespace(
        **{
            **vars(flags),
            "steps": None,
            "guidance_scale": None,
            "engine": None,
            "style": [],
            "no_enhance": False,
            "out": None,
        }
    )
    asked = read_request(common, language, default_request(studio, flags.recipe))
    problems |= asked.problems
    request = asked.request
    if axes.prompts and not request.prompt:
        request = replace(request, prompt=axes.prompts[0])
    if flags.sweep is None:
        return request, axes
    if axes.styles:
        request, axes = replace(request, styles=axes.styles[0]), replace(axes, styles=())
    seed = secrets.randbelow(MAX_SEED + 1) if request.seed is None else request.seed
    swept = SWEEPS[flags.sweep](request, seed)
    return replace(request, seed=seed), _joined(axes, swept)


def _joined(axes: Axes, swept: Axes) -> Axes:
    given = {name: value for name in Axes.__slots__ if (value := getattr(swept, name))}
    return replace(axes, **given)


def _follow_all(studio: Studio, comparison_id: str, language: Language) -> None:
    for one in studio.comparing.look(comparison_id):
        if one.entry.job_id is None:
            continue
        sys.stderr.write(f"{one.entry.label.in_language(language)}\n")
        job = follow(studio, one.entry.job_id, ProgressLine(sys.stderr, language))
        if isinstance(job.state, (Cancelled, Cancelling)):  # Ctrl-C means them all
            studio.comparing.cancel(comparison_id)
            raise JobCancelled


def _variant(studio: Studio, one: Seen, language: Language) -> Document:
    document: Document = {"label": one.entry.label.in_language(language)}
    if one.clip is not None:
        path = studio.clip_path(one.clip.id)
        return document | documents.clip_document(one.clip, path, studio.verify(path), language)
    if isinstance(one.state, Failed):
        return document | documents.failure_document(one.state, language)
    return document


def _differences(found: Sequence[Difference], language: Language) -> list[Document]:
    return [
        {
            "field": one.field,
            "title": FIELDS[one.field].in_language(language),
            "values": [value and value.in_language(language) for value in one.values],
        }
        for one in found
    ]


def _film(studio: Studio, request: SideBySideRequest, out: Path, language: Language) -> Document:
    """Make one film of all and copy it out."""
    job_id = studio.side_by_side.submit(request)
    state = follow(studio, job_id, ProgressLine(sys.stderr, language)).state
    if isinstance(state, Failed):
        return documents.failure_document(state, language)
    if not isinstance(state, Succeeded):
        raise JobCancelled
    path = studio.clip_path(state.clip_id)
    copy_out(path, out)
    return documents.clip_document(studio.clip(state.clip_id), out, studio.verify(path), language)


def _files(
    studio: Studio, flags: argparse.Namespace, problems: dict[str, Text], language: Language
) -> Answer:
    """Compare files, clips of the library among them; nothing but the film is kept of it."""
    paths = [Path(name) if is_file(name) else studio.clip_path(name) for name in flags.clips]
    parts = [Part(film=str(path.absolute()), caption=Text(path.stem, path.stem)) for path in paths]
    request = SideBySideRequest(
        parts=tuple(parts), title=" / ".join(path.stem for path in paths), language=language
    )
    check_all(problems, lambda: studio.side_by_side.plan(request))
    found = [studio.verify(path) for path in paths]
    facts = [
        film_facts(one.delivered, made.plan.finish_preset if made else None, one.recipe, {})
        for one in found
        for made in [one.finish or one.recipe]
    ]
    labels = make_labels(facts, [path.stem for path in paths])
    request = replace(
        request,
        parts=tuple(
            replace(part, caption=label) for part, label in zip(parts, labels, strict=True)
        ),
    )
    differences = what_differs(facts)
    document: Document = {
        "title": request.title,
        "variants": [
            {"label": label.in_language(language), "path": str(path)}
            for label, path in zip(labels, paths, strict=True)
        ],
        "differences": _differences(differences, language),
    }
    if flags.out is not None:
        document["out"] = _film(studio, request, Path(flags.out), language)
    if flags.report is not None:
        shown = [
            reported(label, path, one.delivered, one.recipe)
            for label, path, one in zip(labels, paths, found, strict=True)
        ]
        page = make_report(request.title, stamp(), shown, named(differences), (), language)
        with storing(Text(f"'{flags.report}'", f"“{flags.report}”")):
            Path(flags.report).write_text(page, encoding="utf-8")
        document["report"] = flags.report
    return Answer(document=document, lines=_lines(document))


def _lines(document: Document) -> str:
    rows = [f"{one['label']}\t{one.get('path', '-')}" for one in document["variants"]]
    rows += [str(document[name]) for name in ("report",) if name in document]
    if "out" in document:
        rows.append(document["out"].get("path", "-"))
    return "\n".join(rows)
