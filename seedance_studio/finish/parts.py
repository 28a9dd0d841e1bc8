"""A long film's pictures in parts that stay when the work is stopped, and are joined at the end.

Each part is encoded by itself and begins with a key frame, so that what comes out does not depend
on where the work was stopped. Joining copies packets; nothing is encoded twice.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path

import av

from seedance_studio.domain.delivery import SUFFIX, Delivery, exact_rate
from seedance_studio.errors import EncodeFailed, StorageUnwritable, Text, storing
from seedance_studio.finish.encode import (
    MUXER,
    SoundBlocks,
    SoundTrack,
    add_video,
    flush,
    foreign_errors,
)
from seedance_studio.finish.encoders import encoder_for, leave_real_time

FRAMES_EACH = 300
"""Ten seconds at 30 frames a second, some 40 s of work at 4K on two cores."""
_WHAT = Text("A part of the film", "影片的一部分")


class Parts:
    """The parts of one film in a folder of their own.

    Args:
        folder: made when the first part is written; every part that is added is seen in its time.
        delivery: of the film.
        made_for: what the pictures depend on beside it, in words; parts that were made for
            something else are thrown away.

    Raises:
        StorageUnwritable: the folder cannot be read.
    """

    def __init__(self, folder: Path, delivery: Delivery, made_for: Mapping[str, str]) -> None:
        words = repr((delivery, sorted(made_for.items())))
        self._folder = folder
        self._name = hashlib.sha256(words.encode()).hexdigest()[:16]
        self._delivery = delivery
        with storing(_WHAT):
            for other in folder.iterdir() if folder.exists() else ():
                if not other.name.startswith(self._name):
                    other.unlink()
        self._count = 0
        while self._path(self._count).exists():
            self._count += 1

    @property
    def first_frame(self) -> int:
        """The first frame that is still to be made."""
        return min(self._count * FRAMES_EACH, self._delivery.delivered.num_frames)

    def encode(
        self,
        frames: Iterable[av.VideoFrame],
        path: Path,
        *,
        marks: Mapping[str, str],
        sound: SoundBlocks | None,
    ) -> None:
        """Write the film as `finish.encode.encode` does, from `first_frame` on.

        Parts stay when the work is stopped from outside, not when they may be what is wrong.

        Raises: as there.
        """
        try:
            self._write(frames)
            self._join(path, marks, sound)
        except (StorageUnwritable, EncodeFailed):
            self.remove()
            raise

    def remove(self) -> None:
        """Throw the parts away."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _write(self, frames: Iterable[av.VideoFrame]) -> None:
        """Encode the frames that are left, part by part; each stays once it is whole."""
        frames = iter(frames)
        with storing(_WHAT):
            self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f"{self._name}-unfinished"
        for first in frames:
            self._encode(chain([first], islice(frames, FRAMES_EACH - 1)), unfinished)
            with storing(_WHAT):
                unfinished.replace(self._path(self._count))
            self._count += 1

    def _join(self, path: Path, marks: Mapping[str, str], sound: SoundBlocks | None) -> None:
        """Copy the parts into the whole film, and encode its sound."""
        rate = exact_rate(self._delivery.delivered.fps)
        try:
            with (
                foreign_errors(),
                av.open(str(path), "w", format=self._kind, options=MUXER) as film,
            ):
                film.metadata.update(marks)
                with av.open(str(self._path(0)), format=self._kind) as part:
                    video = film.add_stream_from_template(part.streams.video[0], opaque=True)
                track = SoundTrack(film, sound) if sound is not None else None
                for shown, packet in enumerate(self._packets(rate)):
                    packet.stream = video
                    film.mux(packet)
                    if track is not None:
                        track.write_until((shown + 1) / rate)
                if track is not None:
                    track.end()
            flush(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    @property
    def _kind(self) -> str:
        return SUFFIX[self._delivery.codec][1:]

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._name}-{number:05d}"

    def _encode(self, frames: Iterable[av.VideoFrame], path: Path) -> None:
        with foreign_errors(), av.open(str(path), "w", format=self._kind) as container:
            video = add_video(container, self._delivery, encoder_for(self._delivery))
            container.start_encoding()
            leave_real_time()
            for index, frame in enumerate(frames):
                frame.pts = index  # within the part
                container.mux(video.encode(frame))
            container.mux(video.encode(None))
        flush(path)

    def _packets(self, rate: Fraction) -> Iterator[av.Packet]:
        """All parts' packets in order, timed from the start of the film."""
        for number in range(self._count):
            with av.open(str(self._path(number)), format=self._kind) as part:
                stream = part.streams.video[0]
                before = round(number * FRAMES_EACH / rate / stream.time_base)
                for packet in part.demux(stream):
                    if packet.dts is not None:
                        packet.pts += before
                        packet.dts += before
                        yield packet
