"""The few source frames made larger, before motion is put between them.

Frames are enlarged to a working size of about 1024x576, where interpolation is cheap; the rest of
the way to the delivered size is one pass of the scaler that converts colours anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import Delivery, seen_size
from seedance_studio.finish.span import SCALE, load_span
from seedance_studio.media.film import TimedFrame

Frame = NDArray[np.uint8]

_WORKING_PIXELS = 1024 * 576
MOST_WORKING_PIXELS = 1920 * 1080
"""The network's detail is worth keeping."""
_SHARPEN_AMOUNT = 0.4
_SHARPEN_RADIUS = 0.4
"""In pixels of the source frame: restores the edge that enlarging has softened."""


def enlarge(frames: Iterator[TimedFrame], delivery: Delivery) -> Iterator[TimedFrame]:
    """Give each frame in the delivered aspect, cut evenly, at the working size.

    Args:
        frames: of the native size.
        delivery: says both sizes, and whether a neural network enlarges.
    """
    native, delivered = delivery.native, delivery.delivered
    span = load_span(delivery.device) if delivery.is_neural else None
    for at, frame in frames:
        cut = cut_to_seen(frame, delivery)
        size = working_size(cut.shape[1], cut.shape[0], delivery)
        if span is not None:
            yield TimedFrame(at, _resized(span(cut), size))
        elif size[0] > cut.shape[1] or delivered.width > native.width:
            yield TimedFrame(at, _sharpened(_resized(cut, size), size[0] / cut.shape[1]))
        else:
            yield TimedFrame(at, _resized(cut, size))


def cut_to_seen(frame: Frame, delivery: Delivery) -> Frame:
    """Give the middle of a frame, as much as is delivered."""
    height, width = frame.shape[:2]
    kept_width, kept_height = seen_size(delivery.native, delivery.delivered)
    left, top = (width - kept_width) // 2, (height - kept_height) // 2
    return frame[top : top + kept_height, left : left + kept_width]


def working_size(width: int, height: int, delivery: Delivery) -> tuple[int, int]:
    """Give the size to interpolate at: never below the source unless less is delivered."""
    delivered = delivery.delivered.width / width
    if delivered <= 1:
        return delivery.delivered.width, delivery.delivered.height
    limit = MOST_WORKING_PIXELS if delivery.is_neural else _WORKING_PIXELS
    wanted = max(1.0, sqrt(limit / (width * height)))
    scale = min(delivered, wanted, SCALE if delivery.is_neural else wanted)
    return round(width * scale), round(height * scale)


def _resized(frame: Frame, size: tuple[int, int]) -> Frame:
    height, width = frame.shape[:2]
    if (width, height) == size:
        return frame
    way = cv2.INTER_AREA if size[0] < width else cv2.INTER_LANCZOS4
    resized: Frame = cv2.resize(frame, size, interpolation=way)
    return resized


def _sharpened(frame: Frame, scale: float) -> Frame:
    soft = cv2.GaussianBlur(frame, (0, 0), _SHARPEN_RADIUS * scale)
    sharp: Frame = cv2.addWeighted(frame, 1 + _SHARPEN_AMOUNT, soft, -_SHARPEN_AMOUNT, 0)
    return sharp
