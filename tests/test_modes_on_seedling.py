"""Every input mode on the model in the box, through the headless door, with files of the page."""

import json
import subprocess
import sys

import pytest

from seedance_studio.seedling.manifest import WEIGHTS
from seedance_studio.ui.examples import EXAMPLES_DIR
from tests.conftest import ROOT, headless_environment

pytestmark = pytest.mark.skipif(not WEIGHTS.exists(), reason="Seedling has no weights yet")

FOX, BEACH, WALK, BEAT = (
    str(EXAMPLES_DIR / name) for name in ("fox.jpg", "beach.jpg", "walk.mp4", "beat.mp3")
)
SMALL = ("--seconds", "1", "--steps", "12", "--size", "native", "--fps", "native", "--seed", "7")


def generate(settings, out, *arguments):
    environment = headless_environment(settings) | {"SEEDANCE_ENGINES": "seedance_studio.engines"}
    finished = subprocess.run(
        [
            *(sys.executable, "-m", "seedance_studio", "generate", "--json"),
            *(*SMALL, "--out", str(out), *arguments),
        ],
        capture_output=True,
        text=True,
        timeout=600,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert out.stat().st_size > 10_000
    answer = json.loads(finished.stdout)
    return answer, {(one["item"], one["measure"]): one["value"] for one in answer["measured"]}


@pytest.fixture
def out(tmp_path):
    return tmp_path / "clip.mp4"


def test_an_image_is_where_the_clip_begins(settings, out):
    answer, measured = generate(
        settings, out, "--prompt", "the beach at sunset, push in", "--image", BEACH
    )
    assert answer["mode"] == "image"
    assert measured["Image1", "psnr_db"] > 28
    assert measured["Image1", "delivered_psnr_db"] > 28


def test_a_video_goes_on_without_a_jump_in_colour(settings, out):
    answer, measured = generate(
        settings, out, "--prompt", "the dog walks on", "--ref", f"Video1={WALK}:extend"
    )
    assert answer["mode"] == "video"
    assert measured["Video1", "seam_colour"] < 4


def test_somebody_somewhere_moves_as_a_video_s_camera(settings, out):
    answer, measured = generate(
        *(settings, out, "--mode", "mixed", "--prompt", "a fox runs"),
        *("--ref", f"Image1={FOX}:identity", "--ref", f"Image2={BEACH}:setting"),
        *("--ref", f"Video1={WALK}:camera", "--ref", f"Audio1={BEAT}:rhythm"),
    )
    assert answer["mode"] == "mixed"
    assert measured["Video1", "camera_correlation"] > 0.7
    assert measured["Image2", "colour_correlation"] > 0.7
    statuses = {item["item"]: item["status"] for item in answer["report"]}
    assert {statuses[name] for name in ("Image1", "Image2", "Video1")} == {"adapted"}
    assert statuses["Audio1"] == "honoured"
