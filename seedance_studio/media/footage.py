"""Videos that a user brings: examined before use, and read by the clock, upright."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from seedance_studio.domain.reference import Fit, MediaFacts
from seedance_studio.errors import RequestError, Text
from seedance_studio.media.fitting import fit_picture
from seedance_studio.media.formats import format_of
from seedance_studio.media.probe import open_media, to_rgb

MAX_BYTES = 500_000_000
MAX_SIDE = 4096
MAX_PIXELS = 9_500_000
MIN_SIDE = 64
MAX_FPS = 240
MAX_SECONDS = 120.0
MAX_FRAMES = 14_400
MIN_SECONDS = 0.3
MAX_STREAMS = 8
MAX_TAIL_FRAMES = 300
"""How many pictures of the end are decoded to see that it is sound."""
_HALF_A_TICK_S = 0.0005


@dataclass(frozen=True, slots=True)
class _Packets:
    """What the packets of a video say, none of them decoded."""

    num_frames: int
    start_s: float
    end_s: float
    last_key_s: float

    @property
    def seconds(self) -> float:
        return self.end_s - self.start_s


def examine_video(path: Path) -> MediaFacts:
    """Give what a video holds: all packets are read, its first and last pictures decoded.

    Raises:
        RequestError: under `file`: what is wrong with it.
    """
    found = format_of(path)
    if path.stat().st_size > MAX_BYTES:
        raise _refused(
            f"the file has more than {MAX_BYTES // 10**6} MB", f"文件超过 {MAX_BYTES // 10**6} MB"
        )
    with open_media(path) as container:
        stream = container.streams.video[0]
        _check_header(container, stream)
        packets = _read_packets(container, stream)
        _check_length(container, packets)
        width, height = _check_ends(container, stream, packets)
        return MediaFacts(
            kind="video",
            extension=f".{found}",
            width=width,
            height=height,
            fps=round(packets.num_frames / packets.seconds, 3),
            duration_s=round(packets.seconds, 3),
            has_sound=bool(container.streams.audio),
        )


def read_video_frames(
    path: Path, times_s: Sequence[float], frame: tuple[int, int], fit: Fit = "crop"
) -> NDArray[np.uint8]:
    """Read the pictures that a viewer sees at these moments; the last is held after the end.

    Args:
        path: of the video.
        times_s: seconds from the video's first picture, rising.
        frame: width and height of what is returned.
        fit: how a video of another aspect is brought into the frame.

    Returns: (len(times_s), height, width, 3), RGB.

    Raises:
        RequestError: under `file`: what is wrong with it.
    """
    pictures = np.empty((len(times_s), frame[1], frame[0], 3), np.uint8)
    with open_media(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        start_s = _start_s(container)
        if times_s and times_s[0] > 0:
            container.seek(int((start_s + times_s[0]) * av.time_base))
        at = 0
        shown: av.VideoFrame | None = None
        for picture in _decoded(container, stream):
            # A picture is seen until the next one comes.
            begins_s = (picture.time or 0.0) - start_s - _HALF_A_TICK_S
            end = at
            while end < len(times_s) and times_s[end] < begins_s:
                end += 1
            if end > at:
                pictures[at:end] = fit_picture(upright(shown or picture, stream), frame, fit)
                at = end
            if at == len(times_s):
                return pictures
            shown = picture
        if shown is None:
            raise _no_picture()
        pictures[at:] = fit_picture(upright(shown, stream), frame, fit)
    return pictures


def _check_header(container: InputContainer, stream: VideoStream) -> None:
    width, height = stream.codec_context.width, stream.codec_context.height
    if len(container.streams) > MAX_STREAMS:
        raise _refused("it has too many streams", "其中的媒体流过多")
    if min(width, height) <= 0:
        raise _no_picture()
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise _refused(
            f"{width}×{height} is too large; 4096×2160 is the most",
            f"{width}×{height} 太大，最大为 4096×2160",
        )
    if min(width, height) < MIN_SIDE:
        raise _refused(
            f"{width}×{height} is too small; each side needs {MIN_SIDE} pixels",
            f"{width}×{height} 太小，每边至少 {MIN_SIDE} 像素",
        )


def _read_packets(container: InputContainer, stream: VideoStream) -> _Packets:
    num_frames, start_s, end_s, last_key_s = 0, float("inf"), 0.0, 0.0
    for packet in container.demux(stream):
        if packet.pts is None:
            continue
        num_frames += 1
        begins_s = float(packet.pts * packet.time_base)
        start_s = min(start_s, begins_s)
        if packet.is_corrupt:  # the file ends within it
            raise _damaged(begins_s - start_s)
        end_s = max(end_s, begins_s + float((packet.duration or 0) * packet.time_base))
        if packet.is_keyframe:
            last_key_s = begins_s
        if num_frames > MAX_FRAMES or end_s - start_s > MAX_SECONDS:
            raise _refused(
                f"it is too long; {MAX_SECONDS:g} s are possible, cut it first",
                f"视频过长，上限为 {MAX_SECONDS:g} 秒，请先剪短",
            )
    if not num_frames:
        raise _no_picture()
    return _Packets(num_frames, start_s, end_s, last_key_s)


def _check_length(container: InputContainer, packets: _Packets) -> None:
    stated_s = (container.duration or 0) / av.time_base
    if not container.streams.audio and stated_s > packets.seconds + 1.0:
        raise _damaged(packets.seconds)
    if packets.seconds < MIN_SECONDS:
        raise _refused(
            f"it lasts {packets.seconds:.2f} s; {MIN_SECONDS:g} s are needed",
            f"时长仅 {packets.seconds:.2f} 秒，至少需要 {MIN_SECONDS:g} 秒",
        )
    if packets.num_frames > MAX_FPS * packets.seconds + 1:
        raise _refused(
            f"it has more than {MAX_FPS} pictures a second", f"帧率超过每秒 {MAX_FPS} 帧"
        )


def _check_ends(
    container: InputContainer, stream: VideoStream, packets: _Packets
) -> tuple[int, int]:
    """Decode the first picture and those after the last key frame; give the size as seen."""
    container.seek(0)
    first = next(_decoded(container, stream), None)
    if first is None:
        raise _no_picture()
    size = seen_size(first, stream)
    container.seek(int(packets.last_key_s * av.time_base))
    try:
        for num_decoded, picture in enumerate(_decoded(container, stream)):
            if picture.is_corrupt:
                raise _damaged((picture.time or 0.0) - packets.start_s)
            if num_decoded > MAX_TAIL_FRAMES:
                break
    except av.FFmpegError as error:
        raise _damaged(packets.last_key_s - packets.start_s) from error
    return size


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Give the pictures that have a time, in the order they are seen."""
    return (picture for picture in container.decode(stream) if picture.pts is not None)


def _start_s(container: InputContainer) -> float:
    """Give when the first picture is seen, by the file's own clock."""
    stream = container.streams.video[0]
    return float((stream.start_time or 0) * (stream.time_base or 0))


def seen_size(picture: av.VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Give the width and height of a picture as it is to be seen."""
    width, height = _square_width(picture, stream), picture.height
    return (height, width) if picture.rotation % 180 else (width, height)


def _square_width(picture: av.VideoFrame, stream: VideoStream) -> int:
    """Give the width that the picture has once its pixels are square."""
    ratio = float(stream.sample_aspect_ratio or 1)
    return round(float(picture.width) * ratio)


_TURNS = {
    90: cv2.ROTATE_90_COUNTERCLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_CLOCKWISE,
}


def upright(picture: av.VideoFrame, stream: VideoStream) -> NDArray[np.uint8]:
    """Give RGB as it is to be seen: with square pixels, and turned; phones film lying down."""
    return turned(to_rgb(picture), picture, stream)


def turned(
    rgb: NDArray[np.uint8], picture: av.VideoFrame, stream: VideoStream
) -> NDArray[np.uint8]:
    """Give what was decoded from a picture, of any number of channels, as it is to be seen."""
    width = _square_width(picture, stream)
    if width != picture.width:
        rgb = np.asarray(cv2.resize(rgb, (width, picture.height)), np.uint8)
    turn = _TURNS.get(picture.rotation % 360)
    return rgb if turn is None else np.asarray(cv2.rotate(rgb, turn), np.uint8)


def _no_picture() -> RequestError:
    return _refused("there is no picture in it", "其中没有画面")


def _damaged(after_s: float) -> RequestError:
    return _refused(
        f"it is damaged after {max(0.0, after_s):.1f} s; cut it there, or save it again",
        f"文件在 {max(0.0, after_s):.1f} 秒之后已损坏，请截断或重新导出",
    )


def _refused(en: str, zh: str) -> RequestError:
    return RequestError({"file": Text(en, zh)})
