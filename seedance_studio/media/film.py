"""Films of any length, read in a stream: by the clock, upright, as RGB; and their sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from seedance_studio.domain.delivery import Rate, exact_rate
from seedance_studio.domain.film import FilmFacts
from seedance_studio.errors import RequestError, Text
from seedance_studio.media.footage import seen_size, turned, upright
from seedance_studio.media.probe import open_media

Frame = NDArray[np.uint8]

SAMPLE_RATE = 48_000
MAX_PIXELS = 8192 * 4320
MAX_SECONDS = 2 * 3600
MIN_SIDE = 16
_ATTACHED_PICTURE = 0x400
_HDR = {16: "HDR10 (PQ)", 18: "HLG"}
"""Transfer functions of ITU-T H.273 that need tone mapping."""
_UNSAID = 2
"""The colour space that H.273 calls unspecified."""
_HD_LINES = 720
"""From here on, a film that does not say its colours is taken for BT.709."""
_SLACK_S = Fraction(3, 1000)
"""Files keep times in rounded ticks: a steady rate looks a little unsteady."""


class TimedFrame(NamedTuple):
    """A picture and when it is shown."""

    at: Fraction
    """Seconds from the start."""
    rgb: Frame
    """(height, width, 3)."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """When a film's pictures are shown, from its packets alone."""

    num_frames: int
    start: Fraction
    duration: Fraction
    fps: Rate
    is_variable: bool


def examine_film(path: Path) -> FilmFacts:
    """Give what a film is; all packets are read, one picture is decoded.

    Raises:
        RequestError: under `file`: it is missing, no film that can be read, or beyond the limits.
    """
    with open_media(path) as container:
        stream = _pictures(container)
        _check_header(stream)
        clock = _clock(container, stream)
        container.seek(0)
        picture = _first(container, stream)
        width, height = seen_size(picture, stream)
        return FilmFacts(
            width=width,
            height=height,
            fps=clock.fps,
            num_frames=clock.num_frames,
            duration_s=float(clock.duration),
            has_sound=bool(container.streams.audio),
            video_codec=stream.codec_context.codec.canonical_name,
            bits=max(component.bits for component in picture.format.components),
            is_variable=clock.is_variable,
            has_alpha=_has_alpha(picture),
        )


def read_film(path: Path, start_s: float = 0.0, end_s: float | None = None) -> Iterator[TimedFrame]:
    """Give a film's pictures in order, each with its time from `start_s`.

    Args:
        path: of the film.
        start_s: from its first picture; the one that is seen then comes first, at 0 or before.
        end_s: from its first picture; None for its end.

    Raises:
        RequestError: under `file`: it cannot be read, or is damaged on the way.
    """
    with open_media(path) as container:
        stream = _pictures(container)
        stream.thread_type = "AUTO"
        seen_first: tuple[Fraction, av.VideoFrame] | None = None
        for at, picture in _timed(container, stream, Fraction(start_s)):
            if at <= 0:
                seen_first = at, picture  # unless the next one is not later either
                continue
            if seen_first is not None:
                yield TimedFrame(seen_first[0], _rgb(seen_first[1], stream))
                seen_first = None
            yield TimedFrame(at, _rgb(picture, stream))
            if end_s is not None and at >= end_s - start_s:
                return  # the last is not seen itself: motion up to the end leads to it
        if seen_first is not None:
            yield TimedFrame(seen_first[0], _rgb(seen_first[1], stream))


def _timed(
    container: InputContainer, stream: VideoStream, start: Fraction
) -> Iterator[tuple[Fraction, av.VideoFrame]]:
    """Give pictures with their times from `start` on, some before it among them."""
    begins: Fraction | None = None
    if start > 0:
        begins = _time(_first(container, stream))
        container.seek(int((begins + start) * av.time_base))
    for picture in container.decode(stream):
        if picture.pts is not None:
            begins = _time(picture) if begins is None else begins
            yield _time(picture) - begins - start, picture


def _time(picture: av.VideoFrame) -> Fraction:
    return Fraction(picture.pts * (picture.time_base or 0))


def read_middle(path: Path) -> tuple[tuple[int, int, int], bytes]:
    """Give a picture from about the middle of a film, as its shape and its bytes.

    Raises:
        RequestError: under `file`: it cannot be read.
    """
    with open_media(path) as container:
        stream = _pictures(container)
        container.seek((container.duration or 0) // 2)
        picture = _rgb(_first(container, stream), stream)
    height, width = picture.shape[:2]
    return (height, width, 3), picture.tobytes()


def read_film_sound(path: Path, start_s: float = 0.0) -> Iterator[NDArray[np.float32]]:
    """Give a film's sound in blocks (num_samples, 2) at 48 kHz, from `start_s` of its pictures on.

    Raises:
        RequestError: under `file`: it cannot be read, or is damaged on the way.
    """
    with open_media(path) as container:
        pictures, track = _pictures(container), container.streams.audio[0]
        begins = _begins(pictures) + Fraction(start_s)
        if start_s > 0:
            container.seek(int(begins * av.time_base))
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
        # Negative: samples of before the beginning, still to be left out.
        lead: int | None = None
        for heard in container.decode(track):
            if lead is None:
                began = (heard.pts or 0) * (heard.time_base or 0)
                lead = round((began - begins) * SAMPLE_RATE)
                if lead > 0:
                    yield np.zeros((lead, 2), np.float32)
            for frame in resampler.resample(heard):
                block = frame.to_ndarray().T
                yield block[-lead:] if lead < 0 else block
                lead = min(0, lead + len(block))
        for frame in resampler.resample(None):
            yield frame.to_ndarray().T


def _begins(stream: VideoStream) -> Fraction:
    """Give when the first picture is seen, by the file's own clock."""
    return Fraction((stream.start_time or 0) * (stream.time_base or 1))


def _pictures(container: InputContainer) -> VideoStream:
    """Give the film's pictures: a sound file's cover is not among them."""
    for stream in container.streams.video:
        if not int(stream.disposition) & _ATTACHED_PICTURE:
            return stream
    raise _refused("there is no video in it", "其中没有视频画面")


def _check_header(stream: VideoStream) -> None:
    context = stream.codec_context
    if min(context.width, context.height) < MIN_SIDE:
        raise _refused(
            f"{context.width}×{context.height} is too small; each side needs {MIN_SIDE} pixels",
            f"{context.width}×{context.height} 太小，每边至少 {MIN_SIDE} 像素",
        )
    if context.width * context.height > MAX_PIXELS:
        raise _refused(
            f"{context.width}×{context.height} is too large; 8192×4320 is the most",
            f"{context.width}×{context.height} 太大，最大为 8192×4320",
        )
    kind = _HDR.get(int(context.color_trc))
    if kind is not None:
        raise _refused(
            f"it is an {kind} film; convert it to standard range (SDR, BT.709) first",
            f"这是 {kind} 高动态范围影片，请先转换为标准动态范围（SDR，BT.709）",
        )


def _clock(container: InputContainer, stream: VideoStream) -> _Clock:
    base, ticks, last = stream.time_base or Fraction(1, 1000), [], 0
    for packet in container.demux(stream):
        if packet.pts is None:
            continue
        if packet.is_corrupt:
            raise _refused("it is damaged: the file ends too early", "文件已损坏：内容不完整")
        ticks.append(packet.pts)
        last = max(last, packet.pts + (packet.duration or 0))
        if (packet.pts - ticks[0]) * base > MAX_SECONDS:
            raise _refused(
                f"it is too long; {MAX_SECONDS // 3600} hours are possible",
                f"影片过长，上限为 {MAX_SECONDS // 3600} 小时",
            )
    if not ticks:
        raise _refused("there is no picture in it", "其中没有画面")
    ticks.sort()
    steps = np.diff(np.array(ticks, np.int64))
    is_variable = len(steps) > 1 and (int(steps.max()) - int(steps.min())) * base > _SLACK_S
    rate = exact_rate(float(stream.average_rate or stream.guessed_rate or 25))
    duration = (last - ticks[0]) * base
    if is_variable or rate <= 0:
        rate = Fraction(max(1, round((len(ticks) - 1) / ((ticks[-1] - ticks[0]) * base))))
    return _Clock(
        num_frames=len(ticks),
        start=ticks[0] * base,
        duration=max(duration, 1 / rate),
        fps=int(rate) if rate.denominator == 1 else float(rate),
        is_variable=is_variable,
    )


def _first(container: InputContainer, stream: VideoStream) -> av.VideoFrame:
    for picture in container.decode(stream):
        if picture.pts is not None:
            return picture
    raise _refused("there is no picture in it", "其中没有画面")


def _has_alpha(picture: av.VideoFrame) -> bool:
    return any(component.is_alpha for component in picture.format.components)


def _rgb(picture: av.VideoFrame, stream: VideoStream) -> Frame:
    """Give a picture as it is to be seen, what is transparent in it on black."""
    if int(picture.colorspace) == _UNSAID and picture.height >= _HD_LINES:
        picture.colorspace = Colorspace.ITU709
    if not _has_alpha(picture):
        return upright(picture, stream)
    rgba = picture.to_ndarray(format="rgba")
    cover = cv2.merge([rgba[..., 3]] * 3)
    blended = cv2.multiply(rgba[..., :3].copy(), cover, scale=1 / 255)
    return turned(blended, picture, stream)


def _refused(en: str, zh: str) -> RequestError:
    return RequestError({"file": Text(en, zh)})
