"""Whatever ends the process, no accepted job is lost and none is published twice."""

import multiprocessing
import time
from pathlib import Path

import pytest

from seedance_studio.domain.job import Cancelled, Failed, Queued, Running, Succeeded
from seedance_studio.studio import open_studio
from tests.jobs.doomed import DEATH
from tests.jobs.doomed import main as doom

# Forked from a server that has imported everything: a new process in milliseconds, without the
# threads of this one.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.jobs.doomed"])


class Doomed:
    """A studio in a process of its own that is made to be killed."""

    def __init__(self, settings, what, *prompts):
        self.door, theirs = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=doom, args=(theirs, settings, what, prompts))
        self.process.start()
        theirs.close()

    def say(self):
        assert self.door.poll(60), "the process says nothing"
        return self.door.recv()

    def kill(self):
        self.process.kill()
        self.process.join()

    def exit_status(self):
        self.process.join(20)
        return self.process.exitcode


@pytest.fixture
def doomed(settings):
    started = []

    def start(what, *prompts):
        started.append(Doomed(settings, what, *prompts))
        return started[-1]

    yield start
    for process in started:
        process.kill()


def wait_for(is_true, what, timeout_s=60):
    deadline = time.monotonic() + timeout_s
    while not is_true():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.05)


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_three_jobs_survive_kill_9_and_are_published_once_each(doomed, settings):
    process = doomed("submit", "slow", "a", "b")
    ids, engine = process.say(), process.say()
    process.kill()
    wait_for(lambda: not is_running(engine), "the end of the orphaned engine")
    with open_studio(settings) as studio:
        assert {job.id for job in studio.jobs()} == set(ids)
        states = [studio.wait(job_id, 30).state for job_id in ids]
        assert all(isinstance(state, Succeeded) for state in states)
        assert sorted(clip.id for clip in studio.clips()) == sorted(
            state.clip_id for state in states
        )
        assert list((settings.data_dir / "work").iterdir()) == []


def test_a_job_interrupted_by_a_clean_stop_runs_at_the_next_start(settings, ask):
    with open_studio(settings) as studio:
        job_id = studio.submit(ask("slow"))
        wait_for(lambda: isinstance(studio.job(job_id).state, Running), "the run")
    with open_studio(settings) as studio:
        assert isinstance(studio.wait(job_id, 30).state, Succeeded)
        assert studio.num_clips() == 1


def test_a_cancel_outlives_a_crash(doomed, settings):
    process = doomed("cancel", "hang")
    (job_id,), _ = process.say(), process.say()
    process.kill()
    with open_studio(settings) as studio:
        assert studio.wait(job_id, 30).state == Cancelled()
        assert studio.num_clips() == 0


@pytest.mark.parametrize("moment", ["die-after-publish", "die-before-publish"])
def test_a_crash_around_publishing_gives_one_clip(doomed, settings, moment):
    process = doomed(moment, "a")
    (job_id,) = process.say()
    assert process.exit_status() == DEATH
    with open_studio(settings) as studio:
        state = studio.wait(job_id, 30).state
        assert [clip.id for clip in studio.clips()] == [state.clip_id]
        # The frames of the first run were used: the engine was not asked again.
        assert not studio.engine_pid


def test_a_job_that_ends_its_process_each_time_is_set_aside(doomed, settings, ask):
    process = doomed("die-in-run", "a")
    (poison,) = process.say()
    assert process.exit_status() == DEATH
    for _ in range(3):
        assert doomed("die-in-run").exit_status() == DEATH
    with open_studio(settings) as studio:
        fine = studio.submit(ask())
        assert isinstance(studio.wait(fine, 30).state, Succeeded)
        state = studio.wait(poison, 10).state
        assert isinstance(state, Failed)
        assert state.hint.zh


def test_two_live_processes_leave_each_other_s_jobs_alone(doomed, studio, ask):
    mine = studio.submit(ask("hang"))
    other = doomed("submit-once", "slow")
    (theirs,) = other.say()
    wait_for(lambda: isinstance(studio.job(theirs).state, Running), "the other's run")
    assert isinstance(studio.job(mine).state, Running)
    assert isinstance(studio.wait(theirs, 30).state, Succeeded)
    assert isinstance(studio.job(mine).state, Running)
    assert studio.num_clips() == 1


def test_a_job_of_another_process_can_be_cancelled(doomed, studio):
    other = doomed("submit-once", "hang")
    (theirs,) = other.say()
    wait_for(lambda: isinstance(studio.job(theirs).state, Running), "the other's run")
    started = time.monotonic()
    studio.cancel(theirs)
    assert studio.wait(theirs, 10).state == Cancelled()
    assert time.monotonic() - started < 5


def test_the_job_of_a_dead_command_waits_for_the_next_long_run(doomed, settings):
    process = doomed("submit-once", "slow")
    (job_id,), _ = process.say(), process.say()
    process.kill()
    with open_studio(settings, is_resuming=False) as command:
        assert isinstance(command.wait(job_id, 1).state, Queued)
    with open_studio(settings) as studio:
        assert isinstance(studio.wait(job_id, 30).state, Succeeded)
        assert studio.num_clips() == 1
    assert not list((settings.data_dir / "processes").glob("once-*"))


def test_a_page_opened_beside_a_live_command_does_not_take_its_job(doomed, settings):
    process = doomed("submit-once", "slow")
    (job_id,), _ = process.say(), process.say()
    with open_studio(settings) as studio:
        assert isinstance(studio.wait(job_id, 30).state, Succeeded)
        assert studio.engine_pid is None
        assert studio.num_clips() == 1
