"""What users bring: formats by content, upright pictures, films by the clock, one clear refusal."""

import shutil

import numpy as np
import pytest
from PIL import Image

from seedance_studio.errors import RequestError
from seedance_studio.media.examine import examine
from seedance_studio.media.fitting import fit_picture, place
from seedance_studio.media.footage import read_video_frames
from seedance_studio.media.pictures import read_image
from seedance_studio.media.recordings import SAMPLE_RATE, read_sound
from tests import uploads


def refusal(path, kind):
    with pytest.raises(RequestError) as error:
        examine(path, kind)
    assert set(error.value.problems) == {"file"}
    words = error.value.problems["file"]
    assert words.en
    assert words.zh
    return words.en


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_a_picture_s_format_is_told_by_its_content(tmp_path, name):
    path = uploads.picture(tmp_path / name)
    misnamed = path.rename(tmp_path / "a.bin")
    facts = examine(misnamed, "image")
    assert (facts.kind, facts.width, facts.height) == ("image", 320, 200)
    assert facts.extension == path.suffix


def test_a_turned_photograph_stands_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be seen turned right by a quarter
    path = uploads.picture(tmp_path / "a.jpg", exif=exif)
    facts = examine(path, "image")
    assert (facts.width, facts.height) == (200, 320)
    rgb = read_image(path)
    assert rgb.shape == (320, 200, 3)
    assert rgb[10, 190, 0] > rgb[10, 190, 1] + 100, "what lay left is now above, on the right"


def test_cmyk_grey_palette_16_bit_and_see_through_pictures_become_plain_rgb(tmp_path):
    upright = read_image(uploads.picture(tmp_path / "rgb.png")).astype(int)
    cmyk = read_image(uploads.picture(tmp_path / "cmyk.jpg", mode="CMYK", quality=95)).astype(int)
    assert np.abs(cmyk - upright).mean() < 12
    assert read_image(uploads.picture(tmp_path / "p.png", mode="P")).shape == upright.shape
    assert read_image(uploads.picture(tmp_path / "l.png", mode="L")).shape == upright.shape
    ramp = np.linspace(0, 65535, 256 * 100).reshape(100, 256).astype(np.uint16)
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    deep = read_image(tmp_path / "deep.png")
    assert deep[0, 0].tolist() == [0, 0, 0]
    assert deep[-1, -1].tolist() == [255, 255, 255]
    assert 120 < deep.mean() < 135
    Image.new("RGBA", (100, 100), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    assert read_image(tmp_path / "clear.png").min() == 255


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [(1, 1, "too small"), (10_000, 2, "too small"), (6000, 80, "too narrow")],
)
def test_pictures_nothing_can_be_made_of_are_refused(tmp_path, width, height, words):
    path = uploads.plain_picture(tmp_path / "a.png", width, height)
    assert words in refusal(path, "image")


def test_a_picture_bomb_is_refused_before_it_is_decoded(tmp_path):
    path = tmp_path / "a.png"
    Image.new("1", (30_000, 30_000)).save(path)
    assert "megapixels" in refusal(path, "image")


def test_what_is_no_picture_is_refused_in_plain_words(tmp_path):
    whole = uploads.picture(tmp_path / "a.jpg").read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refusal(tmp_path / "half.jpg", "image")
    (tmp_path / "empty.png").write_bytes(b"")
    assert "empty" in refusal(tmp_path / "empty.png", "image")
    (tmp_path / "photo.jpg").write_bytes(b"\0\0\0\x18ftypheic" + bytes(64))
    assert "HEIC" in refusal(tmp_path / "photo.jpg", "image")
    assert "no such file" in refusal(tmp_path / "nobody.png", "image")
    assert "not a picture" in refusal(uploads.film(tmp_path / "film.mp4"), "image")
    (tmp_path / "drawing.png").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert "format" in refusal(tmp_path / "drawing.png", "image")


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.webm"])
def test_a_film_is_measured(tmp_path, name):
    facts = examine(uploads.film(tmp_path / name, sound_s=3.0), "video")
    assert (facts.kind, facts.width, facts.height) == ("video", 160, 96)
    assert facts.fps == pytest.approx(8, abs=0.1)
    assert facts.duration_s == pytest.approx(3, abs=0.1)
    assert facts.has_sound
    assert facts.extension == f".{name[2:]}"


def seen(pictures):
    """The index of the film's picture that each of these is."""
    return [round((float(one[-8:].mean()) - uploads.grey(0)) / 6) for one in pictures]


def test_pictures_are_read_by_the_clock_and_the_last_is_held(tmp_path):
    path = uploads.film(tmp_path / "a.mp4", num_frames=20, fps=10)
    read = read_video_frames(path, [0.0, 0.05, 0.1, 0.55, 1.0, 1.9, 3.0], (80, 48))
    assert read.shape == (7, 48, 80, 3)
    assert seen(read) == [0, 0, 1, 5, 10, 19, 19]
    assert seen(read_video_frames(path, [1.25, 1.55], (80, 48))) == [12, 15]


def test_a_rate_that_varies_is_honoured(tmp_path):
    path = uploads.film(tmp_path / "a.mp4", times_ms=[0, 100, 200, 1200, 2200, 2300])
    assert examine(path, "video").fps == pytest.approx(6 / 2.4, abs=0.1)
    read = read_video_frames(path, [0.0, 0.15, 0.5, 1.1, 1.3, 2.25], (80, 48))
    assert seen(read) == [0, 1, 2, 2, 3, 4]


@pytest.mark.parametrize(("degrees", "corner"), [(90, "right"), (180, "below"), (270, "left")])
def test_a_film_made_with_a_turned_camera_stands_upright(tmp_path, degrees, corner):
    path = uploads.turned(uploads.film(tmp_path / "a.mp4"), degrees)
    facts = examine(path, "video")
    shape = (160, 96) if degrees == 180 else (96, 160)
    assert (facts.width, facts.height) == shape
    [picture] = read_video_frames(path, [2.5], shape).astype(int)
    dark = {
        "right": picture[10, -10],  # what was upper left
        "below": picture[-10, -10],
        "left": picture[-10, 10],
    }[corner]
    assert dark.max() < 40
    assert (picture.mean(axis=2) < 40).mean() == pytest.approx(0.25, abs=0.05)


def test_films_that_cannot_be_used_are_refused_in_plain_words(tmp_path):
    assert "no video" in refusal(uploads.sound(tmp_path / "only_sound.m4a"), "video")
    assert "lasts" in refusal(uploads.film(tmp_path / "blink.mp4", num_frames=1), "video")
    small = uploads.film(tmp_path / "small.mp4", size=(32, 32))
    assert "too small" in refusal(small, "video")
    long = uploads.film(tmp_path / "long.mp4", times_ms=[0, 100, 130_000])
    assert "too long" in refusal(long, "video")
    other = uploads.film(tmp_path / "other.mp4")
    assert "format" in refusal(uploads.playlist(tmp_path / "list.mp4", other), "video")


@pytest.mark.parametrize("kept", [0.4, 0.7])
def test_a_film_cut_off_in_the_middle_is_refused(tmp_path, kept):
    index_first = {"container": {"movflags": "+faststart"}, "crf": "1"}
    path = uploads.film(tmp_path / "a.mp4", num_frames=28, **index_first)
    content = path.read_bytes()
    path.write_bytes(content[: round(len(content) * kept)])
    assert "damaged" in refusal(path, "video")
    without_index = uploads.film(tmp_path / "b.mp4", num_frames=28)
    without_index.write_bytes(without_index.read_bytes()[:2000])
    assert "there is no video in it" in refusal(without_index, "video")


def test_a_film_whose_last_pictures_are_noise_is_refused(tmp_path):
    path = uploads.film(
        tmp_path / "a.mp4", num_frames=28, crf="1", container={"movflags": "+faststart"}
    )
    content = bytearray(path.read_bytes())
    content[-400:] = np.random.default_rng(1).bytes(400)
    path.write_bytes(content)
    assert "damaged" in refusal(path, "video")


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac", "a.m4a"])
def test_a_sound_is_read_at_one_rate(tmp_path, name):
    path = uploads.sound(tmp_path / name, seconds=1.5)
    facts = examine(path, "audio")
    assert facts.duration_s == pytest.approx(1.5, abs=0.1)
    stereo = read_sound(path)
    assert stereo.dtype == np.float32
    assert stereo.shape[1] == 2
    assert len(stereo) == pytest.approx(1.5 * SAMPLE_RATE, abs=0.1 * SAMPLE_RATE)
    part = read_sound(path, start_s=0.5, end_s=1.0, channels=1)
    assert part.shape == (SAMPLE_RATE // 2, 1)
    spectrum = np.abs(np.fft.rfft(part[:, 0]))
    assert abs(int(spectrum.argmax()) * 2 - 440) <= 2
    assert 0.4 < np.abs(part).max() < 0.6


def test_a_film_lends_its_sound(tmp_path):
    path = uploads.film(tmp_path / "a.mp4", sound_s=2.0)
    assert examine(path, "audio").kind == "audio"
    assert len(read_sound(path)) > SAMPLE_RATE


def test_sounds_that_cannot_be_used_are_refused_in_plain_words(tmp_path):
    assert "silent" in refusal(uploads.sound(tmp_path / "a.wav", level=0.0), "audio")
    assert "lasts" in refusal(uploads.sound(tmp_path / "b.wav", seconds=0.1), "audio")
    assert "no sound" in refusal(uploads.film(tmp_path / "c.mp4"), "audio")
    assert "not a sound" in refusal(uploads.picture(tmp_path / "d.png"), "audio")


def test_a_file_is_left_as_it_was(tmp_path):
    path = uploads.film(tmp_path / "a.mp4")
    shutil.copy(path, tmp_path / "copy.mp4")
    examine(path, "video")
    assert path.read_bytes() == (tmp_path / "copy.mp4").read_bytes()


@pytest.mark.parametrize("frame", [(128, 72), (96, 96), (72, 128)])
@pytest.mark.parametrize("size", [(320, 200), (90, 300), (128, 72)])
@pytest.mark.parametrize("fit", ["crop", "fit", "extend"])
def test_a_picture_is_never_stretched(frame, size, fit):
    rgb = np.full((size[1], size[0], 3), 200, np.uint8)
    assert fit_picture(rgb, frame, fit).shape == (frame[1], frame[0], 3)
    box = place(*size, frame, fit)
    assert box.width / box.height == pytest.approx(size[0] / size[1], rel=0.03)
    inside = box.left >= 0 and box.top >= 0
    covered = (fit_picture(rgb, frame, fit) == 200).all()
    assert covered if fit == "crop" else inside
