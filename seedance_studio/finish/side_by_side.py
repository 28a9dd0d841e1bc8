"""Films put side by side on one canvas, in step, each with its caption."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import exact_rate
from seedance_studio.domain.side_by_side import Place, SideBySidePlan
from seedance_studio.finish.captions import draw_caption
from seedance_studio.media.film import TimedFrame, read_film

Frame = NDArray[np.uint8]

_GROUND = 16
"""Grey level of what no film covers."""


def side_by_side(
    films: Sequence[Path], title: str, captions: Sequence[str], plan: SideBySidePlan
) -> Generator[TimedFrame, None, None]:
    """Give the whole picture at each of its instants.

    A film's picture is held until its next is due, and its last to the end: none is made up.

    Args:
        films: in the plan's order; read as they are needed.
        title: of the whole.
        captions: one a film.
        plan: where everything stands.

    Returns:
        Lazily; every frame is an array of its own.

    Raises:
        RequestError: under `file`: a film cannot be read, or is damaged on the way.
    """
    shape = plan.native
    ground = np.full((shape.height, shape.width, 3), _GROUND, np.uint8)
    # The label of AI takes the right of the head.
    draw_caption(ground[: plan.head, : shape.width // 2], title, is_left=True)
    for place, caption in zip(plan.places, captions, strict=True):
        band = ground[place.caption_top : place.caption_top + place.caption_height]
        draw_caption(band[:, place.left : place.left + place.width], caption)
    shown = [
        _Shown(_fitted(read_film(film), place))
        for film, place in zip(films, plan.places, strict=True)
    ]
    rate = exact_rate(shape.fps)
    for k in range(shape.num_frames):
        canvas = ground.copy()
        for film, place in zip(shown, plan.places, strict=True):
            canvas[place.top : place.top + place.height, place.left : place.left + place.width] = (
                film.at(k / rate)
            )
        yield TimedFrame(k / rate, canvas)


class _Shown:
    """The picture of one film that is due at an instant; instants only grow."""

    def __init__(self, frames: Iterator[TimedFrame]) -> None:
        self._frames = frames
        self._now = next(frames)
        self._next = next(frames, None)

    def at(self, instant: Fraction) -> Frame:
        # Half a millisecond of slack: files keep times in rounded ticks.
        while self._next is not None and self._next.at <= instant + Fraction(1, 2000):
            self._now, self._next = self._next, next(self._frames, None)
        return self._now.rgb


def _fitted(frames: Iterator[TimedFrame], place: Place) -> Iterator[TimedFrame]:
    """Bring pictures to their place, whole, with bars where the shape differs."""
    for at, rgb in frames:
        height, width = rgb.shape[:2]
        scale = min(place.width / width, place.height / height)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        picture = rgb if scale == 1 else cv2.resize(rgb, size, interpolation=way)
        fitted = np.full((place.height, place.width, 3), _GROUND, np.uint8)
        top, left = (place.height - size[1]) // 2, (place.width - size[0]) // 2
        fitted[top : top + size[1], left : left + size[0]] = picture
        yield TimedFrame(at, fitted)
