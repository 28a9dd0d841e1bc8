"""Files of subtitles, read by FFmpeg: SubRip, WebVTT and ASS, in UTF-8."""

from __future__ import annotations

import re
from pathlib import Path

import av

from seedance_studio.domain.montage import MAX_CAPTIONS, Caption
from seedance_studio.errors import RequestError, Text

_ONLY_SUBTITLES = {"protocol_whitelist": "file", "format_whitelist": "srt,webvtt,ass"}
_MAX_BYTES = 2_000_000
_STYLING = re.compile(r"\{[^}]*\}")
_FIELDS_BEFORE_TEXT = 8
"""Of a line as FFmpeg gives it: order, layer, style, name, three margins, effect, text."""


def read_subtitles(path: Path) -> tuple[Caption, ...]:
    """Give what a file of subtitles says and when, without its styling.

    Raises:
        RequestError: under `file`: it is missing, or none that can be read.
    """
    if not path.is_file():
        raise _refused("there is no such file", "文件不存在")
    if path.stat().st_size > _MAX_BYTES:
        raise _refused("it is too large for subtitles", "文件过大，不像字幕")
    captions: list[Caption] = []
    try:
        with av.open(f"file:{path.absolute()}", container_options=_ONLY_SUBTITLES) as container:
            stream = container.streams.subtitles[0]
            for packet in container.demux(stream):
                if packet.pts is None or not packet.size:
                    continue
                start_s = float(packet.pts * packet.time_base)
                end_s = start_s + float((packet.duration or 0) * packet.time_base)
                text = _text_of(packet)
                if text:
                    captions.append(Caption(text=text, start_s=start_s, end_s=end_s))
    except (av.FFmpegError, OSError, IndexError, UnicodeDecodeError) as error:
        raise _refused(
            "these are no subtitles that can be read: .srt, .vtt or .ass in UTF-8",
            "无法读取字幕，请使用 UTF-8 编码的 .srt、.vtt 或 .ass",
        ) from error
    if len(captions) > MAX_CAPTIONS:
        raise _refused(f"more than {MAX_CAPTIONS} subtitles", f"字幕超过 {MAX_CAPTIONS} 条")
    return tuple(captions)


def _text_of(packet: av.Packet) -> str:
    lines = []
    for subtitle in packet.decode():
        line = subtitle.ass.decode()
        words = line.split(",", _FIELDS_BEFORE_TEXT)[-1]
        lines.append(_STYLING.sub("", words).replace("\\N", "\n").replace("\\n", "\n").strip())
    return "\n".join(line for line in lines if line)


def _refused(en: str, zh: str) -> RequestError:
    return RequestError({"file": Text(en, zh)})
