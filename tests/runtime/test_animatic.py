"""A still scene, moved along a measured camera move."""

import numpy as np
import pytest

from seedance_studio.runtime.animatic import carried
from seedance_studio.seedling import controls
from tests.clips import moving_frames, texture


def steps(**move):
    path = np.tile(np.eye(2, 3, dtype=np.float32), (16, 1, 1))
    path[:, 0, 2], path[:, 1, 2] = move.get("right", 0), move.get("down", 0)
    path[:, 0, 0] = path[:, 1, 1] = move.get("zoom", 1)
    return path


@pytest.mark.parametrize(
    "move", [{"right": 0.012}, {"right": -0.012}, {"down": 0.01}, {"zoom": 1.01}, {"zoom": 0.99}]
)
def test_a_still_scene_takes_over_a_camera_move(move):
    scene = (255 * texture(4, 160, 288)).astype(np.uint8)
    flow = controls.camera_flow(steps(**move), 160, 288)
    moved = carried(np.repeat(scene[None], 17, axis=0), flow)
    assert np.array_equal(moved[0], scene)
    measured = controls.camera_path(moved).mean(axis=0)
    assert measured == pytest.approx(steps(**move)[0], abs=0.002)


def test_the_move_of_one_clip_becomes_that_of_another_picture():
    source = moving_frames(8, 17)
    scene = (255 * texture(9, 160, 288)).astype(np.uint8)
    flow = controls.camera_flow(controls.camera_path(source), 160, 288)
    moved = carried(np.repeat(scene[None], 17, axis=0), flow)
    assert controls.camera_correlation(source, moved) > 0.95
