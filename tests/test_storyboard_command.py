"""A film of several shots from a file, by the headless door."""

import json

import pytest

from tests.uploads import picture, sound

LOOK = {"engine": "fake", "size": "native", "fps": "native"}


@pytest.fixture
def board_file(tmp_path):
    def write(document):
        path = tmp_path / "board.json"
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_shots_of_a_file_become_one_film(headless, board_file, tmp_path):
    picture(tmp_path / "boat.png")
    sound(tmp_path / "song.wav", seconds=3)
    cat = {"name": "Image1", "file": "boat.png", "role": "identity"}
    document = {
        "title": "A day",
        "look": LOOK,
        "music": "song.wav",
        "shots": [
            {"prompt": "a red ball", "seconds": 1},
            {"prompt": "a blue ball", "seconds": 1, "goes_on": True},
            {"prompt": "a boat", "seconds": 1.0, "fade_s": 0.5, "seed": 7, "references": [cat]},
        ],
    }
    out = tmp_path / "film.mp4"

    status, answer, said = headless("storyboard", board_file(document), "--out", str(out), "--json")

    assert status == 0, answer
    assert out.is_file()
    film = answer["film"]
    assert film["mode"] == "montage"
    assert film["delivered"]["duration_s"] == pytest.approx(2.5, abs=0.05)
    assert film["delivered"]["audio_codec"] == "aac"
    assert film["marks"]["aigc"]
    assert [one["mode"] for one in answer["shots"]] == ["text", "image", "mixed"]
    assert answer["shots"][2]["seed"] == 7
    assert "2/3 a blue ball" in said


def test_what_is_wrong_with_a_file_is_named_by_field(headless, board_file):
    unread = {"title": 3, "sound": {"pace": 1}, "shots": [{"prompt": "a"}, {"seconds": "long"}]}
    status, answer, _ = headless("storyboard", board_file(unread), "--json")
    assert status == 2
    assert set(answer["error"]["problems"]) == {
        *("title", "sound.pace", "shots.2.prompt", "shots.2.seconds"),
    }

    impossible = {"look": LOOK, "shots": [{"prompt": "a", "goes_on": True, "seconds": 99.0}]}
    status, answer, _ = headless(
        "storyboard", board_file(impossible), "--out", "film.avi", "--json"
    )
    assert status == 2
    assert set(answer["error"]["problems"]) == {"shots.1.goes_on", "shots.1.seconds", "out"}


@pytest.mark.parametrize("text", ["", "[]", "{", '"words"', "[" * 100_000])
def test_what_is_no_storyboard_is_refused(headless, board_file, text):
    status, answer, _ = headless("storyboard", board_file(text), "--json", "--language", "zh")
    assert status == 2
    assert set(answer["error"]["problems"]) == {"file"}


def test_a_shot_that_fails_is_named_and_the_others_stay(headless, board_file):
    shots = [{"prompt": "a red ball", "seconds": 1}, {"prompt": "it is broken", "seconds": 1}]
    status, answer, _ = headless(
        "storyboard", board_file({"look": LOOK, "shots": shots}), "--draft", "--json"
    )
    assert status == 3
    assert answer["error"]["code"] == "generation_failed"
    assert "clip_id" in answer["shots"][0]
    assert answer["shots"][1]["error"]["code"] == "generation_failed"
