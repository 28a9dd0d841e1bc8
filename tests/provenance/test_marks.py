"""A published file says that it is generated; a file that says nothing is told so."""

import json

import pytest

from seedance_studio.domain.clip import Recipe
from seedance_studio.errors import RequestError
from seedance_studio.media.codec import from_json
from seedance_studio.provenance import verify_file
from seedance_studio.provenance.aigc import make_aigc, parse_aigc
from tests.marks import marks_of, with_metadata
from tests.media.test_probe import write_video
from tests.recipes import make_recipe

FIELDS = [
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
]


def test_the_aigc_field_is_as_the_standard_says():
    field = json.loads(make_aigc("20261122-081030-1f47c3a"))

    assert list(field) == FIELDS
    assert all(isinstance(value, str) for value in field.values())
    assert field["Label"] == "1"
    assert field["ProduceID"] == field["PropagateID"] == "20261122-081030-1f47c3a"
    assert field["ContentProducer"] == field["ContentPropagator"] == "SeedanceStudio"


@pytest.mark.parametrize("clip_id", ["a b", 'a"b', "a\\b", "视频", "a\nb"])
def test_characters_that_the_standard_forbids_are_refused(clip_id):
    with pytest.raises(ValueError, match="AIGC"):
        make_aigc(clip_id)


def test_the_field_is_read_bare_and_wrapped():
    bare = make_aigc("abcd")

    assert parse_aigc(bare) == json.loads(bare)
    assert parse_aigc(f'{{"AIGC":{bare}}}') == json.loads(bare)


@pytest.mark.parametrize(
    "text",
    ["", "{", "1", "[]", "{}", '{"Label":1}', '{"Label":"9"}', '{"Label":"1","x":2}', "[" * 99999],
)
def test_what_is_no_aigc_field_is_none(text):
    assert parse_aigc(text) is None


def test_a_marked_file_is_recognised_and_its_recipe_can_be_loaded(tmp_path):
    recipe = make_recipe(prompt="一只金毛犬", seed=42)
    metadata = marks_of(recipe, "abcd", tmp_path).metadata
    path = with_metadata(write_video(tmp_path / "x.mp4"), metadata)

    found = verify_file(path)

    assert found.is_generated
    assert found.recipe == recipe
    assert found.recipe.request.seed == 42
    assert found.delivered.num_frames == 20
    document = json.loads(found.to_json())
    assert from_json(Recipe, json.dumps(document["recipe"])) == recipe
    assert document["aigc"]["ProduceID"] == "abcd"


def test_a_file_without_marks_says_so(tmp_path):
    found = verify_file(write_video(tmp_path / "x.mp4"))

    assert not found.is_generated
    assert (found.recipe, found.aigc) == (None, None)
    assert "No marks" in found.summary.en
    assert "未发现" in found.summary.zh


def test_a_damaged_recipe_is_told_from_none(tmp_path):
    marks = dict(marks_of(make_recipe(), "abcd", tmp_path).metadata)
    marks["seedance_recipe"] = marks["seedance_recipe"].replace('"seed":7', '"seed":"seven"')

    found = verify_file(with_metadata(write_video(tmp_path / "x.mp4"), marks))

    assert found.is_generated
    assert found.recipe is None
    assert [one.mark for one in found.findings if one.status == "warning"] == ["recipe"]


def test_another_producers_label_is_read(tmp_path):
    label = '{"AIGC":{"Label":"2","ContentProducer":"someone","ProduceID":"9"}}'

    found = verify_file(with_metadata(write_video(tmp_path / "x.mp4"), {"AIGC": label}))

    assert found.is_generated
    assert found.recipe is None
    assert "someone" in found.summary.en
    assert "Possibly" in found.summary.en


def test_a_file_that_is_no_video_is_refused(tmp_path):
    path = tmp_path / "x.mp4"
    path.write_text("no video")

    with pytest.raises(RequestError):
        verify_file(path)
