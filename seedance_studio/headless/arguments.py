"""Flags to a GenerationRequest. Nothing is refused one at a time: every problem has its field."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from seedance_studio.deploying import HARDWARE
from seedance_studio.domain.request import MODES, GenerationRequest, StyleUse
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.headless.compare_flags import add_compare_flags
from seedance_studio.headless.film_flags import add_delivery_flags, add_film_commands, read_out
from seedance_studio.headless.key_flags import add_key_flags
from seedance_studio.headless.model_flags import add_model_flags
from seedance_studio.headless.previz_flags import add_previz_flags
from seedance_studio.headless.reference_flags import add_reference_flags, read_references
from seedance_studio.headless.sound_flags import add_sound_flags, read_sound
from seedance_studio.headless.style_flags import add_style_commands
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

    def command(
        name: str, en: str, zh: str, *, conflict_handler: str = "error"
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=say(en, zh), allow_abbrev=False, conflict_handler=conflict_handler
        )
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
    add_previz_flags(command("previz", "draw the prompt at once", "先画草图"), say)
    add_film_commands(command, say)
    # Where a request has one value, a comparison may try several: its own flags come last.
    compare = command(
        "compare",
        "put clips or variants side by side",
        "并排对比片段或变体",
        conflict_handler="resolve",
    )
    _add_request_flags(compare, say)
    add_compare_flags(compare, say)
    verify = command("verify", "read a file's marks", "读取文件的标识")
    verify.add_argument("file", metavar="FILE")
    command(
        "sign",
        "sign and publish the clips that were withheld",
        "为暂存的视频签名并发布",
    )
    bench = command("bench", "measure this machine", "测量本机性能")
    _add_bench_flags(bench, say)
    command("engines", "list the engines", "列出引擎")
    add_model_flags(command("models", "weights of large engines", "管理大模型权重"), say)
    _add_deploy_flags(command("deploy", "make a Space of it", "部署为 Space"), say)
    add_style_commands(command, say)
    command("jobs", "list the jobs", "列出任务")
    command(
        "worker",
        "make clips for the page, here or on another machine",
        "为网页端生成视频（本机或其他机器）",
    )
    add_key_flags(command("keys", "keys for programs", "供程序使用的密钥"), say)
    command("doctor", "check this machine", "检查本机环境")
    return parser


def _add_bench_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("clip", "finish", "inputs", "engine", "styles", "previz"),
        default="clip",
        help=say(
            "whole clips; finishing alone; what pictures and videos cost; a large engine with "
            "random weights; changes of style; sketches",
            "clip：整段生成；finish：仅成片；inputs：图片与视频的额外开销；engine：以随机权重测大模型；"
            "styles：切换风格；previz：草图",
        ),
    )
    parser.add_argument(
        "--tiny",
        action="store_true",
        help=say("engine: a size for any machine", "engine：极小尺寸"),
    )
    parser.add_argument("--engine", default="seedling", help=say("id of an engine", "引擎编号"))
    parser.add_argument(
        "--seconds", default="1,5,15", help=say("lengths of clip", "视频时长，以逗号分隔")
    )
    parser.add_argument("--repeats", default="2", help=say("runs of each", "每项运行次数"))


def _add_deploy_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    parser.add_argument("space", metavar="OWNER/NAME")
    parser.add_argument("--hardware", default="cpu-basic", help=", ".join(HARDWARE))
    parser.add_argument("--private", action="store_true", help=say("for you alone", "仅自己可见"))
    parser.add_argument("--dry-run", action="store_true", help=say("only look", "只预览，不上传"))


def _add_request_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    for flag, words in {
        "--prompt": say("what the clip shows, in English or Chinese", "视频内容，中英文均可"),
        "--negative-prompt": say("what it must not show", "不希望出现的内容"),
        "--mode": say("|".join(MODES), "|".join(MODES)),
        "--engine": say("id of an engine", "引擎编号"),
        "--seconds": say("length", "时长（秒）"),
        "--aspect": say("16:9, 1:1, ...", "画幅，如 16:9、1:1"),
        "--seed": say("the same seed gives the same clip", "相同种子得到相同视频"),
        "--quality": say("fast|balanced|fine", "fast|balanced|fine（快速、均衡、精细）"),
        "--steps": say("denoising steps, more exact than --quality", "去噪步数，优先于 --quality"),
        "--guidance-scale": say("how strictly the prompt is followed", "提示词引导强度"),
        "--recipe": say("do as this clip did: its id, or a file", "沿用某个视频的配方：编号或文件"),
    }.items():
        parser.add_argument(flag, help=words)
    add_reference_flags(parser, say)
    add_delivery_flags(parser, say)
    add_sound_flags(parser, say)
    parser.add_argument(
        "--style",
        action="append",
        default=[],
        metavar="ID[:WEIGHT]",
        help=say("brand style; may be repeated", "品牌风格，可重复"),
    )
    parser.add_argument(
        "--draft", action="store_true", help=say("a quick look at the take", "先快速预览草稿")
    )
    parser.add_argument(
        "--no-enhance",
        action="store_true",
        help=say("send the prompt as it is", "按原样使用提示词"),
    )


def read_request(
    flags: argparse.Namespace, language: Language, default: GenerationRequest
) -> Asked:
    """Turn flags into a request; what cannot be read is a problem under its field's name.

    Args:
        flags: as parsed.
        language: of messages to this user.
        default: what holds where no flag says otherwise.
    """
    problems: dict[str, Text] = {}

    def number(flag: str, field: str, kind: Callable[[str], T]) -> T | None:
        text = getattr(flags, flag)
        if text is None:
            return None
        try:
            return kind(text)
        except ValueError:
            problems[field] = Text(f"'{text}' is not a number", f"“{text}”不是数字")
            return None

    asked: dict[str, Any] = {
        "prompt": flags.prompt,
        "negative_prompt": flags.negative_prompt,
        "mode": flags.mode,
        "engine": flags.engine,
        "styles": tuple(_style(text, problems) for text in flags.style) or None,
        "references": read_references(flags, problems) or None,
        "strength": number("strength", "strength", float),
        "seconds": number("seconds", "seconds", float),
        "aspect": flags.aspect,
        "size": flags.size,
        "fps": flags.fps,
        "finish_preset": flags.preset,
        "codec": flags.codec,
        "sound": read_sound(flags, default.sound, problems),
        "seed": number("seed", "seed", int),
        "quality": flags.quality,
        "num_inference_steps": number("steps", "num_inference_steps", int),
        "is_draft": flags.draft or None,
        "guidance_scale": number("guidance_scale", "guidance_scale", float),
        "enhance": False if flags.no_enhance else None,
    }
    given = {field: value for field, value in asked.items() if value is not None}
    if "references" in given and flags.mode is None:
        given["mode"] = None
    if "quality" in given and flags.steps is None:
        given["num_inference_steps"] = None
    request = replace(default, language=language, **given)
    return Asked(request=request, problems=problems, out=read_out(flags, problems))


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
