"""The still picture that stands for a clip."""

from __future__ import annotations

from pathlib import Path

import cv2

from seedance_studio.errors import RequestError, Text
from seedance_studio.media.probe import open_media, to_rgb

_WIDTH = 640
_QUALITY = 85


def poster_jpeg(path: Path) -> bytes:
    """Give a JPEG, at most 640 wide, of a picture about the middle of a video.

    Raises:
        RequestError: under `file`: it is missing, or not a video that can be read.
    """
    with open_media(path) as container:
        # The key frame before the middle: the nearest picture that one decode gives.
        container.seek((container.duration or 0) // 2)
        picture = next(container.decode(video=0), None)
    if picture is None:
        raise RequestError({"file": Text("there is no picture in it", "其中没有画面")})
    rgb = to_rgb(picture)
    height, width = rgb.shape[:2]
    if width > _WIDTH:
        size = (_WIDTH, round(height * _WIDTH / width))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return jpeg.tobytes()
