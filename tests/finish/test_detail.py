"""A photograph's detail on a clip that was made from a small copy of it."""

import hashlib
from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np

from seedance_studio.domain.delivery import seen_size
from seedance_studio.domain.reference import PlannedReference
from seedance_studio.finish import Originals, finish_clip, read_anchors
from seedance_studio.finish.detail import Anchor, carry_detail
from seedance_studio.media.film import TimedFrame
from seedance_studio.media.material import read_material
from seedance_studio.media.probe import read_frames
from tests.clips import ignore_step, psnr, texture
from tests.marks import UNMARKED
from tests.recipes import make_recipe

SMALL, LARGE = (144, 80), (576, 320)
FRAMES = 9


def photograph(seed=1):
    """Large, with fine detail that a small copy cannot hold."""
    coarse = texture(seed, 400, 800)
    fine = np.random.default_rng(seed).random((200, 400, 3)).astype(np.float32)
    return np.uint8(255 * (0.75 * coarse + 0.25 * cv2.resize(fine, (800, 400))))


def camera(picture, pan):
    """What a panning camera sees, (FRAMES, 320, 576, 3)."""
    return np.stack([picture[40:360, 40 + pan * t : 616 + pan * t] for t in range(FRAMES)])


def small(frames):
    """As an engine would make them: small, without fine detail."""
    return [cv2.resize(frame, SMALL, interpolation=cv2.INTER_AREA) for frame in frames]


def enlarged(native):
    for index, frame in enumerate(native):
        yield TimedFrame(
            Fraction(index, 8), cv2.resize(frame, LARGE, interpolation=cv2.INTER_CUBIC)
        )


def test_the_first_frame_is_the_photograph_and_its_detail_moves_along():
    truth = camera(photograph(), pan=8)
    native = small(truth)
    plain = [frame.rgb for frame in enlarged(native)]
    carried = [
        frame.rgb
        for frame in carry_detail(enlarged(native), native, [Anchor(frame=0, rgb=truth[0])])
    ]
    assert np.array_equal(carried[0], truth[0])
    inner = (slice(20, -20), slice(20, -100))
    gains = [
        psnr(c[inner], t[inner]) - psnr(p[inner], t[inner])
        for c, p, t in zip(carried, plain, truth, strict=True)
    ]
    assert min(gains[1:]) > 1.5


def test_detail_fades_where_something_else_came_in():
    truth = camera(photograph(), pan=0)
    native = small(truth)
    for t, frame in enumerate(native):
        if t:
            cv2.circle(frame, (100, 40), 25, (250, 250, 250), -1)
    frames = list(carry_detail(enlarged(native), native, [Anchor(frame=0, rgb=truth[0])]))
    disc = frames[4].rgb[140:180, 380:420]
    assert disc.std() < 4, "nothing of the photograph shines through"
    assert psnr(frames[4].rgb[:, :200], truth[4][:, :200]) > 30


def test_between_two_pictures_both_give_their_detail():
    truth = camera(photograph(), pan=6)
    native = small(truth)
    anchors = [Anchor(frame=0, rgb=truth[0]), Anchor(frame=8, rgb=truth[8])]
    frames = list(carry_detail(enlarged(native), native, anchors))
    assert np.array_equal(frames[0].rgb, truth[0])
    assert np.array_equal(frames[8].rgb, truth[8])
    one = list(carry_detail(enlarged(native), native, anchors[:1]))
    assert psnr(frames[7].rgb, truth[7]) > psnr(one[7].rgb, truth[7])


def test_what_was_painted_around_a_picture_is_left_alone():
    truth = camera(photograph(), pan=0)
    native = small(truth)
    given = np.zeros(truth[0].shape[:2], bool)
    given[:, 144:432] = True
    frames = list(
        carry_detail(enlarged(native), native, [Anchor(frame=0, rgb=truth[0], given=given)])
    )
    plain = next(enlarged(native)).rgb
    assert np.array_equal(frames[0].rgb[:, :100], plain[:, :100])
    assert np.array_equal(frames[0].rgb[:, 200:400], truth[0][:, 200:400])


def test_the_first_delivered_frame_is_the_photograph(tmp_path):
    """From the photograph's own file to the finished one, at 720p from 288x160."""
    large = cv2.resize(photograph(), (1600, 900), interpolation=cv2.INTER_CUBIC)
    rough = np.random.default_rng(5).normal(0, 12, (450, 800, 3)).astype(np.float32)
    large = np.clip(large + cv2.resize(rough, (1600, 900)), 0, 255).astype(np.uint8)
    cv2.imwrite(str(tmp_path / "photo.png"), cv2.cvtColor(large, cv2.COLOR_RGB2BGR))
    first = PlannedReference(
        name="Image1",
        kind="image",
        role="first_frame",
        strength=1.0,
        stored="photo.png",
        sha256=hashlib.sha256((tmp_path / "photo.png").read_bytes()).hexdigest(),
        width=1600,
        height=900,
        latent_index=0,
    )
    recipe = make_recipe()
    recipe = replace(recipe, plan=replace(recipe.plan, references=(first,)))
    shape = recipe.plan.native
    seen = seen_size(shape, recipe.plan.delivered)
    native = read_material((first,), shape, seen, tmp_path)[0].pictures[0]
    frames = np.stack([native] * recipe.plan.native.num_frames)
    path = tmp_path / "clip.mp4"

    def first_of(originals):
        finish_clip(frames, recipe, path, ignore_step, UNMARKED, originals=originals)
        return next(read_frames(path))

    def brightness(rgb):
        return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)

    wanted = brightness(cv2.resize(large, (1280, 720), interpolation=cv2.INTER_AREA))
    originals = Originals(anchors=read_anchors(recipe.plan, tmp_path))
    carried = psnr(brightness(first_of(originals)), wanted)
    assert carried > 38
    assert carried > psnr(brightness(first_of(None)), wanted) + 5
