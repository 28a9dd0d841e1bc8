"""Flags of the commands about brand styles."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from seedance_studio.domain.style_training import TrainingRequest
from seedance_studio.errors import Language, RequestError, Text


def add_style_commands(
    command: Callable[[str, str, str], argparse.ArgumentParser], say: Callable[[str, str], str]
) -> None:
    """Put `styles` and `train-style` among the commands."""
    _add_list_flags(command("styles", "list the brand styles", "列出品牌风格"), say)
    _add_training_flags(command("train-style", "make a brand style", "训练品牌风格"), say)


def _add_list_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    parser.add_argument(
        "--import",
        dest="bring_in",
        metavar="FILE",
        help=say(
            "add an exported style or a .safetensors LoRA", "导入风格文件或 .safetensors LoRA"
        ),
    )
    parser.add_argument("--name", help=say("what to call it", "导入后的名称"))
    parser.add_argument(
        "--export", metavar="ID", help=say("write a style into one file", "把风格导出为一个文件")
    )
    parser.add_argument("--remove", metavar="ID", help=say("delete your own", "删除自己的风格"))
    parser.add_argument("--out", help=say("folder for --export", "导出目录"))


def _add_training_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    for flag, words in {
        "--images": say(
            "a folder of 5 to 30 pictures, or one video", "含 5 到 30 张图片的目录，或一段视频"
        ),
        "--name": say("of the style", "风格名称"),
        "--minutes": say("how long it trains", "训练时长（分钟）"),
        "--engine": say("id of an engine", "引擎编号"),
        "--description": say("one sentence", "一句话说明"),
        "--trigger": say("a word for engines that read free text", "触发词"),
        "--author": say("who made it", "作者"),
        "--licence": say("of the style", "许可"),
        "--out": say("also copy the clip that shows it here", "同时把示例视频复制到此处"),
    }.items():
        parser.add_argument(flag, help=words)
    parser.set_defaults(codec=None)


def read_training(flags: argparse.Namespace, language: Language) -> TrainingRequest:
    """Turn flags into a request to make a style.

    Raises:
        RequestError: the folder or the number cannot be read.
    """
    default = TrainingRequest(pictures=(), name="")
    problems: dict[str, Text] = {}
    minutes = default.minutes
    try:
        minutes = float(flags.minutes or minutes)
    except ValueError:
        problems["minutes"] = Text(
            f"'{flags.minutes}' is not a number", f"“{flags.minutes}”不是数字"
        )
    pictures = _pictures(flags.images or "")
    if not pictures:
        problems["pictures"] = Text(
            f"there is no picture in '{flags.images or ''}'; name a folder with --images",
            f"“{flags.images or ''}”中没有图片；请用 --images 指定目录",
        )
    if problems:
        raise RequestError(problems)
    return TrainingRequest(
        pictures=pictures,
        name=flags.name or "",
        description=flags.description or "",
        minutes=minutes,
        engine=flags.engine or default.engine,
        trigger_word=flags.trigger or "",
        author=flags.author or "",
        licence=flags.licence or "",
        language=language,
    )


def _pictures(place: str) -> tuple[str, ...]:
    """Give a file, or all visible files of a folder, in order."""
    path = Path(place).absolute()
    if place and path.is_file():
        return (str(path),)
    if not place or not path.is_dir():
        return ()
    files = (one for one in sorted(path.iterdir()) if one.is_file())
    return tuple(str(one) for one in files if not one.name.startswith("."))
