"""The studio's own door: planning, refusing, the library, and the doctor."""

import pytest

from seedance_studio.errors import ClipNotFound, RequestError, StorageUnwritable
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio


@pytest.fixture
def planner(settings):
    """A studio that opens no job store: planning needs none."""
    with open_studio(settings, is_resuming=False) as opened:
        yield opened


def test_a_plan_with_its_own_seed_is_the_same_plan(planner, ask):
    drawn = planner.plan(ask(seed=None))
    assert planner.plan(ask(seed=drawn.seed)) == drawn
    assert len({planner.plan(ask(seed=None)).seed for _ in range(5)}) == 5


def test_what_the_page_shows_is_what_the_plan_runs(planner, ask):
    shown = planner.prepare("a red ball", enhance=True, seed=7, engine="fake")
    assert planner.plan(ask("a red ball", seed=7)).prompt == shown


def test_all_problems_come_at_once(planner, ask):
    with pytest.raises(RequestError) as refused:
        planner.plan(ask("", seconds=0, aspect="5:1", seed=-1, engine="nobody"))
    assert set(refused.value.problems) == {"prompt", "seconds", "aspect", "seed", "engine"}


def test_a_refused_request_leaves_no_job(studio, ask):
    with pytest.raises(RequestError):
        studio.submit(ask(seconds=600))
    assert studio.jobs() == []


def test_control_characters_never_reach_the_job(studio, ask):
    job_id = studio.submit(ask("a \x00red\u202e ball\r\n", negative_prompt="\x07blur"))
    job = studio.wait(job_id, 30)
    assert job.request.prompt == "a red ball"
    assert job.request.negative_prompt == "blur"
    assert studio.clip(job.state.clip_id).title == "a red ball"


def test_a_folder_that_cannot_be_written_is_told_when_opening(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    folder = Settings(data_dir=blocked / "data", engines="tests.fakes")
    with pytest.raises(StorageUnwritable), open_studio(folder):
        pass


def test_a_job_is_refused_at_once_when_its_clip_could_not_be_stored(studio, ask):
    studio.library_dir.rmdir() if studio.library_dir.exists() else None
    studio.library_dir.write_text("in the way")
    with pytest.raises(StorageUnwritable):
        studio.submit(ask())
    assert studio.jobs() == []


def test_a_damaged_job_store_is_told_when_opening(settings):
    settings.data_dir.mkdir()
    (settings.data_dir / "jobs.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(StorageUnwritable), open_studio(settings):
        pass


def test_clips_come_newest_first_and_can_be_deleted(studio, ask):
    ids = [studio.wait(studio.submit(ask()), 30).state.clip_id for _ in range(2)]
    assert [clip.id for clip in studio.clips()] == ids[::-1]
    studio.delete_clip(ids[0])
    assert [clip.id for clip in studio.clips()] == ids[1:]
    with pytest.raises(ClipNotFound):
        studio.clip_path(ids[0])


def test_a_warm_studio_has_its_engine_before_the_first_job(studio):
    studio.warm_up()
    assert studio.engine_pid


def test_the_default_engine_comes_first(tmp_path):
    settings = Settings(data_dir=tmp_path, engines="seedance_studio.engines")
    with open_studio(settings, is_resuming=False) as opened:
        assert next(iter(opened.engines())) == "seedling"


def test_the_doctor_answers_in_both_languages(studio):
    for check in studio.doctor():
        assert check.found.en
        assert check.found.zh
        assert (check.advice is None) == (check.status == "ok")
