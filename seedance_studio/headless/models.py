"""The command `models`: what each engine takes and allows, and its weights fetched on request."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from seedance_studio.documents import standing_document
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.headless.following import Answer
from seedance_studio.models import Download
from seedance_studio.provisioning import Standing
from seedance_studio.studio import Studio

_REPORT_EVERY_S = 1.0
_STATES = {
    "ready": Text("ready", "就绪"),
    "partial": Text("half fetched", "未下完"),
    "damaged": Text("damaged", "已损坏"),
    "absent": Text("not here", "未下载"),
}


def answer_models(studio: Studio, flags: argparse.Namespace, language: Language) -> Answer:
    """Do what was asked and say how the engines stand."""
    door = studio.provisioning
    if flags.what == "list":
        standings = [*door.standings(), *door.composers()]
        document = {"models": [standing_document(one, language) for one in standings]}
        lines = "\n".join(_line(one, language) for one in standings)
        return Answer(document=document, lines=lines)
    if flags.engine is None:
        raise RequestError({"engine": Text("say which engine", "请指定引擎")})
    if flags.what == "get":
        disk = Path(flags.to).expanduser() if flags.to else None
        _follow(door.fetch(flags.engine, disk=disk, accepts_terms=flags.accept_terms))
    elif flags.what == "check":
        door.check(flags.engine)
    else:
        door.remove(flags.engine)
    standing = door.standing(flags.engine)
    document = standing_document(standing, language)
    return Answer(document=document, lines=_line(standing, language))


def _follow(download: Download) -> None:
    """Show how far it is until it ends; raises what ended it early."""
    try:
        while not download.wait(_REPORT_EVERY_S):
            now = download.progress()
            of = f" / {now.total_gb:.2f}" if now.total_gb else ""
            sys.stderr.write(f"\r{now.done_gb:.2f}{of} GB ")
            sys.stderr.flush()
    except KeyboardInterrupt:
        download.stop()
        raise
    finally:
        sys.stderr.write("\n")
    if (error := download.progress().error) is not None:
        raise error


def _line(standing: Standing, language: Language) -> str:
    card, memory = standing.card, standing.memory_gb
    state = _STATES[standing.holding.state] if standing.holding else Text("in the box", "自带")
    needs = f"{memory[1]:g}–{memory[0]:g} GB" if memory else "—"
    if not standing.fits:
        too_large = Text("too large for this machine", "本机放不下")
        needs = f"{needs} ({too_large.in_language(language)})"
    size = f"{card.weights.total_gb:.0f} GB" if card.weights else "—"
    place = card.terms.territory.in_language(language)
    return "\t".join([card.id, state.in_language(language), size, needs, card.licence, place])
