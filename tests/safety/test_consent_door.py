"""Consent at the studio's own door: nothing with a person in it is made without an answer."""

import json

import pytest

from seedance_studio.domain.job import Cancelled, Succeeded
from seedance_studio.domain.reference import Reference
from seedance_studio.errors import ConsentDamaged, ConsentNeeded, RequestError
from tests.faces import draw_face, draw_landscape


@pytest.fixture
def portrait(tmp_path):
    path = tmp_path / "portrait.png"
    draw_face().save(path)
    return path


@pytest.fixture
def with_portrait(ask, portrait):
    def make(prompt="a person smiles", **changes):
        picture = Reference(name="Image1", file=str(portrait), role="first_frame")
        return ask(prompt, references=(picture,), **changes)

    return make


def needed(studio, request):
    with pytest.raises(ConsentNeeded) as asked:
        studio.submit(request)
    return asked.value.files


def test_a_person_in_a_picture_is_asked_about_before_anything_runs(studio, with_portrait):
    files = needed(studio, with_portrait())
    assert set(files) == {"references.Image1"}
    assert studio.jobs() == []
    studio.answer_for([files["references.Image1"]], "me", "en")
    job_id = studio.submit(with_portrait())
    assert isinstance(studio.wait(job_id, 60).state, Succeeded)


def test_a_landscape_is_not_asked_about(studio, ask, tmp_path):
    path = tmp_path / "land.png"
    draw_landscape().save(path)
    picture = Reference(name="Image1", file=str(path), role="first_frame")
    studio.plan(ask("hills", references=(picture,)))


def test_a_consent_taken_back_stops_the_job_and_deletes_the_file(studio, with_portrait):
    sha256 = needed(studio, with_portrait())["references.Image1"]
    studio.answer_for([sha256], "agreed", "zh")
    made = studio.wait(studio.submit(with_portrait()), 60).state
    running = studio.submit(with_portrait("hang"))
    assert list(studio.inputs_dir.glob(f"{sha256}.*"))
    assert studio.withdraw(sha256, "zh") == [made.clip_id]
    assert studio.wait(running, 60).state == Cancelled()
    assert not list(studio.inputs_dir.glob(f"{sha256}.*"))
    needed(studio, with_portrait())


def test_other_problems_are_told_with_the_question(studio, with_portrait):
    with pytest.raises(RequestError) as refused:
        studio.submit(with_portrait(seconds=600))
    assert not isinstance(refused.value, ConsentNeeded)
    assert set(refused.value.problems) == {"seconds"}


def test_the_command_line_asks_too_and_puts_the_answer_on_record(headless, portrait, settings):
    flags = ("generate", "--prompt", "a person", "--engine", "fake", "--seconds", "1")
    flags = (*flags, "--image", str(portrait), "--json")
    status, answer, _ = headless(*flags)
    assert (status, answer["error"]["code"]) == (2, "consent")
    assert set(answer["error"]["problems"]) == {"references.Image1"}
    status, answer, _ = headless(*flags, "--consent", "invented")
    assert status == 0
    (line,) = (settings.data_dir / "consent.jsonl").read_text().splitlines()
    assert json.loads(line)["choice"] == "invented"


def test_the_doctor_notices_a_record_that_was_edited(studio, with_portrait, settings):
    sha256 = needed(studio, with_portrait())["references.Image1"]
    studio.answer_for([sha256], "me", "en")
    record = settings.data_dir / "consent.jsonl"
    assert [check.status for check in studio.doctor() if check.name == "consents"] == ["ok"]
    record.write_text(record.read_text().replace('"me"', '"agreed"'))
    assert [check.status for check in studio.doctor() if check.name == "consents"] == ["fail"]
    with pytest.raises(ConsentDamaged):
        studio.submit(with_portrait())
