"""What the finished file is to be: size, rate, care and codec; of generated and other films."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol, get_args

from seedance_studio.errors import Text

Size = Literal["native", "720p", "1080p", "1440p", "4k"]
DeliveredFps = Literal["native", "24", "25", "30", "50", "60"]
FinishPreset = Literal["draft", "standard", "quality", "best"]
Codec = Literal["h264", "hevc", "av1", "prores"]

SIZES: tuple[Size, ...] = get_args(Size)
DELIVERED_FPS: tuple[DeliveredFps, ...] = get_args(DeliveredFps)
FINISH_PRESETS: tuple[FinishPreset, ...] = get_args(FinishPreset)
CODECS: tuple[Codec, ...] = get_args(Codec)

_SHORT_SIDE = {"720p": 720, "1080p": 1080, "1440p": 1440, "4k": 2160}
"""What a size promises in every aspect: the shorter side is never smaller."""
_NEURAL_PRESETS = ("quality", "best")
_NEURAL_PIXELS = {"cpu": 900 * 500, "cuda": 1920 * 1080}
"""The largest source that a network enlarges: on a CPU a second's work for each frame."""
SUFFIX = {"h264": ".mp4", "hevc": ".mp4", "av1": ".mp4", "prores": ".mov"}
"""Of the file, by codec."""

Rate = int | float
"""Frames a second; a whole number where it is one. 23.976... stands for 24000/1001."""


def seen_size(native: VideoShape, delivered: VideoShape) -> tuple[int, int]:
    """Give width and height of the middle of a generated frame that is delivered.

    A picture is never stretched: what does not have the delivered aspect is cut off.
    """
    return (
        min(native.width, round(native.height * delivered.width / delivered.height)),
        min(native.height, round(native.width * delivered.height / delivered.width)),
    )


def exact_rate(fps: Rate) -> Fraction:
    """Give a rate as the fraction that it stands for."""
    return Fraction(fps).limit_denominator(1001)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoShape:
    """Size and timing of a clip."""

    width: int
    height: int
    fps: Rate
    num_frames: int

    @property
    def duration_s(self) -> float:
        """How long it is shown."""
        return float(self.num_frames / exact_rate(self.fps))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem:
    """What becomes of one thing that was asked for."""

    item: str
    status: ReportStatus
    note: Text


ReportStatus = Literal["honoured", "adapted", "ignored"]


class DeliveryRequest(Protocol):
    """The part of a request that says how the file is to be delivered."""

    @property
    def size(self) -> str:
        """One of SIZES."""

    @property
    def fps(self) -> str:
        """One of DELIVERED_FPS."""

    @property
    def finish_preset(self) -> str:
        """One of FINISH_PRESETS."""

    @property
    def codec(self) -> str:
        """One of CODECS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """All that the finisher has to know of a clip."""

    native: VideoShape
    """Of the frames that it is given."""
    delivered: VideoShape
    """Of the file that it writes."""
    preset: str
    codec: str
    device: str = "cpu"
    """Where a neural network runs, in torch's words."""

    @property
    def is_neural(self) -> bool:
        """Whether a neural network enlarges the frames."""
        native, delivered = self.native, self.delivered
        is_larger = delivered.width > native.width or delivered.height > native.height
        most = _NEURAL_PIXELS["cuda" if self.device.startswith("cuda") else "cpu"]
        return self.preset in _NEURAL_PRESETS and is_larger and native.width * native.height <= most


def delivery_problems(asked: DeliveryRequest, codecs: Collection[str] = CODECS) -> dict[str, Text]:
    """Give what cannot be delivered, by field.

    Args:
        asked: the request.
        codecs: that this machine can write.
    """
    offers: dict[str, tuple[str, Collection[str]]] = {
        "size": (asked.size, SIZES),
        "fps": (asked.fps, DELIVERED_FPS),
        "finish_preset": (asked.finish_preset, FINISH_PRESETS),
        "codec": (asked.codec, CODECS),
    }
    problems = {
        field: choice_text(value, offered)
        for field, (value, offered) in offers.items()
        if value not in offered
    }
    if "codec" not in problems and asked.codec not in codecs:
        able = ", ".join(codecs)
        problems["codec"] = Text(
            f"this machine has no encoder for {asked.codec}; choose {able}",
            f"本机没有 {asked.codec} 编码器，可选 {able}",
        )
    return problems


def choice_text(value: str, choices: Collection[str]) -> Text:
    """Say that a value is not among those offered."""
    return Text(
        f"'{value}' is not offered; choose {', '.join(choices)}",
        f"不提供“{value}”，可选 {'、'.join(choices)}",
    )


def delivered_shape(
    asked: DeliveryRequest, native: VideoShape, aspect: Fraction, seconds: Fraction
) -> VideoShape:
    """Give the shape of the file.

    Args:
        asked: the request, without problems.
        native: of the frames before finishing.
        aspect: width over height of the delivered picture, unless the size is native.
        seconds: length of the clip.
    """
    rate = exact_rate(native.fps if asked.fps == "native" else int(asked.fps))
    if asked.size == "native":
        width, height = _even(Fraction(native.width)), _even(Fraction(native.height))
    else:
        short = Fraction(_SHORT_SIDE[asked.size])
        width = _even(short * max(aspect, Fraction(1)))
        height = _even(short / min(aspect, Fraction(1)))
    return VideoShape(
        width=width,
        height=height,
        fps=int(rate) if rate.denominator == 1 else float(rate),
        num_frames=max(1, round(seconds * rate)),
    )


def aspect_of(name: str, native: VideoShape) -> Fraction:
    """Give the delivered aspect that a name like 16:9 stands for; of others, the frames' own."""
    width, _, height = name.partition(":")
    if width.isdecimal() and height.isdecimal():
        return Fraction(int(width), int(height))
    return Fraction(native.width, native.height)


def _even(side: Fraction) -> int:
    """Give the next even number: encoders take no odd sides, and less than asked is never given."""
    return 2 * -(-side // 2)


def delivery_report(asked: DeliveryRequest, delivery: Delivery) -> list[ReportItem]:
    """Say what becomes of each wish for the file, where it is not simply the frames as they are."""
    native, delivered = delivery.native, delivery.delivered
    items: list[ReportItem] = []
    if asked.size != "native" and delivered.width > native.width:
        items.append(_adapted("size", *_enlarging(delivery)))
    if asked.fps != "native" and exact_rate(delivered.fps) != exact_rate(native.fps):
        items.append(_adapted("fps", "frames in between are interpolated", "中间帧由插值得到"))
    if delivery.codec == "prores":
        note = Text(
            "a .mov file for editing programs; browsers do not play it",
            "输出 .mov 文件，供剪辑软件使用，浏览器无法播放",
        )
        items.append(ReportItem(item="codec", status="honoured", note=note))
    return items


def _enlarging(delivery: Delivery) -> tuple[str, str]:
    native, delivered = delivery.native, delivery.delivered
    times = f"{max(delivered.width / native.width, delivered.height / native.height):.3g}"
    if delivery.is_neural:
        return (
            f"made small, enlarged {times} times when finished, by a neural network",
            f"原画面较小，成片时用神经网络放大 {times} 倍",
        )
    en, zh = (
        f"made small, enlarged {times} times when finished",
        f"原画面较小，成片时放大 {times} 倍",
    )
    if delivery.preset in _NEURAL_PRESETS:
        en += "; too large for the neural network on this machine"
        zh += "；画面超出本机神经网络可处理的大小，改用常规放大"
    return en, zh


def _adapted(item: str, en: str, zh: str) -> ReportItem:
    return ReportItem(item=item, status="adapted", note=Text(en, zh))


_MS_PER_MEGAPIXEL = {"draft": 8.0, "standard": 14.0, "quality": 22.0, "best": 50.0}
_CODEC_COST = {"h264": 1.0, "hevc": 4.0, "av1": 2.0, "prores": 3.0}
_NEURAL_S_PER_MEGAPIXEL = 6.0
"""Of the source, on a CPU."""


def finishing_s(delivery: Delivery) -> float:
    """Give the expected seconds of finishing on two CPU cores, from what was measured."""
    shape, native = delivery.delivered, delivery.native
    megapixels = shape.width * shape.height * shape.num_frames / 1e6
    cost = _MS_PER_MEGAPIXEL[delivery.preset] * _CODEC_COST[delivery.codec]
    spent = megapixels * cost / 1000
    if delivery.is_neural:
        source = native.width * native.height * native.num_frames / 1e6
        spent += source * _NEURAL_S_PER_MEGAPIXEL
    return spent
