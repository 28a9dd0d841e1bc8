"""What a file says about its maker and not about its picture: where, when and with which camera.

It is blanked in place before a file is stored, no byte of picture or sound touched, so that nothing
is compressed twice. What stays: how the picture is turned, marks that say it was generated, and
every byte of a file with Content Credentials, which would break. Sounds and WebM are left alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from seedance_studio.media.formats import format_of

_MARKS = (b"AIGC", b"seedance_recipe", b"seedance_sketch")
_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/x"
_TURN = 0x0112
_TIFF_BYTES = 26
_C2PA_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_PIECE_BYTES = 1 << 20
_MAX_PARTS = 10_000
"""A file that has more is nobody's photograph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A stretch of a file to be written over."""

    start: int
    length: int
    head: bytes = b""
    """What stands there instead; zeros follow."""

    @property
    def content(self) -> bytes:
        """All of what stands there instead."""
        return self.head.ljust(self.length, b"\0")


class _SignedFileError(Exception):
    """The file has Content Credentials."""


def private_parts(path: Path) -> tuple[Blank, ...]:
    """Find what is to be blanked in a picture or film.

    Raises:
        RequestError: under `file`: it is of no format that is taken.
    """
    find = {
        "jpg": _in_jpeg,
        "png": _in_png,
        "webp": _in_webp,
        "mp4": _in_film,
        "mov": _in_film,
    }.get(format_of(path))
    if find is None:
        return ()
    with path.open("rb") as file:
        try:
            return tuple(find(file, path.stat().st_size))
        except _SignedFileError:
            return ()


def read_blanked(path: Path, blanks: Sequence[Blank]) -> Iterator[bytes]:
    """Read a file in pieces, as it is once these stretches are blanked."""
    with path.open("rb") as file:
        for blank in sorted(blanks, key=lambda blank: blank.start):
            yield from _pieces(file, max(0, blank.start - file.tell()))
            yield blank.content
            file.seek(blank.start + blank.length)
        yield from _pieces(file, path.stat().st_size)


def _pieces(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (piece := file.read(min(length, _PIECE_BYTES))):
        length -= len(piece)
        yield piece


def _in_jpeg(file: BinaryIO, size: int) -> Iterator[Blank]:
    start = 2
    for _ in range(_MAX_PARTS):
        file.seek(start)
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] == 0xDA:
            return
        marker, length = head[1], int.from_bytes(head[2:], "big") - 2
        content = file.read(length)
        if marker == 0xEB and content.startswith(b"JP"):
            raise _SignedFileError
        if marker == 0xE1 and content.startswith(_EXIF):
            yield _without_facts(start + 4 + len(_EXIF), content[len(_EXIF) :])
        elif marker in (0xE1, 0xED, 0xFE) and not _is_mark(content):
            yield Blank(start=start + 4, length=len(content))
        start += 4 + length
        if start >= size:
            return


def _in_png(file: BinaryIO, size: int) -> Iterator[Blank]:
    start = 8
    for _ in range(_MAX_PARTS):
        file.seek(start)
        head = file.read(8)
        if len(head) < 8:
            return
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"caBX":
            raise _SignedFileError
        if kind in (b"eXIf", b"tEXt", b"zTXt", b"iTXt"):
            content = file.read(min(length, size))
            if kind == b"eXIf":
                blank = _without_facts(start + 8, content)
                yield blank
                yield _checksum(start, kind, blank.content)
            elif not _is_mark(content):
                # A name that readers skip: a text chunk without a keyword is against the rules.
                yield Blank(start=start + 4, length=4 + len(content), head=b"voId")
                yield _checksum(start, b"voId", bytes(length))
        start += 12 + length
        if start >= size:
            return


def _checksum(start: int, kind: bytes, content: bytes) -> Blank:
    value = crc32(kind + content).to_bytes(4, "big")
    return Blank(start=start + 8 + len(content), length=4, head=value)


def _in_webp(file: BinaryIO, size: int) -> Iterator[Blank]:
    start = 12
    for _ in range(_MAX_PARTS):
        file.seek(start)
        head = file.read(8)
        if len(head) < 8:
            return
        kind, length = head[:4], int.from_bytes(head[4:], "little")
        if kind == b"C2PA":
            raise _SignedFileError
        if kind in (b"EXIF", b"XMP "):
            content = file.read(min(length, size))
            if kind == b"EXIF":
                yield _without_facts(start + 8, content)
            elif not _is_mark(content):
                yield Blank(start=start + 8, length=len(content))
        start += 8 + length + length % 2


def _without_facts(start: int, content: bytes) -> Blank:
    """Leave of EXIF only how the picture is turned."""
    tiff = content.removeprefix(_EXIF)
    turn = _turn(tiff)
    fits = turn != 1 and len(content) >= _TIFF_BYTES
    head = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, _TURN, 3, 1, turn, 0, 0) if fits else b""
    return Blank(start=start, length=len(content), head=head)


def _turn(tiff: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for index in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * index)
            if tag == _TURN:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        pass  # cut off or made up: it turns nothing
    return 1


def _is_mark(content: bytes) -> bool:
    return any(mark in content for mark in _MARKS)


@dataclass(frozen=True, slots=True)
class _Box:
    """One part of an MP4 or QuickTime file."""

    kind: bytes
    start: int
    """Of its content."""
    end: int

    def blank(self) -> Blank:
        """Make it free space."""
        return Blank(start=self.start - 4, length=self.end - self.start + 4, head=b"free")


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    for _ in range(_MAX_PARTS):
        file.seek(start)
        head = file.read(16)
        length, offset = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, offset = int.from_bytes(head[8:], "big"), 16
        length = length or end - start
        if len(head) < 8 or length < offset or start + length > end:
            return
        yield _Box(head[4:8], start + offset, start + length)
        start += length


def _in_film(file: BinaryIO, size: int) -> Iterator[Blank]:
    top = list(_boxes(file, 0, size))
    for box in top:
        file.seek(box.start)
        if box.kind == b"uuid" and file.read(16) == _C2PA_BOX:
            raise _SignedFileError
    for box in top:
        if box.kind == b"moov":
            yield from _in_description(file, box)


def _in_description(file: BinaryIO, parent: _Box) -> Iterator[Blank]:
    for box in _boxes(file, parent.start, parent.end):
        if box.kind == b"trak":
            yield from _in_description(file, box)
        elif box.kind == b"meta":
            yield from _in_list(file, box)
        elif box.kind == b"udta":
            for one in _boxes(file, box.start, box.end):
                if one.kind == b"meta":
                    yield from _in_list(file, one)
                elif one.kind != b"free":
                    yield one.blank()


def _in_list(file: BinaryIO, meta: _Box) -> Iterator[Blank]:
    """Blank the values of a list of facts, but those whose names are marks."""
    file.seek(meta.start)
    # In MP4 four bytes of version come first, in QuickTime's own files the boxes do.
    offset = 0 if file.read(8)[4:] == b"hdlr" else 4
    names: list[bytes] = []
    for box in _boxes(file, meta.start + offset, meta.end):
        if box.kind == b"keys":
            names = _names(file, box)
        elif box.kind == b"ilst":
            for one in _boxes(file, box.start, box.end):
                number = int.from_bytes(one.kind, "big")
                name = names[number - 1] if 1 <= number <= len(names) else one.kind
                if name not in _MARKS and one.kind != b"free":
                    yield one.blank()


def _names(file: BinaryIO, keys: _Box) -> list[bytes]:
    file.seek(keys.start)
    content = file.read(min(keys.end - keys.start, _PIECE_BYTES))
    names: list[bytes] = []
    start = 8
    while start + 8 <= len(content) and len(names) < _MAX_PARTS:
        length = int.from_bytes(content[start : start + 4], "big")
        if length < 8:
            break
        names.append(content[start + 8 : start + length])
        start += length
    return names
