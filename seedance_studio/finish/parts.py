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
from seedance_studio.errors import Text, storing
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
        folder: made when the first part is written.
        delivery: of the film.
        made_for: what the pictures depend on beside it, in words; parts that were made for
            something else are thrown away.
        frames_each: delivered frames in a part; the last may be shorter.

    Raises:
        StorageUnwritable: the folder cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        delivery: Delivery,
        made_for: Mapping[str, str],
        frames_each: int = FRAMES_EACH,
    ) -> None:
        words = repr((frames_each, delivery, sorted(made_for.items())))
        self._root = folder
        self._folder = folder / hashlib.sha256(words.encode()).hexdigest()[:16]
        self._delivery = delivery
        self._frames_each = frames_each
        with storing(_WHAT):
            for other in folder.iterdir() if folder.exists() else ():
                if other != self._folder:
                    shutil.rmtree(other)

    @property
    def num_frames(self) -> int:
        """How many frames, counted from the first, need not be made any more."""
        done = 0
        while self._path(done).exists():
            done += 1
        return min(done * self._frames_each, self._delivery.delivered.num_frames)

    def write(self, frames: Iterable[av.VideoFrame]) -> None:
        """Encode the frames that are left, part by part; each stays once it is whole.

        Args:
            frames: as `encode` takes them, from `num_frames` on.

        Raises:
            StorageUnwritable: the disk is full, or the folder cannot be written.
            EncodeFailed: the encoder refused.
        """
        frames = iter(frames)
        with storing(_WHAT):
            self._folder.mkdir(parents=True, exist_ok=True)
        number = -(-self.num_frames // self._frames_each)
        for first in frames:
            part = chain([first], islice(frames, self._frames_each - 1))
            unfinished = self._path(number).with_name("unfinished")
            self._encode(part, unfinished)
            with storing(_WHAT):
                unfinished.replace(self._path(number))
            number += 1

    def join(self, path: Path, *, marks: Mapping[str, str], sound: SoundBlocks | None) -> None:
        """Write the whole film; arguments and errors as in `encode`."""
        rate = exact_rate(self._delivery.delivered.fps)
        try:
            with (
                foreign_errors(),
                av.open(str(path), "w", format=self._kind, options=MUXER) as film,
            ):
                film.metadata.update(marks)
                with av.open(str(self._path(0)), format=self._kind) as part:
                    video = film.add_stream_from_template(part.streams.video[0])
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

    def remove(self) -> None:
        """Throw the parts away."""
        shutil.rmtree(self._root, ignore_errors=True)

    @property
    def _kind(self) -> str:
        return SUFFIX[self._delivery.codec][1:]

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:05d}"

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
        number = 0
        while self._path(number).exists():
            with av.open(str(self._path(number)), format=self._kind) as part:
                stream = part.streams.video[0]
                before = round(number * self._frames_each / rate / stream.time_base)
                for packet in part.demux(stream):
                    if packet.dts is not None:
                        packet.pts += before
                        packet.dts += before
                        yield packet
            number += 1
