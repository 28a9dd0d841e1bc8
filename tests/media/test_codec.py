"""Stored documents come back exactly, or not at all."""

import json

import pytest

from seedance_studio.domain.clip import Recipe
from seedance_studio.domain.engine import StepProgress
from seedance_studio.errors import StorageError
from seedance_studio.media.codec import from_json, to_json
from tests.recipes import make_recipe


def test_recipe_comes_back_exactly():
    recipe = make_recipe(prompt='一只金毛犬在海边奔跑 "quoted" \n 🐕')

    assert from_json(Recipe, to_json(recipe)) == recipe


def test_json_is_plain_for_other_programs():
    document = json.loads(to_json(make_recipe(prompt="金毛犬", seed=7)))

    assert document["request"]["prompt"] == "金毛犬"
    assert document["plan"]["seed"] == 7


def test_preview_bytes_survive():
    progress = StepProgress(stage="denoising", step=1, num_steps=2, preview_jpeg=bytes(range(256)))

    assert from_json(StepProgress, to_json(progress)) == progress


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda d: d["plan"].update(surprise=1), "plan.surprise"),
        (lambda d: d["plan"].update(seed="7"), "plan.seed"),
        (lambda d: d["request"].pop("prompt"), "request.prompt"),
    ],
)
def test_a_damaged_document_is_refused_by_name(change, named):
    document = json.loads(to_json(make_recipe()))
    change(document)

    with pytest.raises(StorageError, match=named):
        from_json(Recipe, json.dumps(document))


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "{},{}"])
def test_text_that_is_no_document_is_refused(text):
    with pytest.raises(StorageError):
        from_json(Recipe, text)
