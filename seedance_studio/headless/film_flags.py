"""The commands for films that are there already, and how every command's file is delivered."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from seedance_studio.domain.delivery import CODECS, DELIVERED_FPS, FINISH_PRESETS, SIZES, SUFFIX
from seedance_studio.domain.finishing import FinishRequest
from seedance_studio.domain.montage import Caption, MontageRequest
from seedance_studio.errors import Language, Text
from seedance_studio.headless.montage_flags import (
    add_montage_flags,
    read_captions,
    read_logo,
    read_shots,
)
from seedance_studio.headless.sound_flags import (
    add_film_sound_flags,
    film_music,
    read_sound,
    read_take,
)
from seedance_studio.headless.storyboard_flags import add_storyboard_command


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFinish:
    """A finish request as far as the flags could be read."""

    request: FinishRequest
    problems: dict[str, Text]
    out: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMontage:
    """A montage as far as the flags could be read."""

    request: MontageRequest
    problems: dict[str, Text]
    out: Path | None


def add_film_commands(
    command: Callable[[str, str, str], argparse.ArgumentParser], say: Callable[[str, str], str]
) -> None:
    """Add the commands for films that are there already, or come of several shots."""
    finish = command("finish", "enlarge and smooth any film", "放大并补帧任意影片")
    finish.add_argument("file", metavar="FILE")
    add_delivery_flags(finish, say)
    add_film_sound_flags(finish, say)
    finish.add_argument("--scene", help=say("what it shows, for its sound", "影片内容，用于配乐"))
    finish.add_argument("--out", help=say("also copy the film here", "同时把成片复制到此处"))
    montage = command("montage", "join films into one", "把多段影片拼接成一部")
    add_montage_flags(montage, say)
    add_delivery_flags(montage, say)
    add_film_sound_flags(montage, say)
    montage.add_argument("--out", help=say("also copy the film here", "同时把成片复制到此处"))
    add_storyboard_command(command, say)


def add_delivery_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add how the file is delivered."""
    for flag, en, zh, values in (
        ("--size", "delivered size", "成片尺寸", SIZES),
        ("--fps", "delivered frame rate", "成片帧率", DELIVERED_FPS),
        ("--preset", "care taken in finishing", "成片精细程度", FINISH_PRESETS),
        ("--codec", "of the delivered file", "成片编码", CODECS),
    ):
        offered = "|".join(values)
        parser.add_argument(flag, help=say(f"{en}: {offered}", f"{zh}：{offered}"))


def read_finish(flags: argparse.Namespace, language: Language) -> AskedFinish:
    """Turn flags into a request to finish a film."""
    problems: dict[str, Text] = {}
    film = Path(flags.file).absolute()
    default = FinishRequest(film=str(film), title=film.stem)
    request = replace(
        default,
        sound=read_sound(flags, default.sound, problems),
        music=film_music(flags),
        scene=flags.scene or "",
        seed=read_take(flags, problems),
        language=language,
        **_read_delivery(flags),
    )
    out = read_out(flags, problems)
    if out is not None and out.absolute() == film:
        problems["out"] = Text("that is the film itself", "这就是原片本身")
    return AskedFinish(request=request, problems=problems, out=out)


def read_montage(
    flags: argparse.Namespace,
    language: Language,
    read_subtitles: Callable[[Path], tuple[Caption, ...]],
) -> AskedMontage:
    """Turn flags into a request to join films; a file of subtitles is read by `read_subtitles`."""
    problems: dict[str, Text] = {}
    shots = read_shots(flags, problems)
    default = MontageRequest(shots=shots, title=Path(flags.films[0]).stem)
    request = replace(
        default,
        captions=read_captions(flags, problems, read_subtitles),
        logo=read_logo(flags, problems),
        fit=flags.fit or default.fit,
        sound=read_sound(flags, default.sound, problems),
        music=film_music(flags),
        seed=read_take(flags, problems),
        language=language,
        **_read_delivery(flags),
    )
    return AskedMontage(request=request, problems=problems, out=read_out(flags, problems))


def _read_delivery(flags: argparse.Namespace) -> dict[str, Any]:
    asked = {
        "size": flags.size,
        "fps": flags.fps,
        "finish_preset": flags.preset,
        "codec": flags.codec,
    }
    return {field: value for field, value in asked.items() if value is not None}


def read_out(flags: argparse.Namespace, problems: dict[str, Text]) -> Path | None:
    """Give where the file is to be copied, after a look whether it can be."""
    if getattr(flags, "out", None) is None:
        return None
    out = Path(flags.out)
    suffix = SUFFIX.get(flags.codec, ".mp4")
    if out.suffix.lower() != suffix:
        problems["out"] = Text(f"the name must end in {suffix}", f"文件名须以 {suffix} 结尾")
    elif out.is_dir():
        problems["out"] = Text(f"'{out}' is a folder", f"“{out}”是一个目录")
    elif not out.absolute().parent.is_dir() or not os.access(out.absolute().parent, os.W_OK):
        problems["out"] = Text(
            f"the folder of '{out}' is missing or cannot be written",
            f"“{out}”所在目录不存在或不可写",
        )
    return out
