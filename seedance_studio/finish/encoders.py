"""Which encoder writes a codec on this machine, and how it is set for each preset."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from seedance_studio.domain.delivery import CODECS, FINISH_PRESETS, Delivery
from seedance_studio.errors import EncodeFailed, Text

# SVT-AV1 prints a banner to standard error otherwise.
os.environ.setdefault("SVT_LOG", "1")

_LARGE = 1920 * 1080
"""Pixels above which x264 takes one speed faster, and looks ahead less so as to hold less."""
_X264_SPEEDS = ("ultrafast", "superfast", "veryfast", "faster", "fast")


@dataclass(frozen=True, slots=True)
class Encoder:
    """One encoder as it is to be opened."""

    name: str
    pixel_format: str
    options: dict[str, str] = field(default_factory=dict)
    tag: str | None = None
    """What browsers want the stream to be called in an mp4, where it is not FFmpeg's default."""


def encoder_for(delivery: Delivery) -> Encoder:
    """Give the fastest encoder that works: hardware where one test frame proves it.

    Raises:
        EncodeFailed: this machine has none for the codec.
    """
    shape = delivery.delivered
    for encoder in _candidates(delivery):
        if not encoder.name.endswith("_nvenc"):
            if encoder.name in av.codecs_available:
                return encoder
        elif _encodes_a_frame(encoder.name, encoder.pixel_format, shape.width, shape.height):
            return encoder
    raise EncodeFailed(
        Text(
            f"This machine has no encoder for {delivery.codec}.",
            f"本机没有 {delivery.codec} 编码器。",
        ),
        Text(
            "Choose another codec, or reinstall PyAV: `pip install -U av`.",
            "请选择其他编码，或重新安装 PyAV：`pip install -U av`。",
        ),
    )


def available_codecs() -> tuple[str, ...]:
    """Give the codecs that this machine can write, the default first."""
    software = {"h264": "libx264", "hevc": "libx265", "av1": "libsvtav1", "prores": "prores_ks"}
    return tuple(codec for codec in CODECS if software[codec] in av.codecs_available)


def _candidates(delivery: Delivery) -> list[Encoder]:
    level = FINISH_PRESETS.index(delivery.preset)
    if delivery.codec == "prores":
        options = {"profile": str((0, 2, 3, 3)[level]), "vendor": "apl0"}
        return [Encoder("prores_ks", "yuv422p10le", options)]
    if delivery.codec == "hevc":
        speed, crf = (("ultrafast", 26), ("superfast", 23), ("veryfast", 21), ("fast", 19))[level]
        options = {"preset": speed, "crf": str(crf), "x265-params": "log-level=error"}
        software = Encoder("libx265", "yuv420p10le", options, tag="hvc1")
        return [Encoder("hevc_nvenc", "p010le", _nvenc(level), tag="hvc1"), software]
    if delivery.codec == "av1":
        pace, crf = ((12, 38), (10, 34), (8, 30), (6, 26))[level]
        software = Encoder("libsvtav1", "yuv420p", {"preset": str(pace), "crf": str(crf)})
        return [Encoder("av1_nvenc", "yuv420p", _nvenc(level)), software]
    return [Encoder("h264_nvenc", "yuv420p", _nvenc(level)), _x264(delivery, level)]


def _x264(delivery: Delivery, level: int) -> Encoder:
    is_large = delivery.delivered.width * delivery.delivered.height > _LARGE
    options = {
        "preset": _X264_SPEEDS[level + (not is_large)],
        "crf": str((23, 20, 18, 16)[level] if is_large else (23, 18, 17, 16)[level]),
        "profile": "high",
    }
    if is_large and level >= 2:
        # A 4K frame takes 12 MB, and all that are looked ahead at are held.
        options["rc-lookahead"] = "10"
    return Encoder("libx264", "yuv420p", options)


def _nvenc(level: int) -> dict[str, str]:
    return {"preset": f"p{(1, 3, 5, 7)[level]}", "rc": "vbr", "cq": str((28, 24, 21, 18)[level])}


def leave_real_time() -> None:
    """Give every thread of this process its ordinary turn again.

    SVT-AV1, opened by root, makes its threads and its caller real-time ones (FIFO, 99). In a
    container a whole machine then stands still behind one film.
    """
    threads = Path("/proc/self/task")
    if not threads.exists():
        return
    for thread in threads.iterdir():
        with suppress(ProcessLookupError):
            if os.sched_getscheduler(int(thread.name)) == os.SCHED_FIFO:
                os.sched_setscheduler(int(thread.name), os.SCHED_OTHER, os.sched_param(0))


@lru_cache(maxsize=16)
def _encodes_a_frame(name: str, pixel_format: str, width: int, height: int) -> bool:
    """Tell whether a hardware encoder really works: being listed, even opening, proves nothing."""
    if name not in av.codecs_available:
        return False
    try:
        context = av.CodecContext.create(name, "w")
        context.width, context.height, context.pix_fmt = width, height, pixel_format
        context.framerate = 24
        grey = av.VideoFrame.from_ndarray(np.full((height, width, 3), 128, np.uint8))
        packets = [*context.encode(grey.reformat(format=pixel_format)), *context.encode(None)]
    except (av.FFmpegError, OSError, ValueError):
        return False
    return any(packet.size for packet in packets)
