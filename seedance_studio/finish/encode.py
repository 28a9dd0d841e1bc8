"""Frames into an mp4 that every browser plays and that carries its marks; the one muxer's door."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from seedance_studio.errors import EncodeFailed, StorageUnwritable, Text

_X264 = {"preset": "veryfast", "crf": "18", "profile": "high"}
_KEY_FRAME_EVERY_S = 2
"""How far a seek in the page may have to decode."""
# Without use_metadata_tags the muxer drops keys it does not know, and says nothing.
_MUXER = {"movflags": "use_metadata_tags+faststart"}
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


def encode_mp4(
    frames: Iterable[av.VideoFrame], fps: int, marks: Mapping[str, str], path: Path
) -> None:
    """Write H.264 High yuv420p, tagged BT.709, its index in front, and flush it to the disk.

    Args:
        frames: yuv420p in BT.709, one size, both sides even.
        fps: frames a second; frame k is shown from exactly k / fps.
        marks: metadata to embed, by key.
        path: written anew; removed again when anything is raised, from here or from `frames`.

    Raises:
        StorageUnwritable: the disk is full, or the folder cannot be written.
        EncodeFailed: the encoder or the muxer refused.
    """
    try:
        with _foreign_errors(), av.open(str(path), "w", format="mp4", options=_MUXER) as container:
            container.metadata.update(marks)
            stream = None
            for index, frame in enumerate(frames):
                if stream is None:
                    stream = _add_stream(container, frame, fps)
                frame.pts, frame.time_base = index, Fraction(1, fps)
                container.mux(stream.encode(frame))
            if stream is not None:
                container.mux(stream.encode(None))
        with _foreign_errors(), path.open("rb") as written:
            os.fsync(written.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _add_stream(
    container: av.container.OutputContainer, first: av.VideoFrame, fps: int
) -> av.video.stream.VideoStream:
    stream = container.add_stream("libx264", rate=fps, options=_X264)
    stream.time_base = Fraction(1, fps)
    context = stream.codec_context
    context.time_base = Fraction(1, fps)
    context.width, context.height, context.pix_fmt = first.width, first.height, "yuv420p"
    context.thread_count = 0  # as many as there are cores; the default is one
    context.gop_size = _KEY_FRAME_EVERY_S * fps
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.colorspace = Colorspace.ITU709
    context.color_range = ColorRange.MPEG
    return stream


@contextmanager
def _foreign_errors() -> Iterator[None]:
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
