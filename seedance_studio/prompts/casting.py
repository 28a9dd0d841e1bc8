"""Who is in a prompt: the main subject, its companion, and how the two go together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seedance_studio.prompts.lexicon import Group, Sense
from seedance_studio.seedling.world.vocabulary import RELATIONS

PRONOUNS = frozenset({"he", "she", "他", "她"})
MAX_STEPS_BACK = 4
_WORDS = {
    name: frozenset((*RELATIONS[name].en, *RELATIONS[name].zh)) for name in ("passing", "chasing")
}
_BESIDE = frozenset((*RELATIONS["with"].en, *RELATIONS["with"].zh, "near", "nearby", "附近", "旁"))
# What somebody rides or wears is a part of them, and never beside them.
_PART_OF_THEM = frozenset(
    [
        "riding",
        "ride",
        "rides",
        "wearing",
        "wears",
        "wear",
        "dressed",
        "骑",
        "骑着",
        "骑行",
        "开着",
        "驾驶",
        "驾驶着",
        "驾着",
        "坐",
        "乘坐",
        "乘着",
        "戴",
        "戴着",
        "穿",
        "穿着",
        "身穿",
        "身着",
        "披着",
    ]
)
# A chase that nobody else takes part in is a run; words of other relations then show nothing.
_ALONE = {"chasing": Sense("word", "action", "run", "mapped"), "passing": Sense("filler")}


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of the cleaned prompt with its sense."""

    key: str
    sense: Sense
    start: int
    end: int
    is_negated: bool = False

    def shows(self, group: Group) -> bool:
        """Tells whether the piece asks for something of this group."""
        return self.sense.group == group and not self.is_negated


def positions(pieces: list[Piece], group: Group) -> list[int]:
    """Gives where a group is asked for."""
    return [at for at, piece in enumerate(pieces) if piece.shows(group)]


def main_subject(pieces: list[Piece]) -> Piece | None:
    """Gives the first actor, or else the first subject that is named."""
    at_subjects = positions(pieces, "subject")
    actors = [at for at in at_subjects if not _is_scenery(pieces, at)]
    named = [at for at in actors if pieces[at].key not in PRONOUNS or at == at_subjects[0]]
    return next((pieces[at] for at in (*named, *at_subjects)), None)


def _is_scenery(pieces: list[Piece], at: int) -> bool:
    """Tells a subject that only says where: "under a tree", "城堡前", or what is held."""
    if at + 1 < len(pieces) and pieces[at + 1].sense.role == "locative":
        return True
    for before in reversed(pieces[max(0, at - MAX_STEPS_BACK) : at]):
        if before.sense.role in ("preposition", "object_verb") or before.shows("relation"):
            return True
        is_adjective = before.sense.group in ("colour", "count") or before.sense.role in (
            "filler",
            "soft",
            "unknown",
        )
        if not is_adjective:
            return False
    return False


def companion_of(pieces: list[Piece], subject: Piece | None) -> Piece | None:
    """Finds the first subject of another kind; who acts comes before what says where."""
    if subject is None:
        return None
    others = [
        at
        for at in positions(pieces, "subject")
        if pieces[at].sense.id != subject.sense.id
        and pieces[at].key not in PRONOUNS
        and not any(before.key in _PART_OF_THEM for before in _leading(pieces, at))
    ]
    actors = [at for at in others if not _is_place(pieces, at)]
    return next((pieces[at] for at in (*actors, *others)), None)


def related(pieces: list[Piece], companion: Piece | None) -> tuple[list[Piece], str | None, bool]:
    """Tells how the companion goes with the subject.

    Returns: the pieces, where words of a relation that nobody has mean what they mean alone; the
        relation that is said; and whether the companion only says where the subject is.
    """
    if companion is None:
        return (
            [
                replace(piece, sense=_ALONE[piece.sense.id]) if piece.shows("relation") else piece
                for piece in pieces
            ],
            None,
            False,
        )
    at = pieces.index(companion)
    named = next((piece.sense.id for piece in pieces if piece.shows("relation")), None)
    if named:
        return pieces, named, False
    if any(piece.sense.role == "object_verb" for piece in _leading(pieces, at)):
        return pieces, "with", False
    # "Driving past" is one phrase: its last word tells the relation.
    leading = {
        key for piece in _leading(pieces, at) for key in (piece.key, *piece.key.split()[-1:])
    }
    following = {piece.key for piece in pieces[at + 1 : at + 2]}
    if (leading | following) & _BESIDE:
        return pieces, "with", False
    for name, words in _WORDS.items():
        if leading & words:
            return pieces, name, False
    return pieces, None, _is_place(pieces, at)


def _leading(pieces: list[Piece], at: int) -> list[Piece]:
    """Gives what stands right before a noun, up to the first word that is no adjective."""
    found = []
    for before in reversed(pieces[max(0, at - MAX_STEPS_BACK) : at]):
        found.append(before)
        is_adjective = before.sense.group in ("colour", "count") or before.sense.role in (
            "filler",
            "soft",
            "unknown",
        )
        if not is_adjective:
            break
    return found


def _is_place(pieces: list[Piece], at: int) -> bool:
    """Tells scenery that is neither beside the subject nor chased or passed by it."""
    words = _BESIDE | _WORDS["passing"] | _WORDS["chasing"]
    if any(before.key in words or before.shows("relation") for before in _leading(pieces, at)):
        return False
    return _is_scenery(pieces, at)
