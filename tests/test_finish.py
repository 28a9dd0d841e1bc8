"""Any film can be finished: through the studio and the headless door, good films and bad ones."""

import itertools
import os
import resource
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from seedance_studio.domain.finishing import FinishRequest
from seedance_studio.domain.job import Cancelled, Failed, Running, Succeeded
from seedance_studio.domain.reference import Reference
from seedance_studio.domain.sound import SoundWish
from seedance_studio.errors import JobNotFound, RequestError
from seedance_studio.finish.parts import FRAMES_EACH
from seedance_studio.media.film import examine_film, read_film, read_film_sound
from seedance_studio.media.probe import read_frames
from seedance_studio.media.recordings import read_sound
from seedance_studio.provenance import verify_file
from seedance_studio.studio import open_studio
from tests.clips import moving_frames
from tests.conftest import ROOT, headless_environment
from tests.uploads import film, grey, playlist, sound, turned


def asked(path, **changes):
    plain = {"size": "native", "fps": "24", "finish_preset": "draft"}
    return FinishRequest(film=str(path), title="a film", **(plain | changes))


def finished(studio, request):
    job = studio.wait(studio.finishing.submit(request), 60)
    assert isinstance(job.state, Succeeded), job.state
    return studio.clip(job.state.clip_id)


def film_of(path, frames, *, codec="libx264", pixel_format="yuv420p", fps=8, **context):
    """Write these RGB frames as a film of any kind."""
    height, width = frames[0].shape[:2]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        for name, value in context.items():
            setattr(stream.codec_context, name, value)
        for rgb in frames:
            kind = "rgba" if rgb.shape[2] == 4 else "rgb24"
            container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, kind)))
        container.mux(stream.encode(None))
    return path


def test_an_upload_is_enlarged_smoothed_and_keeps_its_sound(studio, tmp_path):
    source = film(tmp_path / "my holiday.mp4", num_frames=16, size=(160, 90), sound_s=2.0)
    before = source.read_bytes()

    clip = finished(studio, asked(source, size="720p", fps="30"))

    delivered = clip.delivered
    assert (delivered.width, delivered.height) == (1280, 720)
    assert (delivered.fps, delivered.num_frames, delivered.duration_s) == (30, 60, 2.0)
    assert (delivered.video_codec, delivered.audio_codec) == ("h264", "aac")
    levels = [int(frame[600:, 1000:].mean()) for frame in read_frames(studio.clip_path(clip.id))]
    assert levels[0] == pytest.approx(grey(0), abs=4)
    assert levels[-1] == pytest.approx(grey(15), abs=4)
    assert all(later >= earlier - 2 for earlier, later in itertools.pairwise(levels))
    assert source.read_bytes() == before
    assert {item.item for item in clip.recipe.plan.report} == {"size", "fps", "sound"}


def test_what_was_filmed_is_not_called_generated(studio, tmp_path):
    clip = finished(studio, asked(film(tmp_path / "film.mp4", num_frames=4)))

    marks = verify_file(studio.clip_path(clip.id))
    assert not marks.is_generated
    assert marks.finish == clip.recipe
    assert clip.generation is None


def test_a_clip_of_the_studio_keeps_its_recipe_and_its_marks(studio, ask):
    made = studio.wait(studio.submit(ask()), 30).state.clip_id

    path = studio.clip_path(made)
    clip = finished(studio, asked(path, clip_id=made, size="native", fps="24"))

    assert clip.generation == studio.clip(made).recipe
    marks = verify_file(studio.clip_path(clip.id))
    assert marks.is_generated
    assert marks.recipe == studio.clip(made).recipe
    assert marks.aigc["ProduceID"] == made


def test_sound_can_be_left_out(studio, tmp_path):
    source = film(tmp_path / "film.mp4", num_frames=8, sound_s=1.0)

    assert (
        finished(studio, asked(source, sound=SoundWish(source="off"))).delivered.audio_codec is None
    )


def test_a_film_is_scored_by_what_it_is_said_to_show(studio, tmp_path):
    source = film(tmp_path / "film.mp4", num_frames=16, sound_s=2.0)
    wish = SoundWish(mood="epic", genre="guzheng", effects_volume=0.0)

    clip = finished(studio, asked(source, sound=wish, scene="下雨的城市街道", seed=3))

    plan = clip.recipe.plan
    assert set(plan.sound.ambience) == {"rain", "traffic"}
    assert (plan.sound.mood, plan.sound.genre) == ("epic", "guzheng")
    assert not plan.keeps_sound
    heard = read_sound(studio.clip_path(clip.id))
    tone = np.abs(np.fft.rfft(heard[:48_000, 0]))
    assert tone[440] < 0.2 * tone.max()  # the film's own tone is gone


def test_a_clip_of_the_studio_is_scored_by_its_own_prompt(studio, ask):
    prompt = "a dog runs on a beach"
    made = studio.wait(studio.submit(ask(prompt, sound=SoundWish(source="off"))), 30).state.clip_id

    plan = studio.finishing.plan(asked(studio.clip_path(made), sound=SoundWish()))

    assert plan.sound.ambience[0] == "waves"
    assert plan.sound.brief.subject == "dog"


def test_brought_music_takes_the_place_of_the_films_sound(studio, tmp_path):
    source = film(tmp_path / "film.mp4", num_frames=16)
    music = Reference(name="Audio1", file=str(sound(tmp_path / "tone.wav", 1.0)), role="music")

    clip = finished(studio, asked(source, sound=SoundWish(), music=music))

    heard = read_sound(studio.clip_path(clip.id))[24_000:72_000, 0]
    assert np.argmax(np.abs(np.fft.rfft(heard))) == pytest.approx(440, abs=3)
    assert clip.recipe.request.music.file == clip.recipe.plan.references[0].stored


def test_a_long_film_is_not_scored_but_told_why(studio, tmp_path):
    frame = np.zeros((36, 64, 3), np.uint8)
    long = film_of(tmp_path / "long.mp4", [frame] * 200, fps=1)

    with pytest.raises(RequestError) as error:
        studio.finishing.plan(asked(long, sound=SoundWish()))

    assert set(error.value.problems) == {"sound"}
    assert studio.finishing.plan(asked(long)).sound is None


def test_a_variable_rate_is_set_to_an_even_beat_by_the_clock(studio, tmp_path):
    source = film(tmp_path / "film.mp4", times_ms=[0, 100, 150, 400, 700, 900])

    clip = finished(studio, asked(source, fps="50"))

    shown = [frame.mean() for frame in read_frames(studio.clip_path(clip.id))]
    assert clip.recipe.plan.film.is_variable
    assert "fps" in {item.item for item in clip.recipe.plan.report}
    # At 0.40 s the fourth picture begins; at 0.90 s the last.
    quarter = 0.75  # the upper left quarter is black
    assert shown[20] == pytest.approx(quarter * grey(3), abs=4)
    assert shown[-1] == pytest.approx(quarter * grey(5), abs=4)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_film_is_delivered_upright(studio, tmp_path, degrees):
    source = turned(film(tmp_path / "film.mp4", num_frames=4, size=(160, 96)), degrees)

    clip = finished(studio, asked(source))

    size = (clip.delivered.width, clip.delivered.height)
    assert size == ((160, 96) if degrees == 180 else (96, 160))
    picture = next(read_frames(studio.clip_path(clip.id))).mean(axis=2)
    rows, columns = np.array(picture.shape) // 2
    corners = {90: (0, 1), 180: (1, 1), 270: (1, 0)}
    row, column = corners[degrees]
    dark = picture[row * rows : (row + 1) * rows, column * columns : (column + 1) * columns]
    assert dark.mean() < 6


def test_odd_sides_are_made_even_and_no_smaller(studio, tmp_path):
    odd = film_of(
        tmp_path / "odd.mkv", moving_frames(8, 3, width=97, height=55), codec="ffv1",
        pixel_format="yuv444p",
    )  # fmt: skip

    clip = finished(studio, asked(odd, fps="native"))

    assert (clip.delivered.width, clip.delivered.height) == (98, 56)
    assert "size" in {item.item for item in clip.recipe.plan.report}


def test_ten_bits_are_said_to_be_worked_on_as_eight(tmp_path, studio):
    frames = moving_frames(8, 3, width=96, height=54)
    deep = film_of(tmp_path / "deep.mkv", frames, codec="ffv1", pixel_format="yuv420p10le")

    clip = finished(studio, asked(deep, fps="native"))

    assert clip.recipe.plan.film.bits == 10
    assert "bits" in {item.item for item in clip.recipe.plan.report}


def test_what_is_transparent_becomes_black(tmp_path, studio):
    rgba = np.full((54, 96, 4), 255, np.uint8)
    rgba[:, :48, 3] = 0
    clear = film_of(tmp_path / "clear.mov", [rgba] * 3, codec="qtrle", pixel_format="argb")

    clip = finished(studio, asked(clear, fps="native"))

    picture = next(read_frames(studio.clip_path(clip.id)))
    assert picture[:, :44].max() < 8
    assert picture[:, 52:].min() > 247


def test_one_picture_is_a_film_too(studio, tmp_path):
    source = film(tmp_path / "film.mp4", num_frames=1, fps=8)

    clip = finished(studio, asked(source, fps="60"))

    assert clip.delivered.num_frames == round(clip.recipe.plan.film.duration_s * 60)


def test_odd_rates_stay_what_they_are(studio, tmp_path):
    rate = Fraction(24000, 1001)
    source = film_of(tmp_path / "film.mp4", moving_frames(8, 6, width=96, height=54), fps=rate)

    clip = finished(studio, asked(source, fps="native"))

    assert clip.delivered.fps == pytest.approx(float(rate), rel=1e-9)
    assert clip.delivered.num_frames == 6


@pytest.mark.parametrize(("begins_s", "silent_s"), [(0.0, 0.0), (0.5, 0.5)])
def test_sound_stays_with_its_picture(tmp_path, begins_s, silent_s):
    whole = film(tmp_path / "film.mp4", num_frames=16, sound_s=2.0)
    late = tmp_path / "late.mkv"
    with av.open(str(whole)) as given, av.open(str(late), "w") as made:
        streams = {
            kind: made.add_stream_from_template(getattr(given.streams, kind)[0])
            for kind in ("video", "audio")
        }
        for packet in given.demux():
            if packet.dts is None:
                continue
            if packet.stream.type == "audio":
                shift = round(begins_s / packet.time_base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
            packet.stream = streams[packet.stream.type]
            made.mux(packet)

    heard = np.concatenate(list(read_film_sound(late)))

    begins = np.argmax(np.abs(heard[:, 0]) > 0.2) / 48_000
    assert begins == pytest.approx(silent_s, abs=0.03)


def hdr(path):
    frames = moving_frames(8, 3, width=96, height=54)
    return film_of(
        path, frames, codec="libx265", pixel_format="yuv420p10le", color_trc=16, colorspace=9
    )


BAD = {
    "nothing there": (lambda path: path, "no such file"),
    "words": (lambda path: path.write_text("not a film") and path, "not a video"),
    "a sound": (lambda path: sound(path.with_suffix(".wav")), "no video"),
    "a playlist": (lambda path: playlist(path, ROOT / "app.py"), "not a video"),
    "hdr": (lambda path: hdr(path), "HDR10"),
    "too small": (lambda path: film(path, num_frames=2, size=(8, 8)), "too small"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_film_is_refused_with_the_reason(studio, tmp_path, kind):
    make, reason = BAD[kind]
    path = make(tmp_path / "film.mp4")

    with pytest.raises(RequestError) as error:
        studio.finishing.submit(asked(path, size="huge"))

    assert set(error.value.problems) == {"file", "size"}
    assert reason in error.value.problems["file"].en
    assert studio.jobs() == []


def test_a_film_that_is_cut_off_half_way_leaves_nothing(studio, tmp_path):
    whole = film_of(
        tmp_path / "whole.mkv", moving_frames(8, 40, width=160, height=90), codec="ffv1"
    )
    content = whole.read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(content[: len(content) // 2])
    half = len(list(read_film(cut)))

    clip = finished(studio, asked(cut, fps="native"))

    # What can be read is a whole film of its own; nothing is made up behind it.
    assert clip.delivered.num_frames <= half + 1


def test_a_film_that_vanishes_before_its_turn_is_a_clear_failure(studio, tmp_path):
    source = film(tmp_path / "film.mp4", num_frames=4)
    request = asked(source)
    studio.finishing.plan(request)
    blocker = studio.finishing.submit(asked(film(tmp_path / "other.mp4", num_frames=28), fps="60"))
    job_id = studio.finishing.submit(request)
    source.unlink()

    state = studio.wait(job_id, 60).state

    assert isinstance(state, Failed)
    assert "no such file" in state.message.en
    assert isinstance(studio.wait(blocker, 60).state, Succeeded)


def test_a_cancelled_finish_leaves_the_film_and_nothing_else(studio, tmp_path):
    source = film(tmp_path / "film.mp4", num_frames=28, fps=2)
    before = source.read_bytes()
    job_id = studio.finishing.submit(asked(source, size="4k", fps="60"))
    while not (isinstance(state := studio.job(job_id).state, Running) and state.progress):
        assert not isinstance(state, (Failed, Succeeded))

    studio.cancel(job_id)

    assert isinstance(studio.wait(job_id, 20).state, Cancelled)
    assert source.read_bytes() == before
    assert studio.clips() == []
    assert list(studio.library_dir.glob(".part-*")) == []


LONG = {"size": "720p", "fps": "60"}


def long_film(path):
    """Seven seconds, which are made in two parts."""
    return film(path, num_frames=14, fps=2)


def steps_of(studio, job_id, until):
    """The steps that are seen of a job while it runs, until one of them."""
    seen = []
    while not isinstance(state := studio.job(job_id).state, (Failed, Cancelled, Succeeded)):
        if isinstance(state, Running) and state.progress:
            seen.append(state.progress.step)
            if seen[-1] >= until:
                return seen
        time.sleep(0.02)
    return seen


def kept(studio):
    return list((studio.library_dir.parent / "kept").iterdir())


def test_a_long_finish_goes_on_where_it_was_stopped(studio, tmp_path):
    source = long_film(tmp_path / "film.mp4")
    job_id = studio.finishing.submit(asked(source, **LONG))
    steps_of(studio, job_id, FRAMES_EACH + 20)
    studio.cancel(job_id)
    assert isinstance(studio.wait(job_id, 20).state, Cancelled)

    again = studio.submit_again(job_id)

    with pytest.raises(JobNotFound):
        studio.job(job_id)  # the new one stands in its place
    assert min(steps_of(studio, again, 420)) >= FRAMES_EACH
    state = studio.wait(again, 60).state
    assert isinstance(state, Succeeded)
    assert studio.clip(state.clip_id).delivered.num_frames == 420
    assert kept(studio) == []


def test_what_a_stopped_finish_has_left_goes_with_its_job(studio, tmp_path):
    job_id = studio.finishing.submit(asked(long_film(tmp_path / "film.mp4"), **LONG))
    steps_of(studio, job_id, FRAMES_EACH + 20)
    studio.cancel(job_id)
    studio.wait(job_id, 20)
    assert kept(studio)

    studio.forget_job(job_id)

    assert kept(studio) == []


def test_what_a_stopped_finish_has_left_goes_after_a_day(settings, tmp_path):
    with open_studio(settings) as studio:
        job_id = studio.finishing.submit(asked(long_film(tmp_path / "film.mp4"), **LONG))
        steps_of(studio, job_id, FRAMES_EACH + 20)
        studio.cancel(job_id)
        studio.wait(job_id, 20)
    with open_studio(settings) as studio:
        (folder,) = kept(studio)
        yesterday = time.time() - 25 * 3600
        os.utime(folder, (yesterday, yesterday))
    with open_studio(settings) as studio:
        assert kept(studio) == []


def test_a_finish_that_was_killed_goes_on_after_the_next_start(settings, tmp_path):
    source = long_film(tmp_path / "film.mp4")
    script = (
        "import os, sys, time\n"
        "from tests.test_finish import *\n"
        "from seedance_studio.settings import Settings\n"
        "studio = open_studio(Settings.from_environment())\n"
        "job = studio.finishing.submit(asked(sys.argv[1], **LONG))\n"
        "steps_of(studio, job, FRAMES_EACH + 20)\n"
        "print(job, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(source)],
        env=headless_environment(settings), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr

    with open_studio(settings) as studio:
        job_id = killed.stdout.strip()
        assert min(steps_of(studio, job_id, 420)) >= FRAMES_EACH
        state = studio.wait(job_id, 60).state
        assert isinstance(state, Succeeded)
        assert studio.clip(state.clip_id).delivered.height >= 720


def test_a_disk_that_fills_half_way_is_said_and_leaves_nothing(settings, tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, (8, 360, 640, 3), np.uint8)
    source = film_of(tmp_path / "film.mkv", noise, codec="ffv1", pixel_format="yuv444p")
    run = subprocess.run(
        [sys.executable, "-m", "seedance_studio", "finish", str(source), "--size", "native",
         "--codec", "prores", "--json"],
        env=headless_environment(settings),
        cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
    )  # fmt: skip

    assert run.returncode == 4, run.stdout + run.stderr
    library = Path(settings.data_dir) / "library"
    assert not library.exists() or list(library.iterdir()) == []


def test_the_headless_door_finishes_a_film(headless, tmp_path):
    source = film(tmp_path / "film.mp4", num_frames=8, size=(160, 90))
    out = tmp_path / "done.mov"

    status, answer, _ = headless(
        "finish", str(source), "--size", "720p", "--fps", "native", "--preset", "draft",
        "--codec", "prores", "--out", str(out), "--json",
    )  # fmt: skip

    assert status == 0, answer
    assert answer["mode"] == "finish"
    assert answer["delivered"]["video_codec"] == "prores"
    assert (answer["native"]["width"], answer["delivered"]["width"]) == (160, 1280)
    assert verify_file(out).delivered.num_frames == 8


def test_the_headless_door_names_every_problem(headless, tmp_path):
    status, answer, _ = headless(
        "finish", "nothing.mp4", "--size", "8k", "--fps", "61", "--preset", "superb",
        "--codec", "gif", "--sound", "louder", "--out", str(tmp_path / "out.avi"), "--json",
    )  # fmt: skip

    assert status == 2
    problems = set(answer["error"]["problems"])
    assert problems == {"file", "size", "fps", "finish_preset", "codec", "music", "out"}


def test_half_an_hour_is_examined_without_decoding_it(tmp_path):
    frame = np.zeros((36, 64, 3), np.uint8)
    long = film_of(tmp_path / "long.mp4", [frame] * 1800, fps=1)

    facts = examine_film(long)

    assert (facts.num_frames, facts.duration_s, facts.fps) == (1800, 1800.0, 1)


@pytest.mark.parametrize("preset", ["standard", "quality"])
def test_a_part_can_be_seen_before_and_after(studio, tmp_path, preset):
    frames = moving_frames(8, 3, width=160, height=90)
    source = film_of(tmp_path / "film.mkv", frames, codec="ffv1", pixel_format="yuv444p")

    before, after = studio.finishing.preview(asked(source, size="1080p", finish_preset=preset))

    pictures = [cv2.imdecode(np.frombuffer(jpeg, np.uint8), 1) for jpeg in (before, after)]
    assert pictures[0].shape == pictures[1].shape
    assert pictures[0].shape[1] == pytest.approx(960, abs=12)
    detail = [cv2.Laplacian(picture, cv2.CV_64F).var() for picture in pictures]
    assert detail[1] > detail[0]
    assert cv2.norm(*pictures, cv2.NORM_L1) / pictures[0].size < 6


def test_an_upload_is_kept_until_it_is_finished(studio, tmp_path):
    source = film(tmp_path / "film.mp4", num_frames=4)
    kept = studio.finishing.keep(source)
    source.unlink()

    assert kept.suffix == ".mp4"
    assert finished(studio, asked(kept)).delivered.num_frames > 0
