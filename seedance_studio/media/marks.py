"""What a finished file must carry, as the finisher needs to know it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import av

DrawMarks = Callable[[Iterable[av.VideoFrame]], Iterator[av.VideoFrame]]
"""Takes delivered frames, which know their instants; gives the same with the marks drawn in place.

Frames are planar YUV of 8 or 10 bits, all of one size.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The marks of one file that are made before it is closed; the signature comes after."""

    metadata: Mapping[str, str]
    """What the container must carry, by key."""
    draw: DrawMarks


def unmarked(frames: Iterable[av.VideoFrame]) -> Iterator[av.VideoFrame]:
    """Give the frames as they are, for files that are not published."""
    return iter(frames)
