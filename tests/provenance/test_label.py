"""The visible label: where, how large, how long, and in which words."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from seedance_studio.media.planes import plane
from tests.marks import make_marker
from tests.recipes import make_recipe

SIZES = [(1280, 720), (720, 1280), (288, 160), (160, 288), (720, 720), (1680, 720)]


def changed(width, height, num_frames=73, **settings):
    """Give where the label changed each grey frame: (num_frames, height, width), in levels."""
    marker = make_marker(Path("unused"), **settings)
    marks = marker.marks(marker.state_generated(make_recipe(), "20261122-081030-1f47c3a"))
    differences = []
    for frame in marks.draw(grey_frames(width, height, num_frames)):
        differences.append(np.abs(plane(frame, 0).astype(int) - 120))
    # The invisible mark changes a few levels everywhere.
    return np.stack(differences) * (np.stack(differences) > 12)


def grey_frames(width, height, num_frames, fps=24):
    for index in range(num_frames):
        frame = av.VideoFrame(width, height, "yuv420p")
        frame.pts, frame.time_base = index, Fraction(1, fps)
        for number, level in enumerate((120, 128, 128)):
            plane(frame, number)[:] = level
        yield frame


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_stands_in_the_top_right_corner_and_is_high_enough(width, height):
    (first,) = changed(width, height, num_frames=1)
    rows, columns = np.nonzero(first)
    letters = np.nonzero((first > 90).any(axis=1))[0]

    assert rows.max() < height / 3
    assert columns.max() > width * 0.9
    assert columns.min() > width * 0.03
    assert np.ptp(letters) + 1 >= 0.05 * min(width, height)


def test_it_is_seen_for_two_seconds_and_then_fades():
    seen = changed(640, 360).max(axis=(1, 2))

    assert (seen[:48] == seen[0]).all()
    assert seen[60:].max() == 0


def test_it_can_stay_to_the_end_or_be_left_out():
    assert changed(640, 360, label="always").max(axis=(1, 2)).min() > 90
    assert changed(640, 360, profile="private", label="off").max() == 0


def test_each_profile_has_its_own_words():
    pictures = {
        profile: changed(640, 360, num_frames=1, profile=profile).tobytes()
        for profile in ("global", "cn", "eu", "us")
    }

    assert len(set(pictures.values())) == 4
