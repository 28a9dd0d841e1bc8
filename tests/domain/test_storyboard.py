"""What can be seen to be wrong with a storyboard before anything is looked into."""

import pytest

from seedance_studio.domain.reference import Reference
from seedance_studio.domain.sound import SoundWish
from seedance_studio.domain.storyboard import (
    BoardShot,
    StoryboardRequest,
    going_on,
    is_same_take,
    shot_request,
    storyboard_problems,
)

FIRST = Reference(name="Image1", file="a.png", role="first_frame")


def board(*shots, **changes):
    return StoryboardRequest(shots=shots, **changes)


def shot(**changes):
    return BoardShot(**({"prompt": "a dog", "seconds": 4.0} | changes))


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (board(shot(), shot(goes_on=True, fade_s=0.5)), set()),
        (board(), {"shots"}),
        (board(*[shot(seconds=1.0)] * 51), {"shots"}),
        (board(shot(id="x"), shot(id="x")), {"shots"}),
        (board(shot(goes_on=True)), {"shots.1.goes_on"}),
        (board(shot(), shot(goes_on=True, references=(FIRST,))), {"shots.2.goes_on"}),
        (board(shot(), shot(fade_s=-1.0)), {"shots.2.fade_s"}),
        (board(shot(), shot(fade_s=float("nan"))), {"shots.1.fade_s", "shots.2.fade_s"}),
        (board(shot(), shot(fade_s=3.0), shot(fade_s=2.0)), {"shots.2.fade_s"}),
        # Of the first shot a fade does nothing: it may come there when shots are moved.
        (board(shot(fade_s=3.0), shot(fade_s=2.0)), set()),
        (board(*[shot(seconds=14.0)] * 14), {"sound"}),
        (board(*[shot(seconds=14.0)] * 14, sound=SoundWish(source="own")), set()),
        (board(shot(), sound=SoundWish(mood="loud")), {"mood"}),
    ],
)
def test_what_is_wrong_is_said_by_field(asked, fields):
    assert set(storyboard_problems(asked)) == fields


def test_the_film_is_as_long_as_its_shots_less_the_fades():
    assert board(shot(fade_s=9.0), shot(fade_s=0.5), shot()).total_s == pytest.approx(11.5)


def test_a_shot_has_its_own_words_and_the_look_of_all():
    asked = board(shot(prompt="a cat", seed=3), seed=8)
    request = shot_request(asked, asked.shots[0])

    assert (request.prompt, request.seed, request.enhance_seed) == ("a cat", 3, 8)
    assert (request.aspect, request.size, request.fps) == ("16:9", "720p", "24")
    assert request.sound.source == "off"  # the film is scored, not each shot
    own = board(shot(), sound=SoundWish(source="own"))
    assert shot_request(own, own.shots[0]).sound.source == "auto"


def test_a_shot_goes_on_with_a_name_that_is_free():
    asked = board(shot(references=(Reference(name="Image1", file="cat.png", role="identity"),)))
    request = going_on(shot_request(asked, asked.shots[0]), "last.png")

    assert [(one.name, one.role) for one in request.references] == [
        ("Image1", "identity"),
        ("Image2", "first_frame"),
    ]
    assert not is_same_take(request, shot_request(asked, asked.shots[0]))
