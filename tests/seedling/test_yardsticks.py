import cv2
import numpy as np
import pytest

from seedance_studio.seedling.yardsticks import (
    MEASURABLE_CAMERAS,
    camera_scenes,
    measure_motion,
    name_camera,
)

HEIGHT, WIDTH, FRAMES = 96, 160, 17


@pytest.fixture(scope="module")
def landscape():
    """A textured picture larger than what a camera sees of it."""
    noise = np.random.default_rng(0).integers(0, 255, (40, 64, 3), dtype=np.uint8)
    return cv2.resize(noise, (2 * WIDTH, 2 * HEIGHT), interpolation=cv2.INTER_CUBIC)


def filmed(landscape, *, right=0.0, down=0.0, zoom=1.0):
    """A camera that travels by shares of the picture's width and height, and magnifies."""
    clip = []
    for share in np.linspace(0, 1, FRAMES):
        scale = zoom**share
        centre = np.array([WIDTH + right * WIDTH * share, HEIGHT + down * HEIGHT * share])
        origin = centre - np.array([WIDTH, HEIGHT]) / 2 / scale
        window = np.float32([[scale, 0, -origin[0] * scale], [0, scale, -origin[1] * scale]])
        clip.append(cv2.warpAffine(landscape, window, (WIDTH, HEIGHT)))
    return np.stack(clip)


@pytest.mark.parametrize(
    ("camera", "move"),
    [
        ("static", {}),
        ("push_in", {"zoom": 1.2}),
        ("pull_out", {"zoom": 0.85}),
        ("pan_left", {"right": -0.2}),
        ("pan_right", {"right": 0.2}),
        ("tilt_up", {"down": -0.3}),
        ("tilt_down", {"down": 0.3}),
    ],
)
def test_the_cameras_move_is_named(landscape, camera, move):
    assert name_camera(filmed(landscape, **move)) == camera


def test_scenes_of_the_yardstick_show_every_move_and_stand_still():
    scenes = camera_scenes(2 * len(MEASURABLE_CAMERAS), seed=4)
    assert [scene.camera for scene in scenes] == 2 * list(MEASURABLE_CAMERAS)
    assert {scene.action for scene in scenes} == {"stand"}
    assert scenes == camera_scenes(len(scenes), seed=4) != camera_scenes(len(scenes), seed=5)


def test_motion_is_measured_apart_from_flicker(landscape):
    still = filmed(landscape)
    moving = filmed(landscape, right=0.2)
    flickering = np.clip(still + 20.0 * (np.arange(FRAMES) % 2)[:, None, None, None], 0, 255)
    assert measure_motion(still).amount < 0.1 < 5 < measure_motion(moving).amount
    assert measure_motion(still).flicker < 1
    assert measure_motion(moving).flicker < 4
    assert measure_motion(flickering.astype(np.uint8)).flicker > 12
