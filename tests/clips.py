"""A moving picture whose every instant can be drawn, so that interpolation can be scored."""

import av
import cv2
import numpy as np


def texture(seed, height, width):
    """Give a picture with detail at every scale, float 0 to 1."""
    random = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for grain, weight in ((4, 0.15), (8, 0.25), (16, 0.3), (48, 0.3)):
        noise = random.random((height // grain + 2, width // grain + 2, 3)).astype(np.float32)
        picture += weight * cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(picture, 0, 1)


def moving_frames(fps, num_frames, *, width=288, height=160):
    """Draw a turning, zooming camera over a textured ground, and a ball that crosses it."""
    ground, skin = texture(1, 400, 700), 1 - texture(2, 60, 60)
    rows, columns = np.mgrid[0:height, 0:width]
    frames = []
    for t in np.arange(num_frames) / fps:
        turn, zoom = 0.05 * t, 1 + 0.04 * t
        camera = np.float32(
            [
                [np.cos(turn) * zoom, -np.sin(turn) * zoom, 40 + 24 * t],
                [np.sin(turn) * zoom, np.cos(turn) * zoom, 30 + 10 * t],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        scene = cv2.warpAffine(ground, camera, (width, height), flags=flags)
        x, y = 60 + 45 * t, 80 + 30 * np.sin(2 * t)
        place = np.float32([[1, 0, x - 30], [0, 1, y - 30]])
        ball = cv2.warpAffine(skin, place, (width, height), borderMode=cv2.BORDER_REFLECT)
        cover = np.clip(24 - np.hypot(columns - x, rows - y), 0, 1)[..., None]
        frames.append(255 * np.clip(scene * (1 - cover) + ball * cover, 0, 1))
    return np.stack(frames).round().astype(np.uint8)


def write_clip(path, frames, fps):
    """Write (num_frames, height, width, 3) RGB frames as a video, nearly without loss."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "8"})
        stream.height, stream.width = frames.shape[1:3]
        stream.pix_fmt = "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def psnr(a, b):
    """Give how near two pictures are, in decibels; 99 when they are the same."""
    error = np.mean((a.astype(np.float64) - b) ** 2)
    return min(99.0, 10 * np.log10(255**2 / max(error, 1e-9)))


def ignore_step(_step):
    """Take a sign of life and go on."""
