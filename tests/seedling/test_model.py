import random

import pytest
import torch

from seedance_studio.seedling.flow import add_noise, draw_sigmas, velocity_errors, weighted_mean
from seedance_studio.seedling.text import (
    MAX_SEQUENCE_LENGTH,
    build_text_encoder,
    build_tokenizer,
    draw_caption,
    encode_captions,
)
from seedance_studio.seedling.transformer import TEXT_DIM, Z_DIM, base_view, build_transformer
from seedance_studio.seedling.world.scene import sample_scene


@pytest.fixture(scope="module")
def tokenizer():
    return build_tokenizer()


@torch.no_grad()
def test_the_view_computes_what_the_whole_model_does_without_control():
    torch.manual_seed(0)
    vace = build_transformer().eval()
    torch.nn.init.normal_(vace.proj_out.weight)
    view = base_view(vace)
    inputs = {
        "hidden_states": torch.randn(1, Z_DIM, 2, 4, 6),
        "timestep": torch.tensor([500.0]),
        "encoder_hidden_states": torch.randn(1, MAX_SEQUENCE_LENGTH, TEXT_DIM),
        "return_dict": False,
    }
    control = torch.randn(1, vace.config.vace_in_channels, 2, 4, 6)
    whole = vace(
        **inputs, control_hidden_states=control, control_hidden_states_scale=torch.zeros(1)
    )[0]
    assert torch.equal(view(**inputs)[0], whole)
    assert view.blocks[0] is vace.blocks[0]


def test_chinese_is_read_by_the_character(tokenizer):
    assert tokenizer.tokenize("一只狗,奔跑") == ["一", "只", "狗", ",", "奔", "跑"]


def test_captions_fit_and_know_no_unknown_token(tokenizer):
    rng = random.Random(5)
    captions = [draw_caption(sample_scene(rng), rng) for _ in range(400)]
    ids = tokenizer(captions).input_ids
    assert max(map(len, ids)) <= MAX_SEQUENCE_LENGTH
    unknown = sum(row.count(tokenizer.unk_token_id) for row in ids)
    assert unknown / sum(map(len, ids)) < 0.001


@torch.no_grad()
def test_text_states_end_with_the_caption(tokenizer):
    encoder = build_text_encoder(len(tokenizer)).eval()
    states = encode_captions(["a dog", "一只狗"], tokenizer, encoder, torch.device("cpu"))
    assert states.shape == (2, MAX_SEQUENCE_LENGTH, TEXT_DIM)
    assert states[0, :3].abs().sum() > 0
    assert states[0, 3:].abs().sum() == 0


def test_the_path_runs_from_picture_to_noise():
    latents, noise = torch.randn(2, 4), torch.randn(2, 4)
    ends = add_noise(latents, noise, torch.tensor([0.0, 1.0]))
    assert torch.equal(ends[0], latents[0])
    assert torch.equal(ends[1], noise[1])


def test_the_error_is_that_of_the_velocity():
    latents, noise = torch.randn(2, 4, 1, 2, 2), torch.randn(2, 4, 1, 2, 2)
    sigmas = torch.tensor([0.3, 0.9])
    assert velocity_errors(latents, latents, sigmas).sum() == 0
    predicted = latents + 0.1 * torch.randn_like(latents)
    velocity = (add_noise(latents, noise, sigmas) - predicted) / sigmas.view(-1, 1, 1, 1, 1)
    expected = (velocity - (noise - latents)).square()
    assert torch.allclose(velocity_errors(predicted, latents, sigmas), expected, atol=1e-4)


def test_weights_say_where_an_error_counts():
    errors = torch.tensor([[1.0, 3.0]])
    assert weighted_mean(errors, torch.tensor([[3.0, 1.0]])) == 1.5


def test_a_shift_moves_training_towards_noise():
    torch.manual_seed(0)
    plain = draw_sigmas(4_000, 1.0, torch.device("cpu"))
    shifted = draw_sigmas(4_000, 3.0, torch.device("cpu"))
    assert plain.min() > 0
    assert shifted.max() < 1
    assert shifted.mean() > plain.mean() + 0.1
