import pytest
import torch

from seedance_studio.seedling.training.stream import Producer, StreamSpec
from seedance_studio.seedling.training.vae_stage import fit_linear
from seedance_studio.seedling.vae import SeedlingVAE, from_chunks, to_chunks


@pytest.fixture(scope="module")
def batches(atlas, tmp_path_factory):
    path = tmp_path_factory.mktemp("atlas") / "atlas.safetensors"
    atlas.save(path)
    spec = StreamSpec(atlas=path, vae=None, lengths=(5,), batch_size=4, sizes=((96, 64),), seed=1)
    producer = Producer(spec, torch.device("cpu"))
    return [producer.batch() for _ in range(8)]


@pytest.fixture(scope="module")
def vae(batches):
    fitted = SeedlingVAE()
    fit_linear(fitted, batches, torch.device("cpu"))
    return fitted.eval()


def to_video(batch):
    return batch.video.float() / 127.5 - 1


def test_chunks_come_apart_as_they_were_put_together():
    video = torch.rand(2, 3, 9, 32, 48)
    assert torch.equal(from_chunks(to_chunks(video)), video)


@torch.no_grad()
def test_a_fitted_autoencoder_gives_the_clip_back(vae, batches):
    video = to_video(batches[0])
    rebuilt = vae.decode(vae.latents_of(video))[0]
    assert rebuilt.shape == video.shape
    psnr = 10 * torch.log10(4 / (rebuilt - video).square().mean())
    assert psnr > 25


@torch.no_grad()
def test_half_precision_gives_the_same_latents(vae, batches):
    video = to_video(batches[0])
    exact = vae.latents_of(video)
    with torch.autocast("cpu", torch.bfloat16):
        rounded = vae.latents_of(video)
    assert (rounded - exact).norm() < 0.01 * exact.norm()


@torch.no_grad()
def test_latents_are_sixteen_times_smaller_and_of_unit_size(vae, batches):
    latents = vae.latents_of(to_video(batches[0]))
    assert latents.shape == (4, 64, 2, 4, 6)
    assert 0.5 < vae.normalise(latents).square().mean() < 2
    assert torch.allclose(vae.denormalise(vae.normalise(latents)), latents, atol=1e-4)


@torch.no_grad()
def test_a_picture_has_the_latent_of_a_clips_first_frame(vae, batches):
    video = to_video(batches[0])
    alone = vae.latents_of(video[:, :, :1])
    assert torch.allclose(alone, vae.latents_of(video)[:, :, :1], atol=1e-5)


@torch.no_grad()
def test_saving_keeps_weights_and_statistics(vae, batches, tmp_path):
    vae.save_pretrained(tmp_path)
    again = SeedlingVAE.from_pretrained(tmp_path)
    latents = vae.latents_of(to_video(batches[0]))
    assert again.config.latents_std == vae.config.latents_std
    assert torch.equal(again.decode(latents)[0], vae.decode(latents)[0])
