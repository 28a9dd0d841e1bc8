"""Files as users bring them, good and bad, made on the spot."""

import struct
from fractions import Fraction

import av
import numpy as np
from PIL import Image

from tests.clips import texture

TICKS = 1000


def picture(path, width=320, height=200, seed=1, mode="RGB", **saved):
    """A textured picture with a red upper left quarter, so that a turn of it shows."""
    rgb = (255 * texture(seed, height, width)).astype(np.uint8)
    rgb[: height // 2, : width // 2] = (220, 30, 30)
    Image.fromarray(rgb).convert(mode).save(path, **saved)
    return path


def plain_picture(path, width, height):
    Image.new("RGB", (width, height), "green").save(path)
    return path


def grey(index):
    """The level of the film's picture of this index."""
    return min(235, 20 + 6 * index)


def film(path, *, num_frames=24, fps=8, size=(160, 96), times_ms=None, sound_s=0.0, **options):
    """A film whose pictures are plain greys that tell their index, the upper left quarter black.

    `times_ms` gives each picture's own time, for a rate that varies.
    """
    times_ms = times_ms or [round(1000 * index / fps) for index in range(num_frames)]
    codec = "libvpx-vp9" if path.suffix == ".webm" else "libx264"
    with av.open(str(path), "w", options=options.pop("container", {})) as container:
        stream = container.add_stream(codec, rate=fps, options={"g": "8", "bf": "0"} | options)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS)
        tone = None
        if sound_s:
            name = "aac" if codec == "libx264" else "libopus"
            tone = container.add_stream(name, rate=48000, layout="stereo")
        for index, time_ms in enumerate(times_ms):
            rgb = np.full((size[1], size[0], 3), grey(index), np.uint8)
            rgb[: size[1] // 2, : size[0] // 2] = 0
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = time_ms, Fraction(1, TICKS)
            following = times_ms[index + 1] if index + 1 < len(times_ms) else time_ms + TICKS // fps
            frame.duration = following - time_ms
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if tone is not None:
            _add_tone(container, tone, sound_s, level=0.5)
    return path


def sound(path, seconds=1.0, level=0.5, rate=44100):
    """A tone of 440 Hz."""
    codec = {".wav": "pcm_s16le", ".mp3": "libmp3lame", ".flac": "flac"}.get(path.suffix, "aac")
    kind = {".m4a": "mp4"}.get(path.suffix)
    with av.open(str(path), "w", format=kind) as container:
        _add_tone(
            container, container.add_stream(codec, rate=rate, layout="stereo"), seconds, level
        )
    return path


def _add_tone(container, stream, seconds, level):
    rate = stream.codec_context.sample_rate
    moments = np.arange(round(seconds * rate)) / rate
    wave = (32767 * level * np.sin(2 * np.pi * 440 * moments)).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]).T.reshape(1, -1), "s16", "stereo")
    frame.sample_rate, frame.pts = rate, 0
    fifo = av.AudioFifo()
    size = stream.codec_context.frame_size or 1024
    fifo.write(frame)
    resampler = av.AudioResampler(stream.codec_context.format, "stereo", rate)
    while part := fifo.read(size, partial=True):
        for ready in resampler.resample(part):
            container.mux(stream.encode(ready))
    container.mux(stream.encode(None))


def turned(path, degrees):
    """Mark an MP4 as filmed with the camera turned clockwise by 90, 180 or 270 degrees."""
    plain = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    cos, sin = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    turn = struct.pack(
        ">9i", cos * 65536, sin * 65536, 0, -sin * 65536, cos * 65536, 0, 0, 0, 1 << 30
    )
    content = path.read_bytes()
    header = content.index(b"tkhd")
    at = content.index(plain, header)
    path.write_bytes(content[:at] + turn + content[at + 36 :])
    return path


def playlist(path, other):
    """A playlist that would make a careless reader open another file."""
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{other}\n")
    return path
