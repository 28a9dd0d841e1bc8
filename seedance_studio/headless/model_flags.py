"""The flags of `models`."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def add_model_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add what `models` takes."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=("list", "get", "check", "remove"),
        default="list",
        help=say(
            "list all; get: fetch or go on; check: read every file; remove",
            "list：列出；get：下载或续传；check：逐个校验文件；remove：删除",
        ),
    )
    parser.add_argument("engine", nargs="?", metavar="ENGINE")
    parser.add_argument(
        "--to", metavar="FOLDER", help=say("on this disk instead", "改存到此磁盘目录")
    )
    parser.add_argument(
        "--accept-terms",
        action="store_true",
        help=say("the licence's territory and conditions fit me", "确认许可的地域与条件适用于我"),
    )
