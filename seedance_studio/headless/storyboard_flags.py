"""The file of a storyboard: shots in order, one look, one sound.

    {"title": "A day at the sea",
     "look": {"engine": "seedling", "aspect": "16:9", "size": "720p", "fps": "24",
              "styles": [{"id": "ink-wash", "weight": 0.8}], "quality": "balanced"},
     "sound": {"source": "auto", "mood": "warm"}, "music": "song.mp3",
     "shots": [{"prompt": "a dog on a beach", "seconds": 5},
               {"prompt": "the dog swims", "seconds": 4, "goes_on": true},
               {"prompt": "a boat at sunset", "fade_s": 0.5, "seed": 7,
                "references": [{"name": "Image1", "file": "boat.png", "role": "identity"}]}]}

Only the shots and their prompts are needed. Files are found beside the file that names them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from seedance_studio.documents import field_words
from seedance_studio.domain.reference import Reference
from seedance_studio.domain.storyboard import StoryboardRequest
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.headless.reference_flags import add_consent_flag

_MAX_BYTES = 1_000_000
_CONFIG = ConfigDict(strict=True, extra="forbid")


def add_storyboard_command(
    command: Callable[[str, str, str], argparse.ArgumentParser], say: Callable[[str, str], str]
) -> None:
    """Add the command that makes a film of several shots."""
    storyboard = command("storyboard", "make a film of several shots", "按分镜制作影片")
    storyboard.add_argument(
        "file",
        metavar="FILE.json",
        help=say("shots, look and sound; see docs/guide", "镜头、画面与声音，格式见 docs/guide"),
    )
    storyboard.add_argument(
        "--draft", action="store_true", help=say("a rough cut of drafts", "以草稿粗剪")
    )
    storyboard.add_argument("--out", help=say("also copy the film here", "同时把成片复制到此处"))
    add_consent_flag(storyboard, say)
    storyboard.set_defaults(codec="h264")


def read_storyboard(path: Path, language: Language) -> StoryboardRequest:
    """Give what a file asks for.

    Raises:
        RequestError: all that cannot be read, by field; under `file`: it is no such file.
    """
    document = _document(path)
    music = document.get("music")
    if isinstance(music, str):
        document["music"] = {"name": "Audio1", "file": music, "role": "music"}
    document.setdefault("language", language)
    adapter: TypeAdapter[tuple[StoryboardRequest]] = TypeAdapter(
        tuple[StoryboardRequest], config=_CONFIG
    )
    try:
        (asked,) = adapter.validate_json(json.dumps([document]))
    except ValidationError as error:
        raise RequestError(
            {
                _field(one["loc"]): field_words(one["type"], one.get("input"))
                for one in error.errors(include_url=False)
            }
        ) from error
    shots = tuple(
        replace(shot, references=tuple(_beside(path, one) for one in shot.references))
        for shot in asked.shots
    )
    found = asked.music and _beside(path, asked.music)
    return replace(asked, shots=shots, music=found)


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise RequestError({"file": Text("it is too large for a storyboard", "文件过大")})
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        words = Text(f"'{path}' cannot be read ({error.strerror})", f"无法读取“{path}”")
        raise RequestError({"file": words}) from error
    except (ValueError, RecursionError) as error:
        words = Text(f"'{path}' is not JSON: {error}", f"“{path}”不是有效的 JSON：{error}")
        raise RequestError({"file": words}) from error
    if not isinstance(document, dict):
        raise RequestError({"file": Text("it must be a JSON object", "应为 JSON 对象")})
    return document


def _field(place: tuple[int | str, ...]) -> str:
    """Give the name of a place in the file, lists counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place[1:])


def _beside(path: Path, reference: Reference) -> Reference:
    file, mask = path.absolute().parent / reference.file, reference.mask
    return replace(
        reference,
        file=str(file),
        mask=str(path.absolute().parent / mask) if mask else None,
    )
