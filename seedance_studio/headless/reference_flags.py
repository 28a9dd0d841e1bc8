"""Flags that bring files: `--image`, `--last-image`, `--video` and `--ref NAME=FILE:ROLE`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from seedance_studio.domain.reference import Fit, Reference, Role, Structure
from seedance_studio.errors import Text
from seedance_studio.headless.sound_flags import music_file

REF_FORM = "NAME=FILE[:ROLE[@SECONDS]][,OPTION=VALUE...]"
_REF = re.compile(
    r"(?P<name>[^=]+)=(?P<file>.+?)"
    r"(?::(?P<role>[A-Za-z_]+)(?:@(?P<at_s>[0-9.]+)s?)?)?"
    r"(?P<options>(?:,(?:strength|trim|fit|mask|structure)=[^,]*)*)"
)
_TRIM = re.compile(r"(?P<start>[0-9.]*)-(?P<end>[0-9.]*)")
_VIDEO_FLAGS = ("mask", "structure", "trim")
"""Flags that say more of `--video`."""


def add_reference_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add the flags, their help in one language."""
    for flag, metavar, words in (
        ("--image", "FILE", say("picture that the clip begins with", "首帧图片")),
        ("--last-image", "FILE", say("picture that the clip ends with", "尾帧图片")),
        ("--video", "FILE", say("video to edit, or to take from", "要编辑或参考的视频")),
        ("--mask", "FILE", say("white where --video is edited", "蒙版：白色处重新生成")),
        ("--structure", "KIND", say("keep edges|grey|depth of --video", "保留 --video 的结构")),
        ("--trim", "A-B", say("use seconds A to B of --video", "使用 --video 的第 A 至 B 秒")),
        ("--strength", "X", say("edit: 0.05 a touch, 1 all anew", "编辑强度：0.05 微调，1 重绘")),
    ):
        parser.add_argument(flag, metavar=metavar, help=words)
    add_consent_flag(parser, say)
    parser.add_argument(
        "--ref",
        action="append",
        default=[],
        metavar=REF_FORM,
        help=say(
            "a file by name (Image1, Video1, Audio1); may be repeated; options: strength=0.5,"
            " trim=1-3.5, fit=crop|fit|extend, mask=FILE, structure=edges|grey|depth",
            "按名称（Image1、Video1、Audio1）给出文件，可重复；选项：strength=0.5、trim=1-3.5、"
            "fit=crop|fit|extend、mask=FILE、structure=edges|grey|depth",
        ),
    )


def add_consent_flag(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add who the people in the files are."""
    parser.add_argument(
        "--consent",
        choices=("me", "agreed", "invented"),
        help=say(
            "people in your files: they are you, have agreed, or do not exist; goes on record",
            "文件中的人物：本人、已获同意或并不存在；将记录在案",
        ),
    )


def read_references(flags: argparse.Namespace, problems: dict[str, Text]) -> tuple[Reference, ...]:
    """Turn the flags into references; what cannot be read goes to `problems` by field."""
    named = [one for text in flags.ref if (one := _reference(text, problems)) is not None]
    taken = {one.name for one in named}

    def free(kind: str) -> str:
        name = next(name for i in range(1, 99) if (name := f"{kind}{i}") not in taken)
        taken.add(name)
        return name

    references: list[Reference] = []
    if flags.image:
        references.append(Reference(name=free("Image"), file=flags.image, role="first_frame"))
    if flags.last_image:
        references.append(Reference(name=free("Image"), file=flags.last_image, role="last_frame"))
    if flags.video:
        options = {flag: value for flag in _VIDEO_FLAGS if (value := getattr(flags, flag))}
        source = Reference(name=free("Video"), file=flags.video)
        references.append(_with_options(source, options, problems))
    else:
        for flag in _VIDEO_FLAGS:
            if getattr(flags, flag):
                problems[flag] = Text(f"--{flag} needs --video", f"--{flag} 须与 --video 同用")
    music = music_file(flags)
    if music:
        references.append(Reference(name=free("Audio"), file=music, role="music"))
    return (*references, *named)


def _reference(text: str, problems: dict[str, Text]) -> Reference | None:
    match = _REF.fullmatch(text)
    if match is None:
        problems["references"] = Text(f"'{text}' is not {REF_FORM}", f"“{text}”应形如 {REF_FORM}")
        return None
    name = match["name"].strip().lstrip("@")
    options = dict(option.split("=", 1) for option in match["options"].split(",") if option)
    at_s = _number(match["at_s"], f"references.{name}.at_s", problems)
    role = cast(Role | None, match["role"])
    return _with_options(
        Reference(name=name, file=match["file"], role=role, at_s=at_s), options, problems
    )


def _with_options(one: Reference, options: dict[str, str], problems: dict[str, Text]) -> Reference:
    field = f"references.{one.name}"
    changes: dict[str, Any] = {}
    if "strength" in options:
        strength = _number(options["strength"], f"{field}.strength", problems)
        changes["strength"] = 1.0 if strength is None else strength
    if "fit" in options:
        changes["fit"] = cast(Fit, options["fit"])
    if "mask" in options:
        changes["mask"] = options["mask"]
    if "structure" in options:
        changes["structure"] = cast(Structure, options["structure"])
        changes["role"] = one.role or "structure"
    if "trim" in options:
        match = _TRIM.fullmatch(options["trim"])
        if match is None:
            problems[f"{field}.trim"] = Text(
                f"'{options['trim']}' is not 1-3.5", f"“{options['trim']}”应形如 1-3.5"
            )
        else:
            changes["start_s"] = _number(match["start"], f"{field}.trim", problems)
            changes["end_s"] = _number(match["end"], f"{field}.trim", problems)
    return replace(one, **changes)


def _number(text: str | None, field: str, problems: dict[str, Text]) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        problems[field] = Text(f"'{text}' is not a number", f"“{text}”不是数字")
        return None
