"""What the renderer promises: the same picture every time, every word drawable, true moves."""

import itertools
from dataclasses import replace

import pytest
import torch

from seedance_studio.seedling.world.atlas import load_atlas
from seedance_studio.seedling.world.contact_sheet import draw_sheet
from seedance_studio.seedling.world.renderer import Renderer
from seedance_studio.seedling.world.vocabulary import (
    ACTIONS,
    CAMERAS,
    COLOURS,
    SETTINGS,
    SUBJECTS,
    TIMES,
    WEATHERS,
)

HEIGHT, WIDTH = 96, 160
APART = 0.02
"""Mean difference of two thumbnails, of 1."""


def clip(renderer, *scenes, num_frames=5, fps=1.0, height=HEIGHT, width=WIDTH):
    return renderer.render(list(scenes), num_frames, fps, height, width)


def middle_of(mask):
    """Columns and rows of a mask's centre of mass: two tensors (num_frames,)."""
    rows = torch.arange(mask.shape[-2]).float()
    columns = torch.arange(mask.shape[-1]).float()
    mass = mask.sum(dim=(-3, -2, -1))
    across = (mask.sum(dim=(-3, -2)) * columns).sum(-1) / mass
    down = (mask.sum(dim=(-3, -1)) * rows).sum(-1) / mass
    return across, down


def moved(first, second, reach=12):
    """How many columns a strip of picture has moved to the right."""

    def mismatch(by):
        left, right = max(0, by), min(0, by)
        width = first.shape[-1]
        return (second[..., left : width + right] - first[..., -right : width - left]).abs().mean()

    return min(range(-reach, reach + 1), key=mismatch)


def test_the_same_scene_is_drawn_the_same(atlas, scene):
    first, second = (
        clip(Renderer(atlas, torch.device("cpu")), scene(action="run")) for _ in range(2)
    )
    assert torch.equal(first.frames, second.frames)
    assert torch.equal(first.subject_mask, second.subject_mask)


def test_a_scene_does_not_depend_on_its_batch(renderer, scene):
    alone = clip(renderer, scene(setting="city"))
    together = clip(renderer, scene(subject="cat"), scene(setting="city"))
    assert torch.equal(alone.frames[0], together.frames[1])


def test_the_seed_varies_a_scene_only_modestly(renderer, scene):
    frames = clip(renderer, scene(seed=1), scene(seed=2), num_frames=1).frames
    difference = (frames[0] - frames[1]).abs().mean()
    assert 0.002 < difference < 0.15


def test_frames_at_seconds_equal_the_clip(renderer, scene):
    whole = clip(renderer, scene(action="walk"), num_frames=9, fps=4.0).frames
    single = renderer.render_frames_at(
        [scene(action="walk")], torch.tensor([[1.5]]), HEIGHT, WIDTH
    ).frames
    assert torch.allclose(whole[0, 6], single[0, 0], atol=1e-4)


@pytest.mark.parametrize(("height", "width"), [(160, 288), (192, 192), (288, 160), (64, 96)])
def test_sizes_and_ranges(renderer, scene, height, width):
    drawn = clip(renderer, scene(action="run"), height=height, width=width, num_frames=2)
    assert drawn.frames.shape == (1, 2, 3, height, width)
    assert drawn.subject_mask.shape == (1, 2, 1, height, width)
    for tensor in (drawn.frames, drawn.subject_mask):
        assert tensor.dtype == torch.float32
        assert 0 <= tensor.min() <= tensor.max() <= 1


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_at_every_time_and_weather(renderer, scene, setting):
    scenes = [
        scene(setting=setting, time=time, weather=weather)
        for time, weather in itertools.product(TIMES, WEATHERS)
    ]
    frames = clip(renderer, *scenes, num_frames=1).frames
    assert torch.isfinite(frames).all()
    assert frames.std(dim=(1, 2, 3, 4)).min() > 0.02


@pytest.mark.parametrize("time", TIMES)
def test_a_blurred_thumbnail_tells_all_settings_apart(renderer, scene, time):
    scenes = [scene(setting=setting, time=time, count=0, camera="static") for setting in SETTINGS]
    frames = clip(renderer, *scenes, num_frames=1).frames[:, 0]
    small = torch.nn.functional.interpolate(frames, (20, 36), mode="area")
    for first, second in itertools.combinations(range(len(SETTINGS)), 2):
        assert (small[first] - small[second]).abs().mean() > APART, (first, second)


def test_a_lake_mirrors_its_hills(renderer, scene):
    frame = clip(renderer, scene(setting="lake", count=0, camera="static"), num_frames=1).frames
    rows = frame[0, 0].mean(dim=0).mean(dim=-1)
    shore = round(0.535 * HEIGHT)
    above, below = rows[shore - 12 : shore - 2].flip(0), rows[shore + 2 : shore + 12]
    assert torch.corrcoef(torch.stack((above, below)))[0, 1] > 0.5


def test_at_a_lake_walkers_have_a_shore_and_swimmers_have_none(renderer, scene):
    walker, swimmer, sailor = (
        clip(
            renderer,
            scene(setting="lake", subject=subject, action=action, time="day"),
            num_frames=1,
        ).frames[0, 0, :, int(0.86 * HEIGHT), :20]
        for subject, action in (("dog", "walk"), ("duck", "swim"), ("sailing_boat", "sail"))
    )
    assert walker[1].mean() > walker[2].mean() + 0.1, "grass"
    assert swimmer[2].mean() > swimmer[0].mean() + 0.1, "water"
    assert sailor[2].mean() > sailor[0].mean() + 0.1, "water"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_is_seen_playing_its_actions(renderer, scene, subject):
    scenes = [
        scene(subject=subject, action=action, setting=SUBJECTS[subject].settings[0])
        for action in SUBJECTS[subject].actions
    ]
    mask = clip(renderer, *scenes, num_frames=4).subject_mask
    covered = (mask > 0.5).float().mean(dim=(2, 3, 4))
    assert covered.min() > 0.02
    assert covered.max() < 0.35


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_moves_and_stays_in_the_picture_for_long(renderer, scene, action):
    drawn = clip(renderer, scene(action=action, camera="handheld"), num_frames=16, fps=1.0)
    across, down = middle_of(drawn.subject_mask[0])
    assert (drawn.frames[0, 1:] - drawn.frames[0, :-1]).abs().amax(dim=(1, 2, 3)).min() > 0
    assert 0.2 * WIDTH < across.min() <= across.max() < 0.8 * WIDTH
    assert 0.1 * HEIGHT < down.min() <= down.max() < 0.95 * HEIGHT


@pytest.mark.parametrize("camera", CAMERAS)
def test_every_camera_stays_with_its_subject(renderer, scene, camera):
    mask = clip(renderer, scene(camera=camera), num_frames=16, fps=1.0).subject_mask
    assert (mask > 0.5).float().mean(dim=(2, 3, 4)).min() > 0.02


def test_the_mask_is_where_the_subject_is(renderer, scene):
    dog, tree = scene(action="stand"), scene(subject="tree", action="stand")
    frames = clip(renderer, dog, tree, num_frames=1)
    outside = (frames.subject_mask.amax(dim=0) == 0)[0, 0].clone()
    outside[int(0.78 * HEIGHT) :] = False  # shadows fall outside the mask
    difference = (frames.frames[0, 0] - frames.frames[1, 0]).abs().amax(dim=0)
    assert difference[outside].max() < 0.01


@pytest.mark.parametrize(("count", "colour"), [(1, "blue"), (2, "green"), (3, "yellow")])
def test_counts_are_side_by_side(renderer, scene, count, colour):
    drawn = clip(renderer, scene(count=count, colour=colour), num_frames=1)
    columns = (drawn.subject_mask[0, 0, 0].amax(dim=0) > 0.5).int()
    starts = (columns[1:] - columns[:-1] == 1).sum()
    assert starts == count


def test_colours_repaint_the_subject(renderer, scene):
    scenes = [scene(colour=colour) for colour in (*COLOURS, None)]
    drawn = clip(renderer, *scenes, num_frames=1)
    mask = drawn.subject_mask[0, 0] > 0.9
    means = torch.stack([(f[0] * mask).sum(dim=(1, 2)) / mask.sum() for f in drawn.frames])
    colour = dict(zip((*COLOURS, None), means, strict=True))
    assert colour["blue"].argmax() == 2
    assert colour["green"].argmax() == 1
    assert colour["red"].argmax() == 0
    assert colour["white"].min() > 0.6
    assert colour["black"].max() < 0.35
    assert (colour[None] - colour["red"]).abs().max() < 0.25


@pytest.mark.parametrize(("camera", "sign"), [("pan_left", 1), ("pan_right", -1)])
def test_panning_shifts_the_backdrop_and_far_things_less(renderer, scene, camera, sign):
    pictures = clip(
        renderer, scene(camera=camera, setting="mountains"), scene(camera=camera, setting="road")
    ).frames
    peaks, lane = pictures[0, :, :, 30:52, :40], pictures[1, :, :, 82:88]
    assert sign * moved(peaks[0], peaks[1]) > 0
    assert sign * moved(lane[0], lane[1]) > sign * moved(peaks[0], peaks[1])


def test_tracking_scrolls_against_the_travel_and_keeps_the_subject(renderer, scene):
    drawn = clip(renderer, scene(subject="car", setting="road", action="drive", camera="tracking"))
    across, _ = middle_of(drawn.subject_mask[0])
    assert across.max() - across.min() < 0.02 * WIDTH
    fence = drawn.frames[0, :, :, 62:68, :48]
    assert abs(moved(fence[0], fence[1])) >= 4


def test_a_static_camera_lets_the_subject_travel(renderer, scene):
    drawn = clip(renderer, scene(action="run", camera="static"), num_frames=6)
    across, _ = middle_of(drawn.subject_mask[0])
    assert 0.08 * WIDTH < (across[5] - across[0]).abs() < 0.16 * WIDTH


@pytest.mark.parametrize(("camera", "grows"), [("push_in", True), ("pull_out", False)])
def test_zooms_change_the_subjects_size(renderer, scene, camera, grows):
    mask = clip(renderer, scene(camera=camera), num_frames=6).subject_mask[0]
    first, last = mask[0].sum(), mask[5].sum()
    assert (last > 1.3 * first) if grows else (first > 1.3 * last)


def test_times_of_day_light_subject_and_backdrop(renderer, scene):
    scenes = {time: scene(time=time, setting="beach") for time in TIMES}
    drawn = clip(renderer, *scenes.values(), num_frames=1)
    mask = drawn.subject_mask[0, 0]
    inside = dict(
        zip(scenes, (drawn.frames[:, 0] * mask).sum(dim=(2, 3)) / mask.sum(), strict=True)
    )
    whole = dict(zip(scenes, drawn.frames.mean(dim=(1, 3, 4)), strict=True))
    assert whole["night"].mean() < 0.5 * whole["day"].mean()
    assert inside["night"].mean() < 0.7 * inside["day"].mean()
    assert whole["sunset"][0] > whole["sunset"][2] + 0.15
    assert whole["dusk"][2] > whole["dusk"][0]


def test_a_backdrop_repeats_without_a_seam(renderer, scene):
    times_s = torch.linspace(0, 40, 161)[None]
    drawn = renderer.render_frames_at(
        [scene(setting="meadow", action="run", camera="tracking")], times_s, HEIGHT, WIDTH
    )
    steps = (drawn.frames[0, 1:] - drawn.frames[0, :-1])[:, :, 60:70].abs().mean(dim=(1, 2, 3))
    assert steps.max() < 3 * steps.median()


def test_an_atlas_survives_the_disk(atlas, tmp_path):
    atlas.save(tmp_path / "atlas.safetensors")
    again = load_atlas(tmp_path / "atlas.safetensors")
    assert torch.equal(again.sprites, atlas.sprites)
    assert torch.equal(again.facing, atlas.facing)


def test_subjects_stand_on_the_ground_of_their_picture(atlas):
    assert atlas.sprites.shape == (len(SUBJECTS), 4, 64, 64)
    assert (atlas.sprites[:, 3, -1].amax(dim=-1) > 0).all()


def test_a_contact_sheet_has_a_row_for_each_scene(renderer, scene):
    sheet = draw_sheet(renderer, [scene(), scene(time="night")], 3, HEIGHT, WIDTH)
    assert sheet.size[0] == 3 * WIDTH
    assert sheet.size[1] > 2 * HEIGHT


@pytest.mark.parametrize(("height", "width"), [(160, 288), (224, 224), (288, 160)])
@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("relation", ["with", "chasing"])
def test_a_pair_is_whole_in_the_picture(renderer, scene, relation, camera, height, width):
    pair = scene(companion="cat", relation=relation, action="run", camera=camera)
    mask = clip(renderer, pair, num_frames=3, fps=0.5, height=height, width=width).subject_mask
    assert mask[..., 0].max() < 0.5
    assert mask[..., -1].max() < 0.5
    alone = clip(renderer, replace(pair, companion=None), num_frames=3, height=height, width=width)
    assert mask.mean() > 0.6 * alone.subject_mask.mean()


def test_a_companion_stays_ahead_of_who_chases_it(renderer, scene):
    pair = scene(companion="cat", relation="chasing", action="run", camera="tracking")
    columns = (clip(renderer, pair).subject_mask[0].amax(dim=(1, 2)) > 0.5).int()
    gaps = columns.diff(dim=-1).clamp(min=0).sum(dim=-1) + columns[:, 0]
    assert gaps.min() == 2


def test_what_is_passed_goes_by_with_the_ground(renderer, scene):
    passing = scene(companion="turtle", relation="passing", action="run", camera="tracking")
    mask = clip(renderer, passing, num_frames=6).subject_mask[0]
    # The turtle stands before the dog, lower in the picture than its feet.
    lowest = (mask.amax(dim=(1, 3)) > 0.5).int().cumsum(dim=-1).argmax(dim=-1)
    rows = mask[:, :, int(lowest.max()) - 3 : int(lowest.max()) + 1]
    across, _ = middle_of(rows)
    assert (across[1:] < across[:-1]).all()
    assert across[0] - across[-1] > 0.2 * WIDTH
