"""The studio as a Space: what a dry run finds, and what it refuses."""

import shutil

import pytest

from seedance_studio.deploying import ROOT, plan_deploy
from seedance_studio.errors import RequestError
from seedance_studio.settings import Settings


def test_a_dry_run_names_all_that_a_space_needs_and_nothing_else(headless):
    status, document, _ = headless("deploy", "me/studio", "--dry-run", "--json")
    assert status == 0
    assert document["address"] is None
    files = set(document["files"])
    assert {"app.py", "README.md", "requirements.txt", "LICENSE", "NOTICE"} <= files
    assert "seedance_studio/seedling/weights/manifest.json" in files
    assert not [name for name in files if name.startswith(("tests/", ".ci/", "data/"))]
    assert document["variables"] == {"SEEDANCE_VISITORS": "many"}


def test_the_space_takes_weights_and_pictures_as_large_files_and_the_clone_does_not():
    told = plan_deploy("me/studio").attributes
    assert "*.safetensors filter=lfs diff=lfs merge=lfs -text" in told
    assert "filter=lfs" not in (ROOT / ".gitattributes").read_text()


def test_what_a_space_is_told_are_settings_that_the_studio_knows():
    for hardware, wanted in (("cpu-basic", ""), ("zero-a10g", "wan-vace-1.3b")):
        told = Settings.from_environment(plan_deploy("me/studio", hardware).variables)
        assert told.visitors == "many"
        assert told.fetch == wanted


def test_every_problem_is_named_at_once(tmp_path):
    for name in ("README.md", "requirements.txt", ".gitattributes", "app.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    needs = tmp_path / "requirements.txt"
    needs.write_text(needs.read_text().replace("gradio==", "gradio==9."))
    (tmp_path / "huge.safetensors").write_bytes(bytes(11_000_000))
    with pytest.raises(RequestError) as caught:
        plan_deploy("nameless", "toaster", root=tmp_path)
    problems = caught.value.problems
    assert set(problems) == {"space", "hardware", "README.sdk_version", "huge.safetensors"}
    assert "zero-a10g" in problems["hardware"].en
