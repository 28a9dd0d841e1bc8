"""From frames to a file worth keeping: enlarge, interpolate, encode, read back.

    frames -> enlarge -> interpolate -> [queue] -> deliver -> encode with sound -> read back

What was given with a request comes back here: a rhythm retimes the frames, a photograph's own
detail is carried along on the enlarged ones.

Each arrow is a generator, so that memory does not grow with the length of the film.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.clip import Delivered, Recipe
from seedance_studio.domain.delivery import Delivery, exact_rate
from seedance_studio.domain.engine import OnStep, StepProgress
from seedance_studio.domain.montage import MontagePlan
from seedance_studio.errors import EncodeFailed, RequestError, Text
from seedance_studio.finish.accent import accent, cut_on_beats
from seedance_studio.finish.ahead import work_ahead
from seedance_studio.finish.deliver import Deliverer
from seedance_studio.finish.detail import carry_detail
from seedance_studio.finish.encode import SoundBlocks, encode
from seedance_studio.finish.encoders import available_codecs, encoder_for
from seedance_studio.finish.enlarge import cut_to_seen, enlarge
from seedance_studio.finish.interpolate import interpolate, needed_from, timed
from seedance_studio.finish.join import joined_pictures, joined_sound
from seedance_studio.finish.lettering import caption_overlays, logo_overlay, missing_signs
from seedance_studio.finish.originals import Originals, first_frame_fidelity, read_anchors
from seedance_studio.finish.overlay import draw_overlays
from seedance_studio.finish.parts import FRAMES_EACH, Parts
from seedance_studio.media.film import TimedFrame
from seedance_studio.media.marks import Marks
from seedance_studio.media.probe import Probe, probe

__all__ = [
    "Originals",
    "available_codecs",
    "finish_clip",
    "finish_film",
    "finish_montage",
    "first_frame_fidelity",
    "joined_sound",
    "missing_signs",
    "read_anchors",
    "timed",
]

Frame = NDArray[np.uint8]

_FRAMES_AHEAD = 3
_REPORT_EVERY_S = 0.2
"""Between two signs of life; also how soon a cancel is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retouch:
    """What is done to frames on their way, beside making them larger and more."""

    detail: Callable[[Iterator[TimedFrame]], Iterator[TimedFrame]] | None = None
    """Done to the enlarged frames."""
    cut: Callable[[Iterator[Frame], float], Generator[Frame, None, None]] | None = None
    """Done to the frames as they will be delivered, at that rate."""


def finish_clip(
    frames: NDArray[np.uint8],
    recipe: Recipe,
    path: Path,
    on_step: OnStep,
    marks: Marks,
    sound: SoundBlocks | None = None,
    originals: Originals | None = None,
) -> Delivered:
    """Finish what an engine has generated: as `finish_film`, with frames of one rate.

    Args:
        frames: (num_frames, height, width, 3), RGB, as `recipe.plan.native` says.
        recipe: of the clip.
        path: as in `finish_film`, like all that follow.
        on_step: told of the stage "finishing".
        marks: of the clip.
        sound: soundtrack, if there is one.
        originals: what the clip was made from, if there is anything.
    """
    delivery = recipe.plan.delivery
    film = timed(frames, delivery.native.fps)
    retouch = Retouch()
    if originals is not None:
        film = accent(film, originals.beats_s, originals.rhythm)
        retouch = _retouch(frames, originals, delivery)
    smooth = _smooth(film, delivery, retouch)
    return _write(smooth, delivery, path, on_step, marks, sound)


def _retouch(frames: NDArray[np.uint8], originals: Originals, delivery: Delivery) -> Retouch:
    cut = partial(cut_on_beats, beats_s=originals.beats_s, strength=originals.rhythm)
    if not originals.anchors:
        return Retouch(cut=cut)
    same = [cut_to_seen(frame, delivery) for frame in frames]
    return Retouch(cut=cut, detail=partial(carry_detail, native=same, anchors=originals.anchors))


def finish_film(
    frames: Iterator[TimedFrame],
    delivery: Delivery,
    path: Path,
    on_step: OnStep,
    marks: Marks,
    sound: SoundBlocks | None = None,
    kept: Path | None = None,
) -> Delivered:
    """Write the file that a delivery promises, then read back that it is that file.

    Args:
        frames: at least one, of the native size, in order of time; read in another thread.
        delivery: what is given and what is wanted.
        path: of the file to write; not yet visible to anyone. Removed when anything is raised.
        on_step: told of the stage "finishing"; may raise JobCancelled, which is let through.
        marks: drawn on the pictures and written into the container; read back by who signs.
        sound: stereo at 48 kHz in blocks, from the first frame on; None for a silent film.
        kept: a folder for the parts of a long film: called again after it was stopped, with
            everything as before, it goes on from the last whole part.

    Returns:
        What the file is, read from the file.

    Raises:
        StorageUnwritable: the disk is full, or the folder cannot be written.
        EncodeFailed: the encoder is missing or refused, or what it wrote is not what was planned.
    """
    parts = _parts(kept, delivery, marks)
    smooth = _smooth(frames, delivery, Retouch(), _first_frame(parts))
    return _write(smooth, delivery, path, on_step, marks, sound, parts)


def _smooth(
    frames: Iterator[TimedFrame], delivery: Delivery, retouch: Retouch, first_frame: int = 0
) -> Generator[Frame, None, None]:
    """Give the frames of the delivered rate, from one on, at the working size."""
    shape = delivery.delivered
    large = enlarge(needed_from(frames, first_frame / exact_rate(shape.fps)), delivery)
    if retouch.detail is not None:
        large = retouch.detail(large)
    smooth = interpolate(large, shape.fps, shape.num_frames, first_frame)
    if retouch.cut is not None:
        smooth = retouch.cut(smooth, float(shape.fps))
    return smooth


def finish_montage(
    plan: MontagePlan,
    path: Path,
    on_step: OnStep,
    marks: Marks,
    sound: SoundBlocks | None = None,
    logo: Path | None = None,
    kept: Path | None = None,
) -> Delivered:
    """Write the film that a montage's plan promises, then read back that it is that file.

    Args:
        plan: of the montage; its films are read in another thread.
        path: as in `finish_film`, like all that follow.
        on_step: told of the stage "finishing".
        marks: drawn over words and logo too.
        sound: its own, if there is one.
        logo: the picture that the plan's logo is.
        kept: as in `finish_film`.
    """
    shape = plan.delivered
    overlays = caption_overlays(plan.captions, shape)
    if plan.logo is not None and logo is not None:
        overlays.append(logo_overlay(plan.logo, logo, shape))

    def draw(frames: Iterable[av.VideoFrame]) -> Iterator[av.VideoFrame]:
        return marks.draw(draw_overlays(frames, overlays))

    drawn = Marks(metadata=marks.metadata, draw=draw)
    parts = _parts(kept, plan.delivery, marks)
    pictures = joined_pictures(plan.shots, shape, _first_frame(parts))
    return _write(pictures, plan.delivery, path, on_step, drawn, sound, parts)


def _parts(kept: Path | None, delivery: Delivery, marks: Marks) -> Parts | None:
    """A film of one part is encoded as a whole."""
    if kept is None or delivery.delivered.num_frames <= FRAMES_EACH:
        return None
    # What is embedded says everything of how the film is made.
    return Parts(kept, delivery, marks.metadata)


def _first_frame(parts: Parts | None) -> int:
    return parts.first_frame if parts is not None else 0


def _write(
    smooth: Generator[NDArray[np.uint8], None, None],
    delivery: Delivery,
    path: Path,
    on_step: OnStep,
    marks: Marks,
    sound: SoundBlocks | None,
    parts: Parts | None = None,
) -> Delivered:
    """Encode pictures of the delivered rate and read back what became of them."""
    with closing(_delivered_frames(smooth, delivery, on_step, _first_frame(parts))) as pictures:
        marked = marks.draw(pictures)
        if parts is None:
            encode(marked, delivery, path, marks=marks.metadata, sound=sound)
        else:
            parts.encode(marked, path, marks=marks.metadata, sound=sound)
    try:
        found = probe(path)
        _check(found, delivery, has_sound=sound is not None)
    except (RequestError, EncodeFailed) as error:
        path.unlink(missing_ok=True)
        if isinstance(error, RequestError):
            raise _not_as_planned("file", "a film", error.problems["file"].en) from error
        raise
    finally:
        if parts is not None:
            parts.remove()
    return found.delivered


def _delivered_frames(
    smooth: Generator[NDArray[np.uint8], None, None],
    delivery: Delivery,
    on_step: OnStep,
    first_frame: int,
) -> Generator[av.VideoFrame, None, None]:
    """Give the frames from one on as they are delivered, each with its instant."""
    shape = delivery.delivered
    rate = exact_rate(shape.fps)
    deliver = Deliverer(shape.width, shape.height, encoder_for(delivery).pixel_format)
    progress = _Progress(shape.num_frames, on_step)
    with closing(work_ahead(smooth, _FRAMES_AHEAD, progress.repeat)) as ready:
        for done, rgb in enumerate(ready, start=first_frame):
            progress.tell(done)
            frame = deliver(rgb)
            frame.pts, frame.time_base = done, 1 / rate
            yield frame
    progress.end()


class _Progress:
    """Tells of frames done, no more often than anyone looks."""

    def __init__(self, num_frames: int, on_step: OnStep) -> None:
        self._num_frames = num_frames
        self._on_step = on_step
        self._done = 0
        self._told_at: float | None = None

    def tell(self, done: int) -> None:
        self._done = done
        now = time.monotonic()
        if self._told_at is None or now - self._told_at >= _REPORT_EVERY_S:
            self._told_at = now
            self.repeat()

    def repeat(self) -> None:
        """Say how far it is, again: whoever listens may want to stop it."""
        step = StepProgress(stage="finishing", step=self._done, num_steps=self._num_frames)
        self._on_step(step)

    def end(self) -> None:
        self._done = self._num_frames
        self.repeat()


def _check(found: Probe, delivery: Delivery, *, has_sound: bool) -> None:
    """Raise EncodeFailed unless the file is what was planned."""
    file, shape = found.delivered, delivery.delivered
    pairs: dict[str, tuple[object, object]] = {
        "size": ((shape.width, shape.height), (file.width, file.height)),
        "fps": (exact_rate(shape.fps), exact_rate(file.fps)),
        "num_frames": (shape.num_frames, file.num_frames),
        "frames shown": (float(shape.num_frames), round(file.duration_s * shape.fps, 1)),
        "codec": (delivery.codec, file.video_codec),
        "pixel_format": (encoder_for(delivery).pixel_format, found.pixel_format),
        "color_space": (1, found.color_space),
        "sound": ("aac" if has_sound else None, file.audio_codec),
    }
    for name, (planned, read) in pairs.items():
        if planned != read:
            raise _not_as_planned(name, planned, read)


def _not_as_planned(name: str, planned: object, read: object) -> EncodeFailed:
    return EncodeFailed(
        Text(
            f"The finished file is not as planned ({name}: {planned} planned, {read} read back).",
            f"成片与计划不符（{name}：计划为 {planned}，实际读到 {read}）。",
        ),
        Text("Nothing was published; try again.", "未发布任何内容，请重试。"),
    )
