"""Clips that are longer than one run of their model."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from seedance_studio.domain.material import continued
from seedance_studio.domain.stretches import LEAD_FRAMES, part_of, runs_of, stretches_of
from seedance_studio.engines import wan
from tests.recipes import make_recipe

CARD = next(card for card in wan.CARDS if card.id == "wan-vace-1.3b")
RUN = 81
"""Frames that it makes at once: five seconds."""
FRAMES = [16 * seconds + 1 for seconds in range(1, 16)]


@pytest.mark.parametrize("num_frames", FRAMES)
def test_stretches_meet_and_none_is_more_than_a_run(num_frames):
    stretches = stretches_of(CARD, num_frames)
    assert stretches[0].first == 0
    for one, then in pairwise(stretches):
        assert then.first == one.first + one.num_frames - 1
    assert stretches[-1].first + stretches[-1].num_frames == num_frames
    runs = runs_of(CARD, replace(make_recipe().plan.native, num_frames=num_frames))
    assert all(run.num_frames <= RUN and run.num_frames % 4 == 1 for run in runs)


def test_what_fits_is_one_run_and_what_does_not_is_evenly_divided():
    assert [one.num_frames for one in stretches_of(CARD, RUN)] == [RUN]
    assert [one.num_frames for one in stretches_of(CARD, 85)] == [RUN, 5]
    later = [one.num_frames for one in stretches_of(CARD, 241)[1:]]
    assert max(later) - min(later) <= CARD.frame_step


def plan_of(*references):
    plan = make_recipe().plan
    return replace(plan, native=replace(plan.native, fps=16, num_frames=241), references=references)


def pictures(role, latent_index):
    return replace(
        continued_reference(), name=role, role=role, kind="image", latent_index=latent_index
    )


def continued_reference():
    return continued(np.zeros((LEAD_FRAMES, 32, 64, 3), np.uint8)).reference


def test_each_picture_is_seen_in_its_own_stretch_at_its_own_moment():
    first, middle, last = (
        pictures(role, index)
        for role, index in (("first_frame", 0), ("keyframe", 30), ("last_frame", 60))
    )
    plan = plan_of(first, middle, last)
    stretches = stretches_of(CARD, 241)
    seen = [
        (number, one.role, one.latent_index * CARD.frame_step + stretch.first)
        for number, stretch in enumerate(stretches)
        for one in part_of(plan, stretch).references
    ]
    assert seen == [
        (0, "first_frame", 0),
        (1, "keyframe", 120),
        (len(stretches) - 1, "last_frame", 240),
    ]


def test_a_picture_where_two_stretches_meet_is_given_to_the_one_that_ends_on_it():
    stretches = stretches_of(CARD, 241)
    meeting = pictures("keyframe", stretches[1].first // CARD.frame_step)
    counts = [len(part_of(plan_of(meeting), stretch).references) for stretch in stretches]
    assert counts == [1, *[0] * (len(stretches) - 1)]


def test_a_followed_video_stands_still_past_its_part_in_later_stretches_too():
    short = replace(
        continued_reference(), role="camera", start_s=1.0, end_s=3.0, fps=8.0, duration_s=20.0
    )
    parts = [part_of(plan_of(short), one).references[0] for one in stretches_of(CARD, 241)]
    assert [part.start_s for part in parts] == [1.0, *[2.875] * (len(parts) - 1)]
    assert {part.last_s for part in parts} == {2.875}


def test_a_video_that_is_followed_goes_on_and_one_that_is_continued_does_not():
    followed = replace(continued_reference(), name="Video1", role="camera", start_s=2.0, end_s=17.0)
    before = replace(continued_reference(), name="Video2", role="extend")
    looked_at = replace(continued_reference(), name="Image1", role="style", kind="image")
    stretches = stretches_of(CARD, 241)
    parts = [part_of(plan_of(followed, before, looked_at), one) for one in stretches]
    assert [part.references[0].start_s for part in parts] == [
        2.0 + stretch.first / 16 for stretch in stretches
    ]
    assert [[one.role for one in part.references] for part in parts] == [
        ["camera", "extend", "style"],
        *[["camera", "style"]] * (len(stretches) - 1),
    ]
    assert len({part.seed for part in parts}) == len(stretches)
