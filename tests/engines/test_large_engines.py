"""Every mode and role of every large engine, from a request to a file in the library."""

import time

import av
import cv2
import numpy as np
import pytest

from seedance_studio.domain.job import Cancelled, Succeeded
from seedance_studio.domain.reference import Reference
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.sound import SoundWish
from seedance_studio.errors import RequestError
from seedance_studio.runtime import guidance
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio
from tests.clips import write_clip
from tests.engines import tiny, tiny_ltx
from tests.engines.small import ltx, wan

CARDS = {card.id: card for card in (*wan.CARDS, *ltx.CARDS)}
KINDS = {"motion": "Video1", "camera": "Video1", "structure": "Video1"}
KINDS |= {"edit": "Video1", "extend": "Video1"}
ROLES = [(card.id, role) for card in CARDS.values() for role in card.roles]


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    home = tmp_path_factory.mktemp("studio")
    for card in wan.CARDS:
        tiny.put_weights(home / "models", card)
    for card in ltx.CARDS:
        tiny_ltx.put_weights(home / "models", card)
    settings = Settings(data_dir=home, device="cpu", engines="tests.engines.small")
    with open_studio(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    rng = np.random.default_rng(0)
    still = cv2.resize(rng.integers(0, 255, (8, 16, 3), np.uint8), (256, 128))
    cv2.imwrite(str(folder / "still.png"), still)
    frames = np.stack([np.roll(still, 4 * t, axis=1) for t in range(25)])
    write_clip(folder / "clip.mp4", frames, fps=16)
    return {"Image1": folder / "still.png", "Video1": folder / "clip.mp4"}


def made_by(studio, engine, *references, **changes):
    asked = {"prompt": "a red ball", "seconds": 1.0, "seed": 7, "num_inference_steps": 2}
    asked |= {"size": "native", "fps": "native", "guidance_scale": 2.0, "enhance": False}
    request = GenerationRequest(engine=engine, references=references, **(asked | changes))
    state = studio.wait(studio.submit(request), 120).state
    assert isinstance(state, Succeeded), state
    return studio.clip(state.clip_id)


@pytest.mark.parametrize(("engine", "role"), ROLES)
def test_every_role_is_played_and_reported(studio, files, engine, role):
    name = KINDS.get(role, "Image1")
    references = [Reference(name=name, file=str(files[name]), role=role, at_s=0.5)]
    if CARDS[engine].needs_first_frame and role != "first_frame":
        first = Reference(name="Image2", file=str(files["Image1"]), role="first_frame")
        references.append(first)
    clip = made_by(studio, engine, *references)
    plan = clip.recipe.plan
    assert plan.pipeline_key.engine == engine
    assert plan.pipeline_key.revision == "tiny"
    assert {one.role for one in plan.references} >= {role}
    said = [item for item in plan.report if item.item == name]
    assert said[0].status in ("honoured", "adapted")


@pytest.mark.parametrize("engine", [card.id for card in CARDS.values() if "text" in card.modes])
def test_words_alone_make_a_clip(studio, engine):
    clip = made_by(studio, engine)
    assert clip.recipe.plan.mode == "text"
    assert clip.delivered.width == 64


def test_an_engine_that_begins_with_a_picture_says_so_before_anything_runs(studio, files):
    last = Reference(name="Image1", file=str(files["Image1"]), role="last_frame")
    with pytest.raises(RequestError) as caught:
        studio.plan(
            GenerationRequest(prompt="x1", engine="wan-i2v-a14b", references=(last,), seconds=1)
        )
    assert "first frame" in caught.value.problems["references"].en


def test_missing_weights_are_named_with_the_way_to_get_them(tmp_path):
    settings = Settings(data_dir=tmp_path, device="cpu", engines="tests.engines.small")
    with (
        open_studio(settings, is_resuming=False) as studio,
        pytest.raises(RequestError) as caught,
    ):
        studio.plan(GenerationRequest(prompt="a ball", engine="wan-vace-1.3b", seconds=1))
    assert "models get wan-vace-1.3b" in caught.value.problems["engine"].en
    assert "Seedling" in caught.value.problems["engine"].zh


def test_the_estimate_learns_from_runs(studio):
    request = GenerationRequest(
        prompt="a red ball", engine="wan-vace-1.3b", seconds=1.0, size="native", fps="native"
    )
    made_by(studio, "wan-vace-1.3b")
    plan = studio.plan(request)
    assert not [item for item in plan.report if item.item == "estimate"]
    assert plan.estimate_s > 0


def test_sound_made_with_the_picture_is_heard_and_another_may_be_brought(studio):
    clip = made_by(studio, "ltx-2.3")
    assert clip.recipe.plan.sound.own == "model"
    assert clip.delivered.audio_codec == "aac"
    said = {item.item: item.note.en for item in clip.recipe.plan.report}
    assert "made by the model" in said["sound"]
    silent = made_by(studio, "ltx-2.3", sound=SoundWish(source="off"))
    assert silent.delivered.audio_codec is None


def test_a_clip_longer_than_one_run_goes_on_from_its_last_pictures(studio):
    whole = made_by(studio, "wan-vace-1.3b", seconds=2.5)
    native = whole.recipe.plan.native
    assert (native.fps, native.num_frames) == (16, 41)
    said = {item.item: item for item in whole.recipe.plan.report}
    assert said["stretches"].status == "adapted"
    assert "4 stretches of at most 1 s" in said["stretches"].note.en
    begun = frames_of(studio, made_by(studio, "wan-vace-1.3b", seconds=1.0))
    frames = frames_of(studio, whole)
    assert len(frames) == 40
    # The first stretch is the short clip of the same seed, but for what encoding and marks change.
    assert distance(frames[:16], begun) < distance(frames[16:32], begun) / 4


@pytest.fixture
def long_clip(studio, files, monkeypatch):
    """Make a clip of several stretches here; gives plan, frames, and what each run was shown."""
    shown, made = [], guidance.guide

    def spied(vae, materials, *rest, **others):
        guided = made(vae, materials, *rest, **others)
        shown.append(([(one.reference.role, one.pictures) for one in materials], guided))
        return guided

    def make(*references):
        monkeypatch.setattr("seedance_studio.runtime.wan.guide", spied)
        request = GenerationRequest(
            prompt="a red ball", engine="wan-vace-1.3b", references=references, seconds=2.5,
            num_inference_steps=2, guidance_scale=2.0, enhance=False, size="native", fps="native",
        )  # fmt: skip
        for path in files.values():
            studio.keep_input(path)
        engine, plan = wan.open_engine(studio.library_dir.parent / "models"), studio.plan(request)
        return plan, engine.generate(plan, studio.inputs_dir, lambda _: None).frames, shown

    return make


def test_weak_references_do_not_weaken_where_stretches_meet(long_clip, files):
    camera = Reference(name="Video1", file=str(files["Video1"]), role="camera", strength=0.2)
    _, _, shown = long_clip(camera)
    for _, guided in shown[1:]:
        assert guided.lead_frames == 8
        assert guided.strengths[:3] == (1.0, 1.0, 1.0)
        assert set(guided.strengths[3:]) == {0.2}


def test_each_stretch_is_shown_the_end_of_the_one_before(long_clip, files):
    asked = [
        Reference(name=name, file=str(files["Image1"]), role=role)
        for name, role in (("Image1", "last_frame"), ("Image2", "identity"))
    ]
    plan, frames, runs = long_clip(*asked)
    shown = [materials for materials, _ in runs]
    assert [[role for role, _ in one] for one in shown] == [
        ["identity"],
        ["extend", "identity"],
        ["extend", "identity"],
        ["extend", "last_frame", "identity"],
    ]
    for stretch, one in zip(plan.stretches[1:], shown[1:], strict=True):
        last = stretch.first + 1
        assert np.array_equal(one[0][1], frames[last - 9 : last])


def test_a_long_clip_can_be_cancelled_in_a_later_stretch(studio):
    request = GenerationRequest(
        prompt="a red ball", engine="wan-vace-1.3b", seconds=10.0, size="native", fps="native",
        num_inference_steps=8, guidance_scale=2.0, enhance=False, seed=1,
    )  # fmt: skip
    job_id = studio.submit(request)
    is_far = wait_until(lambda: _steps(studio.job(job_id)) > 8)
    assert is_far
    studio.cancel(job_id)
    assert isinstance(studio.wait(job_id, 30).state, Cancelled)
    assert made_by(studio, "wan-vace-1.3b").delivered.width == 64


def _steps(job):
    progress = getattr(job.state, "progress", None)
    return progress.step if progress and progress.stage == "denoising" else 0


def wait_until(is_so, timeout_s=60):
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def distance(one, other):
    """Between the means of squares of eight pixels."""
    squares = (one.astype(int) - other).reshape(len(one), 4, 8, 8, 8, 3)
    return np.abs(squares.mean((2, 4))).mean()


def frames_of(studio, clip):
    with av.open(str(studio.clip_path(clip.id))) as film:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)])
