"""Clips are found, sorted, deleted and taken along, through the studio's door."""

import os
import time
import zipfile

import pytest

from seedance_studio.domain.reference import Reference
from seedance_studio.domain.shelf import KEPT_DAYS, Query
from seedance_studio.errors import ClipNotFound, RequestError
from seedance_studio.library.catalogue import SHELF
from seedance_studio.library.clips import BIN
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio
from seedance_studio.visitor import acting_as


def make(studio, request):
    job = studio.wait(studio.submit(request), 60)
    return job.state.clip_id


def titles(studio, **wanted):
    return [one.clip.title for one in studio.shelves.find(Query(**wanted), 100).clips]


def test_clips_are_found_by_words_of_either_language_star_folder_and_note(studio, ask):
    dog = make(studio, ask("a dog runs"))
    make(studio, ask("a red ball"))
    studio.shelves.write(dog, is_starred=True, folder="  Spring   campaign ", note="客户喜欢")
    assert titles(studio) == ["a red ball", "a dog runs"]
    assert titles(studio, words="DOG runs") == ["a dog runs"]
    assert titles(studio, words="dog ball") == []
    assert titles(studio, words="客户") == ["a dog runs"]
    assert titles(studio, is_starred=True) == ["a dog runs"]
    assert titles(studio, folder="Spring campaign") == ["a dog runs"]
    assert studio.shelves.find(Query(), 1).folders == ("Spring campaign",)
    assert studio.shelves.find(Query(), 1).total == 2
    studio.shelves.write(dog, is_starred=False)
    assert studio.shelves.shelf(dog).note == "客户喜欢"
    assert titles(studio, is_starred=True) == []


def test_what_is_written_elsewhere_is_seen_here(studio, settings, ask):
    clip = make(studio, ask())
    assert titles(studio, is_starred=True) == []
    with open_studio(settings, is_resuming=False) as other:
        other.shelves.write(clip, is_starred=True)
    assert titles(studio, is_starred=True) == ["a red ball"]


def test_what_cannot_be_read_of_a_note_is_set_aside_and_not_written_over(studio, ask):
    clip = make(studio, ask())
    written = studio.clip_path(clip).with_name(SHELF)
    written.write_text('{"note": "of a newer version", "mood": "calm"}')
    studio.shelves.write(clip, is_starred=True)
    assert titles(studio, is_starred=True) == ["a red ball"]
    assert "newer version" in written.with_name(f"{SHELF}.unreadable").read_text()


def test_a_project_for_a_download_makes_room_for_the_next_after_a_day(studio, ask):
    make(studio, ask())
    first, total = studio.shelves.offer(Query())
    assert (total, first.suffixes) == (1, [".seedance", ".zip"])
    os.utime(first.parent, (time.time() - 90_000,) * 2)
    second, _ = studio.shelves.offer(Query())
    assert (first.exists(), second.exists()) == (False, True)


def test_a_note_that_is_too_long_is_refused_at_its_field(studio, ask):
    clip = make(studio, ask())
    with pytest.raises(RequestError) as refused:
        studio.shelves.write(clip, note="x" * 2001, folder="y" * 61)
    assert set(refused.value.problems) == {"note", "folder"}


def test_the_bin_takes_a_clip_and_gives_it_back_whole(studio, ask):
    clip = make(studio, ask())
    studio.shelves.write(clip, note="keep me")
    studio.shelves.bin(clip)
    assert titles(studio) == []
    assert studio.clips() == []
    assert [one.id for one in studio.shelves.binned()] == [clip]
    assert studio.shelves.binned_poster(clip).is_file()
    studio.shelves.restore(clip)
    assert studio.shelves.shelf(clip).note == "keep me"
    assert studio.clip_path(clip).is_file()
    studio.shelves.bin(clip)
    studio.shelves.empty_bin()
    assert studio.shelves.binned() == []
    with pytest.raises(ClipNotFound):
        studio.shelves.restore(clip)


def test_the_bin_forgets_after_its_days(studio, settings, ask):
    clip = make(studio, ask())
    studio.shelves.bin(clip)
    old = time.time() - (KEPT_DAYS + 1) * 86_400
    os.utime(studio.library_dir / f"{BIN}{clip}", (old, old))
    with open_studio(settings, is_resuming=False) as other:
        assert other.shelves.binned() == []


@pytest.mark.parametrize("clip_id", ["../library", "..", "nothing-here", ""])
def test_a_clip_that_is_not_there_cannot_be_binned(studio, clip_id):
    for act in (studio.shelves.bin, studio.shelves.restore, studio.shelves.shelf):
        with pytest.raises(ClipNotFound):
            act(clip_id)


def test_versions_sources_and_uses_are_known(studio, ask):
    draft = make(studio, ask(is_draft=True, size="720p"))
    final = make(studio, studio.clip(draft).promoted())
    taken = studio.keep_last_frame(final)
    after = make(
        studio,
        ask(
            "goes on", references=(Reference(name="Image1", file=taken.stored, role="first_frame"),)
        ),
    )
    shown = studio.shelves.relatives(final)
    assert [(stage, clip.id) for stage, clip in shown.versions] == [
        ("draft", draft),
        ("final", final),
    ]
    assert [clip.id for clip in shown.uses] == [after]
    assert [clip.id for clip in studio.shelves.relatives(after).sources] == [final]
    assert studio.clip(draft).recipe.plan.seed == studio.clip(final).recipe.plan.seed
    assert titles(studio, stage="draft") == ["a red ball"]


def test_a_project_goes_from_one_studio_to_another(studio, ask, tmp_path):
    clip = make(studio, ask())
    studio.shelves.write(clip, folder="Trip", note="好", is_starred=True)
    target = tmp_path / "trip.seedance.zip"
    assert studio.shelves.export(Query(folder="Trip"), target) == 1
    assert studio.shelves.import_project(target).known == (clip,)
    elsewhere = Settings(data_dir=tmp_path / "other", device="cpu", engines="tests.fakes")
    with open_studio(elsewhere, is_resuming=False) as other:
        assert other.shelves.import_project(target).new == (clip,)
        assert other.shelves.shelf(clip) == studio.shelves.shelf(clip)
        assert other.clip(clip) == studio.clip(clip)
        assert other.clip_path(clip).read_bytes() == studio.clip_path(clip).read_bytes()


def repack(source, target, change, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", compression) as new:
        for name in old.namelist():
            for kept, content in change(name, old.read(name)):
                new.writestr(kept, content)


BAD = {
    "outside": lambda name, content: [(name, content), ("../evil", b"x")] if "json" in name else [],
    "video": lambda name, content: [(name, content[:900] if ".mp4" in name else content)],
    "recipe": lambda name, content: [(name, b"{}" if "recipe" in name else content)],
    "content": lambda name, content: [(name, content)] if name != "project.json" else [],
    "missing": lambda name, content: [(name, content)] if ".mp4" not in name else [],
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_project_is_refused_whole(studio, ask, tmp_path, kind):
    clip = make(studio, ask())
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    studio.shelves.export(Query(), good)
    repack(good, bad, BAD[kind])
    studio.delete_clip(clip)
    with pytest.raises(RequestError) as refused:
        studio.shelves.import_project(bad)
    assert "file" in refused.value.problems
    assert studio.clips() == []
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_project_is_refused(studio, tmp_path, content):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(content)
    with pytest.raises(RequestError):
        studio.shelves.import_project(bad)


def test_what_another_program_packed_is_refused_before_it_is_unpacked(studio, tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("project.json", b"0" * 50_000_000)
    with pytest.raises(RequestError, match="another program"):
        studio.shelves.import_project(bomb)


def test_nobody_sees_or_changes_the_clips_of_others(tmp_path, ask):
    settings = Settings(
        data_dir=tmp_path / "data", device="cpu", engines="tests.fakes", visitors="many"
    )
    with open_studio(settings) as studio:
        with acting_as("a" * 32):
            clip = make(studio, ask())
            studio.shelves.bin(clip)
            studio.shelves.restore(clip)
        with acting_as("b" * 32):
            assert titles(studio) == []
            for act in (studio.shelves.bin, studio.shelves.shelf, studio.shelves.write):
                with pytest.raises(ClipNotFound):
                    act(clip)
