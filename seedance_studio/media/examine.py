"""The gate that every file of a request passes before anything else opens it."""

from __future__ import annotations

from pathlib import Path

from seedance_studio.domain.reference import KIND_WORDS, Kind, MediaFacts
from seedance_studio.errors import RequestError, Text
from seedance_studio.media.footage import examine_video
from seedance_studio.media.formats import PICTURES, SOUNDS, Format, format_of
from seedance_studio.media.pictures import examine_picture
from seedance_studio.media.probe import open_container
from seedance_studio.media.recordings import examine_sound

_EXAMINE = {"image": examine_picture, "video": examine_video, "audio": examine_sound}


def examine(path: Path, kind: Kind | None = None) -> MediaFacts:
    """Give what a file holds, or say why it cannot be used.

    Args:
        path: of the file; its name says nothing.
        kind: what it is to be used as; a video with sound can be used as either. None takes it for
            what it is.

    Raises:
        RequestError: under `file`: what is wrong with it.
    """
    found = format_of(path)
    if kind is None:
        kind = _kind(path, found)
    is_other = {
        "image": found not in PICTURES,
        "video": found in PICTURES or found in SOUNDS,
        "audio": found in PICTURES,
    }[kind]
    if is_other:
        wanted = KIND_WORDS[kind]
        raise RequestError(
            {
                "file": Text(
                    f"it is a {found.upper()} file, not a {wanted.en}",
                    f"这是 {found.upper()} 文件，不是{wanted.zh}",
                )
            }
        )
    return _EXAMINE[kind](path)


def _kind(path: Path, found: Format) -> Kind:
    if found in PICTURES:
        return "image"
    if found in SOUNDS:
        return "audio"
    with open_container(path) as container:
        return "video" if container.streams.video else "audio"
