"""Is there a person in a picture? Counted, never recognised: nothing of a face is kept.

YuNet (Wu, Peng, Yu: "YuNet: A Tiny Millisecond-level Face Detector", 2023), run by OpenCV on the
CPU. It finds faces of about 10 pixels and more, also turned and blurred ones; it may overlook one.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.reference import MediaFacts
from seedance_studio.media.footage import read_video_frames
from seedance_studio.media.pictures import read_image

DETECTOR = "yunet-2023mar"
MIN_SCORE = 0.65
"""Faces score 0.84 to 0.94, upside down 0.67; machinery was once taken for one at 0.60."""
LONG_SIDE = 640
MAX_SAMPLES = 60
"""Pictures of a video that are looked at, one a second."""
_WEIGHTS = Path(__file__).with_name("face_detection_yunet_2023mar.onnx")


def count_faces(path: Path, facts: MediaFacts) -> int:
    """Give the most faces seen at once in a picture, or in a video's samples.

    Args:
        path: of a file that was examined.
        facts: what was found in it.

    Raises:
        RequestError: under `file`: it cannot be read.
    """
    if facts.kind == "image":
        return _count(read_image(path))
    if facts.kind == "audio":
        return 0
    length_s = facts.duration_s or 0.0
    num_samples = max(1, min(MAX_SAMPLES, round(length_s)))
    times = [(index + 0.5) * length_s / num_samples for index in range(num_samples)]
    width, height = facts.width or LONG_SIDE, facts.height or LONG_SIDE
    scale = min(1.0, LONG_SIDE / max(width, height))
    size = (round(width * scale), round(height * scale))
    return max(_count(picture) for picture in read_video_frames(path, times, size))


def _count(rgb: NDArray[np.uint8]) -> int:
    height, width = rgb.shape[:2]
    scale = min(1.0, LONG_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    bgr = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2BGR)
    detector = cv2.FaceDetectorYN.create(str(_WEIGHTS), "", size, MIN_SCORE)
    _, faces = detector.detect(bgr)
    return 0 if faces is None else len(faces)
