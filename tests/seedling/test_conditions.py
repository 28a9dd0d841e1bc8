"""What training and inference encode is what diffusers' own VACE pipeline encodes."""

import numpy as np
import pytest
import torch
from diffusers import WanVACEPipeline
from PIL import Image

from seedance_studio.seedling import conditions as given
from seedance_studio.seedling.transformer import build_transformer
from seedance_studio.seedling.vae import SeedlingVAE

HEIGHT, WIDTH, FRAMES = 64, 96, 9


@pytest.fixture(scope="module")
def pipe():
    torch.manual_seed(0)
    vae = SeedlingVAE(
        latents_mean=torch.randn(64).tolist(), latents_std=(torch.rand(64) + 0.5).tolist()
    ).eval()
    return WanVACEPipeline(
        tokenizer=None,
        text_encoder=None,
        scheduler=None,
        vae=vae,
        transformer=build_transformer(),
    )


@pytest.fixture
def clip():
    return torch.rand(2, 3, FRAMES, HEIGHT, WIDTH, generator=torch.manual_seed(1)) * 2 - 1


@torch.no_grad()
def by_diffusers(pipe, conditions, row):
    """The control tensor of one clip of the batch, by the pipeline's own three steps."""
    pictures = [
        Image.fromarray(np.rint((picture.permute(1, 2, 0).numpy() + 1) * 127.5).astype(np.uint8))
        for picture in conditions.references[row]
    ]
    video, mask, references = pipe.preprocess_conditions(
        video=(conditions.video[row : row + 1].transpose(1, 2) + 1) / 2,
        mask=conditions.mask[row : row + 1].transpose(1, 2).expand(-1, -1, 3, -1, -1),
        reference_images=pictures or None,
        height=HEIGHT,
        width=WIDTH,
        num_frames=FRAMES,
        dtype=torch.float32,
        device=torch.device("cpu"),
    )
    latents = pipe.prepare_video_latents(video, mask, references, device=torch.device("cpu"))
    return torch.cat([latents, pipe.prepare_masks(mask, references)], dim=1)


def whole_pixels(count):
    levels = torch.randint(0, 256, (2, count, 3, HEIGHT, WIDTH), generator=torch.manual_seed(2))
    return levels / 127.5 - 1


def hole():
    mask = torch.zeros(2, 1, 1, HEIGHT, WIDTH)
    mask[0, :, :, 5:40, 11:60] = 1
    mask[1, :, :, :, 70:] = 1
    return mask


MODES = {
    "words alone": lambda _: given.words_alone(2, FRAMES, HEIGHT, WIDTH),
    "first frame": lambda clip: given.keep_frames(clip, [0]),
    "first and last": lambda clip: given.keep_frames(clip, [0, -1]),
    "keyframes": lambda clip: given.keep_frames(clip, [2, 6]),
    "continue": lambda clip: given.keep_frames(clip, range(5)),
    "repaint": lambda clip: given.repaint(clip, hole()),
    "structure": lambda clip: given.follow(given.draw_control("edges", clip)),
    "camera": lambda clip: given.follow(given.draw_control("camera", clip)),
    "one reference": lambda _: given.with_references(
        given.words_alone(2, FRAMES, HEIGHT, WIDTH), whole_pixels(1)
    ),
    "all at once": lambda clip: given.with_references(
        given.keep_frames(clip, [0], given.draw_control("motion", clip)), whole_pixels(3)
    ),
}


@pytest.mark.parametrize("mode", MODES)
def test_a_batch_is_encoded_as_diffusers_encodes_each_clip(pipe, clip, mode):
    conditions = MODES[mode](clip)
    with torch.no_grad():
        ours = given.encode_conditions(pipe.vae, conditions)
    count = conditions.references.shape[1]
    assert ours.shape == (2, 64 + 64 + 256, count + 3, HEIGHT // 16, WIDTH // 16)
    for row in range(2):
        theirs = by_diffusers(pipe, conditions, row)
        torch.testing.assert_close(ours[row : row + 1], theirs, atol=2e-6, rtol=1e-5)
        # The mask is of whole numbers: no rounding is excused.
        assert torch.equal(ours[row, 128:], theirs[0, 128:])


def test_what_is_not_given_is_exactly_grey(clip):
    conditions = given.keep_frames(clip, [0, -1])
    assert torch.equal(conditions.video[:, :, [0, -1]], clip[:, :, [0, -1]])
    assert conditions.video[:, :, 1:-1].abs().sum() == 0
    assert conditions.mask.flatten(2).mean(-1).tolist() == [[pytest.approx(7 / 9)]] * 2


@torch.no_grad()
def test_references_are_learned_as_frames_in_front(pipe, clip):
    pictures = whole_pixels(2)
    conditions = given.with_references(given.words_alone(2, FRAMES, HEIGHT, WIDTH), pictures)
    control = given.encode_conditions(pipe.vae, conditions)
    latents = pipe.vae.normalise(pipe.vae.latents_of(clip))
    target = given.lengthen(latents, control)
    assert target.shape[2] == 2 + latents.shape[2]
    assert torch.equal(target[:, :, 2:], latents)
    last_picture = pipe.vae.normalise(pipe.vae.latents_of(pictures[:, -1, :, None]))
    torch.testing.assert_close(target[:, :, :1], last_picture, atol=2e-6, rtol=1e-5)


def test_a_reference_is_shown_whole_on_white():
    wide = given.fit_reference(torch.full((3, 40, 400), -1.0), HEIGHT, WIDTH)
    assert wide.shape == (3, HEIGHT, WIDTH)
    assert (wide[:, :20] == 1).all()
    assert wide[:, HEIGHT // 2].max() < -0.99
    exact = torch.rand(3, HEIGHT, WIDTH)
    assert torch.equal(given.fit_reference(exact, HEIGHT, WIDTH), exact)


def test_a_look_keeps_colours_and_loses_the_picture():
    picture = torch.rand(3, 64, 96)
    look = given.shuffle_cells(picture)
    assert look.shape == picture.shape
    assert not torch.equal(look, picture)
    assert torch.equal(look.flatten().sort()[0], picture.flatten().sort()[0])
    cells = [look[:, y : y + 32, x : x + 32] for y in (0, 32) for x in (0, 32, 64)]
    assert sum(torch.equal(cell, picture[:, :32, 32:64]) for cell in cells) == 1
    batch = torch.stack([picture, picture.flip(0)])
    assert torch.equal(given.shuffle_cells(batch)[0], look)


def test_mixed_tasks_share_a_batch(pipe, clip):
    parts = [given.keep_frames(clip[:1], [0]), given.follow(clip[1:])]
    with torch.no_grad():
        together = given.encode_conditions(pipe.vae, given.join(parts))
        alone = [given.encode_conditions(pipe.vae, part) for part in parts]
    torch.testing.assert_close(together, torch.cat(alone))


@pytest.mark.parametrize(
    ("video", "mask", "references"),
    [
        ((1, 3, 8, 64, 96), (1, 1, 8, 64, 96), (1, 0, 3, 64, 96)),
        ((1, 3, 9, 60, 96), (1, 1, 9, 60, 96), (1, 0, 3, 60, 96)),
        ((1, 3, 9, 64, 96), (1, 1, 9, 32, 96), (1, 0, 3, 64, 96)),
        ((1, 3, 9, 64, 96), (1, 1, 9, 64, 96), (1, 5, 3, 64, 96)),
    ],
)
def test_what_does_not_fit_is_refused(pipe, video, mask, references):
    conditions = given.Conditions(
        video=torch.zeros(video), mask=torch.ones(mask), references=torch.zeros(references)
    )
    with pytest.raises(ValueError, match=r"frames|mask|references"):
        given.encode_conditions(pipe.vae, conditions)
