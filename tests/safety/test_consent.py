"""People in uploaded files: found, asked about, and on a record that cannot be rewritten."""

import json

import pytest
from PIL import Image

from seedance_studio.errors import ConsentDamaged, ConsentNeeded, RequestError
from seedance_studio.media.examine import examine
from seedance_studio.safety.consent import ConsentRecord
from seedance_studio.safety.faces import count_faces
from seedance_studio.safety.people import FileToCheck, People
from tests.faces import draw_face, draw_landscape


@pytest.fixture
def people(tmp_path):
    return People(ConsentRecord(tmp_path / "data" / "consent.jsonl"))


@pytest.fixture
def portrait(tmp_path):
    return to_check(tmp_path / "portrait.png", draw_face())


def to_check(path, picture, sha256="a" * 64):
    picture.save(path)
    return FileToCheck(path=path, sha256=sha256, facts=examine(path, "image"))


@pytest.mark.parametrize("size", [128, 480, 1600])
def test_a_face_is_found_at_any_size(tmp_path, size):
    file = to_check(tmp_path / "face.png", draw_face().resize((size, size)))
    assert count_faces(file.path, file.facts) == 1


def test_two_faces_are_two_and_a_landscape_has_none(tmp_path):
    pair = Image.new("RGB", (960, 480))
    for left in (0, 480):
        pair.paste(draw_face(), (left, 0))
    both = to_check(tmp_path / "pair.png", pair)
    none = to_check(tmp_path / "land.png", draw_landscape())
    assert count_faces(both.path, both.facts) == 2
    assert count_faces(none.path, none.facts) == 0


def test_a_picture_without_people_asks_nothing(people, tmp_path):
    people.check("ann", {"references.Image1": to_check(tmp_path / "l.png", draw_landscape())})
    assert people.record.entries() == []


def test_a_person_needs_an_answer_of_the_one_who_asks(people, portrait):
    files = {"references.Image1": portrait}
    with pytest.raises(ConsentNeeded) as asked:
        people.check("ann", files)
    assert asked.value.files == {"references.Image1": portrait.sha256}
    people.answer("ann", portrait.sha256, "me", "zh")
    people.check("ann", files)
    with pytest.raises(ConsentNeeded):
        people.check("bob", files)


@pytest.mark.parametrize("choice", ["me", "agreed", "invented"])
def test_three_answers_let_through_and_can_be_taken_back(people, portrait, choice):
    files = {"references.Image1": portrait}
    people.answer("ann", portrait.sha256, choice, "en")
    people.check("ann", files)
    people.answer("ann", portrait.sha256, None, "en")
    with pytest.raises(ConsentNeeded):
        people.check("ann", files)
    assert [entry.choice for entry in people.record.entries()] == [choice, None]


def test_nobody_can_answer_for_a_public_figure(people, portrait):
    people.answer("ann", portrait.sha256, "public_figure", "en")
    with pytest.raises(RequestError) as refused:
        people.check("ann", {"references.Image1": portrait})
    assert not isinstance(refused.value, ConsentNeeded)


def test_the_record_holds_no_picture_no_name_and_no_features(people, portrait, tmp_path):
    people.find(portrait)
    people.answer("v-1234", portrait.sha256, "me", "en")
    (line,) = (tmp_path / "data" / "consent.jsonl").read_text().splitlines()
    assert set(json.loads(line)) == {
        *("number", "at", "owner", "sha256", "num_faces", "detector", "choice"),
        *("statement_version", "language", "previous", "hash"),
    }
    assert len(line) < 600


@pytest.mark.parametrize(("sha256", "choice"), [("a" * 64, "anyone"), ("../x", "me"), ("", "me")])
def test_what_is_no_answer_does_not_reach_the_record(people, sha256, choice):
    with pytest.raises(RequestError):
        people.answer("ann", sha256, choice, "en")
    assert people.record.entries() == []


def changed(lines):
    return [lines[0].replace('"me"', '"invented"'), *lines[1:]]


@pytest.mark.parametrize(
    "edit",
    [changed, lambda lines: lines[1:], lambda lines: lines[::-1], lambda lines: [*lines, "{}"]],
    ids=["changed", "taken out", "swapped", "forged"],
)
def test_a_record_edited_by_hand_is_noticed_and_nothing_is_added(people, tmp_path, edit):
    path = tmp_path / "data" / "consent.jsonl"
    for sha256 in ("a" * 64, "b" * 64, "c" * 64):
        people.answer("ann", sha256, "me", "en")
    path.write_text("\n".join(edit(path.read_text().splitlines())) + "\n")
    before = path.read_bytes()
    for action in (people.record.entries, lambda: people.answer("bob", "d" * 64, "me", "en")):
        with pytest.raises(ConsentDamaged):
            action()
    assert path.read_bytes() == before


def test_a_line_cut_short_by_a_crash_is_no_statement(people, tmp_path):
    path = tmp_path / "data" / "consent.jsonl"
    people.answer("ann", "a" * 64, "me", "en")
    with path.open("a") as file:
        file.write('{"number":2,"at":"2026')
    assert len(people.record.entries()) == 1
    people.answer("ann", "a" * 64, "agreed", "en")
    assert [entry.choice for entry in people.record.entries()] == ["me", "agreed"]
