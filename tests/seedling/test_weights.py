import shutil

import pytest

from seedance_studio.seedling.manifest import (
    WEIGHTS,
    WeightsError,
    check_weights,
    revision,
    write_manifest,
)
from seedance_studio.seedling.weights import load_parts


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(WEIGHTS, tmp_path / "weights")


def test_the_shipped_weights_are_whole_and_small():
    assert check_weights() == revision()
    sizes = [path.stat().st_size for path in WEIGHTS.rglob("*") if path.is_file()]
    assert max(sizes) < 10_000_000
    assert sum(sizes) < 40_000_000


def test_a_missing_file_is_named(copy):
    (copy / "vae" / "config.json").unlink()
    with pytest.raises(WeightsError, match=r"vae/config\.json is missing"):
        load_parts(copy)


def test_a_cut_off_file_is_named_with_both_sizes(copy):
    path = copy / "text_encoder" / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(WeightsError, match=r"model\.safetensors has .* bytes instead of"):
        load_parts(copy)


def test_a_flipped_byte_is_found(copy):
    path = copy / "text_encoder" / "model.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(WeightsError, match="damaged"):
        load_parts(copy)


def test_weights_of_another_version_are_refused(copy):
    write_manifest(copy, "test")
    manifest = copy / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"schema": 1', '"schema": 99'))
    with pytest.raises(WeightsError, match="version 99"):
        load_parts(copy)


def test_without_a_manifest_the_revision_says_so(tmp_path):
    assert revision(tmp_path) == "missing"


def test_the_shipped_weights_do_not_say_where_they_were_made():
    configs = list(WEIGHTS.glob("*/config.json"))
    assert len(configs) == 4
    assert [path.parent.name for path in configs if "_name_or_path" in path.read_text()] == []
