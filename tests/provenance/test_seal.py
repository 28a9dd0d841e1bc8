"""The signature is the last write; a clip whose marks do not read is withheld, not published."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from seedance_studio.domain.delivery import CODECS, SUFFIX, Delivery, VideoShape
from seedance_studio.errors import MarksUnreadable, SigningFailed
from seedance_studio.finish import finish_clip, finish_film, timed
from seedance_studio.media.probe import probe, read_frames
from seedance_studio.provenance import open_identity, verify_file
from tests.clips import ignore_step, moving_frames
from tests.marks import UNMARKED, make_marker, with_metadata
from tests.recipes import make_recipe

CLIP_ID = "20261122-081030-1f47c3a"


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """One marked file that is not signed yet, its marker and its recipe."""
    folder = tmp_path_factory.mktemp("finished")
    marker, recipe = make_marker(folder), make_recipe(size="native")
    finish_clip(
        moving_frames(8, 9),
        recipe,
        folder / "c.mp4",
        ignore_step,
        marker.marks(marker.state_generated(recipe, CLIP_ID)),
    )
    return folder / "c.mp4", marker, recipe


@pytest.fixture
def sealed(finished, tmp_path):
    source, marker, recipe = finished
    path = tmp_path / "clip.mp4"
    path.write_bytes(source.read_bytes())
    assert seal(marker, path, recipe)
    return path, marker, recipe


def made_as(codec):
    recipe = make_recipe()
    return replace(recipe, plan=replace(recipe.plan, codec=codec))


def seal(marker, path, recipe):
    return marker.seal(path, marker.state_generated(recipe, CLIP_ID))


def findings(path, marker):
    found = verify_file(path, marker.known_root())
    return {one.mark: one.status for one in found.findings}


def test_a_sealed_clip_says_all_of_itself(sealed):
    path, marker, recipe = sealed

    found = verify_file(path, marker.known_root())

    assert {one.status for one in found.findings} == {"found"}
    assert found.credentials.state == "intact"
    assert found.credentials.is_own
    assert found.credentials.is_generated
    assert found.credentials.forbids_training
    assert found.credentials.made_at == recipe.created_at
    assert found.clip_id == CLIP_ID
    assert found.recipe == recipe
    document = json.loads(found.to_json())
    assert document["watermark"]["payload"] == found.watermark.payload


def test_the_prompt_is_not_in_the_signed_statement(sealed):
    path, _, recipe = sealed

    content = path.read_bytes()
    start = content.index(b"jumb")
    statement = content[start : start + int.from_bytes(content[start - 4 : start], "big")]

    assert b"trainedAlgorithmicMedia" in statement
    assert recipe.request.prompt.encode() not in statement


@pytest.mark.parametrize("where", [0.2, 0.5, 0.99])
def test_one_changed_byte_shows(sealed, where):
    path, marker, _ = sealed
    content = bytearray(path.read_bytes())
    media = content.index(b"mdat") + 8
    content[media + int((len(content) - media) * where)] ^= 1
    path.write_bytes(content)

    found = verify_file(path, marker.known_root())

    assert found.credentials.state == "altered"
    assert not found.credentials.is_own
    assert "changed after it was signed" in found.summary.en
    assert "被改动" in found.summary.zh


def test_bytes_at_the_end_show(sealed):
    path, marker, _ = sealed
    path.write_bytes(path.read_bytes() + b"more")

    assert findings(path, marker)["signature"] == "warning"


def test_another_installation_is_not_taken_for_this_one(sealed, tmp_path):
    path, _, _ = sealed

    found = verify_file(path, open_identity(tmp_path / "elsewhere").root_pem)

    assert found.credentials.state == "intact"
    assert not found.credentials.is_own
    signature = next(one for one in found.findings if one.mark == "signature")
    assert "nobody here has checked" in signature.words.en
    assert "未经核实" in signature.words.zh


def test_a_copy_by_another_program_loses_the_signature_but_not_the_mark(sealed):
    path, marker, _ = sealed

    copied = with_metadata(path, {})

    assert findings(copied, marker) == {
        "signature": "none",
        "aigc": "none",
        "watermark": "found",
        "recipe": "none",
    }
    assert verify_file(copied, known_clips=["other", CLIP_ID]).clip_id == CLIP_ID
    assert verify_file(copied).is_generated


def test_a_label_moved_to_another_clip_is_noticed(sealed):
    path, marker, recipe = sealed

    forged = with_metadata(path, marker.state_generated(recipe, "20250101-000000-another").metadata)

    assert findings(forged, marker)["watermark"] == "warning"


def test_a_lost_field_withholds_and_can_be_written_again(finished, tmp_path):
    source, marker, recipe = finished
    path = tmp_path / "clip.mp4"
    path.write_bytes(with_metadata(source, {}).read_bytes())

    with pytest.raises(MarksUnreadable) as caught:
        seal(marker, path, recipe)

    assert caught.value.hint.zh
    marker.restore(path, marker.state_generated(recipe, CLIP_ID))
    assert seal(marker, path, recipe)


def test_an_unusable_key_is_said_and_leaves_the_file_as_it_was(finished, tmp_path):
    source, _, recipe = finished
    path = tmp_path / "clip.mp4"
    path.write_bytes(source.read_bytes())
    open_identity(tmp_path / "identity")
    (tmp_path / "identity" / "signing-key.pem").write_text("no key")

    with pytest.raises(SigningFailed) as caught:
        seal(make_marker(tmp_path), path, recipe)

    assert caught.value.exit_status == 4
    assert path.read_bytes() == source.read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["clip.mp4", "identity"]


def test_a_key_of_another_certificate_is_refused(tmp_path):
    first, second = open_identity(tmp_path / "a"), open_identity(tmp_path / "b")

    with pytest.raises(SigningFailed, match="does not fit"):
        open_identity(tmp_path, first.chain_pem.decode(), second.key_pem.decode())


def test_the_hosts_own_signer_is_used(finished, tmp_path):
    source, _, recipe = finished
    path = tmp_path / "clip.mp4"
    path.write_bytes(source.read_bytes())
    host = open_identity(tmp_path / "host")
    marker = make_marker(
        tmp_path, certificate_pem=host.chain_pem.decode(), key_pem=host.key_pem.decode()
    )

    seal(marker, path, recipe)

    assert not marker.identity.is_own
    assert not (tmp_path / "identity").exists()
    assert verify_file(path, host.root_pem).credentials.is_own


def test_the_key_is_made_once_and_is_private(tmp_path):
    first = open_identity(tmp_path)

    assert open_identity(tmp_path) == first
    assert (tmp_path / "signing-key.pem").stat().st_mode & 0o077 == 0
    assert first.expires > datetime.now(timezone.utc) + timedelta(days=3000)
    assert "BEGIN" not in repr(first)


def test_a_missing_invisible_mark_is_told_and_does_not_withhold(tmp_path):
    recipe = make_recipe(size="native")
    path = tmp_path / "c.mp4"
    finish_clip(moving_frames(8, 9), recipe, path, ignore_step, UNMARKED)
    marker = make_marker(tmp_path)
    marker.restore(path, marker.state_generated(recipe, CLIP_ID))

    assert seal(marker, path, recipe) is False


@pytest.mark.parametrize("codec", ["hevc", "prores"])
def test_deep_pictures_and_other_containers_carry_all_marks(tmp_path, codec):
    recipe = made_as(codec)
    path = tmp_path / f"clip{SUFFIX[codec]}"
    marker = make_marker(tmp_path)
    finish_clip(
        moving_frames(8, 9),
        recipe,
        path,
        ignore_step,
        marker.marks(marker.state_generated(recipe, CLIP_ID)),
    )

    assert seal(marker, path, recipe)
    assert set(findings(path, marker).values()) == {"found"}


@pytest.mark.parametrize("codec", CODECS)
def test_what_the_container_lost_is_written_anew(tmp_path, codec):
    native = moving_frames(8, 5, width=96, height=64)
    shape = VideoShape(width=96, height=64, fps=8, num_frames=5)
    plan = Delivery(native=shape, delivered=shape, preset="draft", codec=codec)
    path = tmp_path / f"clip{SUFFIX[codec]}"
    finish_film(timed(native, 8), plan, path, ignore_step, UNMARKED)
    marker = make_marker(tmp_path)
    statement = marker.state_generated(make_recipe(), CLIP_ID)
    before = list(read_frames(path))

    marker.restore(path, statement)

    assert statement.metadata.items() <= probe(path).metadata.items()
    pairs = zip(before, read_frames(path), strict=True)
    assert all(np.array_equal(one, other) for one, other in pairs)
