"""Who comes next, and what an owner may do with jobs that wait."""

from dataclasses import replace

import pytest

from seedance_studio.domain.job import Cancelled, Paused, Queued, Succeeded
from seedance_studio.errors import JobNotFound, RequestError
from seedance_studio.studio import open_studio
from seedance_studio.visitor import visiting
from tests.jobs.test_lifecycle import ended, running


@pytest.fixture
def public(settings):
    """A studio that tells its visitors apart."""
    with open_studio(replace(settings, visitors="many")) as opened:
        yield opened


@pytest.fixture
def busy(public, ask):
    """A studio whose engine works for someone as long as the test lasts."""
    with visiting("someone"):
        job_id = public.submit(ask("slow", num_inference_steps=50, seconds=1.0))
        running(public, job_id)
    yield public
    public.cancel(job_id)


def send(studio, ask, who, *prompts):
    with visiting(who):
        return [studio.submit(ask(prompt)) for prompt in prompts]


def order(studio):
    """Prompts of what waits, in the order in which it will run."""
    waiting = [job for job in studio.jobs() if isinstance(job.state, Queued)]
    return [job.request.prompt for job in sorted(waiting, key=lambda job: job.state.place)]


def test_visitors_take_turns_however_many_jobs_one_sends(busy, ask):
    send(busy, ask, "ann", "a1", "a2", "a3")
    send(busy, ask, "bob", "b1", "b2")
    send(busy, ask, "cleo", "c1")
    assert order(busy) == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_a_visitor_sees_and_changes_only_their_own(busy, ask):
    (anns,) = send(busy, ask, "ann", "private words")
    with visiting("bob"):
        assert busy.jobs() == []
        for forbidden in (busy.job, busy.cancel, busy.pause, busy.unpause):
            with pytest.raises(JobNotFound):
                forbidden(anns)
        with pytest.raises(JobNotFound):
            busy.move(anns, sooner=True)
        with pytest.raises(JobNotFound):
            busy.replace(anns, ask("mine"))
        with pytest.raises(JobNotFound):
            busy.wait(anns, 1)
    with visiting("ann"):
        assert [job.id for job in busy.jobs()] == [anns]
    assert order(busy) == ["private words"]


def test_a_request_key_is_the_visitor_s_own(busy, ask):
    with visiting("ann"):
        anns = busy.submit(ask("a"), request_key="click-1")
    with visiting("bob"):
        assert busy.submit(ask("b"), request_key="click-1") != anns


def test_a_paused_job_lets_the_others_pass(public, ask):
    first = public.submit(ask("slow", num_inference_steps=4))
    paused, other = public.submit(ask("paused")), public.submit(ask("other"))
    public.pause(paused)
    assert public.job(paused).state == Paused()
    assert isinstance(ended(public, other), Succeeded)
    assert public.job(paused).state == Paused()
    public.unpause(paused)
    assert isinstance(ended(public, paused), Succeeded)
    with pytest.raises(RequestError):
        public.pause(first)
    with pytest.raises(RequestError):
        public.unpause(paused)


def test_a_paused_job_can_be_cancelled(busy, ask):
    (job_id,) = send(busy, ask, "ann", "a")
    with visiting("ann"):
        busy.pause(job_id)
        busy.cancel(job_id)
        assert busy.job(job_id).state == Cancelled()


def test_own_jobs_change_places_and_nobody_else_s_do(busy, ask):
    anns = send(busy, ask, "ann", "a1", "a2", "a3")
    send(busy, ask, "bob", "b1", "b2")
    with visiting("ann"):
        busy.move(anns[2], sooner=True)
        busy.move(anns[2], sooner=True)
        busy.move(anns[2], sooner=True)  # already the first: nothing to change with
    assert order(busy) == ["a3", "b1", "a1", "b2", "a2"]
    with visiting("ann"):
        busy.move(anns[2], sooner=False)
    assert order(busy) == ["a1", "b1", "a3", "b2", "a2"]


def test_an_edited_job_keeps_its_place(busy, ask):
    anns = send(busy, ask, "ann", "a1", "a2")
    send(busy, ask, "bob", "b1")
    with visiting("ann"):
        edited = busy.replace(anns[0], ask("edited"))
        with pytest.raises(JobNotFound):
            busy.job(anns[0])
        with pytest.raises(RequestError):
            busy.replace(anns[1], ask("too long", seconds=600))
        assert busy.job(edited).request.prompt == "edited"
    assert order(busy) == ["edited", "b1", "a2"]


def test_what_has_started_is_neither_moved_nor_replaced(busy, ask):
    with visiting("someone"):
        (job,) = busy.jobs()
        with pytest.raises(RequestError):
            busy.move(job.id, sooner=True)
        with pytest.raises(RequestError):
            busy.replace(job.id, ask("other"))
        assert busy.job(job.id).request.prompt == "slow"
