"""A subject is taken from its picture and the ground is left behind."""

import cv2
import numpy as np

from seedance_studio.media.cutout import cut_out
from tests.clips import texture


def test_a_figure_on_a_plain_ground_comes_away_whole():
    picture = np.full((120, 200, 3), (40, 90, 160), np.uint8)
    cv2.circle(picture, (100, 60), 40, (220, 60, 40), -1)
    cv2.circle(picture, (100, 60), 12, (40, 90, 160), -1)  # the ground's own colour, enclosed
    cut = cut_out(picture)
    assert abs(cut.shape[0] - 81) <= 4
    assert abs(cut.shape[1] - 81) <= 4
    middle = tuple(side // 2 for side in cut.shape[:2])
    assert cut[middle][3] == 255, "what the figure encloses is its own"
    assert cut[2, 2, 3] == 0


def test_white_bars_around_a_fitted_picture_are_no_part_of_it():
    picture = np.full((120, 200, 3), 255, np.uint8)
    picture[:, 70:130] = (40, 90, 160)
    cv2.ellipse(picture, (100, 70), (20, 40), 0, 0, 360, (250, 200, 30), -1)
    cut = cut_out(picture)
    opaque = cut[..., 3] > 128
    assert cut.shape[1] < 50
    assert cut[opaque][:, 0].mean() > 200, "the yellow figure and not the blue ground"


def test_a_figure_before_a_landscape_is_found():
    ground = (90 + 60 * texture(3, 160, 240)).astype(np.uint8)
    ground[..., 0] //= 3
    picture = ground.copy()
    cv2.ellipse(picture, (120, 90), (30, 50), 0, 0, 360, (250, 40, 40), -1)
    cut = cut_out(picture)
    opaque = cut[..., 3] > 128
    assert cut.shape[0] < 130
    assert cut[opaque][:, 0].mean() > 200


def test_where_nothing_stands_out_the_whole_picture_is_taken():
    plain = np.full((80, 80, 3), (90, 120, 90), np.uint8)
    cut = cut_out(plain)
    assert cut.shape == (80, 80, 4)
    assert (cut[10:-10, 10:-10, 3] == 255).all()
