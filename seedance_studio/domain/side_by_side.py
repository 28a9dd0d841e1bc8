"""Several films as one, side by side and in step: what is asked and what runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from seedance_studio.domain.delivery import (
    Delivery,
    ReportItem,
    VideoShape,
    exact_rate,
    finishing_s,
)
from seedance_studio.domain.film import FilmFacts
from seedance_studio.domain.reference import PlannedReference
from seedance_studio.errors import Language, Text

MAX_WIDTH, MAX_HEIGHT = 1920, 1080
"""Of the whole picture: what every screen in a meeting shows without loss."""
MAX_FPS = 60
GAP = 8
"""Pixels between two pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the films."""

    film: str
    """Absolute path of a file; it is only read."""
    caption: Text
    clip_id: str | None = None
    """Of the clip in the library whose file that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySideRequest:
    """What was asked. Nothing is checked or filled in here."""

    parts: tuple[Part, ...]
    title: str
    has_sound: bool = True
    """Let the first film that has sound be heard."""
    language: Language = "en"
    """Of the captions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one film's picture stands, and its caption under it; in pixels of the whole."""

    left: int
    top: int
    width: int
    height: int
    caption_top: int
    caption_height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySidePlan:
    """What will run."""

    films: tuple[FilmFacts, ...]
    places: tuple[Place, ...]
    head: int
    """Height of the band on top: the title, and where the label of AI has room of its own."""
    native: VideoShape
    """Of the whole picture."""
    delivered: VideoShape
    heard: int | None
    """Which film's sound is used; None is a silent film."""
    report: tuple[ReportItem, ...]
    estimate_s: float
    finish_preset: str = "standard"
    codec: str = "h264"
    device: str = "cpu"
    references: tuple[PlannedReference, ...] = ()
    """None: as in every plan, for who asks what was used."""

    @property
    def delivery(self) -> Delivery:
        """What the finisher has to do."""
        return Delivery(
            native=self.native,
            delivered=self.delivered,
            preset=self.finish_preset,
            codec=self.codec,
            device=self.device,
        )


def make_side_by_side_plan(
    request: SideBySideRequest, films: Sequence[FilmFacts]
) -> SideBySidePlan:
    """Fix every number.

    Args:
        request: what was asked.
        films: what its files are, in the same order.
    """
    head, places, width, height = _arrange(films)
    rate = min(max(exact_rate(film.fps) for film in films), Fraction(MAX_FPS))
    length = max(Fraction(film.duration_s).limit_denominator(1_000_000) for film in films)
    shape = VideoShape(
        width=width,
        height=height,
        fps=int(rate) if rate.denominator == 1 else float(rate),
        num_frames=max(1, round(length * rate)),
    )
    with_sound = (place for place, film in enumerate(films) if film.has_sound)
    heard = next(with_sound, None) if request.has_sound else None
    plan = Delivery(native=shape, delivered=shape, preset="standard", codec="h264")
    read = sum(film.width * film.height * film.num_frames for film in films) / 1e6
    return SideBySidePlan(
        films=tuple(films),
        places=places,
        head=head,
        native=shape,
        delivered=shape,
        heard=heard,
        report=tuple(_report(films, heard)),
        estimate_s=round(finishing_s(plan) + read * _READ_S_PER_MEGAPIXEL, 1),
    )


_READ_S_PER_MEGAPIXEL = 0.006
"""To decode a film and bring it to its size, on two CPU cores."""


_HEAD_SHARE = 0.19
"""Of what is under it, where the whole is wider than high: the label takes 15 % of the whole."""


def _arrange(films: Sequence[FilmFacts]) -> tuple[int, tuple[Place, ...], int, int]:
    """Give the head, each film's place, and the whole's size, as large as the limits let it be."""
    across = max(film.width for film in films)
    down = max(film.height for film in films)
    number = len(films)

    def scale_of(columns: int) -> float:
        rows = math.ceil(number / columns)
        return min(
            (MAX_WIDTH - GAP * (columns - 1)) / (columns * across),
            (MAX_HEIGHT / (1 + _HEAD_SHARE) - GAP * rows) / (rows * (down + _caption_of(down))),
            1.0,
        )

    # The fewer rows the better where the pictures come out as large.
    columns = max(range(number, 0, -1), key=lambda many: round(scale_of(many), 2))
    rows, scale = math.ceil(number / columns), scale_of(columns)
    width, height = _even(across * scale), _even(down * scale)
    caption = _even(_caption_of(height))
    across_all = columns * (width + GAP) - GAP
    under = rows * (height + caption + GAP) - GAP
    head = _even(min(_HEAD_SHARE * under, 0.16 * across_all))
    places = []
    for index in range(number):
        row, column = divmod(index, columns)
        left, top = column * (width + GAP), head + row * (height + caption + GAP)
        places.append(
            Place(
                left=left,
                top=top,
                width=width,
                height=height,
                caption_top=top + height,
                caption_height=caption,
            )
        )
    return head, tuple(places), across_all, head + under


def _caption_of(height: float) -> float:
    """Give the height of the caption under a picture: two lines that can be read."""
    return max(40.0, 0.12 * height)


def _even(side: float) -> int:
    return max(2, 2 * int(side // 2))


def _report(films: Sequence[FilmFacts], heard: int | None) -> list[ReportItem]:
    items: list[ReportItem] = []
    lengths = {round(film.duration_s, 1) for film in films}
    if len(lengths) > 1:
        note = Text(
            "the clips differ in length; the shorter ones hold their last picture",
            "各片段时长不同，较短的停在最后一帧",
        )
        items.append(ReportItem(item="seconds", status="adapted", note=note))
    if len({exact_rate(film.fps) for film in films}) > 1:
        note = Text(
            "the frame rates differ; pictures are held, none are made up",
            "各片段帧率不同，画面按原样保持，不做插帧",
        )
        items.append(ReportItem(item="fps", status="adapted", note=note))
    if heard is not None:
        note = Text(f"that of clip {heard + 1} is heard", f"播放第 {heard + 1} 个片段的声音")
        items.append(ReportItem(item="sound", status="honoured", note=note))
    return items
