"""Controls of clips whose motion is known, because the test moved the camera."""

import cv2
import numpy as np
import pytest

from seedance_studio.seedling import controls

HEIGHT, WIDTH, FRAMES = 160, 288, 9


def texture(seed):
    noise = np.random.default_rng(seed).integers(0, 256, (60, 100, 3), np.uint8)
    return cv2.GaussianBlur(
        cv2.resize(noise, (1000, 600), interpolation=cv2.INTER_CUBIC), (9, 9), 0
    )


def filmed(seed=0, pan=0.0, tilt=0.0, zoom=1.0, roll=0.0, subject=False):
    """A still picture filmed by a camera that moves by so much a frame."""
    picture = texture(seed)
    frames = []
    for t in range(FRAMES):
        step = cv2.getRotationMatrix2D((500, 300), roll * t, zoom**t)
        step[:, 2] += (-pan * t, -tilt * t)
        moved = cv2.warpAffine(picture, step, (1000, 600), borderMode=cv2.BORDER_REFLECT)
        frame = moved[220:380, 356:644].copy()
        if subject:
            cv2.circle(frame, (60 + 12 * t, 90), 30, (250, 250, 40), -1)
        frames.append(frame)
    return np.stack(frames)


@pytest.mark.parametrize("name", controls.CONTROLS)
def test_a_control_has_the_shape_of_its_clip(name):
    clip = filmed(pan=2)
    control = controls.CONTROLS[name](clip)
    assert control.shape == clip.shape
    assert control.dtype == np.uint8


def test_edges_keep_shape_and_drop_colour():
    clip = np.full((2, 64, 96, 3), (20, 60, 120), np.uint8)
    clip[:, 16:48, 32:64] = (220, 60, 40)
    edges = controls.edges(clip)
    assert edges[0, 16, 48].min() > 200
    assert edges[0, 32, 48].max() == 0
    assert (edges[..., 0] == edges[..., 2]).all()


def test_depth_puts_a_figure_before_its_ground_and_ground_before_sky():
    clip = np.zeros((1, 160, 288, 3), np.uint8)
    clip[:, :80] = (150, 190, 240)
    clip[:, 80:] = (90, 160, 70)
    clip[:, 70:110, 120:160] = (200, 40, 30)
    depth = controls.depth_like(clip)[0, ..., 0].astype(int)
    assert depth[90, 140] > depth[90, 30] + 60
    assert depth[150, 30] > depth[20, 30] + 60


@pytest.mark.parametrize("subject", [False, True])
@pytest.mark.parametrize(
    ("move", "wanted"),
    [
        ({"pan": 3.0}, (-3 / 144, 0, 1.0, 0)),
        ({"tilt": -2.0}, (0, 2 / 144, 1.0, 0)),
        ({"zoom": 1.02}, (0, 0, 1.02, 0)),
        ({"roll": 1.0}, (0, 0, 1.0, np.radians(1.0))),
    ],
)
def test_the_camera_is_found_behind_a_moving_subject(move, wanted, subject):
    path = controls.camera_path(filmed(subject=subject, **move))
    a, b = path[:, 0, 0], path[:, 0, 1]
    found = [path[:, 0, 2], path[:, 1, 2], np.hypot(a, b), np.arctan2(b, a)]
    medians = [float(np.median(values)) for values in found]
    assert medians == pytest.approx(wanted, abs=4e-3, rel=0.1)


def test_a_camera_move_is_drawn_without_what_was_filmed_and_at_any_size():
    move = controls.camera_path(filmed(seed=3, pan=4, subject=True))
    pictures = controls.camera_pictures(move, 224, 224)
    assert pictures.shape == (FRAMES, 224, 224, 3)
    assert pictures[4].std((0, 1)).max() < 3, "a pan moves every pixel alike"
    opposite = controls.camera_pictures(controls.camera_path(filmed(pan=-4)), 224, 224)
    assert abs(pictures[4].mean((0, 1)) - opposite[4].mean((0, 1))).max() > 20


def test_faster_is_more_saturated():
    slow, fast = (controls.camera(filmed(pan=pan))[4].std(-1).mean() for pan in (1, 6))
    assert fast > 3 * slow


def test_camera_moves_correlate_whatever_is_shown():
    pan = filmed(seed=1, pan=3)
    assert controls.camera_correlation(pan, filmed(seed=2, pan=5, subject=True)) > 0.95
    assert controls.camera_correlation(pan, filmed(seed=2, pan=-3)) < -0.95
    assert abs(controls.camera_correlation(pan, filmed(seed=2, tilt=3))) < 0.2
    assert abs(controls.camera_correlation(pan, filmed(seed=2, zoom=1.03))) < 0.2
    assert controls.camera_correlation(pan, np.repeat(pan[:1], 9, axis=0)) == pytest.approx(
        0, abs=0.3
    )
