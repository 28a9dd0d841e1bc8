import random
from dataclasses import replace

import pytest
import torch

from seedance_studio.seedling.text import build_tokenizer
from seedance_studio.seedling.training.flow_stage import FlowRun, Learner, image_config
from seedance_studio.seedling.training.pool import Pool
from seedance_studio.seedling.training.stream import Batch, StreamSpec, open_stream
from seedance_studio.seedling.training.vae_stage import VaeConfig, train_vae
from seedance_studio.seedling.transformer import Z_DIM
from seedance_studio.seedling.world.scene import sample_scene

CPU = torch.device("cpu")


@pytest.fixture
def atlas_file(atlas, tmp_path):
    atlas.save(tmp_path / "atlas.safetensors")
    return tmp_path / "atlas.safetensors"


def open_run(folder, atlas_file):
    tokenizer = build_tokenizer()
    torch.manual_seed(0)
    config = replace(
        image_config(folder, atlas_file, folder / "vae", minutes=1, total=1), warmup_steps=1
    )
    run = FlowRun(config, Learner(len(tokenizer)), tokenizer, CPU)
    run.resume()
    return run


def batch_of_latents(seed=0):
    rng = random.Random(seed)
    torch.manual_seed(seed)
    return Batch(
        scenes=[sample_scene(rng) for _ in range(8)],
        video=torch.randn(8, Z_DIM, 1, 4, 6).bfloat16(),
        subject=torch.rand(8, 1, 4, 6),
    )


def test_learning_lowers_the_loss_and_resumes(tmp_path, atlas_file):
    run = open_run(tmp_path, atlas_file)
    batch = batch_of_latents()
    losses = [run.learn(batch) for _ in range(21)]
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])
    run._save()
    again = open_run(tmp_path, atlas_file)
    assert again.steps["image"] == run.steps["image"] == 21
    ours, theirs = run.learner.state_dict(), again.learner.state_dict()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_a_run_can_start_from_exported_weights(tmp_path, atlas_file):
    run = open_run(tmp_path, atlas_file)
    run.learn(batch_of_latents())
    run.export()
    averaged, started = run.ema.weights, open_run(tmp_path, atlas_file).learner.state_dict()
    assert all(torch.allclose(averaged[n], started[n], rtol=2e-3, atol=1e-3) for n in averaged)
    assert not torch.equal(averaged["transformer.proj_out.bias"], torch.zeros(256))


def test_the_autoencoder_is_trained_and_goes_on(tmp_path, atlas_file):
    config = VaeConfig(run=tmp_path, atlas=atlas_file, minutes=0.05, total_minutes=1, batch_size=2)
    folder = train_vae(config, CPU, workers=1)
    size = (folder / "diffusion_pytorch_model.safetensors").stat().st_size
    assert 1e6 < size < 10e6
    assert (tmp_path / "decoder.pt").exists()


def test_drawing_processes_fill_the_pool_and_end(atlas_file):
    spec = StreamSpec(
        atlas=atlas_file, vae=None, num_frames=1, batch_size=6, sizes=((96, 64),), seed=2
    )
    with open_stream(spec, CPU, workers=1) as stream:
        draws = Pool(100, uses=2.0).draws(stream, 4, random.Random(0))
        batch = next(draws)
    assert batch.video.shape == (4, 3, 1, 64, 96)
    assert len(batch.scenes) == 4
