"""The promise: no accepted job is lost, none is published twice, no file is ever half."""

import logging
import math
import os
import random

import pytest

from seedance_studio import generation
from seedance_studio.settings import Settings
from tests.faults.lives import FAIL_POINTS, Ledger, Life, run_life, run_lives, settle

log = logging.getLogger(__name__)

KILLS_A_FOLDER = 25
NUM_KILLS = int(os.environ.get("STUDIO_KILLS", "10"))
FIRST_SEED = int(os.environ.get("STUDIO_SEED", "0"))


@pytest.fixture(autouse=True)
def real_generation(monkeypatch):
    """Put back what the last life of a test replaces in this process."""
    monkeypatch.setattr(generation, "generate_frames", generation.generate_frames)


def assert_whole(ledger):
    assert (ledger.lost, ledger.doubled, ledger.broken) == ([], [], [])


def test_random_kills_lose_nothing_and_double_nothing(tmp_path):
    kills = jobs = set_aside = 0
    for seed in range(math.ceil(NUM_KILLS / KILLS_A_FOLDER)):
        settings = Settings(data_dir=tmp_path / str(seed), device="cpu", engines="tests.fakes")
        ledger = run_lives(settings, min(KILLS_A_FOLDER, NUM_KILLS - kills), FIRST_SEED + seed)
        kills += ledger.num_kills
        jobs += len(ledger.accepted)
        set_aside += len(ledger.set_aside)
        log.info(
            "%d kills, %d jobs accepted, %d of them set aside after four deaths and run again",
            *(kills, jobs, set_aside),
        )
        assert_whole(ledger)
    assert kills == NUM_KILLS


@pytest.mark.parametrize("fail_point", FAIL_POINTS)
def test_a_kill_at_each_point_of_a_job_s_life_gives_one_clip(settings, fail_point):
    ledger = Ledger()
    chance = random.Random(1)
    run_life(settings, Life(("click",), (), fail_point), ledger, chance)
    # The page sends the click again when it was not answered; one that was is the same job.
    run_life(settings, Life(("click",), (), "after:report"), ledger, chance)
    settle(settings, ledger)
    assert len(ledger.accepted) == 1
    assert_whole(ledger)
