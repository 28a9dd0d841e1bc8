"""Quotas, places in the queue, disk: told before, charged for clips alone."""

import os
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from seedance_studio.admission import Admission
from seedance_studio.domain.job import Failed, Succeeded, Usage
from seedance_studio.errors import DemoOnly, QueueFull, QuotaReached, StorageUnwritable
from seedance_studio.library import Bin, Library
from seedance_studio.settings import PUBLIC_LIMITS, Limits, Settings
from seedance_studio.studio import open_studio
from seedance_studio.visitor import visiting


@pytest.fixture
def granting(settings):
    """Open a studio for many visitors with these limits."""
    opened = []

    def start(**limits):
        opened.append(open_studio(replace(settings, visitors="many", limits=Limits(**limits))))
        return opened[-1]

    yield start
    for studio in opened:
        studio.close()


def test_clips_of_a_day_run_out_and_other_visitors_have_their_own(granting, ask):
    studio = granting(jobs_per_day=2)
    with visiting("ann"):
        assert studio.allowance().jobs_left == 2
        for _ in range(2):
            assert isinstance(studio.wait(studio.submit(ask()), 60).state, Succeeded)
        assert studio.allowance().jobs_left == 0
        with pytest.raises(QuotaReached) as refused:
            studio.submit(ask())
        assert "00:00 UTC" in refused.value.hint.en
        assert len(studio.jobs()) == 2
    with visiting("bob"):
        assert studio.allowance().jobs_left == 2


def test_only_what_succeeded_is_charged(granting, ask):
    studio = granting(jobs_per_day=1, engine_s_per_day=100)
    with visiting("ann"):
        failed = studio.submit(ask("broken"))
        assert isinstance(studio.wait(failed, 60).state, Failed)
        assert studio.allowance().jobs_left == 1
        assert studio.allowance().engine_s_left == 100
        stopped = studio.submit(ask("hang"))
        studio.cancel(stopped)
        studio.wait(stopped, 60)
        assert studio.allowance().jobs_left == 1
        assert isinstance(studio.wait(studio.submit(ask()), 60).state, Succeeded)
        assert studio.allowance().jobs_left == 0
        assert 90 < studio.allowance().engine_s_left < 100


def test_jobs_on_their_way_are_counted(granting, ask):
    studio = granting(jobs_per_day=2)
    with visiting("ann"):
        running = studio.submit(ask("hang"))
        assert studio.allowance().jobs_left == 1
        studio.cancel(running)
        studio.wait(running, 60)
        assert studio.allowance().jobs_left == 2


def test_a_clip_that_would_take_more_than_is_left_is_refused(granting, ask):
    studio = granting(engine_s_per_day=0.5)
    with visiting("ann"):
        assert studio.plan(ask(num_inference_steps=50, seconds=15)).estimate_s > 0.5
        with pytest.raises(QuotaReached):
            studio.submit(ask(num_inference_steps=50, seconds=15))
        assert studio.jobs() == []


def test_the_host_has_no_quota(granting, ask):
    studio = granting(jobs_per_day=1)
    for _ in range(2):
        studio.wait(studio.submit(ask()), 60)
    assert studio.allowance().jobs_left is None


def test_a_full_queue_is_told(granting, ask):
    studio = granting(waiting_jobs=1)
    studio.submit(ask("hang"))
    with visiting("ann"):
        while studio.num_active() and not studio.jobs():
            try:
                waiting = studio.submit(ask("hang"))
            except QueueFull:
                continue  # the first has not left the queue yet
        with pytest.raises(QueueFull):
            studio.submit(ask())
        studio.cancel(waiting)


def test_a_library_as_large_as_it_may_be_takes_no_more(granting, ask):
    studio = granting(disk_gb=1e-6)
    studio.wait(studio.submit(ask()), 60)
    with visiting("ann"), pytest.raises(StorageUnwritable) as refused:
        studio.submit(ask())
    assert "limit" in refused.value.message.en


def test_the_bin_makes_room_the_oldest_first_and_no_more_than_needed(settings, granting, ask):
    with open_studio(replace(settings, visitors="many")) as studio:
        jobs = [studio.submit(ask(seed=seed)) for seed in (1, 2, 3)]
        first, second, kept = (studio.wait(job, 60).state.clip_id for job in jobs)
        folder = studio.library_dir
        used = sum(path.stat().st_size for path in folder.glob("*/*"))
        one = sum(path.stat().st_size for path in folder.glob(f"{second}/*"))
        for age_s, clip_id in ((300, second), (200, first)):
            studio.shelves.bin(clip_id)
            os.utime(folder / f".bin-{clip_id}", (time.time() - age_s,) * 2)

    # All three are a little too much: what was deleted first goes, and the rest stays.
    limited = granting(disk_gb=(used - one / 2) / 1e9)
    assert isinstance(limited.wait(limited.submit(ask(seed=4)), 60).state, Succeeded)
    assert [clip.id for clip in limited.shelves.binned()] == [first]

    # With nothing left to let go it is refused, and no clip of the library is touched.
    tiny = Admission(Limits(disk_gb=1e-6), Library(folder), Bin(folder))
    with pytest.raises(StorageUnwritable):
        tiny.check_room()
    assert limited.shelves.binned() == []
    assert kept in {clip.id for clip in limited.clips(10, 0)}


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=1)])
def test_a_clock_that_jumps_a_day_gives_a_sane_allowance(tmp_path, jump):
    asked = []

    def usage(since):
        asked.append(since)
        return Usage(num_jobs=3, engine_s=9.0, num_waiting=0, waiting_s=0.0)

    now = datetime(2026, 11, 22, 13, 0, tzinfo=timezone.utc) + jump
    limits = Limits(jobs_per_day=2, engine_s_per_day=5)
    left = Admission(limits, Library(tmp_path), Bin(tmp_path), clock=lambda: now).allowance(usage)
    assert (left.jobs_left, left.engine_s_left) == (0, 0.0)
    assert left.resets_at == (now + timedelta(days=1)).strftime("%Y-%m-%dT00:00:00Z")
    assert asked == [now.strftime("%Y-%m-%dT00:00:00+00:00")]


def test_strangers_get_limits_unless_the_host_says_otherwise():
    assert Settings.from_environment({}).limits == Limits()
    public = Settings.from_environment({"SEEDANCE_HOST": "0.0.0.0"})
    assert (public.visitors, public.limits) == ("many", PUBLIC_LIMITS)
    chosen = {"SEEDANCE_HOST": "0.0.0.0", "SEEDANCE_JOBS_PER_DAY": "3", "SEEDANCE_DISK_GB": "0"}
    limits = Settings.from_environment(chosen).limits
    assert (limits.jobs_per_day, limits.disk_gb) == (3, 0.0)
    assert limits.engine_s_per_day == PUBLIC_LIMITS.engine_s_per_day
    with pytest.raises(ValueError, match="SEEDANCE_JOBS_PER_DAY is 'many'"):
        Settings.from_environment({"SEEDANCE_JOBS_PER_DAY": "many"})


def test_a_demo_makes_nothing(settings, ask):
    demo = replace(settings, limits=Limits(is_demo=True))
    with open_studio(demo) as studio:
        assert studio.plan(ask()).seed == 7
        with pytest.raises(DemoOnly):
            studio.submit(ask())
