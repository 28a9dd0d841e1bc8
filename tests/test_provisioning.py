"""The door for weights: who may fetch what, and how each engine stands."""

from pathlib import Path

import pytest

from seedance_studio.errors import RequestError
from seedance_studio.fleet import Fleet
from seedance_studio.provisioning import Provisioning
from seedance_studio.settings import Settings
from tests.models.fake_hub import fake_hub

FILES = {"model_index.json": b"{}", "vae/diffusion_pytorch_model.safetensors": bytes(1000)}


def door(folder: Path, **changes):
    return Provisioning(Fleet(Settings(data_dir=folder, device="cpu", **changes)))


def test_every_engine_stands_with_licence_memory_and_time(tmp_path):
    standings = {one.card.id: one for one in door(tmp_path).standings()}
    assert next(iter(standings)) == "seedling"
    assert standings["seedling"].is_ready
    large = standings["wan-vace-14b"]
    assert large.holding.state == "absent"
    assert not large.is_ready
    assert large.memory_gb[0] > 40
    assert not large.is_measured
    assert large.seconds > standings["seedling"].seconds


def test_a_licence_with_conditions_wants_a_word_first(tmp_path):
    with pytest.raises(RequestError) as caught:
        door(tmp_path).fetch("ltx-2.3")
    assert "10 million" in caught.value.problems["terms"].en
    assert "--accept-terms" in caught.value.problems["terms"].zh


def test_strangers_fetch_nothing(tmp_path):
    with pytest.raises(RequestError, match="only the host"):
        door(tmp_path, visitors="many").fetch("wan-vace-1.3b")


def test_what_is_in_the_box_or_unknown_is_not_fetched(tmp_path):
    with pytest.raises(RequestError, match="in the box"):
        door(tmp_path).fetch("seedling")
    with pytest.raises(RequestError, match="there is no"):
        door(tmp_path).fetch("sora")


def test_a_server_fetches_what_its_settings_name_and_goes_on_without(tmp_path, monkeypatch, caplog):
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with fake_hub(FILES) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        own = door(tmp_path / "one")
        own.fetch_at_start("wan-vace-1.3b", waits=True)
        assert own.standing("wan-vace-1.3b").holding.state == "ready"
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    other = door(tmp_path / "two")
    other.fetch_at_start("wan-vace-1.3b", waits=True)
    assert other.standing("wan-vace-1.3b").holding.state == "absent"
    assert "Seedling" in caplog.text
