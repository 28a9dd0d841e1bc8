"""Flags to a SketchRequest."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from seedance_studio.domain.sketch import SketchRequest
from seedance_studio.errors import Text
from seedance_studio.headless.film_flags import read_out

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSketch:
    """A request as far as the flags could be read."""

    request: SketchRequest
    problems: dict[str, Text]
    out: Path | None


def add_previz_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add what `previz` takes."""
    for flag, en, zh in (
        ("--prompt", "what is to be seen, in English or Chinese", "画面内容，中英文均可"),
        ("--seconds", "length", "时长（秒）"),
        ("--aspect", "16:9, 1:1, ...", "画幅，如 16:9、1:1"),
        ("--seed", "fills what the prompt leaves open, as for a clip", "补全未写明的细节，同生成"),
        ("--out", "also copy the sketch here", "同时把草图复制到此处"),
    ):
        parser.add_argument(flag, help=say(en, zh))
    parser.set_defaults(codec=None)


def read_sketch(flags: argparse.Namespace) -> AskedSketch:
    """Turn flags into a request; what cannot be read is a problem under its field's name."""
    problems: dict[str, Text] = {}

    def number(field: str, kind: Callable[[str], T]) -> T | None:
        text = getattr(flags, field)
        try:
            return None if text is None else kind(text)
        except ValueError:
            problems[field] = Text(f"'{text}' is not a number", f"“{text}”不是数字")
            return None

    default = SketchRequest(prompt=flags.prompt or "")
    seconds = number("seconds", float)
    request = SketchRequest(
        prompt=default.prompt,
        seconds=default.seconds if seconds is None else seconds,
        aspect=flags.aspect or default.aspect,
        seed=number("seed", int),
    )
    return AskedSketch(request=request, problems=problems, out=read_out(flags, problems))
