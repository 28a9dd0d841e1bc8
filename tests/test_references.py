"""References from the headless door to the stored plan: roles, report, storage and refusals."""

import dataclasses
import json
import os
import time

import numpy as np
import pytest

from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.reference import ROLES, ROLES_OF, Reference
from seedance_studio.errors import RequestError
from seedance_studio.media.codec import from_json, to_json
from seedance_studio.media.fitting import fit_picture
from seedance_studio.media.pictures import read_image
from seedance_studio.media.probe import read_frames
from seedance_studio.studio import open_studio
from tests import uploads
from tests.clips import psnr
from tests.fakes import draw_frames


def ref(name, path, role=None, **changes):
    return Reference(name=name, file=str(path), role=role, **changes)


@pytest.fixture
def files(tmp_path):
    """One good file of each kind, and a second picture."""
    return {
        "Image1": uploads.picture(tmp_path / "a.png"),
        "Image2": uploads.picture(tmp_path / "b.jpg", seed=2),
        "Video1": uploads.film(tmp_path / "c.mp4", num_frames=32, sound_s=4.0),
        "Audio1": uploads.sound(tmp_path / "d.wav", seconds=3),
    }


@pytest.fixture
def planner(settings):
    """A studio as one command opens it: it plans, and starts no queue."""
    with open_studio(settings, is_resuming=False) as opened:
        yield opened


def refused(studio, request):
    with pytest.raises(RequestError) as error:
        studio.plan(request)
    for words in error.value.problems.values():
        assert words.en
        assert words.zh
    return {field: words.en for field, words in error.value.problems.items()}


def report(plan):
    return {item.item: (item.status, item.note.en) for item in plan.report}


def roles(plan):
    return {one.name: one.role for one in plan.references}


@pytest.mark.parametrize(
    ("names", "mode", "expected"),
    [
        (("Image1",), "image", {"Image1": "first_frame"}),
        (("Image1", "Image2"), "image", {"Image1": "first_frame", "Image2": "last_frame"}),
        (("Video1",), "video", {"Video1": "edit"}),
        (("Image1", "Video1"), "mixed", {"Image1": "identity", "Video1": "camera"}),
        (("Image1", "Image2", "Audio1"), "mixed", {"Image1": "identity", "Image2": "setting"}),
    ],
)
def test_the_mode_and_the_roles_follow_from_what_is_given(
    planner, ask, files, names, mode, expected
):
    plan = planner.plan(ask(references=tuple(ref(name, files[name]) for name in names)))
    assert plan.mode == mode
    assert roles(plan).items() >= expected.items()
    for name in expected:
        status, note = report(plan)[name]
        assert status in ("honoured", "adapted")
        assert "our choice" in note


def test_without_files_it_is_text(planner, ask):
    assert planner.plan(ask()).mode == "text"


def test_the_prompt_s_word_wins_over_the_card_s_and_is_reported(planner, ask, files):
    plan = planner.plan(
        ask(
            "a dog in the setting of @Image1, 参考@Video1的运镜",
            references=(
                ref("Image1", files["Image1"], "identity"),
                ref("Video1", files["Video1"]),
            ),
        )
    )
    assert roles(plan) == {"Image1": "setting", "Video1": "camera"}
    assert "the prompt says so, not identity" in report(plan)["Image1"][1]
    assert "the prompt says so" in report(plan)["Video1"][1]
    assert plan.prompt.engine_prompt.startswith("a dog")
    assert "@" not in plan.prompt.engine_prompt
    added = {text.en.split(":")[0] for text in plan.prompt.added}
    assert "camera" not in added, "Video1 gives it"


def test_what_the_engine_cannot_use_is_reported_and_left_out(planner, ask, files):
    plan = planner.plan(
        ask(
            references=(
                ref("Image1", files["Image1"], "style"),
                ref("Image2", files["Image2"], "identity", strength=0.5),
                ref("Video1", files["Video1"], "motion"),
            ),
            strength=0.4,
        )
    )
    told = report(plan)
    assert told["Image1"][0] == told["Video1"][0] == "ignored"
    assert told["Image2"][0] == "adapted"
    assert told["Image2.strength"] == ("honoured", "acts at 50%")
    assert told["strength"][0] == "ignored"
    assert roles(plan) == {"Image2": "identity"}


def test_the_plan_holds_what_the_files_hold(planner, ask, files):
    plan = planner.plan(
        ask(
            references=(
                ref("Image1", files["Image1"], "keyframe", at_s=1.0),
                ref("Video1", files["Video1"], "camera", start_s=0.5),
                ref("Audio1", files["Audio1"], "music"),
            ),
            seconds=2.0,
        )
    )
    image, video, audio = plan.references
    assert (image.width, image.height, image.latent_index) == (320, 200, 2)
    assert (video.start_s, video.end_s) == (0.5, 2.5), "no more than the clip can show"
    assert video.has_sound
    assert video.fps == pytest.approx(8, abs=0.1)
    assert audio.duration_s == pytest.approx(3, abs=0.1)
    assert audio.width is None
    assert len(image.sha256) == 64
    assert image.stored == f"{image.sha256}.png"
    assert "Video1.trim" in report(plan)
    assert from_json(type(plan), to_json(plan)) == plan


def test_a_plan_from_before_references_can_still_be_read(planner, ask):
    plan = planner.plan(ask())
    document = json.loads(to_json(plan))
    for field in ("references", "mode", "strength"):
        del document[field]
    del document["prompt"]["mentions"]
    assert from_json(type(plan), json.dumps(document)) == plan


def test_a_source_gives_the_clip_its_length_and_shape(planner, ask, tmp_path):
    tall = uploads.film(tmp_path / "tall.mp4", num_frames=24, size=(96, 160))
    plan = planner.plan(ask(references=(ref("Video1", tall, "edit"),), seconds=5.0))
    assert plan.native.width < plan.native.height
    assert plan.native.num_frames == 3 * 8 + 1
    assert plan.delivered.num_frames == 3 * plan.delivered.fps
    assert plan.strength == 0.6
    assert report(plan)["seconds"][0] == "adapted"
    assert report(plan)["Video1.fit"][0] == "adapted"
    part = ref("Video1", tall, "edit", start_s=1.0, end_s=2.5)
    assert planner.plan(ask(references=(part,))).delivered.num_frames == 12


def test_a_source_longer_than_the_engine_can_do_is_cut_and_reported(planner, ask, tmp_path):
    long = uploads.film(tmp_path / "long.mp4", num_frames=25, fps=1)
    plan = planner.plan(ask(references=(ref("Video1", long, "structure"),)))
    assert plan.native.num_frames == 15 * 8 + 1
    assert "the most that can be followed" in report(plan)["seconds"][1]
    assert plan.references[0].end_s == 15


def test_an_asked_shape_is_kept_and_the_picture_cropped(planner, ask, files):
    picture = ref("Image1", files["Image1"], "first_frame")
    plan = planner.plan(ask(references=(picture,), aspect="9:16"))
    assert plan.native.height > plan.native.width
    assert report(plan)["Image1.fit"] == ("adapted", "another shape: cropped to the frame")


@pytest.mark.parametrize(
    ("references", "field", "words"),
    [
        ([("Image1", "Video1", None)], "references.Image1", "not a picture"),
        ([("Video1", "Audio1", None)], "references.Video1", "not a video"),
        ([("Audio1", "Image1", None)], "references.Audio1", "not a sound"),
        ([("Image1", "Image1", "camera")], "references.Image1", "cannot be 'camera'"),
        ([("Image1", "Image1", "dancing")], "references.Image1", "cannot be 'dancing'"),
        ([("Audio1", "Audio1", "voice")], "references.Audio1", "consent"),
        (
            [("Image1", "Image1", "first_frame"), ("Image2", "Image2", "first_frame")],
            "references.Image2",
            "only one",
        ),
        (
            [("Video1", "Video1", "edit"), ("Video2", "Video1", "extend")],
            "references.Video2",
            "only one",
        ),
        ([("Hero", "Image1", None)], "references.Hero", "such as Image1"),
        ([("Image1", "Image1", None), ("Image1", "Image2", None)], "references.Image1", "twice"),
        ([("Image1", "Image1", "keyframe")], "references.Image1.at_s", "needs its second"),
    ],
)
def test_a_part_that_cannot_be_played_is_refused_by_name(
    planner, ask, files, references, field, words
):
    asked = tuple(ref(name, files[file], role) for name, file, role in references)
    problems = refused(planner, ask(references=asked))
    assert set(problems) == {field}
    assert words in problems[field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"strength": 1.5}, "references.Video1.strength"),
        ({"fit": "stretch"}, "references.Video1.fit"),
        ({"structure": "bones"}, "references.Video1.structure"),
        ({"start_s": 3.0, "end_s": 2.0}, "references.Video1.trim"),
        ({"start_s": 9.0}, "references.Video1.trim"),
        ({"end_s": 60.0}, "references.Video1.trim"),
        ({"role": "camera", "mask": "mask.png"}, "references.Video1.mask"),
        ({"mask": "mask.png"}, "references.Video1.mask"),
    ],
)
def test_a_bad_detail_is_refused_under_its_name(planner, ask, files, changes, field):
    asked = dataclasses.replace(ref("Video1", files["Video1"], "edit"), **changes)
    assert set(refused(planner, ask(references=(asked,)))) == {field}


def test_all_problems_of_a_board_come_at_once(planner, ask, files, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(files["Image2"].read_bytes()[:900])
    problems = refused(
        planner,
        ask(
            "@Image7 flies over @Image1",
            references=(
                ref("Image1", files["Image1"], "first_frame"),
                ref("Image2", broken, "last_frame"),
                ref("Image3", tmp_path / "lost.png", "style"),
                ref("Audio1", files["Audio1"], "camera"),
            ),
            strength=7.0,
            seconds=600,
        ),
    )
    assert set(problems) == {
        *("prompt", "references.Image2", "references.Image3", "references.Audio1"),
        *("strength", "seconds"),
    }
    assert "@Image7" in problems["prompt"]
    assert "@Image1, @Image2, @Image3" in problems["prompt"]


@pytest.mark.parametrize(("images", "videos", "sounds"), [(9, 3, 1), (10, 0, 0), (0, 4, 0)])
def test_too_many_files_are_refused(planner, ask, files, images, videos, sounds):
    counts = {"Image": images, "Video": videos, "Audio": sounds}
    asked = tuple(
        ref(f"{kind}{index + 1}", files[f"{kind}1"], ROLES_OF[kind.lower()][-1])
        for kind, count in counts.items()
        for index in range(count)
    )
    asked = tuple(
        dataclasses.replace(one, role="music") if one.role == "voice" else one for one in asked
    )
    assert set(refused(planner, ask(references=asked))) == {"references"}


def test_a_full_board_is_planned_in_no_time_once_its_files_are_known(planner, ask, files):
    asked = tuple(
        ref(f"{kind}{index + 1}", files[f"{kind}1"], role)
        for kind, count, role in (
            *(("Image", 9, "identity"), ("Video", 2, "camera"), ("Audio", 1, "music")),
        )
        for index in range(count)
    )
    request = ask("@Image1 and @Image9 dance, 参考@Video2的运镜", references=asked)
    planner.plan(request)
    for path in files.values():
        known = path.stat()
        path.write_bytes(bytes(known.st_size))  # would be refused if it were read again
        os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    started = time.process_time()
    plan = planner.plan(request)
    assert time.process_time() - started < 1.0
    assert {one.name for one in asked} <= set(report(plan)), "each of the twelve has its line"


@pytest.mark.parametrize(
    ("mode", "names", "is_possible"),
    [
        ("text", ("Image1",), False),
        ("image", (), False),
        ("image", ("Video1",), False),
        ("image", ("Image1",), True),
        ("video", ("Image1",), False),
        ("video", ("Video1",), True),
        ("mixed", (), False),
        ("mixed", ("Image1",), True),
    ],
)
def test_a_mode_takes_what_it_is_for(planner, ask, files, mode, names, is_possible):
    request = ask(mode=mode, references=tuple(ref(name, files[name]) for name in names))
    if is_possible:
        assert planner.plan(request).mode == mode
    else:
        assert set(refused(planner, request)) == {"mode"}


def test_every_role_can_be_played_by_some_kind():
    assert {role for roles in ROLES_OF.values() for role in roles} == set(ROLES)


def test_a_job_survives_the_loss_of_its_files_and_begins_with_its_picture(
    studio, ask, files, settings
):
    first = read_image(files["Image1"])
    job_id = studio.submit(ask(references=(ref("Image1", files["Image1"]),)))
    files["Image1"].unlink()
    job = studio.wait(job_id, 30)
    assert isinstance(job.state, Succeeded), job.state
    clip = studio.clip(job.state.clip_id)
    recipe = clip.recipe
    assert recipe.request.mode == recipe.plan.mode == "image"
    assert recipe.request.aspect == "16:9", "not adaptive: the page can show it"
    [stored] = recipe.request.references
    assert stored.file == recipe.plan.references[0].stored
    assert str(settings.data_dir) not in to_json(recipe)
    shown = next(iter(read_frames(studio.clip_path(clip.id))))
    below_the_label = slice(54, None)
    wanted = fit_picture(first, (128, 72), "crop")[below_the_label]
    assert psnr(shown[below_the_label], wanted) > 25


def test_a_stored_file_is_kept_while_a_clip_needs_it(studio, ask, files, settings):
    inputs = settings.data_dir / "inputs"
    picture = ref("Image1", files["Image1"])
    state = studio.wait(studio.submit(ask(references=(picture,))), 30).state
    lost = studio.keep_input(files["Image2"])
    needed = studio.clip(state.clip_id).recipe.plan.references[0].stored
    assert {path.name for path in inputs.iterdir()} == {needed, lost.stored}
    age(inputs)
    studio.resume()
    assert {path.name for path in inputs.iterdir()} == {needed}
    again = studio.clip(state.clip_id).recipe.request
    assert studio.plan(again).references[0].stored == needed


def age(folder):
    for path in folder.iterdir():
        os.utime(path, (0, 0))


def test_a_clip_s_last_picture_can_be_gone_on_from(studio, ask):
    state = studio.wait(studio.submit(ask()), 30).state
    kept = studio.keep_last_frame(state.clip_id)
    assert (kept.facts.kind, kept.facts.width, kept.facts.height) == ("image", 128, 72)
    plan = studio.plan(ask(references=(ref("Image1", kept.stored),)))
    assert roles(plan) == {"Image1": "first_frame"}
    native = studio.clip(state.clip_id).recipe.plan.native
    generated = draw_frames(7, native.num_frames, native.height, native.width)
    stored = read_image(studio.inputs_dir / kept.stored)
    assert np.array_equal(stored, generated[-1]), "as generated, without the label"


def test_the_flags_of_a_mixed_request(headless, files):
    status, answer, _ = headless(
        *("plan", "--json", "--engine", "fake", "--prompt", "a dog runs", "--seconds", "2"),
        *("--ref", f"Image1={files['Image1']}:identity,strength=0.5"),
        *("--ref", f"Image2={files['Image2']}:keyframe@1.5s,fit=extend"),
        *("--ref", f"Video1={files['Video1']}:camera,trim=1-2.5"),
        *("--ref", f"Audio1={files['Audio1']}"),
    )
    assert status == 0
    assert answer["mode"] == "mixed"
    by_name = {one["name"]: one for one in answer["references"]}
    assert by_name["Image1"]["strength"] == 0.5
    assert (by_name["Image2"]["latent_index"], by_name["Image2"]["fit"]) == (3, "extend")
    assert (by_name["Video1"]["start_s"], by_name["Video1"]["end_s"]) == (1.0, 2.5)
    assert by_name["Audio1"]["role"] == "music"
    assert {item["item"] for item in answer["report"]} >= set(by_name)


def test_the_flags_of_an_edit(headless, files, tmp_path):
    mask = uploads.picture(tmp_path / "mask.png", mode="L")
    edit = ("plan", "--json", "--engine", "fake", "--prompt", "ink", "--video", files["Video1"])
    status, answer, _ = headless(
        *map(str, edit), "--strength", "0.3", "--mask", str(mask), "--trim", "0-2"
    )
    assert status == 0
    assert (answer["mode"], answer["strength"]) == ("video", 0.3)
    [one] = answer["references"]
    assert (one["role"], one["end_s"]) == ("edit", 2.0)
    assert one["mask"].endswith(".png")
    _, answer, _ = headless(*map(str, edit))
    assert answer["strength"] == 0.6
    status, answer, _ = headless(*map(str, edit), "--structure", "grey")
    assert (answer["references"][0]["role"], answer["references"][0]["structure"]) == (
        "structure",
        "grey",
    )


def test_bad_flags_are_named_all_at_once(headless, files):
    status, answer, _ = headless(
        *("plan", "--json", "--engine", "fake", "--prompt", "@Image7 flies", "--mask", "m.png"),
        *("--ref", "nonsense", "--ref", f"Image1={files['Image1']}:keyframe@x,strength=big"),
        *("--ref", "Image2=/nowhere/b.png:style", "--strength", "much"),
    )
    assert status == 2
    problems = answer["error"]["problems"]
    assert set(problems) >= {
        *("references", "mask", "strength", "prompt", "references.Image2"),
        "references.Image1.strength",
    }


def test_a_recipe_is_repeated_with_its_files(headless, files, tmp_path):
    out = tmp_path / "clip.mp4"
    small = ("--size", "native", "--fps", "native", "--seconds", "1")
    status, first, words = headless(
        *("generate", "--json", "--engine", "fake", "--prompt", "clouds", "--seed", "5", *small),
        *("--image", str(files["Image1"]), "--out", str(out)),
    )
    assert status == 0, words
    files["Image1"].unlink()
    for source in (first["clip_id"], str(out)):
        status, again, words = headless("generate", "--json", "--recipe", source)
        assert status == 0, words
        assert (again["mode"], again["seed"]) == ("image", 5)
        assert again["references"] == first["references"]
    status, answer, _ = headless("plan", "--json", "--recipe", first["clip_id"], "--seed", "6")
    assert answer["seed"] == 6
    assert answer["references"] == first["references"]


def test_jobs_that_wait_keep_their_files_over_a_restart(settings, ask, files):
    with open_studio(settings) as studio:
        studio.submit(ask("slow " * 3, num_inference_steps=40))
        waiting = studio.submit(ask(references=(ref("Image1", files["Image1"]),)))
        needed = {path.name for path in studio.inputs_dir.iterdir()}
        assert needed
    files["Image1"].unlink()
    age(settings.data_dir / "inputs")
    with open_studio(settings) as studio:
        assert {path.name for path in studio.inputs_dir.iterdir()} == needed
        assert isinstance(studio.wait(waiting, 60).state, Succeeded)


def test_what_an_engine_cannot_look_at_or_follow_at_once_is_reported(planner, ask, files, tmp_path):
    many = tuple(
        ref(f"Image{n}", uploads.picture(tmp_path / f"{n}.png", seed=n), "identity")
        for n in range(1, 6)
    )
    plan = planner.plan(
        ask(
            references=(
                *many,
                ref("Video1", files["Video1"], "structure"),
                ref("Video2", files["Video1"], "camera"),
            )
        )
    )
    assert roles(plan).keys() == {"Image1", "Image2", "Image3", "Image4", "Video1"}
    assert "4 at most" in report(plan)["Image5"][1]
    assert report(plan)["Video2"][0] == "ignored"
    assert "structure" in report(plan)["Video2"][1]


def test_a_large_picture_s_detail_is_said_to_be_carried_along(planner, ask, files):
    plan = planner.plan(ask(references=(ref("Image1", files["Image1"], "first_frame"),)))
    assert report(plan)["Image1.detail"][0] == "adapted"
    assert "carried along" in report(plan)["Image1.detail"][1]


def test_what_is_painted_around_a_video_has_no_strength(planner, ask, files):
    painted = ref("Video1", files["Video1"], "edit", fit="extend")
    plan = planner.plan(ask(references=(painted,), strength=0.5, aspect="1:1"))
    assert plan.strength is None
    assert report(plan)["strength"][0] == "ignored"


def test_what_a_mask_marks_is_replaced_unless_less_is_asked_for(planner, ask, files):
    masked = ref("Video1", files["Video1"], "edit", mask=str(files["Image1"]))
    assert planner.plan(ask(references=(masked,))).strength == 1.0
    assert planner.plan(ask(references=(masked,), strength=0.5)).strength == 0.5
