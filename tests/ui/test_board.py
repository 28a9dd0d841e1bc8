"""What a browser sends as its board, read as strictly as any upload."""

import pytest

from seedance_studio.domain.reference import ROLES_OF
from seedance_studio.errors import RequestError
from seedance_studio.ui import board
from seedance_studio.ui.uses import USES

STORED = "a" * 64 + ".mp4"
CARD = {
    "name": "Video1",
    "file": STORED,
    "use": "edit",
    "strength": None,
    "at_s": None,
    "start_s": None,
    "end_s": None,
    "fit": "crop",
    "mask": None,
    "structure": "edges",
}


def read(**changes):
    return board.references({"cards": [{**CARD, **changes}], "next": {}})


def test_an_edit_says_how_much_is_to_change_and_not_how_strongly_it_acts():
    (reference,), amount = read(strength=0.2, start_s=1, end_s=2.5)
    assert (reference.role, reference.strength, amount) == ("edit", 1.0, 0.2)
    assert (reference.start_s, reference.end_s) == (1.0, 2.5)


def test_what_a_use_does_not_show_is_not_sent():
    mask = "b" * 64 + ".png"
    (reference,), amount = read(use="camera", strength=0.4, mask=mask, fit="extend", at_s=3)
    assert (reference.role, reference.strength, amount) == ("camera", 0.4, None)
    assert (reference.mask, reference.fit, reference.at_s) == (None, "crop", None)
    (reference,), _ = read(use="region", mask=mask)
    assert (reference.role, reference.mask) == ("edit", mask)


@pytest.mark.parametrize(
    "changes",
    [
        {"file": "/etc/passwd"},
        {"file": "../" + STORED},
        {"use": "region", "mask": "/etc/passwd"},
        {"use": "boss"},
        {"use": "keyframe", "at_s": "soon"},
        {"use": "first_frame", "fit": "squeeze"},
        {"strength": [1]},
        {"file": None},
    ],
)
def test_a_board_that_is_not_ours_is_refused(changes):
    with pytest.raises(RequestError) as refused:
        read(**changes)
    assert set(refused.value.problems) == {"references"}


@pytest.mark.parametrize("value", [None, {}, {"cards": []}])
def test_an_empty_board_asks_for_nothing(value):
    assert board.references(value) == ((), None)


def test_every_role_that_a_file_can_play_is_a_use():
    assert {use.role for use in USES.values()} == {r for roles in ROLES_OF.values() for r in roles}
