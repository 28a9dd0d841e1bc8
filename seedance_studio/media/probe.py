"""What a media file really is, whatever its name says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from numpy.typing import NDArray

from seedance_studio.domain.clip import Delivered
from seedance_studio.errors import RequestError, Text

# A playlist named .mp4 would make FFmpeg open other files and addresses: only real media formats
# may be opened, and only from files.
_ONLY_MEDIA_FILES = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,gif,wav,mp3,flac,ogg,aac",
}
_TIMEOUT_S = (4.0, 4.0)
"""To open and to read once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What the file says and holds."""

    delivered: Delivered
    pixel_format: str
    color_space: int
    """As in ITU-T H.273: 1 is BT.709, 2 is unsaid."""
    metadata: dict[str, str]


def probe(path: Path) -> Probe:
    """Read what a video file is; every packet is counted, no picture is decoded.

    Raises:
        RequestError: under `file`: it is missing, or not a video that can be read.
    """
    with open_media(path) as container:
        video = container.streams.video[0]
        context = video.codec_context
        num_frames, end_s = 0, 0.0
        for packet in container.demux(video):
            if packet.pts is not None:
                num_frames += 1
                end_s = max(end_s, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        audio = container.streams.audio
        return Probe(
            delivered=Delivered(
                width=context.width,
                height=context.height,
                fps=float(video.average_rate or 0),
                num_frames=num_frames,
                duration_s=end_s,
                video_codec=context.codec.canonical_name,
                audio_codec=audio[0].codec_context.name if audio else None,
            ),
            pixel_format=str(context.pix_fmt),
            color_space=int(context.colorspace),
            metadata=dict(container.metadata),
        )


def read_frames(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Decode a video, one (height, width, 3) RGB picture at a time.

    Raises:
        RequestError: under `file`: it is missing, or not a video that can be read.
    """
    with open_media(path) as container:
        for frame in container.decode(video=0):
            yield to_rgb(frame)


def to_rgb(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """Give one decoded picture as (height, width, 3) RGB, by the colour space it is tagged with."""
    rgb: NDArray[np.uint8] = frame.to_ndarray(format="rgb24")
    return rgb


@contextmanager
def open_media(path: Path) -> Iterator[InputContainer]:
    """Open a file that has a video in it.

    Raises:
        RequestError: under `file`, also for what goes wrong while it is read.
    """
    with open_container(path) as container:
        if not container.streams.video:
            raise RequestError({"file": Text("there is no video in it", "其中没有视频画面")})
        yield container


@contextmanager
def open_container(path: Path) -> Iterator[InputContainer]:
    """Open a video or a sound; the only way a file that may be hostile is opened.

    Raises:
        RequestError: under `file`, also for what goes wrong while it is read.
    """
    if not path.is_file():
        raise RequestError({"file": Text("there is no such file", "文件不存在")})
    try:
        with av.open(
            f"file:{path.absolute()}",
            container_options=_ONLY_MEDIA_FILES,
            timeout=_TIMEOUT_S,
            metadata_errors="replace",
        ) as container:
            yield container
    except (av.FFmpegError, OSError) as error:
        raise RequestError(
            {"file": Text("it is not a video that can be read", "不是可以读取的视频文件")}
        ) from error
