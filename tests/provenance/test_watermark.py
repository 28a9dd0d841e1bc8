"""The invisible mark survives what happens to clips, is not seen, and is found nowhere else."""

import av
import cv2
import numpy as np
import pytest

from seedance_studio.provenance import verify_file
from seedance_studio.provenance.watermark import Watermarker, read_watermark, watermark_payload
from tests.clips import moving_frames, texture

PAYLOAD = watermark_payload("20261122-081030-1f47c3a")
WIDTH, HEIGHT = 1280, 720


def pictures(kind, num_frames=12):
    """Give the brightness of a moving clip."""
    if kind == "scene":
        frames = moving_frames(8, num_frames, width=WIDTH // 2, height=HEIGHT // 2)
        grey = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames]
        return [cv2.resize(one, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC) for one in grey]
    ground = 255 * texture(3, HEIGHT + 100, WIDTH + 100)[..., 1]
    ground = {
        "smooth": cv2.GaussianBlur(ground, (0, 0), 20),
        "dark": 16 + ground / 16,
        "flat": np.full_like(ground, 90),
    }[kind]
    steps = range(0, 3 * num_frames, 3)
    return [ground[i : i + HEIGHT, i : i + WIDTH].astype(np.uint8) for i in steps]


def marked(clip, payload=PAYLOAD):
    clip = [picture.copy() for picture in clip]
    marker = Watermarker(payload, WIDTH, HEIGHT)
    for picture in clip:
        marker.mark(picture, 8)
    return clip


def recompressed(path, clip, *, crf, size=1.0, crop=0.0):
    """Give what is read from a clip after another program has had it."""
    top, left = int(HEIGHT * crop / 2), int(WIDTH * crop / 2)
    with av.open(str(path), "w") as container:
        stream = None
        for picture in clip:
            piece = picture[top : HEIGHT - top, left : WIDTH - left]
            sides = tuple(int(side * size) // 2 * 2 for side in piece.shape[::-1])
            piece = cv2.resize(piece, sides, interpolation=cv2.INTER_AREA)
            if stream is None:
                stream = container.add_stream("libx264", rate=24, options={"crf": str(crf)})
                stream.width, stream.height, stream.pix_fmt = *sides, "yuv420p"
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(piece), format="gray")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return verify_file(path)


@pytest.mark.parametrize("kind", ["scene", "smooth", "dark", "flat"])
def test_it_survives_compression_halving_and_cropping(tmp_path, kind):
    clip = marked(pictures(kind))

    found = recompressed(tmp_path / "x.mp4", clip, crf=28, size=0.5, crop=0.1)

    assert (found.delivered.width, found.delivered.height) == (576, 324)
    assert found.watermark.payload == PAYLOAD


@pytest.mark.parametrize("crop", [0.05, 0.2])
def test_it_survives_other_crops(tmp_path, crop):
    found = recompressed(tmp_path / "x.mp4", marked(pictures("scene")), crf=23, crop=crop)

    assert found.watermark.payload == PAYLOAD


@pytest.mark.parametrize("kind", ["scene", "smooth", "dark", "flat"])
def test_an_unmarked_clip_raises_no_alarm(kind):
    assert read_watermark(pictures(kind)[::3]) is None


def test_noise_raises_no_alarm():
    random = np.random.default_rng(1)
    for _ in range(5):
        assert read_watermark([random.integers(0, 256, (360, 640), np.uint8)]) is None


def test_it_is_not_seen():
    for kind in ("scene", "flat"):
        clip = pictures(kind, 3)
        change = np.stack(marked(clip)).astype(float) - np.stack(clip)
        assert np.sqrt((change**2).mean()) < 3
        assert np.abs(change).max() <= 16


def test_two_clips_are_told_apart():
    other = watermark_payload("20261122-081031-another")
    assert other != PAYLOAD

    assert read_watermark(marked(pictures("smooth"), other)[:2]).payload == other


def test_nothing_to_look_at_is_no_mark():
    assert read_watermark([]) is None
