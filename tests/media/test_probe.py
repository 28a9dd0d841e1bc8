"""Files are what they are, not what they are called."""

import wave

import av
import cv2
import numpy as np
import pytest

from seedance_studio.errors import RequestError
from seedance_studio.media.poster import poster_jpeg
from seedance_studio.media.probe import probe, read_frames
from tests.clips import psnr


def write_video(path, *, fps=10, num_frames=20, container="mp4", codec="libx264"):
    """Write a clip whose pictures get brighter, with nothing of the studio's in it."""
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for k in range(num_frames):
            picture = np.full((48, 64, 3), 10 * k + 20, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return path


def test_a_video_is_read(tmp_path):
    found = probe(write_video(tmp_path / "a.mp4")).delivered

    assert (found.width, found.height, found.fps, found.num_frames) == (64, 48, 10, 20)
    assert found.duration_s == pytest.approx(2.0)
    assert (found.video_codec, found.audio_codec) == ("h264", None)


def test_the_name_does_not_matter(tmp_path):
    path = write_video(tmp_path / "-i holiday; rm.png", container="matroska")

    assert probe(path).delivered.num_frames == 20


def test_frames_come_one_by_one_in_rgb(tmp_path):
    path = write_video(tmp_path / "a.mp4")

    frames = list(read_frames(path))

    assert len(frames) == 20
    assert frames[0].shape == (48, 64, 3)
    assert frames[0].mean() < 40 < 180 < frames[-1].mean()


def test_a_poster_is_a_picture_of_the_clip(tmp_path):
    path = write_video(tmp_path / "a.mp4")

    picture = cv2.imdecode(np.frombuffer(poster_jpeg(path), np.uint8), cv2.IMREAD_COLOR)

    assert picture.shape == (48, 64, 3)
    assert max(psnr(picture[..., ::-1], frame) for frame in read_frames(path)) > 35


def write_sound(path):
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello, I am a text",
        b"\x7fELF" + bytes(500),
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>',
        b"1\n00:00:01,000 --> 00:00:02,000\nsubtitle\n",
    ],
    ids=["empty", "text", "program", "svg", "subtitle"],
)
def test_what_is_no_video_is_refused(tmp_path, content):
    path = tmp_path / "x.mp4"
    path.write_bytes(content)

    for read in (probe, poster_jpeg, lambda path: list(read_frames(path))):
        with pytest.raises(RequestError) as caught:
            read(path)
        assert "file" in caught.value.problems
        assert caught.value.problems["file"].zh


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.mp4", tmp_path):
        with pytest.raises(RequestError, match="no such file"):
            probe(path)


def test_sound_alone_is_no_video(tmp_path):
    write_sound(tmp_path / "x.mp4")

    with pytest.raises(RequestError, match="no video in it"):
        probe(tmp_path / "x.mp4")


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{secret}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {name}\n",
    ],
    ids=["hls", "concat"],
)
def test_a_playlist_cannot_reach_another_file(tmp_path, playlist):
    secret = write_video(tmp_path / "secret.ts", container="mpegts")
    path = tmp_path / "x.mp4"
    path.write_text(playlist.format(secret=secret, name=secret.name))

    with pytest.raises(RequestError):
        probe(path)


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_video_cut_short_is_refused_when_its_index_is_gone(tmp_path, kept):
    path = write_video(tmp_path / "x.mp4")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    with pytest.raises(RequestError):
        probe(path)
