"""Every codec, preset, size and rate that is offered gives a file that is just that."""

import os

import av
import numpy as np
import pytest

from seedance_studio.domain.delivery import (
    CODECS,
    FINISH_PRESETS,
    SUFFIX,
    Delivery,
    VideoShape,
)
from seedance_studio.errors import JobCancelled
from seedance_studio.finish import finish_film, timed
from seedance_studio.finish.span import load_span
from seedance_studio.media.marks import Marks, unmarked
from seedance_studio.media.probe import probe, read_frames
from tests.clips import ignore_step, moving_frames, psnr
from tests.marks import UNMARKED


def delivery(native, *, size=(320, 180), fps=24, seconds=0.5, preset="standard", codec="h264"):
    height, width = native[0].shape[:2]
    return Delivery(
        native=VideoShape(width=width, height=height, fps=8, num_frames=len(native)),
        delivered=VideoShape(
            width=size[0], height=size[1], fps=fps, num_frames=max(1, round(seconds * fps))
        ),
        preset=preset,
        codec=codec,
    )


def small_film():
    return moving_frames(8, 5, width=96, height=54)


@pytest.mark.parametrize("codec", CODECS)
def test_each_codec_is_written_tagged_and_read_back(tmp_path, codec):
    native = small_film()
    path = tmp_path / f"clip{SUFFIX[codec]}"

    marks = Marks(metadata={"comment": "as is"}, draw=unmarked)

    made = finish_film(timed(native, 8), delivery(native, codec=codec), path, ignore_step, marks)

    assert (made.video_codec, made.num_frames, made.duration_s) == (codec, 12, 0.5)
    assert os.sched_getscheduler(0) == os.SCHED_OTHER, "an encoder must not keep the machine"
    found = probe(path)
    assert found.metadata["comment"] == "as is"
    deep = {"hevc": "yuv420p10le", "prores": "yuv422p10le"}
    assert found.pixel_format == deep.get(codec, "yuv420p")
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.color_range) == (1, 1, 1)
        assert context.codec_tag == {"hevc": "hvc1", "h264": "avc1"}.get(codec, context.codec_tag)
    white = np.full((2, 54, 96, 3), 255, np.uint8)
    finish_film(timed(white, 8), delivery(white, codec=codec), path, ignore_step, UNMARKED)
    assert next(read_frames(path)).min() > 250


@pytest.mark.parametrize("preset", FINISH_PRESETS)
@pytest.mark.parametrize(("native_size", "size"), [((96, 54), (384, 216)), ((64, 64), (54, 96))])
def test_each_preset_gives_the_very_size(tmp_path, preset, native_size, size):
    native = moving_frames(8, 3, width=native_size[0], height=native_size[1])
    asked = delivery(native, size=size, preset=preset, seconds=0.25)

    made = finish_film(timed(native, 8), asked, tmp_path / "clip.mp4", ignore_step, UNMARKED)

    assert (made.width, made.height, made.num_frames) == (*size, 6)


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60, 24000 / 1001, 30000 / 1001])
def test_each_rate_ends_on_time(tmp_path, fps):
    native = small_film()

    made = finish_film(
        timed(native, 8), delivery(native, fps=fps), tmp_path / "clip.mp4", ignore_step, UNMARKED
    )

    assert made.fps == pytest.approx(fps, rel=1e-9)
    assert made.duration_s == pytest.approx(made.num_frames / fps, abs=1e-3)


def test_a_network_brings_back_more_of_the_picture_than_a_filter():
    truth = moving_frames(8, 1, width=384, height=216)[0]
    small = truth.reshape(54, 4, 96, 4, 3).mean(axis=(1, 3)).round().astype(np.uint8)

    enlarged = load_span("cpu")(small)

    assert enlarged.shape == truth.shape
    assert psnr(enlarged, truth) > 24


def test_pieces_leave_no_seam():
    wide = moving_frames(8, 1, width=300, height=24)[0]
    enlarge = load_span("cpu")

    whole = enlarge(wide)  # in two pieces
    left = enlarge(np.ascontiguousarray(wide[:, :200]))  # in one

    assert psnr(whole[:, :700], left[:, :700]) > 55


def tone(seconds, *, frequency=440, rate=48_000):
    t = np.arange(round(seconds * rate)) / rate
    one = 0.5 * np.sin(2 * np.pi * frequency * t)
    return np.stack([one, -one], axis=1).astype(np.float32)


def read_sound(path):
    """Give the decoded track, (num_samples, 2)."""
    with av.open(str(path)) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(blocks, axis=1).T


@pytest.mark.parametrize("given_s", [0.2, 1.0, 3.0])
def test_sound_begins_and_ends_with_the_picture(tmp_path, given_s):
    native = small_film()
    path = tmp_path / "clip.mp4"
    blocks = np.array_split(tone(given_s), 7)

    made = finish_film(
        timed(native, 8), delivery(native, seconds=1.0), path, ignore_step, UNMARKED, blocks
    )

    assert (made.audio_codec, made.duration_s) == ("aac", 1.0)
    heard = read_sound(path)
    assert len(heard) == pytest.approx(48_000, abs=1100)
    loud = np.sqrt((heard**2).mean(axis=1))
    assert loud[2_000:8_000].mean() == pytest.approx(0.35, rel=0.15)
    assert (loud[20_000:40_000].mean() > 0.3) == (given_s >= 1.0)
    inside = slice(3_000, 8_000)
    assert np.corrcoef(heard[inside, 0], -heard[inside, 1])[0, 1] > 0.99


def test_memory_holds_a_few_frames_however_long_the_film(tmp_path):
    """Frames are asked for as they are needed: never many more than are already written."""
    frame = small_film()[0]
    taken, lead = 0, []

    def frames():
        nonlocal taken
        for index in range(160):
            taken = index
            yield frame

    def listen(step):
        lead.append(taken - step.step)

    native = [frame] * 160
    asked = delivery(native, fps=8, seconds=20, size=(1280, 720))
    finish_film(timed(frames(), 8), asked, tmp_path / "clip.mp4", listen, UNMARKED)

    assert len(lead) > 2
    assert max(lead) <= 8


def test_what_goes_wrong_in_the_other_thread_is_raised_here(tmp_path):
    def frames():
        yield from small_film()
        raise JobCancelled

    asked = delivery(small_film(), fps=8, seconds=3)
    with pytest.raises(JobCancelled):
        finish_film(timed(frames(), 8), asked, tmp_path / "clip.mp4", ignore_step, UNMARKED)

    assert list(tmp_path.iterdir()) == []
