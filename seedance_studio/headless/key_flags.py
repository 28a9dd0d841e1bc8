"""The command `keys`: what the host makes, sees and takes back for programs."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from seedance_studio.documents import Document
from seedance_studio.errors import RequestError, Text
from seedance_studio.keys import Key
from seedance_studio.studio import Studio


def add_key_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add the flags, their help in one language."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=("list", "create", "revoke"),
        default="list",
        help=say("list, create or revoke", "list 列出，create 新建，revoke 吊销"),
    )
    for flag, en, zh in (
        ("--name", "create: what you call it", "create：密钥的名称"),
        ("--jobs-per-day", "create: clips a day; 0 is no limit", "create：每日视频数，0 为不限"),
        (
            "--engine-seconds-per-day",
            "create: engine time a day; 0 is no limit",
            "create：每日引擎秒数，0 为不限",
        ),
        ("--id", "revoke: which key", "revoke：密钥编号"),
    ):
        parser.add_argument(flag, help=say(en, zh))


def answer_keys(studio: Studio, flags: argparse.Namespace) -> Document:
    """Do what was asked and say what there is now; a new key is shown this once."""
    if flags.what == "revoke":
        studio.keys.revoke(flags.id or "")
        return {"revoked": flags.id}
    if flags.what == "create":
        problems: dict[str, Text] = {}
        jobs = _number(flags.jobs_per_day, "jobs_per_day", problems)
        seconds = _number(flags.engine_seconds_per_day, "engine_seconds_per_day", problems)
        if problems:
            raise RequestError(problems)
        key, shown = studio.keys.create(
            flags.name or "", jobs_per_day=jobs, engine_s_per_day=seconds
        )
        return {"key": shown, **_told(key)}
    return {"keys": [_told(key) for key in studio.keys.all()]}


def key_lines(document: Document) -> str:
    """Give the same for a reader."""
    if "keys" in document:
        return "\n".join(f"{key['id']}\t{key['name']}" for key in document["keys"])
    return str(document.get("key") or document["revoked"])


def _told(key: Key) -> Document:
    return {
        "id": key.id,
        "name": key.name,
        "created_at": key.created_at,
        "jobs_per_day": key.jobs_per_day,
        "engine_s_per_day": key.engine_s_per_day,
    }


def _number(text: str | None, field: str, problems: dict[str, Text]) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal()):
        problems[field] = Text(f"'{text}' is not 0 or more", f"“{text}”应为不小于 0 的整数")
        return None
    return int(text)
