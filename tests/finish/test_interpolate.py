"""Interpolated frames show what was between, at exactly their time."""

import cv2
import numpy as np
import pytest

from seedance_studio.finish.interpolate import interpolate, timed
from tests.clips import moving_frames, psnr, texture


def picture(seed):
    return (255 * texture(seed, 160, 288)).astype(np.uint8)


def test_new_frames_beat_blending_by_far():
    truth = moving_frames(24, 49)
    source = truth[::3]
    new = [k for k in range(49) if k % 3]

    by_motion = list(interpolate(timed(source, 8), 24, 49))
    by_blending = [
        cv2.addWeighted(source[k // 3], 1 - k % 3 / 3, source[min(k // 3 + 1, 16)], k % 3 / 3, 0)
        for k in range(49)
    ]

    scores = [
        np.mean([psnr(frames[k], truth[k]) for k in new]) for frames in (by_motion, by_blending)
    ]
    assert scores[0] > scores[1] + 6


def test_motion_is_found_on_a_small_copy_of_a_large_frame():
    truth = moving_frames(24, 4, width=1152, height=640)
    source = truth[::3]

    middle = list(interpolate(timed(source, 8), 24, 2))[1]

    blended = cv2.addWeighted(source[0], 2 / 3, source[1], 1 / 3, 0)
    assert psnr(middle, truth[1]) > psnr(blended, truth[1]) + 3


@pytest.mark.parametrize(("fps_in", "fps_out"), [(8, 24), (8, 8), (12, 24), (16, 24), (24, 8)])
def test_frames_that_fall_on_a_source_frame_are_that_frame(fps_in, fps_out):
    source = moving_frames(fps_in, 9)

    for k, frame in enumerate(interpolate(timed(source, fps_in), fps_out, 3 * fps_out // 8)):
        if k * fps_in % fps_out == 0:
            assert np.array_equal(frame, source[k * fps_in // fps_out])


def test_the_last_frame_is_held_to_the_end():
    source = moving_frames(8, 3)

    frames = list(interpolate(timed(source, 8), 24, 12))

    assert len(frames) == 12
    assert all(np.array_equal(frame, source[-1]) for frame in frames[6:])


def test_one_frame_makes_a_still_clip():
    source = moving_frames(8, 1)

    assert all(np.array_equal(frame, source[0]) for frame in interpolate(timed(source, 8), 24, 5))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (picture(1), picture(9)),
        (np.full((160, 288, 3), (200, 0, 0), np.uint8), np.full((160, 288, 3), 90, np.uint8)),
    ],
    ids=["pictures", "flat colours of one brightness"],
)
def test_nothing_is_warped_across_a_cut(before, after):
    frames = list(interpolate(timed(np.stack([before, after]), 8), 24, 4))

    assert all(np.array_equal(frame, before) for frame in frames[:3])
    assert np.array_equal(frames[3], after)


def test_a_flash_is_no_cut():
    first, second = moving_frames(8, 2)
    flash = np.clip(second.astype(int) + 70, 0, 255).astype(np.uint8)

    between = list(interpolate(timed(np.stack([first, flash]), 8), 24, 2))[1]

    assert first.mean() + 10 < between.mean() < flash.mean() - 10
