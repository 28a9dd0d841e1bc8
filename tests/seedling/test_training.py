import random
from dataclasses import replace

import pytest
import torch

from seedance_studio.seedling.flow import FAST_STEPS
from seedance_studio.seedling.judge import Judge
from seedance_studio.seedling.text import build_tokenizer, draw_caption, tokenise
from seedance_studio.seedling.training.diets import CLIPS, PICTURES
from seedance_studio.seedling.training.flow_stage import FlowRun, Learner, flow_config
from seedance_studio.seedling.training.gpu_stage import distil, train_on_gpu
from seedance_studio.seedling.training.guesses import Guesser
from seedance_studio.seedling.training.judge_stage import train_judge
from seedance_studio.seedling.training.look_measures import PLAIN
from seedance_studio.seedling.training.pool import Pool
from seedance_studio.seedling.training.stream import Batch, Producer, StreamSpec, open_stream
from seedance_studio.seedling.training.tasks import Material, draw_task
from seedance_studio.seedling.training.vae_stage import VaeConfig, train_vae
from seedance_studio.seedling.transformer import Z_DIM
from seedance_studio.seedling.vae import SeedlingVAE
from seedance_studio.seedling.weights import read_parts
from seedance_studio.seedling.world.atlas import load_atlas
from seedance_studio.seedling.world.renderer import Renderer
from seedance_studio.seedling.world.scene import sample_scene

CPU = torch.device("cpu")


@pytest.fixture
def atlas_file(atlas, tmp_path):
    atlas.save(tmp_path / "atlas.safetensors")
    return tmp_path / "atlas.safetensors"


@pytest.fixture(scope="module")
def tokenizer():
    return build_tokenizer()


def open_run(folder, atlas_file, tokenizer):
    SeedlingVAE().save_pretrained(folder / "vae")
    tokenizer.save_pretrained(folder / "tokenizer")
    torch.manual_seed(0)
    config = replace(
        flow_config("image", folder, atlas_file, minutes=1, total_minutes=1), warmup_steps=1
    )
    run = FlowRun(config, Learner.of_run(folder, len(tokenizer)), tokenizer, CPU)
    run.resume()
    return run


def batch_of_latents(tokenizer, num_frames=1, **given):
    rng = random.Random(0)
    torch.manual_seed(0)
    scenes = [sample_scene(rng) for _ in range(8)]
    return Batch(
        scenes=scenes,
        video=torch.randn(8, Z_DIM, num_frames, 4, 6).bfloat16(),
        subject=torch.rand(8, num_frames, 4, 6),
        captions=tokenise([draw_caption(one, rng) for one in scenes], tokenizer)[:, None],
        **given,
    )


def test_learning_lowers_the_loss_and_resumes(tmp_path, atlas_file, tokenizer):
    run = open_run(tmp_path, atlas_file, tokenizer)
    batch = batch_of_latents(tokenizer)
    losses = [run.learn(batch, PICTURES) for _ in range(21)]
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])
    run._save()
    again = open_run(tmp_path, atlas_file, tokenizer)
    assert again.steps["image"] == run.steps["image"] == 21
    ours, theirs = run.learner.state_dict(), again.learner.state_dict()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_a_clip_is_learned_from_what_is_given_beside_words(tmp_path, atlas_file, tokenizer):
    run = open_run(tmp_path, atlas_file, tokenizer)
    torch.manual_seed(0)
    control = torch.randn(8, 2 * Z_DIM + 256, 5, 4, 6).bfloat16()
    batch = batch_of_latents(tokenizer, 3, control=control)
    before = run.learner.transformer.vace_blocks[0].proj_out.weight.clone()
    losses = [run.learn(batch, CLIPS) for _ in range(16)]
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])
    assert not torch.equal(before, run.learner.transformer.vace_blocks[0].proj_out.weight)


def test_every_task_is_drawn(atlas_file):
    rng = random.Random(3)
    renderer = Renderer(load_atlas(atlas_file), CPU)
    scenes = [sample_scene(rng)]
    clips = torch.rand(1, 3, 9, 64, 96) * 2 - 1
    material = Material(scenes=scenes, clips=clips, renderer=renderer, rng=rng)
    tasks = [draw_task(material) for _ in range(120)]
    given = [task.conditions for task in tasks if task.conditions is not None]
    assert 30 < len(given) < 90
    assert {conditions.references.shape[1] for conditions in given} == {0, 1, 2}
    shares_kept = [1 - float(conditions.mask.mean()) for conditions in given]
    assert any(share == pytest.approx(1 / 9) for share in shares_kept), "a first frame alone"
    assert any(0.2 < share < 0.9 for share in shares_kept), "a region, or a part of the clip"
    for conditions in given:
        assert conditions.video.shape == clips.shape


def test_a_run_can_start_from_exported_weights(tmp_path, atlas_file, tokenizer):
    run = open_run(tmp_path, atlas_file, tokenizer)
    run.learn(batch_of_latents(tokenizer), PICTURES)
    run.export()
    averaged, started = (
        run.ema.weights,
        open_run(tmp_path, atlas_file, tokenizer).learner.state_dict(),
    )
    assert all(torch.allclose(averaged[n], started[n], rtol=2e-3, atol=1e-3) for n in averaged)
    assert not torch.equal(averaged["transformer.proj_out.bias"], torch.zeros(256))


def test_the_autoencoder_is_trained_and_goes_on(tmp_path, atlas_file):
    config = VaeConfig(
        run=tmp_path,
        atlas=atlas_file,
        minutes=0.05,
        total_minutes=1,
        batch_size=2,
        num_analysed=12,
    )
    folder = train_vae(config, CPU)
    size = (folder / "diffusion_pytorch_model.safetensors").stat().st_size
    assert 1e6 < size < 10e6
    assert (tmp_path / "decoder.pt").exists()


def test_the_decoder_learns_from_what_the_transformer_guesses(tmp_path, atlas_file, tokenizer):
    run = open_run(tmp_path, atlas_file, tokenizer)
    assert Guesser.of_run(tmp_path, CPU) is None
    batch, rng = batch_of_latents(tokenizer), random.Random(0)
    for _ in range(12):
        run.learn(batch, PICTURES)
    run.export()
    guess = Guesser.of_run(tmp_path, CPU)
    clean = batch.video.float()
    guessed = guess(clean, batch.scenes, rng)
    assert guessed.shape == clean.shape
    assert 0 < float((guessed - clean).square().mean()) < float(clean.square().mean())
    config = VaeConfig(run=tmp_path, atlas=atlas_file, minutes=0.02, total_minutes=1, batch_size=2)
    before = SeedlingVAE.from_pretrained(tmp_path / "vae").decoder.state_dict()
    after = SeedlingVAE.from_pretrained(train_vae(config, CPU)).decoder.state_dict()
    assert any(not torch.equal(before[name], after[name]) for name in before)


def test_drawing_processes_fill_the_pool_and_end(atlas_file):
    spec = StreamSpec(
        atlas=atlas_file, vae=None, lengths=(1, 5), batch_size=6, sizes=((96, 64),), seed=2
    )
    with open_stream(spec, CPU) as stream:
        draws = Pool(40, 2.0, CPU).draws(stream, 4, random.Random(0))
        shapes = set()
        for batch in draws:
            shapes.add(tuple(batch.video.shape))
            if len(shapes) == 2:
                break
    # As many pictures as are asked for; of longer clips fewer.
    assert shapes == {(4, 3, 1, 64, 96), (1, 3, 5, 64, 96)}


def test_a_full_pool_keeps_its_size_and_takes_in_what_is_new(tokenizer):
    class Stream:
        def ready(self):
            return batch_of_latents(tokenizer)

    pool = Pool(20, 1.0, CPU)
    pool.absorb(Stream(), random.Random(0))
    assert len(pool) == 20
    assert pool.num_added == 24


def test_four_steps_are_learned_from_many(tmp_path, atlas_file, tokenizer):
    run = open_run(tmp_path, atlas_file, tokenizer)
    control = torch.randn(8, 2 * Z_DIM + 256, 2, 4, 6).bfloat16()
    batch = batch_of_latents(tokenizer, 1, control=control)
    for _ in range(20):
        run.learn(batch, CLIPS)
    run.export()
    student = distil(run, 1.0)
    losses = [float(student.learn(batch, step % FAST_STEPS)) for step in range(8 * FAST_STEPS)]
    assert sum(losses[-FAST_STEPS:]) < 0.8 * sum(losses[:FAST_STEPS])
    assert student.export().stat().st_size < 8e6


def test_the_recipe_for_a_gpu_runs_from_drawing_to_the_fast_adapter(
    tmp_path, atlas_file, tokenizer
):
    SeedlingVAE().save_pretrained(tmp_path / "vae")
    tokenizer.save_pretrained(tmp_path / "tokenizer")
    small = {"drawn_at_once": 2, "pool_size": 20, "workers": 1, "gpu_workers": 0}
    clips = replace(CLIPS, lengths=(5, 9), batch_frames=6, begins_at=0.2, **small)
    pictures = replace(PICTURES, batch_frames=4, **small | {"drawn_at_once": 6})
    train_on_gpu(tmp_path, atlas_file, 0.7, CPU, (clips, pictures))
    assert (tmp_path / "fast" / "adapter.safetensors").exists()
    assert read_parts(tmp_path).transformer.config.num_layers == 8


def test_a_judge_is_trained_on_painted_pictures_and_says_how_well_it_tells(
    tmp_path, atlas_file, monkeypatch
):
    monkeypatch.setattr("seedance_studio.seedling.training.judge_stage._NUM_HELD_OUT", 48)
    looks = (PLAIN, "neon-noir", "blueprint")
    folder = train_judge(tmp_path, atlas_file, minutes=0.02, device=CPU, looks=looks)
    judge = Judge.from_pretrained(folder).float().eval()
    assert set(judge.config.held_out_accuracy) == {"subject", "setting", "time", "weather"}
    assert judge(torch.zeros(2, 3, 64, 96))["time"].shape == (2, 5)


def test_pictures_are_painted_in_the_looks_that_are_asked_for(atlas_file):
    spec = StreamSpec(
        atlas=atlas_file, vae=None, lengths=(1,), batch_size=6, sizes=((96, 64),), seed=1
    )
    plain, painted = (
        Producer(replace(spec, looks=looks), CPU).batch().video for looks in ((), ("blueprint",))
    )
    red, _, blue = painted.float().mean((0, 2, 3, 4))
    assert blue > red + 40  # white lines on blue paper
    assert not torch.equal(plain, painted)
