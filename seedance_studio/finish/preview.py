"""A part of one picture as it is and as it would be finished, for a look before the work."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import Delivery, VideoShape
from seedance_studio.finish.enlarge import enlarge
from seedance_studio.media.film import TimedFrame

_SHOWN_WIDTH = 960
_QUALITY = 92


def preview_crops(picture: NDArray[np.uint8], delivery: Delivery) -> tuple[bytes, bytes]:
    """Give two JPEGs of the picture's middle at the delivered size: as a player would show it,
    and as it would be finished.

    Args:
        picture: (height, width, 3), RGB, of the native size.
        delivery: what is wanted; a downscale shows the same twice.
    """
    height, width = picture.shape[:2]
    scale = max(1.0, delivery.delivered.width / width)
    across = min(width, ceil(_SHOWN_WIDTH / scale))
    down = min(height, ceil(across * 9 / 16))
    left, top = (width - across) // 2, (height - down) // 2
    part = np.ascontiguousarray(picture[top : top + down, left : left + across])
    size = (2 * round(across * scale / 2), 2 * round(down * scale / 2))
    asked = Delivery(
        native=VideoShape(width=across, height=down, fps=1, num_frames=1),
        delivered=VideoShape(width=size[0], height=size[1], fps=1, num_frames=1),
        preset=delivery.preset if delivery.is_neural else "standard",
        codec=delivery.codec,
        device=delivery.device,
    )
    before = cv2.resize(part, size, interpolation=cv2.INTER_LINEAR)
    large = next(enlarge(iter([TimedFrame(Fraction(0), part)]), asked)).rgb
    after = cv2.resize(large, size, interpolation=cv2.INTER_LANCZOS4)
    return _jpeg(before), _jpeg(after)


def _jpeg(rgb: NDArray[np.uint8]) -> bytes:
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return encoded.tobytes()
