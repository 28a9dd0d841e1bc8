"""Weights from a hub: whole or resumable, checked, and every failure says what to do."""

import os

import pytest

from seedance_studio.engines import wan
from seedance_studio.errors import WeightsMissing
from seedance_studio.models import (
    Download,
    check_weights,
    hold,
    remove_weights,
    require_weights,
    weights_problem,
)
from tests.models.fake_hub import COMMIT, fake_hub

CARD = wan.CARDS[0]
FILES = {
    "model_index.json": b'{"_class_name": "WanVACEPipeline"}',
    "vae/diffusion_pytorch_model.safetensors": os.urandom(400_000),
    "transformer/diffusion_pytorch_model.safetensors": os.urandom(300_000),
    "assets/logo.png": b"not wanted",
    "old/pytorch_model.bin": b"never opened",
}


@pytest.fixture(name="hub")
def _hub(monkeypatch):
    with fake_hub(FILES) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        for name in ("HF_HUB_OFFLINE", "HF_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        yield hub


def fetch(models, card=CARD, disk=None):
    download = Download(card, models, disk)
    download.start()
    assert download.wait(60)
    return download.progress()


@pytest.mark.usefixtures("hub")
def test_weights_come_whole_checked_and_pinned(tmp_path):
    assert hold(tmp_path, CARD).state == "absent"
    ended = fetch(tmp_path)
    assert ended.error is None
    holding = hold(tmp_path, CARD)
    assert (holding.state, holding.revision) == ("ready", COMMIT)
    assert require_weights(tmp_path, CARD)[0] == holding.folder
    assert check_weights(tmp_path, CARD).state == "ready"
    kept = {path.name for path in holding.folder.rglob("*") if path.is_file()}
    assert kept == {"model_index.json", "diffusion_pytorch_model.safetensors", "manifest.json"}


def test_a_broken_line_leaves_a_part_that_the_next_start_goes_on_with(hub, tmp_path):
    hub.cut_after = 100_000
    assert fetch(tmp_path).error is not None
    assert hold(tmp_path, CARD).state == "partial"
    assert fetch(tmp_path).error is None
    assert hold(tmp_path, CARD).state == "ready"
    assert any(of and of != "bytes=0-" for kind, _, of in hub.asked if kind == "GET")


@pytest.mark.usefixtures("hub")
def test_half_a_model_is_not_run_and_says_how_to_go_on(tmp_path):
    fetch(tmp_path)
    (hold(tmp_path, CARD).folder / "manifest.json").unlink()
    assert "only half here" in weights_problem(tmp_path, CARD).en
    with pytest.raises(WeightsMissing) as caught:
        require_weights(tmp_path, CARD)
    assert "models get wan-vace-1.3b" in caught.value.hint.en
    assert "Seedling" in caught.value.hint.zh


def test_a_file_that_is_not_what_was_promised_is_removed_and_fetched_again(hub, tmp_path):
    wrong = "vae/diffusion_pytorch_model.safetensors"
    hub.lies_about.add(wrong)
    ended = fetch(tmp_path)
    assert wrong in ended.error.message.en
    assert not (hold(tmp_path, CARD).folder / wrong).exists()
    hub.lies_about.clear()
    assert fetch(tmp_path).error is None
    assert check_weights(tmp_path, CARD).state == "ready"


@pytest.mark.usefixtures("hub")
def test_a_damaged_file_is_found_by_reading_and_mended_by_fetching(tmp_path):
    fetch(tmp_path)
    target = hold(tmp_path, CARD).folder / "vae/diffusion_pytorch_model.safetensors"
    target.write_bytes(bytes(400_000))
    assert hold(tmp_path, CARD).state == "ready", "sizes alone do not tell"
    assert check_weights(tmp_path, CARD).state == "damaged"
    assert fetch(tmp_path).error is None
    assert target.read_bytes() == FILES["vae/diffusion_pytorch_model.safetensors"]


def test_a_gated_model_asks_for_an_account(hub, tmp_path):
    hub.is_gated = True
    error = fetch(tmp_path).error
    assert "HF_TOKEN" in error.hint.en
    assert "许可" in error.hint.zh


def test_no_hub_says_what_to_do_and_names_seedling(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    error = fetch(tmp_path).error
    assert "cannot be reached" in error.message.en
    assert "Seedling" in error.hint.en
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert "HF_HUB_OFFLINE" in fetch(tmp_path).error.message.en


@pytest.mark.usefixtures("hub")
def test_another_disk_holds_the_weights_and_gives_them_back(tmp_path):
    models, disk = tmp_path / "models", tmp_path / "disk"
    assert fetch(models, disk=disk).error is None
    assert (disk / CARD.weights.folder / "model_index.json").exists()
    assert hold(models, CARD).state == "ready"
    remove_weights(models, CARD)
    assert hold(models, CARD).state == "absent"
    assert not (disk / CARD.weights.folder).exists()
