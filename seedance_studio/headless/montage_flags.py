"""Flags of a montage: its shots, the words over it, its logo."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from seedance_studio.domain.montage import CORNERS, MONTAGE_FITS, Caption, Logo, Shot
from seedance_studio.errors import RequestError, Text

_TITLE_S = 3.0
_SHOT = re.compile(r"(?P<file>.+?)(?:@(?P<start>[\d.]*)-(?P<end>[\d.]*))?$")
_TIMED = re.compile(r"(?:(?P<start>[\d.]+)-(?P<end>[\d.]+):)?(?P<text>.+)", re.DOTALL)


def add_montage_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add what makes a montage, beside the file that is delivered and its sound."""
    parser.add_argument(
        "films",
        nargs="+",
        metavar="FILE[@START-END]",
        help=say(
            "films in their order, or parts of them in seconds", "按顺序列出影片，可截取（秒）"
        ),
    )
    for flag, en, zh in (
        (
            "--fade",
            "seconds of cross-fade at each joint, or one for each: 0.5,0,1",
            "每处衔接的叠化秒数，或逐处给出：0.5,0,1",
        ),
        ("--subtitles", "a file: .srt, .vtt or .ass", "字幕文件：.srt、.vtt 或 .ass"),
        ("--logo", "a picture for a corner", "角标图片"),
        ("--logo-corner", "|".join(CORNERS), "|".join(CORNERS)),
        ("--logo-width", "share of the picture's width", "占画面宽度的比例"),
        (
            "--fit",
            "of films of another shape: " + "|".join(MONTAGE_FITS),
            "画幅不同时：crop 裁切|fit 留边",
        ),
    ):
        parser.add_argument(flag, help=say(en, zh))
    for flag, en, zh in (
        ("--title", f"large, over the first {_TITLE_S:g} s", f"大标题，默认显示前 {_TITLE_S:g} 秒"),
        ("--subtitle", "at the foot of the picture", "画面底部的字幕"),
    ):
        parser.add_argument(
            flag, action="append", default=[], metavar="[START-END:]TEXT", help=say(en, zh)
        )


def read_shots(flags: argparse.Namespace, problems: dict[str, Text]) -> tuple[Shot, ...]:
    """Give the films in their order; what cannot be read is a problem under its field."""
    fades = _fades(flags, problems)
    shots = []
    for number, text in enumerate(flags.films, start=1):
        # A file may have an @ in its name.
        found = None if Path(text).exists() else _SHOT.match(text)
        file = found["file"] if found else text
        times = (found["start"], found["end"]) if found else (None, None)
        try:
            start_s, end_s = (float(time) if time else None for time in times)
        except ValueError:
            problems[f"shots.{number}.trim"] = _no_number("-".join(map(str, times)))
            start_s = end_s = None
        shots.append(
            Shot(
                film=str(Path(file).absolute()),
                start_s=start_s or 0.0,
                end_s=end_s,
                fade_s=fades[number - 2] if number > 1 else 0.0,
            )
        )
    return tuple(shots)


def _fades(flags: argparse.Namespace, problems: dict[str, Text]) -> list[float]:
    joints = len(flags.films) - 1
    try:
        fades = [float(text) for text in (flags.fade or "0").split(",")]
    except ValueError:
        problems["fade"] = _no_number(flags.fade)
        return [0.0] * joints
    if len(fades) not in (1, joints):
        problems["fade"] = Text(
            f"{len(fades)} fades for {joints} joints",
            f"给出 {len(fades)} 个叠化，实际衔接 {joints} 处",
        )
        return [0.0] * joints
    return fades if len(fades) == joints else fades * joints


def read_captions(
    flags: argparse.Namespace,
    problems: dict[str, Text],
    read_subtitles: Callable[[Path], tuple[Caption, ...]],
) -> tuple[Caption, ...]:
    """Give all words over the picture, those of a file of subtitles among them."""
    captions = [_caption(text, "title", _TITLE_S) for text in flags.title]
    captions += [_caption(text, "subtitle", None) for text in flags.subtitle]
    if flags.subtitles:
        try:
            captions += read_subtitles(Path(flags.subtitles))
        except RequestError as error:
            problems["subtitles"] = error.problems["file"]
    return tuple(captions)


def _caption(text: str, style: str, end_s: float | None) -> Caption:
    found = _TIMED.match(text)
    if found is None or found["start"] is None:
        return Caption(text=text, style=style, end_s=end_s)
    return Caption(
        text=found["text"], style=style, start_s=float(found["start"]), end_s=float(found["end"])
    )


def read_logo(flags: argparse.Namespace, problems: dict[str, Text]) -> Logo | None:
    """Give the logo, if there is one."""
    if not flags.logo:
        return None
    default = Logo(file=str(Path(flags.logo).absolute()))
    width = default.width
    try:
        width = float(flags.logo_width) if flags.logo_width else width
    except ValueError:
        problems["logo.width"] = _no_number(flags.logo_width)
    return Logo(file=default.file, corner=flags.logo_corner or default.corner, width=width)


def _no_number(text: str) -> Text:
    return Text(f"'{text}' is not a number", f"“{text}”不是数字")
