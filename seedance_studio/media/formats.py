"""Which format a file really has, told by its first bytes and never by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from seedance_studio.errors import RequestError, Text

Format = Literal["png", "jpg", "webp", "mp4", "mov", "webm", "wav", "mp3", "flac"]
PICTURES: tuple[Format, ...] = ("png", "jpg", "webp")
SOUNDS: tuple[Format, ...] = ("wav", "mp3", "flac")

_HEAD_BYTES = 64
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")


def format_of(path: Path) -> Format:
    """Give the format of a file.

    Raises:
        RequestError: under `file`: it is missing, empty, or of a format that is not taken.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise _refused(f"there is no such file: {path.name}", f"文件不存在：{path.name}") from error
    if not head:
        raise _refused("the file is empty", "文件是空的")
    found = _picture(head) or _film(head) or _sound(head)
    if found is None:
        raise _refused(
            "its format is not taken; use PNG, JPEG, WebP, MP4, MOV, WebM, WAV, MP3, FLAC or M4A",
            "不支持该格式，请使用 PNG、JPEG、WebP、MP4、MOV、WebM、WAV、MP3、FLAC 或 M4A",
        )
    return found


def _picture(head: bytes) -> Format | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        raise _refused(
            "HEIC and AVIF pictures are not taken; save it as JPEG or PNG first",
            "不支持 HEIC 和 AVIF 图片，请先另存为 JPEG 或 PNG",
        )
    if head.startswith((b"GIF87a", b"GIF89a")):
        raise _refused(
            "GIF is not taken; save a still as PNG, or an animation as MP4",
            "不支持 GIF，静态图请存为 PNG，动图请存为 MP4",
        )
    return None


def _film(head: bytes) -> Format | None:
    if head[4:8] == b"ftyp":
        return "mov" if head[8:12] == b"qt  " else "mp4"
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "mov"  # QuickTime's own, from before there was an ftyp
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    return None


def _sound(head: bytes) -> Format | None:
    if head.startswith((b"RIFF", b"RF64")) and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"fLaC"):
        return "flac"
    # Eleven set bits begin a frame of MPEG audio; layer 0 would be AAC, whose files are M4A.
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06
    return "mp3" if head.startswith(b"ID3") or is_frame else None


def _refused(en: str, zh: str) -> RequestError:
    return RequestError({"file": Text(en, zh)})
