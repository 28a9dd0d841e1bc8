"""Flags of `compare`: what is tried, or which clips and files are put beside one another."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from seedance_studio.domain.comparison import SWEEPS, Axes
from seedance_studio.domain.request import StyleUse
from seedance_studio.errors import Text

T = TypeVar("T")
Say = Callable[[str, str], str]

_LISTS = (
    ("--seeds", "seeds to try: 1,2,3", "要尝试的种子：1,2,3"),
    ("--steps", "denoising steps to try: 8,16", "要尝试的步数：8,16"),
    ("--guidance-scale", "scales to try: 1,2.5", "要尝试的引导强度：1,2.5"),
    ("--engine", "engines to try, by id", "要尝试的引擎编号"),
    ("--enhance", "plain and filled in: on,off", "按原样与自动补全：on,off"),
    (
        "--style",
        "styles to try: none,inkwash:1,inkwash:0.5+neon",
        "要尝试的风格：none,inkwash:1,inkwash:0.5+neon",
    ),
    ("--weights", "weights to try of a style: 0,0.5,1", "要尝试的风格权重：0,0.5,1"),
)


def add_compare_flags(parser: argparse.ArgumentParser, say: Say) -> None:
    """Add what only `compare` has."""
    parser.add_argument(
        "clips",
        nargs="*",
        metavar="CLIP",
        help=say("clips to compare: ids or files, two to six", "要对比的片段编号或文件，二到六个"),
    )
    for flag, en, zh in _LISTS:
        parser.add_argument(flag, metavar="A,B", help=say(en, zh))
    parser.add_argument(
        "--prompts",
        nargs="+",
        metavar="PROMPT",
        help=say("prompts to try", "要尝试的多个提示词"),
    )
    parser.add_argument("--sweep", choices=tuple(SWEEPS), help=say("a preset", "预设"))
    parser.add_argument("--out", help=say("the clips side by side: .mp4", "并排对比视频：.mp4"))
    parser.add_argument("--report", help=say("one page with all: .html", "自带视频的网页：.html"))


def read_axes(flags: argparse.Namespace, problems: dict[str, Text]) -> Axes:
    """Give what is tried; what cannot be read is a problem under its field's name."""

    def values(flag: str, field: str, kind: Callable[[str], T]) -> tuple[T, ...]:
        text = getattr(flags, flag)
        try:
            return tuple(kind(part.strip()) for part in text.split(",")) if text else ()
        except ValueError:
            problems[field] = Text(f"'{text}' cannot be read as a list", f"“{text}”不是有效的列表")
            return ()

    return Axes(
        prompts=tuple(flags.prompts or ()),
        enhance=values("enhance", "enhance", _switch),
        engines=values("engine", "engine", str),
        styles=_with_weights(
            values("style", "styles", _mix), values("weights", "styles", float), problems
        ),
        steps=values("steps", "num_inference_steps", int),
        guidance_scales=values("guidance_scale", "guidance_scale", float),
        seeds=values("seeds", "seed", int),
    )


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError(text)
    return text == "on"


def _mix(text: str) -> tuple[StyleUse, ...]:
    """Read `none`, or styles joined by a plus, each with its weight."""
    if text == "none":
        return ()
    uses = []
    for part in text.split("+"):
        style_id, _, weight = part.strip().partition(":")
        uses.append(StyleUse(id=style_id, weight=float(weight) if weight else 1.0))
    return tuple(uses)


def _with_weights(
    mixes: tuple[tuple[StyleUse, ...], ...], weights: tuple[float, ...], problems: dict[str, Text]
) -> tuple[tuple[StyleUse, ...], ...]:
    if not weights:
        return mixes
    if len(mixes) != 1 or len(mixes[0]) != 1:
        problems["styles"] = Text("--weights needs one --style", "--weights 须配合一个 --style")
        return mixes
    style_id = mixes[0][0].id
    return tuple((StyleUse(id=style_id, weight=weight),) if weight else () for weight in weights)


def is_file(name: str) -> bool:
    """Tell whether a name of something to compare is that of a file, not a clip's id."""
    return Path(name).suffix != "" or Path(name).exists()


def suffix_problems(flags: argparse.Namespace, names: Iterable[tuple[str, str]]) -> dict[str, Text]:
    """Give what is wrong with the names of files to write, by flag."""
    problems = {}
    for flag, suffix in names:
        text = getattr(flags, flag)
        if text is None:
            continue
        path = Path(text)
        if path.suffix.lower() != suffix:
            problems[flag] = Text(f"the name must end in {suffix}", f"文件名须以 {suffix} 结尾")
        elif path.is_dir() or not path.absolute().parent.is_dir():
            problems[flag] = Text(f"'{path}' cannot be written there", f"无法写入“{path}”所在位置")
    return problems
