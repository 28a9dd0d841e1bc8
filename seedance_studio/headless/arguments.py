"""Flags to a GenerationRequest. Nothing is refused one at a time: every problem has its field."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar, cast

from seedance_studio.domain.request import DELIVERED_FPS, SIZES, GenerationRequest, Mode, StyleUse
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.prompts import detect_language

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as far as the flags could be read."""

    request: GenerationRequest
    problems: dict[str, Text]
    """What could not be read, by field; the request holds the default there."""
    out: Path | None


class Parser(argparse.ArgumentParser):
    """Raises RequestError where argparse would print and exit."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of exit."""
        raise RequestError({"arguments": Text(message, message)})


def make_parser(language: Language) -> Parser:
    """Give the parser of all commands, its help in this language."""

    def say(en: str, zh: str) -> str:
        return Text(en, zh).in_language(language).replace("%", "%%")

    parser = Parser(prog="python -m seedance_studio", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, en: str, zh: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=say(en, zh), allow_abbrev=False)
        added.add_argument(
            "--json", action="store_true", help=say("one JSON object", "输出一个 JSON 对象")
        )
        added.add_argument("--language", help=say("en or zh", "en 或 zh"))
        return added

    generate = command("generate", "make a clip", "生成视频")
    _add_request_flags(generate, say)
    generate.add_argument("--out", help=say("also copy the clip here", "同时把视频复制到此处"))
    plan = command("plan", "show what would run", "显示将要执行的计划")
    _add_request_flags(plan, say)
    verify = command("verify", "read a file's marks", "读取文件的标识")
    verify.add_argument("file", metavar="FILE")
    bench = command("bench", "measure this machine", "测量本机性能")
    bench.add_argument("--engine", default="seedling", help=say("id of an engine", "引擎编号"))
    bench.add_argument(
        "--seconds", default="1,5,15", help=say("lengths of clip", "视频时长，以逗号分隔")
    )
    bench.add_argument("--repeats", default="2", help=say("runs of each", "每项运行次数"))
    command("engines", "list the engines", "列出引擎")
    command("jobs", "list the jobs", "列出任务")
    command("doctor", "check this machine", "检查本机环境")
    return parser


def _add_request_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    sizes, rates = "|".join(SIZES), "|".join(DELIVERED_FPS)
    for flag, words in {
        "--prompt": say("what the clip shows, in English or Chinese", "视频内容，中英文均可"),
        "--negative-prompt": say("what it must not show", "不希望出现的内容"),
        "--mode": say("text", "text（文生视频）"),
        "--engine": say("id of an engine", "引擎编号"),
        "--seconds": say("length", "时长（秒）"),
        "--aspect": say("16:9, 1:1, ...", "画幅，如 16:9、1:1"),
        "--seed": say("the same seed gives the same clip", "相同种子得到相同视频"),
        "--steps": say("denoising steps", "去噪步数"),
        "--guidance-scale": say("how strictly the prompt is followed", "提示词引导强度"),
        "--size": say(sizes, sizes),
        "--fps": say(rates, rates),
    }.items():
        parser.add_argument(flag, help=words)
    parser.add_argument(
        "--style",
        action="append",
        default=[],
        metavar="ID[:WEIGHT]",
        help=say("brand style; may be repeated", "品牌风格，可重复"),
    )
    parser.add_argument(
        "--no-enhance",
        action="store_true",
        help=say("send the prompt as it is", "按原样使用提示词"),
    )


def read_request(flags: argparse.Namespace, language: Language) -> Asked:
    """Turn flags into a request; what cannot be read is a problem under its field's name."""
    problems: dict[str, Text] = {}
    default = GenerationRequest(prompt="")

    def number(flag: str, field: str, kind: Callable[[str], T]) -> T | None:
        text = getattr(flags, flag)
        if text is None:
            return None
        try:
            return kind(text)
        except ValueError:
            problems[field] = Text(f"'{text}' is not a number", f"“{text}”不是数字")
            return None

    seconds = number("seconds", "seconds", float)
    request = GenerationRequest(
        prompt=flags.prompt or "",
        negative_prompt=flags.negative_prompt or "",
        mode=cast(Mode, flags.mode or default.mode),
        engine=flags.engine or default.engine,
        styles=tuple(_style(text, problems) for text in flags.style),
        seconds=default.seconds if seconds is None else seconds,
        aspect=flags.aspect or default.aspect,
        size=flags.size or default.size,
        fps=flags.fps or default.fps,
        seed=number("seed", "seed", int),
        num_inference_steps=number("steps", "num_inference_steps", int),
        guidance_scale=number("guidance_scale", "guidance_scale", float),
        enhance=not flags.no_enhance,
        language=language,
    )
    return Asked(request=request, problems=problems, out=_out(flags, problems))


def read_lengths(flags: argparse.Namespace) -> tuple[list[float], int]:
    """Read what to measure: lengths in seconds, and the runs of each.

    Raises:
        RequestError: a value is not a number.
    """
    problems: dict[str, Text] = {}
    lengths: list[float] = []
    repeats = 1
    try:
        lengths = [float(text) for text in flags.seconds.split(",")]
    except ValueError:
        problems["seconds"] = Text(
            f"'{flags.seconds}' is not 1,5,15", f"“{flags.seconds}”应形如 1,5,15"
        )
    if flags.repeats.isdecimal() and int(flags.repeats) > 0:
        repeats = int(flags.repeats)
    else:
        problems["repeats"] = Text(
            f"'{flags.repeats}' is not 1 or more", f"“{flags.repeats}”应不小于 1"
        )
    if problems:
        raise RequestError(problems)
    return lengths, repeats


def choose_language(
    flags: Mapping[str, object], environment: Mapping[str, str] = os.environ
) -> Language:
    """Give the language to speak: the flag's, else the prompt's when Chinese, else the system's.

    Raises:
        RequestError: the flag names neither language.
    """
    asked, prompt = flags.get("language"), flags.get("prompt")
    if asked is not None and asked not in ("en", "zh"):
        raise RequestError(
            {
                "language": Text(
                    f"'{asked}' is not offered; choose en, zh", f"不提供“{asked}”，可选 en、zh"
                )
            }
        )
    if asked is not None:
        return "zh" if asked == "zh" else "en"
    if isinstance(prompt, str) and detect_language(prompt) == "zh":
        return "zh"
    return system_language(environment)


def system_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Give the language that the system is set to."""
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG")
    return "zh" if (locale or "").lower().startswith("zh") else "en"


def _style(text: str, problems: dict[str, Text]) -> StyleUse:
    style_id, _, weight = text.partition(":")
    try:
        return StyleUse(id=style_id, weight=float(weight) if weight else 1.0)
    except ValueError:
        problems["styles"] = Text(
            f"'{weight}' is not a weight for '{style_id}'", f"“{weight}”不是“{style_id}”的有效权重"
        )
        return StyleUse(id=style_id)


def _out(flags: argparse.Namespace, problems: dict[str, Text]) -> Path | None:
    if getattr(flags, "out", None) is None:
        return None
    out = Path(flags.out)
    if out.suffix.lower() != ".mp4":
        problems["out"] = Text("the name must end in .mp4", "文件名须以 .mp4 结尾")
    elif out.is_dir():
        problems["out"] = Text(f"'{out}' is a folder", f"“{out}”是一个目录")
    elif not out.absolute().parent.is_dir() or not os.access(out.absolute().parent, os.W_OK):
        problems["out"] = Text(
            f"the folder of '{out}' is missing or cannot be written",
            f"“{out}”所在目录不存在或不可写",
        )
    return out
