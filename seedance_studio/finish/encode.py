"""Frames and sound into a file that carries its marks; the one door to encoder and muxer."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

from seedance_studio.domain.delivery import SUFFIX, Delivery, exact_rate
from seedance_studio.errors import EncodeFailed, StorageUnwritable, Text
from seedance_studio.finish.encoders import Encoder, encoder_for, leave_real_time

SoundBlocks = Iterable[NDArray[np.float32]]
"""A soundtrack in pieces of any length, (num_samples, 2) each, -1 to 1, at SAMPLE_RATE."""
SAMPLE_RATE = 48_000
_SOUND_BITS = 192_000

_KEY_FRAME_EVERY_S = 2
"""How far a seek in the page may have to decode."""
# Without use_metadata_tags the muxer drops keys it does not know, and says nothing.
MUXER = {"movflags": "use_metadata_tags+faststart"}
_NO_ROOM = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.ENOENT,
    errno.ENOTDIR,
}


def encode(
    frames: Iterable[av.VideoFrame],
    delivery: Delivery,
    path: Path,
    *,
    marks: Mapping[str, str],
    sound: SoundBlocks | None = None,
) -> None:
    """Write the file, tagged BT.709, its index in front, and flush it to the disk.

    Args:
        frames: in BT.709, of the delivered size and the encoder's pixel format; frame k says that
            it is shown from exactly k / fps.
        delivery: shape, codec and care.
        path: written anew; removed again when anything is raised, from here or from what is given.
        marks: metadata to embed, by key.
        sound: starts with the first frame; cut or filled with silence to end with the last.

    Raises:
        StorageUnwritable: the disk is full, or the folder cannot be written.
        EncodeFailed: the encoder or the muxer refused.
    """
    kind = SUFFIX[delivery.codec][1:]
    rate = exact_rate(delivery.delivered.fps)
    try:
        with foreign_errors(), av.open(str(path), "w", format=kind, options=MUXER) as container:
            container.metadata.update(marks)
            video = add_video(container, delivery, encoder_for(delivery))
            track = SoundTrack(container, sound) if sound is not None else None
            container.start_encoding()
            leave_real_time()
            for shown, frame in enumerate(frames):
                container.mux(video.encode(frame))
                if track is not None:
                    # As the pictures are written, so that the muxer need not hold either.
                    track.write_until((shown + 1) / rate)
            container.mux(video.encode(None))
            if track is not None:
                track.end()
        flush(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def flush(path: Path) -> None:
    """See that a file that was written is on the disk."""
    with foreign_errors(), path.open("rb") as written:
        os.fsync(written.fileno())


def add_video(
    container: av.container.OutputContainer, delivery: Delivery, encoder: Encoder
) -> av.video.stream.VideoStream:
    """Open the encoder of a delivery in a container that is about to be written."""
    shape = delivery.delivered
    rate = exact_rate(shape.fps)
    stream = container.add_stream(encoder.name, rate=rate, options=dict(encoder.options))
    stream.time_base = 1 / rate
    context = stream.codec_context
    context.time_base = 1 / rate
    context.width, context.height = shape.width, shape.height
    context.pix_fmt = encoder.pixel_format
    context.thread_count = 0  # as many as there are cores; the default is one
    if delivery.codec != "prores":
        context.gop_size = round(_KEY_FRAME_EVERY_S * rate)
    if encoder.tag is not None:
        context.codec_tag = encoder.tag
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.colorspace = Colorspace.ITU709
    context.color_range = ColorRange.MPEG
    return stream


class SoundTrack:
    """Cuts blocks of sound to the length of the pictures and encodes them as AAC.

    Args:
        container: about to be written.
        blocks: from the first picture on.
    """

    def __init__(self, container: av.container.OutputContainer, blocks: SoundBlocks) -> None:
        self._container = container
        self._stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        self._stream.bit_rate = _SOUND_BITS
        self._blocks = iter(blocks)
        self._waiting: NDArray[np.float32] = np.empty((0, 2), np.float32)
        self._written = 0

    def write_until(self, seconds: Fraction) -> None:
        """Write sound up to an instant; past the end of the track, silence."""
        wanted = round(seconds * SAMPLE_RATE)
        while self._written < wanted:
            if not len(self._waiting):
                silence = np.zeros((wanted - self._written, 2), np.float32)
                self._waiting = next(self._blocks, silence)
                continue
            part, rest = np.split(self._waiting, [wanted - self._written])
            self._waiting = rest
            self._encode(part)

    def end(self) -> None:
        """Write what the encoder still holds."""
        self._container.mux(self._stream.encode(None))

    def _encode(self, samples: NDArray[np.float32]) -> None:
        planar = np.ascontiguousarray(samples.T)
        frame = av.AudioFrame.from_ndarray(planar, format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts, frame.time_base = self._written, Fraction(1, SAMPLE_RATE)
        self._written += len(samples)
        self._container.mux(self._stream.encode(frame))


@contextmanager
def foreign_errors() -> Iterator[None]:
    """Turn what FFmpeg and the system raise into the studio's errors."""
    try:
        yield
    except (av.FFmpegError, OSError) as error:
        if error.errno in _NO_ROOM:
            raise StorageUnwritable(
                Text(
                    f"The clip could not be stored ({os.strerror(error.errno)}).",
                    f"视频无法写入磁盘（{os.strerror(error.errno)}）。",
                ),
                Text(
                    "Free some space in the data folder, or check that it can be written, "
                    "then try again.",
                    "请清理数据目录所在的磁盘空间，或确认该目录可写，然后重试。",
                ),
            ) from error
        raise EncodeFailed(
            Text(f"The video encoder failed ({error}).", f"视频编码失败（{error}）。"),
            Text(
                "Try again; if it happens again, choose a smaller size.",
                "请重试；若仍然失败，请选择较小的尺寸。",
            ),
        ) from error
