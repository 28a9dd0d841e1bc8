"""The real engine with files beside the words: what each mode keeps, reuses and continues."""

import hashlib
from dataclasses import replace

import cv2
import numpy as np
import pytest

from seedance_studio.domain.plan import make_plan
from seedance_studio.domain.reference import SHOWS, PlannedReference
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.engines import seedling
from seedance_studio.errors import JobCancelled
from seedance_studio.prompts import prepare_prompt
from seedance_studio.seedling import controls
from seedance_studio.seedling.known import shipped_known
from tests.clips import psnr, write_clip

WIDTH, HEIGHT = 288, 160


@pytest.fixture(scope="module")
def engine():
    return seedling.open_engine()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return tmp_path_factory.mktemp("inputs")


def landscape(size=(WIDTH, HEIGHT), shift=0):
    """A hill, a sun and a house, soft as a photograph; `shift` moves the camera to the right."""
    width, height = size
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:] = np.linspace((90, 150, 230), (220, 230, 240), height)[:, None]
    cv2.circle(picture, (width * 3 // 4 - shift, height // 4), height // 8, (250, 220, 120), -1)
    cv2.ellipse(
        picture,
        (width // 3 - shift, height),
        (width // 2, height // 2),
        0,
        0,
        360,
        (70, 140, 60),
        -1,
    )
    cv2.rectangle(
        picture,
        (width // 3 - shift, height // 3),
        (width // 2 - shift, height * 2 // 3),
        (190, 70, 50),
        -1,
    )
    return cv2.GaussianBlur(picture, (0, 0), height / 80)


def stored(folder, write, extension):
    """Put a file into the folder of inputs under its content's name."""
    part = folder / f"part{extension}"
    write(part)
    digest = hashlib.sha256(part.read_bytes()).hexdigest()
    part.rename(folder / f"{digest}{extension}")
    return digest, f"{digest}{extension}"


def picture(folder, rgb):
    digest, name = stored(
        folder, lambda path: cv2.imwrite(str(path), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)), ".png"
    )
    return {"kind": "image", "sha256": digest, "stored": name}


def film(folder, frames):
    digest, name = stored(folder, lambda path: write_clip(path, frames, fps=8), ".mp4")
    seconds = len(frames) / 8
    facts = {"fps": 8.0, "duration_s": seconds, "start_s": 0.0, "end_s": seconds}
    return {"kind": "video", "sha256": digest, "stored": name, **facts}


def reference(role, file, **changes):
    plain = {
        "name": "Image1",
        "role": role,
        "strength": 1.0,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return PlannedReference(**(plain | file | changes))


def plan_of(*references, prompt="a house on a hill", seed=3, steps=4, strength=None):
    request = GenerationRequest(
        prompt=prompt, seconds=1.0, seed=seed, num_inference_steps=steps, aspect="16:9"
    )
    shown = {part for one in references for part in SHOWS.get(one.role, ())}
    prepared = prepare_prompt(
        prompt,
        enhance=True,
        seed=seed,
        has_world_vocabulary=True,
        known=shipped_known(),
        shown=shown,
    )
    plan = make_plan(request, seedling.CARD, prepared, seed=seed, device="cpu", dtype="float32")
    return replace(plan, references=references, strength=strength)


def run(engine, plan, inputs):
    return engine.generate(plan, inputs, lambda _: None)


def test_a_first_frame_is_kept_and_encoded_once(engine, inputs):
    photograph = landscape()
    first = reference("first_frame", picture(inputs, photograph), latent_index=0)
    made = run(engine, plan_of(first), inputs)
    assert psnr(made.frames[0], photograph) > 25
    again = run(engine, plan_of(first), inputs)
    assert np.array_equal(made.frames, again.frames)
    other = run(engine, plan_of(first, prompt="a dog in the snow", seed=9), inputs)
    assert not np.array_equal(made.frames[-1], other.frames[-1])
    for later in (again, other):
        assert later.timings_s["condition"] < made.timings_s["condition"] / 3


def test_a_last_frame_and_a_keyframe_are_reached(engine, inputs):
    end, between = landscape(shift=40), landscape(shift=20)
    made = run(
        engine,
        plan_of(
            reference("keyframe", picture(inputs, between), latent_index=1),
            reference("last_frame", picture(inputs, end), latent_index=2, name="Image2"),
        ),
        inputs,
    ).frames
    assert psnr(made[4], between) > 25
    assert psnr(made[8], end) > 25


def test_words_alone_are_what_they_were_before_a_reference_came(engine, inputs):
    before = run(engine, plan_of(), inputs).frames
    run(engine, plan_of(reference("setting", picture(inputs, landscape()))), inputs)
    assert np.array_equal(run(engine, plan_of(), inputs).frames, before)


def test_a_continued_clip_begins_where_its_source_ended(engine, inputs):
    frames = np.stack([landscape(shift=2 * t) for t in range(16)])
    made = run(engine, plan_of(reference("extend", film(inputs, frames))), inputs)
    assert made.frames.shape == (9, HEIGHT, WIDTH, 3)
    assert psnr(made.frames[0], frames[-1]) > 25
    assert psnr(made.frames[0], frames[-1]) > psnr(made.frames[0], frames[-4]) + 1


def test_what_lies_outside_the_mask_stays(engine, inputs):
    frames = np.stack([landscape(shift=2 * t) for t in range(9)])
    mask = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    mask[32:128, 96:192] = 255
    edit = reference(
        "edit", film(inputs, frames), mask=picture(inputs, mask)["stored"], name="Video1"
    )
    made = run(engine, plan_of(edit, strength=1.0), inputs).frames
    outside = (slice(None), slice(None), slice(208, None))
    assert psnr(made[outside], frames[outside]) > 25
    inside = (slice(None), slice(48, 112), slice(112, 176))
    assert psnr(made[inside], frames[inside]) < 20


def test_a_lighter_edit_stays_nearer_to_its_source(engine, inputs):
    frames = np.stack([landscape(shift=2 * t) for t in range(9)])
    edit = reference("edit", film(inputs, frames), name="Video1")
    touched, remade = (
        run(engine, plan_of(edit, steps=8, strength=strength), inputs).frames
        for strength in (0.2, 0.9)
    )
    assert psnr(touched, frames) > psnr(remade, frames) + 3


def test_a_picture_of_another_shape_is_painted_around(engine, inputs):
    tall = landscape((160, 160))
    first = reference(
        "first_frame",
        picture(inputs, tall),
        latent_index=0,
        width=160,
        height=160,
        fit="extend",
    )
    made = run(engine, plan_of(first), inputs).frames[0]
    middle = slice(64, 224)
    assert psnr(made[:, middle], tall) > 25
    assert made[:, :48].std() > 2, "the sides are painted, not left grey"


@pytest.mark.parametrize(
    "role", ["last_frame", "identity", "style", "structure", "camera", "motion"]
)
def test_every_other_role_runs_at_the_planned_shape(engine, inputs, role):
    kind = seedling.CARD.roles[role]
    moving = np.stack([landscape(shift=3 * t) for t in range(9)])
    file = film(inputs, moving) if role in ("structure", "camera", "motion") else None
    file = file or picture(inputs, landscape())
    told = []
    plan = plan_of(
        reference(role, file, latent_index=2 if role == "last_frame" else None, structure="edges"),
        steps=2,
    )
    made = engine.generate(plan, inputs, told.append)
    assert kind.note.zh
    assert made.frames.shape == (9, HEIGHT, WIDTH, 3)
    assert [step.step for step in told if step.stage == "denoising"] == [1, 2]


def panning(num_frames=9):
    return np.stack([landscape((WIDTH + 60, HEIGHT), 5 * t)[:, 20:-40] for t in range(num_frames)])


def test_a_camera_move_is_measured_and_taken_over_with_a_place_and_somebody(engine, inputs):
    somebody = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    cv2.circle(somebody, (144, 80), 50, (200, 30, 160), -1)
    place = landscape(shift=-30)
    made = run(
        engine,
        plan_of(
            reference("identity", picture(inputs, somebody)),
            reference("setting", picture(inputs, place), name="Image2"),
            reference("camera", film(inputs, panning()), name="Video1"),
            steps=16,
        ),
        inputs,
    )
    measured = {(one.item, one.measure): one.value for one in made.measured}
    assert measured["Video1", "camera_correlation"] > 0.7
    assert measured["Image2", "colour_correlation"] > 0.7
    first = made.frames[0].astype(int)
    is_purple = (first[..., 0] > first[..., 1] + 60) & (first[..., 2] > first[..., 1] + 60)
    assert 0.03 < is_purple.mean() < 0.25
    assert abs(np.nonzero(is_purple)[1].mean() - WIDTH / 2) < 30


def test_a_photograph_moves_as_the_words_say(engine, inputs):
    first = reference("first_frame", picture(inputs, landscape()), latent_index=0)
    pushed = run(engine, plan_of(first, prompt="a house, push in", steps=8), inputs)
    path = controls.camera_path(pushed.frames)
    assert path[:, 0, 0].mean() > 1.002, "the camera pushes in"
    assert {one.measure for one in pushed.measured} == {"psnr_db"}
    assert pushed.measured[0].value > 25


@pytest.mark.parametrize(
    ("words", "right", "magnified"),
    [
        ("a house on a hill, pan left", 0.02, 0),
        ("山上的房子，镜头向右摇", -0.02, 0),
        ("a house on a hill, zoom in", 0, 0.01),
        ("a house on a hill, fixed camera", 0, 0),
    ],
)
def test_words_alone_move_the_camera(engine, inputs, words, right, magnified):
    path = controls.camera_path(run(engine, plan_of(prompt=words, steps=8), inputs).frames)
    moved = path[:, 0, 2].sum(), np.log(path[:, 0, 0]).sum()
    for measured, wanted in zip(moved, (right, magnified), strict=True):
        assert measured * np.sign(wanted) >= abs(wanted)
        assert wanted or abs(measured) < 0.02


def test_a_continued_clip_s_seam_is_measured(engine, inputs):
    made = run(engine, plan_of(reference("extend", film(inputs, panning(16))), steps=16), inputs)
    seam = {one.measure: one.value for one in made.measured}
    assert seam.keys() == {"seam_colour", "seam_sharpness", "seam_motion"}
    assert seam["seam_colour"] < 6


def test_a_cancelled_run_leaves_nothing_behind(engine, inputs):
    edit = reference("edit", film(inputs, np.stack([landscape()] * 9)), name="Video1")
    wanted = run(engine, plan_of(), inputs).frames

    def stop(progress):
        if progress.stage == "denoising":
            raise JobCancelled

    with pytest.raises(JobCancelled):
        engine.generate(plan_of(edit, strength=0.5), inputs, stop)
    assert np.array_equal(run(engine, plan_of(), inputs).frames, wanted)
