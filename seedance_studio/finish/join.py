"""Films one after another: each to the delivered rate by itself, cut or faded into the next."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import VideoShape, exact_rate
from seedance_studio.domain.montage import PlannedShot
from seedance_studio.finish.enlarge import enlarge
from seedance_studio.finish.interpolate import interpolate, needed_from
from seedance_studio.media.film import SAMPLE_RATE, read_film, read_film_sound

Frame = NDArray[np.uint8]
Sound = NDArray[np.float32]

_EDGE_S = 0.01
"""Sound is faded over this even at a cut, or it would click."""
_BLOCK = SAMPLE_RATE


def joined_pictures(
    shots: Sequence[PlannedShot], whole: VideoShape, first_frame: int = 0
) -> Generator[Frame, None, None]:
    """Give the pictures of a montage, at working sizes; at most two films are open at once.

    Args:
        shots: of the montage.
        whole: of its pictures.
        first_frame: of the montage; those before it are not given.
    """
    current = _pictures(shots[0], whole, first_frame)
    for shot, following in zip(shots, [*shots[1:], None], strict=True):
        fade = following.fade_frames if following is not None else 0
        joint = shot.from_frame + shot.num_frames - fade
        with closing(current):
            for _ in range(max(first_frame, shot.from_frame + shot.fade_frames), joint):
                yield next(current)
            if following is None:
                return
            after = _pictures(following, whole, first_frame)
            for k in range(max(first_frame, joint), joint + fade):
                yield _mixed(next(current), next(after), (k - joint + 1) / (fade + 1))
        current = after


def _pictures(
    shot: PlannedShot, whole: VideoShape, first_frame: int
) -> Generator[Frame, None, None]:
    delivery = shot.delivery
    fps, begins = delivery.delivered.fps, max(0, first_frame - shot.from_frame)
    film = read_film(Path(shot.film), shot.start_s, shot.end_s)
    large = enlarge(needed_from(film, begins / exact_rate(fps)), delivery)
    for rgb in interpolate(large, fps, shot.num_frames, begins):
        yield _within_bars(rgb, delivery.delivered, whole)


def _within_bars(rgb: Frame, seen: VideoShape, whole: VideoShape) -> Frame:
    """Give a picture with black beside it, where it does not fill the whole."""
    if (seen.width, seen.height) == (whole.width, whole.height):
        return rgb
    height, width = rgb.shape[:2]
    size = (round(height * whole.height / seen.height), round(width * whole.width / seen.width), 3)
    framed = np.zeros(size, np.uint8)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    framed[top : top + height, left : left + width] = rgb
    return framed


def _mixed(first: Frame, second: Frame, share: float) -> Frame:
    """Give the second film's picture over the first's, at the larger of their working sizes."""
    height, width = max(first.shape[:2], second.shape[:2])
    pair = [
        frame
        if frame.shape[:2] == (height, width)
        else cv2.resize(frame, (width, height), interpolation=cv2.INTER_CUBIC)
        for frame in (first, second)
    ]
    mixed: Frame = cv2.addWeighted(pair[0], 1 - share, pair[1], share, 0)
    return mixed


def joined_sound(shots: Sequence[PlannedShot]) -> Iterator[Sound]:
    """Give the shots' own sound in blocks (num_samples, 2) at 48 kHz, faded as the pictures are."""
    readers = [_Reader(shot) for shot in shots]
    for number, reader in enumerate(readers):
        following = readers[number + 1] if number + 1 < len(readers) else None
        overlap = following.lead if following is not None else 0
        left = reader.length - reader.lead - overlap
        edge_in = _edge(left) if not reader.lead else 0
        edge_out = _edge(left) if not overlap else 0
        done = 0
        while done < left:
            block = reader.take(min(_BLOCK, left - done))
            yield _with_edges(block, done, left, edge_in, edge_out)
            done += len(block)
        if following is not None and overlap:
            # Of equal power: two sounds that are unlike each other stay as loud as one.
            turn = np.linspace(0, np.pi / 2, overlap, dtype=np.float32)[:, None]
            yield reader.take(overlap) * np.cos(turn) + following.take(overlap) * np.sin(turn)


class _Reader:
    """Gives a shot's sound, silence where it has none, in pieces of the lengths wanted."""

    def __init__(self, shot: PlannedShot) -> None:
        rate = exact_rate(shot.delivery.delivered.fps)
        begins, ends = shot.from_frame / rate, (shot.from_frame + shot.num_frames) / rate
        # Counted from the montage's start, so that rounding never adds up.
        self.length = _samples(ends) - _samples(begins)
        self.lead = _samples(begins + shot.fade_frames / rate) - _samples(begins)
        silent: Iterator[Sound] = iter(())
        self._blocks = (
            read_film_sound(Path(shot.film), shot.start_s) if shot.keeps_sound else silent
        )
        self._waiting: Sound = np.empty((0, 2), np.float32)

    def take(self, num_samples: int) -> Sound:
        while len(self._waiting) < num_samples:
            silence = np.zeros((num_samples - len(self._waiting), 2), np.float32)
            self._waiting = np.concatenate([self._waiting, next(self._blocks, silence)])
        taken, self._waiting = np.split(self._waiting, [num_samples])
        return taken


def _samples(seconds: Fraction) -> int:
    return round(seconds * SAMPLE_RATE)


def _edge(num_samples: int) -> int:
    return min(round(_EDGE_S * SAMPLE_RATE), num_samples // 2)


def _with_edges(block: Sound, done: int, left: int, edge_in: int, edge_out: int) -> Sound:
    """Fade a block where it lies at the start or the end of what is not shared with a neighbour."""
    at = np.arange(done, done + len(block), dtype=np.float32)
    gain = np.ones(len(block), np.float32)
    if edge_in:
        gain = np.minimum(gain, (at + 1) / edge_in)
    if edge_out:
        gain = np.minimum(gain, (left - at) / edge_out)
    return block * gain[:, None]
