"""A soundtrack composed for a clip: ambience, effects in step with it, and music."""

from seedance_studio.sound.motion import Motion, measure_motion
from seedance_studio.sound.signals import RATE
from seedance_studio.sound.soundtrack import Given, Place, Soundtrack, score, score_montage

__all__ = [
    "RATE",
    "Given",
    "Motion",
    "Place",
    "Soundtrack",
    "measure_motion",
    "score",
    "score_montage",
]
