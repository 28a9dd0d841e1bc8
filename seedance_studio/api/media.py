"""Files that come with a request: written down, examined in a bounded process, kept by their hash.

A program sends a file whole, as a data: URL or as an upload. The studio fetches nothing, so no
other address is taken; nor is a path, which would name a file of the server's.
"""

from __future__ import annotations

import base64
import binascii
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from seedance_studio.domain.reference import InputFile, is_stored_name
from seedance_studio.errors import RequestError, Text
from seedance_studio.studio import Studio

MAX_FILE_BYTES = 200 * 1024 * 1024
"""Of one upload; the same as the page's."""
MAX_BODY_BYTES = MAX_FILE_BYTES + (8 << 20)
"""Of one request, files and all."""
_BLOCK_BYTES = 1 << 20
_DATA_URL = re.compile(r"data:[^,;]*(?:;[^,;]*)*;base64,", re.IGNORECASE)

Store = Callable[[str], str]
"""From what a request names a file by to the name of the kept file. Raises RequestError."""


def take_file(studio: Studio, address: str) -> str:
    """Give the kept file that an address of a request stands for.

    Args:
        studio: keeps it.
        address: a data: URL with base64, or the id of a file that was uploaded.

    Raises:
        RequestError: under `file`: it is neither, or the file cannot be used.
        StorageUnwritable: the disk is full.
    """
    if is_stored_name(address):
        return address
    match = _DATA_URL.match(address)
    if match is None:
        raise RequestError(
            {
                "file": Text(
                    "the studio fetches nothing: send the file as a data: URL with base64, or "
                    "upload it and give its id",
                    "工作室不访问任何网址：请以 base64 的 data: URL 发送，或先上传再填编号",
                )
            }
        )
    try:
        content = base64.b64decode(address[match.end() :], validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestError(
            {"file": Text("its base64 cannot be read", "其 base64 内容无法解读")}
        ) from error
    with tempfile.TemporaryDirectory(prefix="studio-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return studio.keep_input(path).stored


def take_upload(studio: Studio, upload: IO[bytes]) -> InputFile:
    """Keep an uploaded file; its `stored` name is its id from then on.

    Raises:
        RequestError: under `file`: it is too large, or cannot be used.
        StorageUnwritable: the disk is full.
    """
    with tempfile.TemporaryDirectory(prefix="studio-") as folder:
        path, size = Path(folder) / "file", 0
        with path.open("wb") as file:
            while block := upload.read(_BLOCK_BYTES):
                size += len(block)
                if size > MAX_FILE_BYTES:
                    raise RequestError(
                        {
                            "file": Text(
                                f"it is larger than {MAX_FILE_BYTES >> 20} MB",
                                f"文件超过 {MAX_FILE_BYTES >> 20} MB",
                            )
                        }
                    )
                file.write(block)
        return studio.keep_input(path)
