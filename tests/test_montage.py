"""Films are joined: through the studio and the headless door, whatever they are."""

import itertools

import cv2
import numpy as np
import pytest

from seedance_studio.domain.job import Cancelled, Running, Succeeded
from seedance_studio.domain.montage import Caption, Logo, MontageRequest, Shot
from seedance_studio.domain.reference import Reference
from seedance_studio.domain.sound import SoundWish
from seedance_studio.errors import RequestError
from seedance_studio.media.film import read_film
from seedance_studio.media.probe import read_frames
from seedance_studio.media.recordings import read_sound
from seedance_studio.provenance import verify_file
from tests.uploads import film, grey, picture, sound

SILENT = SoundWish(source="off")
OWN = SoundWish(source="own")
SRT = """1
00:00:00,500 --> 00:00:01,500
第一行
and a second

2
00:00:01,600 --> 00:00:01,900
<i>The end</i>
"""


def asked(*shots, **changes):
    plain = {"title": "a day", "fps": "native", "finish_preset": "draft", "sound": SILENT}
    return MontageRequest(shots=shots, **(plain | changes))


def shot(path, **changes):
    return Shot(film=str(path), **changes)


def joined(studio, request):
    job = studio.wait(studio.montages.submit(request), 60)
    assert isinstance(job.state, Succeeded), job.state
    return studio.clip(job.state.clip_id)


def levels(studio, clip):
    """The grey of each picture, in the quarter that is not black."""
    frames = read_frames(studio.clip_path(clip.id))
    return [float(frame[frame.shape[0] * 3 // 4, frame.shape[1] * 3 // 4, 1]) for frame in frames]


def test_parts_of_films_follow_each_other_and_the_films_stay_as_they_are(studio, tmp_path):
    one, two = film(tmp_path / "one.mp4", num_frames=16), film(tmp_path / "two.mp4", num_frames=8)
    before = one.read_bytes(), two.read_bytes()

    clip = joined(studio, asked(shot(one, start_s=0.5, end_s=1.5), shot(two), shot(one, end_s=0.5)))

    expected = [grey(k) for k in (*range(4, 12), *range(8), *range(4))]
    assert levels(studio, clip) == pytest.approx(expected, abs=4)
    assert (clip.delivered.num_frames, clip.delivered.fps) == (20, 8)
    assert (one.read_bytes(), two.read_bytes()) == before
    assert clip.title == "a day"
    assert clip.generation is None


def test_a_film_fades_in_over_the_one_before(studio, tmp_path):
    dark = film(tmp_path / "dark.mp4", times_ms=[0, 2000])
    light = film(tmp_path / "light.mp4", num_frames=30)

    clip = joined(
        studio,
        asked(shot(dark, end_s=2.0), shot(light, start_s=2.5, end_s=3.5, fade_s=0.5), fps="24"),
    )

    shown = levels(studio, clip)
    assert len(shown) == 60  # 2 s and 1 s that share half a second
    first, last = grey(0), grey(20)
    assert shown[35] == pytest.approx(first, abs=3)
    assert np.mean(shown[41:43]) == pytest.approx((first + grey(22)) / 2, abs=6)
    assert shown[49] > last - 4
    assert all(later >= earlier - 3 for earlier, later in itertools.pairwise(shown[34:50]))


@pytest.mark.parametrize("fit", ["crop", "fit"])
def test_a_film_of_another_shape_and_rate_fits_in(studio, tmp_path, fit):
    wide = film(tmp_path / "wide.mp4", num_frames=8, size=(160, 96))
    tall = film(tmp_path / "tall.webm", num_frames=24, fps=24, size=(96, 160))

    clip = joined(studio, asked(shot(wide), shot(tall), fit=fit, size="720p", fps="24"))

    assert (clip.delivered.width, clip.delivered.height) == (1200, 720)
    assert clip.delivered.num_frames == 48
    last = list(read_frames(studio.clip_path(clip.id)))[-1]
    beside = last[600, 60:200].mean()
    assert beside < 5 if fit == "fit" else beside == pytest.approx(last[600, 1000].mean(), abs=140)
    assert last[600, 700].mean() == pytest.approx(grey(23), abs=6)
    note = next(item for item in clip.recipe.plan.report if item.item == "shots.2").note.en
    assert ("bars" if fit == "fit" else "cut off") in note


def test_the_films_own_sound_goes_with_their_pictures(studio, tmp_path):
    loud = film(tmp_path / "loud.mp4", num_frames=16, sound_s=2.0)
    silent = film(tmp_path / "silent.mp4", num_frames=8)

    clip = joined(
        studio,
        asked(shot(loud), shot(silent), shot(loud, start_s=0.5, end_s=1.5, fade_s=0.5), sound=OWN),
    )

    heard = np.abs(read_sound(studio.clip_path(clip.id))).max(axis=1)
    assert clip.delivered.duration_s == pytest.approx(3.5)
    part = [heard[round(s * 48_000) : round((s + 0.1) * 48_000)].max() for s in (1.0, 2.2, 3.2)]
    assert part[0] > 0.4
    assert part[1] < 0.02
    assert part[2] > 0.4
    fading = [heard[round(s * 48_000) : round((s + 0.05) * 48_000)].max() for s in (2.55, 2.9)]
    assert fading[0] < fading[1] < part[2]
    assert {item.item: item.status for item in clip.recipe.plan.report} == {
        "shots.2": "ignored", "sound": "honoured",
    }  # fmt: skip


def test_one_soundtrack_is_composed_with_the_sounds_of_each_place(studio, tmp_path):
    one = film(tmp_path / "one.mp4", num_frames=24)
    request = asked(
        shot(one, scene="waves on a beach"), shot(one, scene="繁忙的城市街道"), shot(one),
        sound=SoundWish(mood="lively"),
    )  # fmt: skip

    plan = studio.montages.plan(request)

    beach, city, unknown = (shot.sound for shot in plan.shots)
    assert beach.ambience[0] == "waves"
    assert city.ambience == ("traffic",)
    assert unknown is None
    assert plan.music.mood == "lively"
    beat_s = 60 / plan.music.tempo_bpm
    assert all(abs(cut / beat_s - round(cut / beat_s)) * beat_s < 0.1 for cut in (3.0, 6.0))
    clip = joined(studio, request)
    assert clip.delivered.audio_codec == "aac"
    heard = read_sound(studio.clip_path(clip.id))
    assert np.sqrt((heard[48_000:] ** 2).mean()) > 0.01


def test_brought_music_plays_over_all(studio, tmp_path):
    one = film(tmp_path / "one.mp4", num_frames=8)
    tone = sound(tmp_path / "tone.wav", seconds=3.0)
    music = Reference(name="Audio1", file=str(tone), role="music", start_s=0.5)

    clip = joined(studio, asked(shot(one), shot(one), sound=SoundWish(), music=music))

    heard = read_sound(studio.clip_path(clip.id))[24_000:48_000, 0]
    spectrum = np.abs(np.fft.rfft(heard))
    assert np.argmax(spectrum) * 2 == pytest.approx(440, abs=6)
    assert [one.role for one in clip.recipe.plan.references] == ["music"]
    assert clip.recipe.request.music.file == clip.recipe.plan.references[0].stored


def test_words_stand_over_the_picture_while_they_are_to_be_read(studio, tmp_path):
    plain = film(tmp_path / "plain.mp4", num_frames=16, size=(320, 180))
    captions = (
        Caption(text="A day at the sea 海边的一天", end_s=1.0, style="title"),
        Caption(text="读得到吗？Can it be read?", start_s=1.0),
    )

    clip = joined(studio, asked(shot(plain), captions=captions, size="720p"))

    frames = list(read_frames(studio.clip_path(clip.id)))
    white = [(frame > 225).all(axis=2) for frame in frames]
    middle, foot = slice(280, 440), slice(590, 680)
    assert white[4][middle].sum() > 2000
    assert white[4][foot].sum() == 0
    assert white[12][middle].sum() == 0
    assert white[12][foot].sum() > 1000
    columns = np.flatnonzero(white[4][middle].any(axis=0))
    assert columns[0] + columns[-1] == pytest.approx(1280, abs=24)  # in the middle


def test_a_logo_stands_in_its_corner(studio, tmp_path):
    plain = film(tmp_path / "plain.mp4", num_frames=4, size=(320, 180))
    badge = np.zeros((100, 200, 4), np.uint8)
    badge[:, :100] = (255, 40, 20, 255)  # the right half is clear
    logo = tmp_path / "logo.png"
    cv2.imwrite(str(logo), badge[..., [2, 1, 0, 3]])

    clip = joined(
        studio,
        asked(
            shot(plain), logo=Logo(file=str(logo), corner="bottom_right", width=0.25), size="720p"
        ),
    )

    shown = next(read_frames(studio.clip_path(clip.id))).astype(int)
    assert shown[600, 960] == pytest.approx([230, 38, 20], abs=16)
    assert shown[600, 1200] == pytest.approx([grey(0)] * 3, abs=6)
    assert clip.recipe.request.logo.file == clip.recipe.plan.logo.file != str(logo)


def test_a_montage_of_generated_clips_says_so(studio, ask, tmp_path):
    made = [studio.wait(studio.submit(ask(seed=seed)), 30).state.clip_id for seed in (1, 2)]
    filmed = film(tmp_path / "filmed.mp4", num_frames=4)
    paths = [studio.clip_path(clip_id) for clip_id in made]

    clip = joined(studio, asked(*(shot(path) for path in paths), shot(filmed)))

    assert [one.plan.seed if one else None for one in clip.recipe.made_from] == [1, 2, None]
    marks = studio.verify(studio.clip_path(clip.id))
    assert marks.is_generated
    assert marks.aigc["ProduceID"] == clip.id
    assert marks.credentials.is_own
    assert set(marks.credentials.sources) == {"film 1", "film 2", "film 3"}
    assert not verify_file(studio.clip_path(joined(studio, asked(shot(filmed))).id)).is_generated


def test_every_problem_is_named_by_its_field(studio, tmp_path):
    one = film(tmp_path / "one.mp4", num_frames=8)
    words = tmp_path / "words.mp4"
    words.write_text("not a film")
    request = asked(
        shot(one), shot(words), shot(tmp_path / "missing.mp4"),
        captions=(Caption(text="fine"), Caption(text="no 😀 here"), Caption(text=" ")),
        logo=Logo(file=str(words), corner="middle"),
        music=Reference(name="Audio1", file=str(words), role="music"),
        fit="stretch", size="8k", sound=SoundWish(mood="angry"),
    )  # fmt: skip

    with pytest.raises(RequestError) as error:
        studio.montages.submit(request)

    assert set(error.value.problems) == {
        "shots.2.file", "shots.3.file", "captions.2", "captions.3", "logo", "logo.corner",
        "music", "fit", "size", "mood",
    }  # fmt: skip
    assert "😀" in error.value.problems["captions.2"].en
    assert studio.jobs() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_s": 2.0}, "shots.2.trim"),
        ({"start_s": 0.5, "end_s": 0.6}, "shots.2.trim"),
        ({"fade_s": 1.5}, "shots.2.fade_s"),
        ({"fade_s": -1}, "shots.2.fade_s"),
    ],
)
def test_a_part_that_is_not_there_is_refused(studio, tmp_path, changes, field):
    one = film(tmp_path / "one.mp4", num_frames=8)

    with pytest.raises(RequestError) as error:
        studio.montages.plan(asked(shot(one), shot(one, **changes)))

    assert field in error.value.problems


def test_nothing_is_joined_from_nothing(studio):
    with pytest.raises(RequestError) as error:
        studio.montages.plan(asked())
    assert set(error.value.problems) == {"shots"}


def test_a_cancelled_montage_leaves_nothing(studio, tmp_path):
    one = film(tmp_path / "one.mp4", num_frames=28, fps=2)
    job_id = studio.montages.submit(asked(shot(one), shot(one), size="4k", fps="60"))
    while not (isinstance(state := studio.job(job_id).state, Running) and state.progress):
        assert not isinstance(state, Succeeded)

    studio.cancel(job_id)

    assert isinstance(studio.wait(job_id, 20).state, Cancelled)
    assert studio.clips() == []
    assert list(studio.library_dir.glob(".part-*")) == []


def test_the_headless_door_joins_films(headless, tmp_path):
    one, two = film(tmp_path / "one.mp4", num_frames=8), film(tmp_path / "two.mp4", num_frames=8)
    words, out = tmp_path / "words.srt", tmp_path / "day.mp4"
    words.write_text(SRT, encoding="utf-8")

    status, answer, _ = headless(
        "montage", str(one), f"{two}@0.25-1", "--fade", "0.25", "--title", "0-0.4:一天",
        "--subtitles", str(words), "--logo", str(picture(tmp_path / "logo.png")),
        "--logo-corner", "bottom_left", "--sound", "off", "--preset", "draft",
        "--out", str(out), "--json",
    )  # fmt: skip

    assert status == 0, answer
    assert answer["mode"] == "montage"
    assert answer["delivered"]["num_frames"] == 8 + 6 - 2
    assert out.exists()


def test_the_headless_door_names_every_problem_of_a_montage(headless, tmp_path):
    one = film(tmp_path / "one.mp4", num_frames=8)

    status, answer, _ = headless(
        "montage", str(one), f"{one}@1.2.3-4", "nothing.mp4", "--fade", "0.1,0.2,0.3",
        "--subtitles", str(one), "--logo", "nothing.png", "--logo-width", "wide",
        "--sound", "nothing.mp3", "--out", str(tmp_path / "out.avi"), "--json",
    )  # fmt: skip

    assert status == 2
    assert set(answer["error"]["problems"]) == {
        "shots.2.trim", "shots.3.file", "fade", "subtitles", "logo", "logo.width", "music", "out",
    }  # fmt: skip


@pytest.mark.parametrize("suffix", [".srt", ".vtt"])
def test_subtitles_are_read_with_their_times(studio, tmp_path, suffix):
    path = tmp_path / f"words{suffix}"
    text = SRT if suffix == ".srt" else "WEBVTT\n\n" + SRT.replace(",", ".")
    path.write_text(text, encoding="utf-8")

    first, second = studio.montages.read_subtitles(path)

    assert (first.text, first.start_s, first.end_s) == ("第一行\nand a second", 0.5, 1.5)
    assert second.text == "The end"


@pytest.mark.parametrize("start_s", [0.0, 0.5, 0.6, 1.3])
def test_a_film_is_read_from_any_moment(tmp_path, start_s):
    one = film(tmp_path / "one.mp4", num_frames=16)

    frames = list(read_film(one, start_s, 1.5))

    first = int(start_s * 8)
    assert float(frames[0].at) == pytest.approx(first / 8 - start_s, abs=0.002)
    assert [int(rgb[90, 150, 1]) for _, rgb in frames] == pytest.approx(
        [grey(k) for k in range(first, 13)], abs=4
    )


@pytest.mark.parametrize("cut_s", [0.0, 0.5])
def test_a_generated_film_keeps_its_own_label_and_no_second_is_drawn_over_it(studio, ask, cut_s):
    made = studio.wait(studio.submit(ask(seconds=4.0)), 30).state.clip_id
    path = studio.clip_path(made)

    clip = joined(studio, asked(shot(path, start_s=cut_s)))

    before = [frame.astype(int) for frame in read_frames(path)]
    after = [frame.astype(int) for frame in read_frames(studio.clip_path(clip.id))]
    skipped = round(cut_s * clip.delivered.fps)
    corner = slice(0, before[0].shape[0] // 4), slice(before[0].shape[1] // 2, None)

    def changed(k):
        return np.abs(after[k][corner] - before[k + skipped][corner]).mean()

    assert changed(1) < 6
    labelled = round((2.4 - cut_s + 0.5) * clip.delivered.fps)
    assert (changed(labelled) > 12) == (cut_s > 0)
