"""Previz: a prompt drawn at once, said to be drawn, and taken by any request."""

import subprocess
import sys
from dataclasses import replace

import av
import numpy as np
import pytest

from seedance_studio.domain.reference import Reference
from seedance_studio.domain.sketch import SketchRequest
from seedance_studio.errors import DemoOnly, RequestError
from seedance_studio.media.footage import examine_video
from seedance_studio.settings import Limits
from seedance_studio.studio import open_studio
from tests.conftest import ROOT, headless_environment

RED_CAR = SketchRequest(prompt="a red car drives through the desert, push in", seconds=2.0, seed=3)


def pictures(path):
    with av.open(str(path)) as film:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)])


def share_of_red(frames):
    red, green, blue = np.moveaxis(frames.astype(int), -1, 0)
    return float(((red > 110) & (green < 60) & (blue < 60)).mean())


@pytest.fixture
def draw(studio):
    def draw_one(request):
        sketch = studio.previz.draw(request)
        return sketch, pictures(studio.inputs_dir / sketch.file.stored)

    return draw_one


def test_what_the_prompt_says_is_drawn_and_moves(draw):
    sketch, frames = draw(RED_CAR)
    assert frames.shape == (24, 216, 384, 3)
    assert (sketch.shape.fps, sketch.shape.duration_s) == (12, 2.0)
    assert sketch.scene.en.startswith("a red car, driving, desert")
    assert sketch.scene.zh.startswith("一辆红色汽车,行驶,沙漠")
    # The car is there, and larger at the end: the camera pushes in.
    assert share_of_red(frames[-1]) > 1.02 * share_of_red(frames[0]) > 0.01
    _, blue = draw(replace(RED_CAR, prompt="a blue car drives through the desert, push in"))
    assert share_of_red(blue) < share_of_red(frames) / 5


def test_the_same_words_and_seed_give_the_same_file_and_unknown_words_are_named(draw):
    first, _ = draw(RED_CAR)
    again, _ = draw(replace(RED_CAR, prompt=f"{RED_CAR.prompt}, xylophone"))
    assert again.file.sha256 == first.file.sha256
    assert (first.unknown, again.unknown) == ((), ("xylophone",))


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("a cow in the garden at night", "a cow, walking, garden, night"),
        ("夜晚，花园里有一头奶牛", "a cow, walking, garden, night"),
        ("a dog chases a cat in the kitchen", "a dog chasing a cat, running, kitchen"),
    ],
)
def test_the_whole_world_is_drawn_whatever_the_weights_have_learned(draw, prompt, scene):
    sketch, frames = draw(replace(RED_CAR, prompt=prompt, seconds=1.0))
    assert sketch.scene.en.startswith(scene)
    assert sketch.unknown == ()
    # Not the picture of what stands in for it where weights have not learned it.
    _, other = draw(replace(RED_CAR, prompt="a horse in the meadow at night", seconds=1.0))
    assert np.abs(frames.astype(int) - other).mean() > 4


@pytest.mark.parametrize(
    ("aspect", "width", "height"),
    [("21:9", 448, 192), ("1:1", 288, 288), ("3:4", 240, 320), ("9:16", 216, 384)],
)
def test_every_aspect_is_exact(draw, aspect, width, height):
    _, frames = draw(replace(RED_CAR, aspect=aspect, seconds=1.0))
    assert frames.shape == (12, height, width, 3)


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(studio):
    wrong = SketchRequest(prompt="?!", seconds=31.0, aspect="5:4", seed=-1)
    with pytest.raises(RequestError) as refused:
        studio.previz.draw(wrong)
    assert set(refused.value.problems) == {"prompt", "seconds", "aspect", "seed"}
    with pytest.raises(RequestError) as gated:
        studio.previz.draw(replace(RED_CAR, prompt="naked schoolgirl"))
    assert "schoolgirl" not in str(gated.value)
    assert not studio.inputs_dir.exists()


def test_a_demo_draws_nothing(settings):
    with (
        open_studio(replace(settings, limits=Limits(is_demo=True))) as studio,
        pytest.raises(DemoOnly),
    ):
        studio.previz.draw(RED_CAR)


def test_the_file_says_that_it_is_drawn_and_a_request_takes_it_as_its_structure(studio, ask):
    sketch = studio.previz.draw(RED_CAR)
    with av.open(str(studio.inputs_dir / sketch.file.stored)) as film:
        assert "drawn, not generated" in film.metadata["seedance_sketch"]
    taken = Reference(name="Video1", file=sketch.file.stored, role="structure")
    found = studio.verify(studio.inputs_dir / sketch.file.stored)
    assert (found.is_generated, found.aigc) == (False, None)
    assert "drawn by Seedance Studio, not generated" in found.summary.en
    [planned] = studio.plan(ask(references=(taken,))).references
    assert (planned.role, planned.width, planned.duration_s) == ("structure", 384, 2.0)


def test_nobody_is_in_what_the_studio_drew(studio, ask):
    # The detector takes this one for a face.
    sketch = studio.previz.draw(SketchRequest(prompt="an astronaut in space", seconds=3.0, seed=1))
    taken = Reference(name="Video1", file=sketch.file.stored, role="structure")
    assert studio.plan(ask(references=(taken,))).references


def test_the_command_draws_and_says_what(headless, tmp_path):
    out = tmp_path / "sketch.mp4"
    status, answer, _ = headless(
        *("previz", "--prompt", "雪地里的红色汽车，定格动画", "--seconds", "1.5", "--seed", "4"),
        *("--out", str(out), "--json"),
    )
    assert status == 0
    assert examine_video(out).duration_s == answer["duration_s"] == 1.5
    assert (answer["path"], answer["what"]) == (str(out), "由程序绘制，并非生成")
    assert answer["scene"]["en"].startswith("a red car")
    assert answer["scene"]["zh"].startswith("一辆红色汽车")
    assert (answer["seed"], answer["num_frames"]) == (4, 18)


def test_the_command_names_every_field(headless):
    status, answer, _ = headless(
        *("previz", "--prompt", "", "--seconds", "long", "--seed", "x", "--out", "a.gif", "--json")
    )
    assert status == 2
    assert set(answer["error"]["problems"]) == {"prompt", "seconds", "seed", "out"}


def test_drawing_leaves_the_studio_without_torch(settings):
    code = (
        "import sys; from seedance_studio.settings import Settings\n"
        "from seedance_studio.studio import open_studio\n"
        "from seedance_studio.domain.sketch import SketchRequest\n"
        "with open_studio(Settings.from_environment(), is_resuming=False) as studio:\n"
        "    studio.previz.draw(SketchRequest(prompt='a cat', seconds=1.0))\n"
        "print('torch' in sys.modules)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=headless_environment(settings),
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.strip() == "False"
