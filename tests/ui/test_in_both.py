"""What the model reads is shown in both languages, side by side, before the run and after."""

from dataclasses import replace

import pytest

from seedance_studio.domain.request import GenerationRequest
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio
from seedance_studio.ui.cards import plan_card
from seedance_studio.ui.markup import read_line

EN, ZH = "a rocket, flying, space, night, clear, pull out", "一枚火箭,飞行,太空,夜晚,晴,拉远镜头"


@pytest.fixture
def plan_of(tmp_path):
    """Plan a prompt on Seedling, which is not loaded for it."""
    with open_studio(Settings(data_dir=tmp_path, device="cpu"), is_resuming=False) as studio:
        yield lambda prompt, **asked: studio.plan(
            GenerationRequest(prompt=prompt, aspect="16:9", seed=1, **asked)
        )


@pytest.mark.parametrize(
    ("prompt", "order"),
    [("火箭飞向太空，镜头拉远", (ZH, EN)), ("a rocket flies into space, zoom out", (EN, ZH))],
)
def test_the_plan_shows_both_the_one_that_is_read_first(plan_of, prompt, order):
    plan = plan_of(prompt)
    for shown in (plan_card(plan), read_line(plan)):
        assert -1 < shown.find(order[0]) < shown.find(order[1])
        assert 'lang="en"' in shown
        assert 'lang="zh-CN"' in shown


def test_ones_own_words_stand_alone_and_open_no_tag(plan_of):
    plan = plan_of("a <b>rocket</b>", enhance=False)
    assert "<dl" not in plan_card(plan)
    assert "&lt;b&gt;rocket" in read_line(plan)
    # So does a recipe of before both were kept.
    old = replace(plan_of("a rocket"), prompt=replace(plan_of("a rocket").prompt, canonical=None))
    assert "<dl" not in read_line(old)
