"""Styles of one's own: made from pictures, exported, brought in, removed."""

import shutil
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from seedance_studio.domain.job import Cancelled, Failed, Running, Succeeded
from seedance_studio.domain.request import StyleUse
from seedance_studio.domain.style_training import TrainingRequest
from seedance_studio.errors import RequestError, StyleNotFound
from seedance_studio.studio import open_studio
from seedance_studio.visitor import visiting
from tests.brand import write_adapter, write_style


@pytest.fixture
def pictures(tmp_path):
    """Make a folder of small pictures that all differ."""

    def make(count=5):
        folder = tmp_path / f"pictures-{count}"
        folder.mkdir()
        for index in range(count):
            tones = np.random.default_rng(index).integers(0, 256, (64, 96, 3), dtype=np.uint8)
            Image.fromarray(tones).save(folder / f"{index:03}.png")
        return folder

    return make


@pytest.fixture
def request_for(pictures):
    def make(name="My brand", count=5, **changes):
        files = tuple(str(path) for path in sorted(pictures(count).iterdir()))
        return TrainingRequest(pictures=files, name=name, engine="fake", minutes=1, **changes)

    return make


def test_a_style_is_made_from_pictures_and_works_at_once(studio, ask, request_for):
    asked = request_for(trigger_word="mybrand", licence="Own work")
    state = studio.wait(studio.styling.submit(asked), 30).state
    assert isinstance(state, Succeeded)
    style = studio.styles()["my-brand"]
    assert (style.card.name.zh, style.card.licence, style.is_own) == ("My brand", "Own work", True)
    assert len(style.card.source_sha256) == 5
    assert studio.style_file("my-brand", "after.mp4").stat().st_size > 1000
    assert studio.style_file("my-brand", "cover.jpg").is_file()
    sample = studio.clip(state.clip_id)
    assert sample.recipe.plan.styles[0].stored == style.adapter.stored
    assert studio.plan(ask(styles=(StyleUse(id="my-brand"),))).styles[0].id == "my-brand"


def test_a_training_can_be_stopped_and_leaves_no_style(studio, request_for):
    job = studio.styling.submit(request_for("slow brand"))
    while not isinstance(studio.job(job).state, Running):
        studio.wait(job, 0.05)
    studio.cancel(job)
    assert isinstance(studio.wait(job, 30).state, Cancelled)
    assert "slow-brand" not in studio.styles()


def test_a_training_that_breaks_leaves_no_style(studio, request_for):
    assert isinstance(studio.wait(studio.styling.submit(request_for("broken")), 30).state, Failed)
    assert "broken" not in studio.styles()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("pictures", {"count": 3}),
        ("pictures", {"count": 40}),
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 60}),
        ("name", {"name": "Taken"}),
        ("minutes", {"minutes": 0}),
        ("minutes", {"minutes": float("nan")}),
    ],
)
def test_a_bad_request_is_refused_under_its_field(studio, settings, request_for, field, changes):
    write_style(settings.data_dir / "styles", "taken")
    asked = {"name": "My brand", "count": 5} | changes
    minutes = asked.pop("minutes", 1)
    with pytest.raises(RequestError) as refused:
        studio.styling.submit(replace(request_for(**asked), minutes=minutes))
    assert set(refused.value.problems) == {field}
    assert studio.jobs() == []


def test_a_picture_that_does_not_decode_is_named(studio, request_for, pictures):
    asked = request_for()
    broken = sorted((pictures(6)).iterdir())[2]
    broken.write_bytes(broken.read_bytes()[:60])
    with pytest.raises(RequestError) as refused:
        studio.styling.plan(replace(asked, pictures=(*asked.pictures, str(broken))))
    assert "002.png" in refused.value.problems["pictures"].en


def test_a_style_travels_as_one_file(studio, settings, tmp_path):
    home = write_style(settings.data_dir / "styles", "look", palette=("#112233",))
    Image.new("RGB", (96, 64), "teal").save(home / "cover.jpg")
    file = studio.styling.hand_out("look", tmp_path)
    before = studio.styles()["look"]
    with pytest.raises(RequestError) as refused:
        studio.styling.bring_in(file)
    assert set(refused.value.problems) == {"name"}
    studio.styling.remove("look")
    assert "look" not in studio.styles()
    again = studio.styling.bring_in(file)
    assert (again.card, again.adapter) == (before.card, before.adapter)
    assert studio.style_file("look", "cover.jpg").is_file()
    assert studio.styling.bring_in(file, "Second look").id == "second-look"


def test_a_bare_lora_is_brought_in_with_its_base_told(studio, tmp_path):
    style = studio.styling.bring_in(write_adapter(tmp_path / "film grain.safetensors"))
    assert (style.id, style.card.base) == ("film-grain", "seedling")
    for_wan = write_adapter(tmp_path / "wan.safetensors", width=5120)
    with pytest.raises(RequestError) as refused:
        studio.styling.bring_in(for_wan)
    words = refused.value.problems["file"].en
    assert "Wan 14B" in words
    assert "Seedling" in words


def archives(folder):
    """Give bad uploads, each with a word of the reason."""
    home = write_style(folder / "made", "look")
    parts = {path.name: path.read_bytes() for path in home.iterdir()}
    yield "no place", {**parts, "../evil.txt": b"x"}
    yield "no place", {**parts, "/etc/evil": b"x"}
    yield "missing", {"style.json": parts["style.json"]}
    yield "StyleCard", {**parts, "style.json": b"{}"}
    yield "too large", {**parts, "style.json": b" " * 200_000}
    yield "safetensors", {**parts, "adapter.safetensors": b"nonsense"}
    other = write_adapter(folder / "other.safetensors", width=1536).read_bytes()
    yield "made for Wan 1.3B", {**parts, "adapter.safetensors": other}
    yield "file", {**parts, "cover.jpg": b"not a picture"}


def test_bad_uploads_are_refused_and_the_gallery_stays(studio, settings, tmp_path):
    known = dict(studio.styles())
    for number, (reason, parts) in enumerate(archives(tmp_path)):
        path = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        with pytest.raises(RequestError) as refused:
            studio.styling.bring_in(path)
        assert reason in f"file {refused.value.problems['file'].en}", number
    cut = tmp_path / "cut.zip"
    cut.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(RequestError):
        studio.styling.bring_in(cut)
    assert studio.styles() == known
    assert list((settings.data_dir / "styles").glob(".part*")) == []
    assert not (tmp_path / "evil.txt").exists()


def test_what_comes_with_the_studio_stays(studio):
    for style_id in list(studio.styles())[:1]:
        with pytest.raises(RequestError):
            studio.styling.remove(style_id)
    with pytest.raises(StyleNotFound):
        studio.styling.remove("nobody")


def test_a_visitors_style_is_theirs_alone(settings, tmp_path):
    file = write_adapter(tmp_path / "mine.safetensors")
    with open_studio(replace(settings, visitors="many")) as studio:
        with visiting("anna"):
            studio.styling.bring_in(file)
            assert "mine" in studio.styles()
        with visiting("ben"):
            assert "mine" not in studio.styles()


def test_training_has_a_command(headless, pictures, tmp_path):
    folder = pictures()
    shutil.copy(folder / "000.png", folder / ".hidden")
    flags = ("--images", str(folder), "--minutes", "1", "--engine", "fake", "--json")
    status, answer, _ = headless("train-style", "--name", "水色", *flags)
    assert status == 0, answer
    style_id = answer["style"]["id"]
    assert answer["style"]["name"] == "水色"
    assert answer["clip"]["clip_id"]
    status, answer, _ = headless("train-style", "--name", "水色", *flags)
    assert (status, set(answer["error"]["problems"])) == (2, {"name"})
    out = ("--export", style_id, "--out", str(tmp_path), "--json")
    status, answer, _ = headless("styles", *out)
    assert status == 0
    status, answer, _ = headless("styles", "--remove", style_id, "--json")
    assert style_id not in [one["id"] for one in answer["styles"]]
    file = str(tmp_path / f"{style_id}.style.zip")
    status, answer, _ = headless("styles", "--import", file, "--json")
    assert style_id in [one["id"] for one in answer["styles"]]
