"""The samples of a decoded or delivered picture, shared with it and not copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from seedance_studio.media.probe import open_media

Samples = NDArray[Any]
"""(height, width): 8-bit or 16-bit whole numbers."""


def plane(frame: av.VideoFrame, index: int) -> Samples:
    """Give one plane of a planar frame as (height, width), writable; plane 0 is brightness.

    Bytes up to 8 bits a sample, above that 16-bit words of which `depth` bits are used.
    """
    memory = frame.planes[index]
    kind = np.uint8 if depth(frame) == 8 else np.uint16
    line = memory.line_size // np.dtype(kind).itemsize
    return np.frombuffer(memory, kind).reshape(-1, line)[: memory.height, : memory.width]


def depth(frame: av.VideoFrame) -> int:
    """Give the bits of a brightness sample."""
    return int(frame.format.components[0].bits)


def read_brightness(
    path: Path, *, limit: int, every: int = 1, keys_only: bool = False
) -> Iterator[NDArray[np.uint8]]:
    """Decode the brightness of some pictures of a video, (height, width) each, 0 to 255.

    Args:
        path: any file.
        limit: pictures to give at most.
        every: takes one picture of so many.
        keys_only: decode only key pictures, which stand alone and are cheap to reach.

    Raises:
        RequestError: under `file`: it is missing, or not a video that can be read.
    """
    with open_media(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        if keys_only:
            stream.codec_context.skip_frame = "NONKEY"
        given = 0
        for index, frame in enumerate(container.decode(stream)):
            if index % every == 0:
                yield np.asarray(frame.to_ndarray(format="gray"), np.uint8)
                given += 1
            if given == limit:
                return
