"""Small files that a visitor might bring."""

import wave

import av
import numpy as np
from PIL import Image


def picture(path, size=(320, 240), colour=(200, 120, 40)):
    Image.new("RGB", size, colour).save(path)
    return path


def film(path, *, seconds=3, fps=8, size=(160, 96)):
    """A square that goes from left to right."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for index in range(seconds * fps):
            frame = np.full((size[1], size[0], 3), 40, np.uint8)
            left = index * (size[0] - 40) // (seconds * fps)
            frame[30:60, left : left + 30] = (240, 200, 60)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def beat(path, seconds=3, rate=16_000):
    """A click twice a second."""
    times = np.arange(seconds * rate) / rate
    sound = np.sin(2 * np.pi * 330 * times) * ((times * 2) % 1 < 0.1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((sound * 12_000).astype("<i2").tobytes())
    return path
