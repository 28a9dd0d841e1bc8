"""The page Models, through its handlers: what is shown, and what a click brings."""

from types import SimpleNamespace

import gradio as gr
import pytest

from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio
from seedance_studio.ui.engine_cards import engine_line, menu_title
from seedance_studio.ui.language import Labels
from seedance_studio.ui.pages.models import ModelsPage
from tests.models.fake_hub import fake_hub

FILES = {"model_index.json": b"{}", "vae/diffusion_pytorch_model.safetensors": bytes(1000)}


def page_of(tmp_path, **changes):
    settings = Settings(data_dir=tmp_path, device="cpu", **changes)
    studio = open_studio(settings, is_resuming=False)
    with gr.Blocks():
        return ModelsPage(studio, Labels(), gr.Radio())


def test_every_engine_has_a_card_in_both_languages(tmp_path):
    shown, timer = page_of(tmp_path).look()
    assert shown.count("<article") >= 8
    for words in ("Apache-2.0", "10 million", "1000 万美元", "in the box", "自带"):
        assert words in shown
    assert not timer.active


def test_a_click_fetches_and_another_deletes(tmp_path, monkeypatch):
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    page, click = page_of(tmp_path), SimpleNamespace(clip="wan-vace-1.3b")
    with fake_hub(FILES) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        page.get("en", "", click)
        assert page.studio.provisioning.fetch(click.clip).wait(60)
    standing = page.studio.provisioning.standing(click.clip)
    assert standing.holding.state == "ready"
    assert "0123456789" in page.look()[0], "the revision is shown"
    page.remove("en", click)
    assert page.studio.provisioning.standing(click.clip).holding.state == "absent"


def test_strangers_see_no_buttons(tmp_path):
    shown, _ = page_of(tmp_path, visitors="many").look()
    assert "<button" not in shown


def test_the_menu_says_what_stands_in_the_way(tmp_path):
    door = page_of(tmp_path).studio.provisioning
    large, small = door.standing("wan-vace-14b"), door.standing("seedling")
    assert menu_title(small) == small.card.title
    assert menu_title(large).en.startswith(f"{large.card.title.en} · ")
    assert "GB" in engine_line(large)


def test_a_refusal_reaches_the_user(tmp_path):
    page = page_of(tmp_path)
    with pytest.raises(gr.Error, match="in the box"):
        page.get("en", "", SimpleNamespace(clip="seedling"))
