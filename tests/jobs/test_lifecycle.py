"""One job from click to clip, and all the ways it may end, with a real store, child and codec."""

import os
import signal
import time
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from seedance_studio.domain.job import Cancelled, Cancelling, Failed, Queued, Running, Succeeded
from seedance_studio.errors import JobNotFound
from seedance_studio.studio import open_studio


def ended(studio, job_id):
    return studio.wait(job_id, 30).state


def running(studio, job_id):
    """Wait until the engine works on the job, and give its state."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        state = studio.job(job_id).state
        if isinstance(state, Running) and state.progress is not None:
            return state
        time.sleep(0.02)
    raise AssertionError(f"job {job_id} does not run: {state}")


def engine_pid(studio):
    return studio.engine_pid


def test_a_request_becomes_a_clip_that_is_what_was_planned(studio, ask):
    request = ask(size="720p", fps="24")
    plan = studio.plan(request)
    job_id = studio.submit(request)
    clip = studio.clip(ended(studio, job_id).clip_id)
    shape = plan.delivered
    assert (clip.delivered.width, clip.delivered.height) == (shape.width, shape.height)
    assert (clip.delivered.fps, clip.delivered.num_frames) == (24, shape.num_frames)
    assert clip.recipe.plan == plan
    assert clip.peak_rss_mb > 1
    assert list(clip.timings_s)[-1] == "total"
    assert studio.verify(studio.clip_path(clip.id)).recipe == clip.recipe
    assert studio.poster_path(clip.id).stat().st_size > 0


def test_the_same_seed_gives_the_same_pictures(studio, ask):
    ids = [studio.submit(ask(seed=seed)) for seed in (5, 5, 6)]
    first, again, other = [studio.clip(ended(studio, job_id).clip_id) for job_id in ids]
    pictures = [
        np.asarray(Image.open(studio.poster_path(clip.id)), np.float32)
        for clip in (first, again, other)
    ]
    # The invisible mark names its clip, so two files are never quite the same.
    assert np.abs(pictures[0] - pictures[1]).mean() < 2
    assert np.abs(pictures[0] - pictures[2]).mean() > 4


def test_one_click_is_one_job(studio, ask):
    ids = {studio.submit(ask(), request_key="click 1") for _ in range(3)}
    assert len(ids) == 1
    ended(studio, ids.pop())
    assert len(studio.jobs()) == 1
    assert studio.num_clips() == 1


def test_jobs_wait_in_order_and_show_their_progress(studio, ask):
    first = studio.submit(ask("slow", num_inference_steps=6))
    second, third = studio.submit(ask()), studio.submit(ask())
    state = running(studio, first)
    while state.progress.stage != "denoising" or state.progress.step < 2:
        state = running(studio, first)
    assert state.progress.num_steps == 6
    assert state.progress.preview_jpeg.startswith(b"\xff\xd8")
    assert 0 < state.remaining_s < 10
    assert studio.job(second).state == Queued(place=1)
    assert studio.job(third).state == Queued(place=2)
    assert [job.id for job in studio.jobs()] == [third, second, first]


def test_a_queued_job_is_cancelled_at_once(studio, ask):
    first, second = studio.submit(ask("slow")), studio.submit(ask())
    running(studio, first)
    studio.cancel(second)
    assert studio.job(second).state == Cancelled()
    assert isinstance(ended(studio, first), Succeeded)
    assert studio.num_clips() == 1


def test_a_running_job_is_cancelled_and_the_pipeline_stays(studio, ask):
    job_id = studio.submit(ask("slow", num_inference_steps=40))
    running(studio, job_id)
    pid, started = engine_pid(studio), time.monotonic()
    studio.cancel(job_id)
    assert isinstance(studio.job(job_id).state, (Cancelling, Cancelled))
    assert ended(studio, job_id) == Cancelled()
    assert time.monotonic() - started < 5
    assert isinstance(ended(studio, studio.submit(ask())), Succeeded)
    assert engine_pid(studio) == pid
    assert studio.num_clips() == 1


def test_an_engine_that_does_not_let_go_is_killed_within_five_seconds(studio, ask):
    job_id = studio.submit(ask("hang"))
    running(studio, job_id)
    pid, started = engine_pid(studio), time.monotonic()
    studio.cancel(job_id)
    assert ended(studio, job_id) == Cancelled()
    assert time.monotonic() - started < 5
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert isinstance(ended(studio, studio.submit(ask())), Succeeded)


def test_a_job_that_has_ended_cannot_be_cancelled(studio, ask):
    job_id = studio.submit(ask())
    state = ended(studio, job_id)
    studio.cancel(job_id)
    assert studio.job(job_id).state == state
    assert studio.num_clips() == 1


@pytest.mark.parametrize(
    ("prompt", "code"),
    [
        ("oom", "out_of_memory"),
        ("broken", "generation_failed"),
        ("crash", "engine_unavailable"),
    ],
)
def test_a_failure_is_told_and_the_next_job_runs(studio, ask, prompt, code):
    failed, fine = studio.submit(ask(prompt)), studio.submit(ask())
    state = ended(studio, failed)
    assert isinstance(state, Failed)
    assert (state.code, state.exit_status) == (code, 3)
    assert state.hint.en
    assert state.hint.zh
    assert isinstance(ended(studio, fine), Succeeded)


def test_an_engine_killed_from_outside_is_started_again_for_its_job(studio, ask):
    job_id = studio.submit(ask("slow", num_inference_steps=12))
    running(studio, job_id)
    pid = engine_pid(studio)
    os.kill(pid, signal.SIGKILL)
    assert isinstance(ended(studio, job_id), Succeeded)
    assert engine_pid(studio) != pid
    assert studio.num_clips() == 1


@pytest.mark.parametrize("prompt", ["big", "huge"])
def test_what_does_not_fit_is_tried_again_with_less_memory(studio, ask, prompt):
    """big: the engine says so; huge: the system kills the engine."""
    state = ended(studio, studio.submit(ask(prompt)))
    assert isinstance(state, Succeeded)
    assert studio.clip(state.clip_id).recipe.plan.pipeline_key.memory == "full"


def test_what_does_not_fit_in_any_way_is_told_with_its_numbers(studio, ask):
    state = ended(studio, studio.submit(ask("oom")))
    assert state.code == "out_of_memory"
    assert "9 frames of 128×72" in state.message.en
    assert "without previews" in state.message.en


def test_a_silent_engine_is_stopped_and_tried_once_more(settings, ask):
    with open_studio(replace(settings, max_silence_s=4.0)) as studio:
        hung = studio.submit(ask("hang"))
        fine = studio.submit(ask())
        assert ended(studio, hung).code == "engine_silent"
        assert isinstance(ended(studio, fine), Succeeded)


def test_nothing_is_left_behind_by_jobs_that_ended(studio, ask, settings):
    for prompt in ("fine", "oom"):
        ended(studio, studio.submit(ask(prompt)))
    assert list((settings.data_dir / "work").iterdir()) == []
    assert [path.name for path in studio.library_dir.iterdir() if path.name.startswith(".")] == []


def test_an_unknown_job_is_refused(studio):
    with pytest.raises(JobNotFound):
        studio.job("nobody")
    with pytest.raises(JobNotFound):
        studio.cancel("nobody")


def test_any_text_is_a_request_key(studio, ask, settings):
    job_id = studio.submit(ask(), request_key="../../点击 1")
    assert isinstance(ended(studio, job_id), Succeeded)
    assert {path.name for path in settings.data_dir.parent.iterdir()} == {"data"}
