"""Sounds that a user brings, alone or in a video: examined before use, read at one rate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.reference import MediaFacts
from seedance_studio.errors import RequestError, Text
from seedance_studio.media.formats import SOUNDS, format_of
from seedance_studio.media.probe import open_container

SAMPLE_RATE = 48_000
MAX_BYTES = 150_000_000
MAX_SECONDS = 600.0
MIN_SECONDS = 0.3
MAX_STREAMS = 8
SILENCE = 0.001
"""Peak below which nothing is heard: -60 dB of full scale."""


def examine_sound(path: Path) -> MediaFacts:
    """Give what a sound holds; it is decoded until something is heard.

    Raises:
        RequestError: under `file`: what is wrong with it.
    """
    found = format_of(path)
    if path.stat().st_size > MAX_BYTES:
        raise _refused(
            f"the file has more than {MAX_BYTES // 10**6} MB", f"文件超过 {MAX_BYTES // 10**6} MB"
        )
    seconds = _seconds(path)
    if seconds < MIN_SECONDS:
        raise _refused(
            f"it lasts {seconds:.2f} s; {MIN_SECONDS:g} s are needed",
            f"时长仅 {seconds:.2f} 秒，至少需要 {MIN_SECONDS:g} 秒",
        )
    if not any(float(np.abs(block).max(initial=0)) > SILENCE for block in _blocks(path, 1, 0.0)):
        raise _refused("it is silent", "其中没有声音")
    return MediaFacts(
        kind="audio",
        extension=f".{found}" if found in SOUNDS or found == "webm" else ".m4a",
        duration_s=round(seconds, 3),
        has_sound=True,
    )


def read_sound(
    path: Path, *, start_s: float = 0.0, end_s: float | None = None, channels: int = 2
) -> NDArray[np.float32]:
    """Read the sound of a file at SAMPLE_RATE.

    Args:
        path: of a sound, or of a video that has one.
        start_s: seconds to leave out at the start.
        end_s: where to stop; None for the end.
        channels: 1 mixes to mono, 2 gives stereo.

    Returns: (num_samples, channels), -1 to 1; shorter than asked where the file ends.

    Raises:
        RequestError: under `file`: what is wrong with it.
    """
    blocks: list[NDArray[np.float32]] = []
    wanted = MAX_SECONDS if end_s is None else max(0.0, end_s - start_s)
    left = round(min(wanted, MAX_SECONDS) * SAMPLE_RATE)
    for block in _blocks(path, channels, start_s):
        blocks.append(block[:left])
        left -= len(blocks[-1])
        if left <= 0:
            break
    return np.concatenate(blocks) if blocks else np.zeros((0, channels), np.float32)


def _seconds(path: Path) -> float:
    with open_container(path) as container:
        if not container.streams.audio:
            raise _refused("there is no sound in it", "其中没有声音")
        if len(container.streams) > MAX_STREAMS:
            raise _refused("it has too many streams", "其中的媒体流过多")
        stream = container.streams.audio[0]
        start_s, end_s = float("inf"), 0.0
        for packet in container.demux(stream):
            if packet.pts is None:
                continue
            begins_s = float(packet.pts * packet.time_base)
            start_s = min(start_s, begins_s)
            end_s = max(end_s, begins_s + float((packet.duration or 0) * packet.time_base))
            if end_s - start_s > MAX_SECONDS:
                raise _refused(
                    f"it is too long; {MAX_SECONDS:g} s are possible",
                    f"音频过长，上限为 {MAX_SECONDS:g} 秒",
                )
    return max(0.0, end_s - start_s)


def _blocks(path: Path, channels: int, start_s: float) -> Iterator[NDArray[np.float32]]:
    """Decode from `start_s` on, in pieces of (num_samples, channels)."""
    with open_container(path) as container:
        if not container.streams.audio:
            raise _refused("there is no sound in it", "其中没有声音")
        stream = container.streams.audio[0]
        # FFmpeg's own mixing between mono and stereo changes how loud it is.
        layout = "mono" if stream.channels == 1 else "stereo"
        resampler = av.AudioResampler(format="flt", layout=layout, rate=SAMPLE_RATE)
        skipped = round(start_s * SAMPLE_RATE)
        for frame in container.decode(stream):
            for part in resampler.resample(frame):
                block = _mixed(part, channels)
                if skipped < len(block):
                    yield block[skipped:]
                skipped = max(0, skipped - len(block))
        for part in resampler.resample(None):
            yield _mixed(part, channels)[skipped:]


def _mixed(part: av.AudioFrame, channels: int) -> NDArray[np.float32]:
    """Give (num_samples, channels) of packed float samples."""
    samples: NDArray[np.float32] = part.to_ndarray().reshape(-1, part.layout.nb_channels)
    if samples.shape[1] == channels:
        return samples
    if channels == 1:
        mono: NDArray[np.float32] = samples.mean(axis=1, keepdims=True, dtype=np.float32)
        return mono
    doubled: NDArray[np.float32] = np.repeat(samples, channels, axis=1)
    return doubled


def _refused(en: str, zh: str) -> RequestError:
    return RequestError({"file": Text(en, zh)})
