"""Reads a prompt: which words it holds and which of them say what the clip shows.

A prompt becomes a row of pieces; rules over neighbouring pieces then tell what was negated, which
subject is the main one, and what a colour or a number belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from seedance_studio.domain.prompt import PromptWord
from seedance_studio.prompts.casting import (
    MAX_STEPS_BACK,
    PRONOUNS,
    Piece,
    companion_of,
    main_subject,
    positions,
    related,
)
from seedance_studio.prompts.lexicon import Group, Lexicon, Sense, lexicon
from seedance_studio.prompts.text import Token, clean_prompt, tokenize
from seedance_studio.seedling.known import EVERYTHING, Known

_STOP = Sense("stop")
_FILLER = Sense("filler")
_UNKNOWN = Sense("unknown")
# These end the run of adjectives between a colour or number and its noun.
_DETERMINERS = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "his",
        "her",
        "its",
        "their",
        "that",
        "this",
        "who",
        "which",
        "it",
        "在",
        "是",
        "这",
        "那",
        "着",
        "了",
        "正在",
        "有",
    ]
)
_UNITS = frozenset(
    [
        "second",
        "seconds",
        "minute",
        "minutes",
        "shot",
        "shots",
        "video",
        "clip",
        "times",
        "time",
        "side",
        "sides",
        "frames",
        "way",
        "秒",
        "秒钟",
        "分钟",
        "小时",
        "次",
        "遍",
        "画面",
        "镜头",
    ]
)
_NOUN_ADVERBS = ("family", "fly", "belly", "jelly", "lily", "bully", "ally", "italy")
_MAX_STEPS_AHEAD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A prompt as pieces, and the pieces that say each part of the scene."""

    text: str
    pieces: tuple[Piece, ...]
    known: Known = EVERYTHING
    """The words it is read in terms of."""
    subject: Piece | None = None
    colour: Piece | None = None
    count: Piece | None = None
    counts: frozenset[int] = frozenset()
    """Positions of the pieces that really count a subject."""
    companion: Piece | None = None
    """A second subject, of another kind."""
    relation: str | None = None
    """How it goes with the first one, as far as words say so: with, chasing or passing."""
    is_place: bool = False
    """Whether it only says where the first one is: "in front of a house"."""
    said: dict[Group, list[Piece]] = field(default_factory=dict)
    """For every group what was asked for, the best candidate first."""
    excluded: frozenset[tuple[str, str]] = frozenset()
    """(group, id) of what the prompt says it does not want."""

    def first(self, group: Group) -> Piece | None:
        """Gives the best candidate of a group."""
        return next(iter(self.said.get(group, ())), None)

    @property
    def is_plural(self) -> bool:
        """Tells whether the main subject is named as more than one, without a number."""
        if self.subject is None:
            return False
        after = self.pieces[self.pieces.index(self.subject) + 1 :]
        return self.subject.sense.is_plural or (bool(after) and after[0].key == "们")

    @property
    def shown(self) -> tuple[Piece, ...]:
        """Gives the pieces that ask for something, in their order."""
        return tuple(p for at, p in enumerate(self.pieces) if self._is_listed(at, p))

    def words(self) -> tuple[PromptWord, ...]:
        """Lists the words that ask for something, in their order, as the user wrote them."""
        return tuple(
            PromptWord(
                text=self.text[self._start(at) : piece.end],
                status=piece.sense.status,
                meaning=piece.sense.meaning,
                group=piece.sense.group,
            )
            for at, piece in enumerate(self.pieces)
            if self._is_listed(at, piece)
        )

    def _is_listed(self, at: int, piece: Piece) -> bool:
        if piece.is_negated or piece.sense.role not in ("word", "unknown"):
            return False
        if piece.sense.group == "count":
            return at in self.counts and piece.sense.id != "1"
        return not (piece.key in PRONOUNS and piece is not self.subject)

    def _start(self, at: int) -> int:
        """Begins a camera phrase at its "slow" or "the camera"."""
        if self.pieces[at].sense.group != "camera":
            return self.pieces[at].start
        while at and (
            self.pieces[at - 1].sense.role == "adverb"
            or self.pieces[at - 1].key in ("the", "camera", "镜头")
        ):
            at -= 1
        return self.pieces[at].start


def read(prompt: str, known: Known = EVERYTHING) -> Reading:
    """Reads a prompt in either language or both at once; never raises."""
    text = clean_prompt(prompt)
    pieces = _negated(_without_idle_still(list(_pieces(text, lexicon(known)))))
    subject = main_subject(pieces)
    companion = companion_of(pieces, subject) if known.companions else None
    pieces, relation, is_place = related(pieces, companion)
    said: dict[Group, list[Piece]] = {}
    for piece in pieces:
        if piece.sense.group is not None and not piece.is_negated:
            said.setdefault(piece.sense.group, []).append(piece)
    for group in ("time", "weather", "camera"):
        # "The sun" near a word for rain is not a wish for a clear sky.
        said.get(group, []).sort(key=lambda piece: piece.sense.status == "mapped")
    owners = {at: _counted(pieces, at) for at in positions(pieces, "count")}
    count = next((pieces[at] for at, owner in owners.items() if owner and owner is subject), None)
    colours = positions(pieces, "colour") if subject else ()
    colour = next((pieces[at] for at in colours if _coloured(pieces, at, subject)), None)
    return Reading(
        text=text,
        pieces=tuple(pieces),
        known=known,
        subject=subject,
        companion=companion,
        relation=relation,
        is_place=is_place,
        colour=colour,
        count=count,
        counts=frozenset(at for at, owner in owners.items() if owner),
        said=said,
        excluded=frozenset(
            (piece.sense.group, piece.sense.id)
            for piece in pieces
            if piece.is_negated and piece.sense.group
        ),
    )


def _pieces(text: str, phrases: Lexicon) -> Iterator[Piece]:
    tokens = tokenize(text)
    at = 0
    for sense, end in _best_row(tokens, phrases):
        key = ("" if tokens[at].is_han else " ").join(token.key for token in tokens[at:end])
        yield Piece(key, sense, tokens[at].start, tokens[end - 1].end)
        at = end


def _best_row(tokens: list[Token], phrases: Lexicon) -> list[tuple[Sense, int]]:
    """Cuts tokens into phrases: the fewest unknown tokens, then the fewest phrases.

    Taking the longest phrase first would read 大海上升空 as 大海, 上升, 空.

    Returns: senses with the index after their last token, in order.
    """
    costs = [(0, 0)] * (len(tokens) + 1)
    steps: list[tuple[Sense, int]] = [(_STOP, 0)] * len(tokens)
    for at in reversed(range(len(tokens))):
        options = [(_STOP, at + 1)]
        if tokens[at].key:
            options = list(phrases.matches(tokens, at)) or [(_unlisted(tokens[at]), at + 1)]
            if tokens[at].is_han:
                options.append((_UNKNOWN, at + 1))
        rated = [
            (costs[end][0] + (sense is _UNKNOWN), costs[end][1] + 1, -end, sense)
            for sense, end in options
        ]
        num_unknown, num_phrases, end, sense = min(rated, key=lambda option: option[:3])
        costs[at], steps[at] = (num_unknown, num_phrases), (sense, -end)
    return list(_joined(tokens, steps))


def _joined(tokens: list[Token], steps: list[tuple[Sense, int]]) -> Iterator[tuple[Sense, int]]:
    """Walks the steps and joins neighbouring unknown Han characters to one word."""
    at = 0
    while at < len(steps):
        sense, end = steps[at]
        while (
            sense is _UNKNOWN
            and end < len(steps)
            and steps[end][0] is _UNKNOWN
            and tokens[end].is_han
            and tokens[end - 1].is_han
            and tokens[end].start == tokens[end - 1].end
        ):
            end = steps[end][1]
        yield sense, end
        at = end


def _unlisted(token: Token) -> Sense:
    """Takes a word that no list holds as unknown, unless its form says that it shows nothing."""
    if token.is_han:
        return _UNKNOWN
    is_adverb = (
        token.key.endswith("ly") and len(token.key) > 4 and not token.key.endswith(_NOUN_ADVERBS)
    )
    is_technical = len(token.key) == 1 or any(char.isdigit() for char in token.key)
    return _FILLER if is_adverb or is_technical else _UNKNOWN


def _without_idle_still(pieces: list[Piece]) -> list[Piece]:
    """Takes "still" before a verb as an adverb, not as standing still."""
    return [
        replace(piece, sense=_FILLER)
        if piece.key == "still" and after.sense.group == "action"
        else piece
        for piece, after in zip(pieces, [*pieces, Piece("", _STOP, 0, 0)][1:], strict=True)
    ]


def _negated(pieces: list[Piece]) -> list[Piece]:
    """Marks what follows a negation: up to one noun, and further ones joined by "or"."""
    result = list(pieces)
    is_open = False
    for at, piece in enumerate(pieces):
        role = piece.sense.role
        if role == "not":
            is_open = True
        elif role == "stop":
            is_open = False
        elif role == "and":
            is_open = at > 0 and result[at - 1].is_negated
        elif is_open and role in ("word", "unknown"):
            result[at] = replace(piece, is_negated=True)
            # A colour, a number or an adjective still waits for its noun.
            is_open = piece.sense.group in ("colour", "count")
    return result


def _counted(pieces: list[Piece], at: int) -> Piece | None:
    """Finds the subject a number counts: the next noun, or in Chinese the one just before."""
    for piece in pieces[at + 1 : at + 1 + _MAX_STEPS_AHEAD]:
        if piece.sense.group == "subject":
            return piece
        is_between = piece.sense.group == "colour" or piece.sense.role in (
            "filler",
            "soft",
            "adverb",
            "unknown",
        )
        if not is_between or piece.key in _UNITS:
            break
    before = pieces[at - 1] if at else None
    return before if before and before.shows("subject") else None


def _coloured(pieces: list[Piece], at: int, subject: Piece | None) -> bool:
    """Tells whether a colour belongs to the main subject rather than to a hat or the sky."""
    has_other_noun = False
    for piece in pieces[at + 1 : at + 1 + _MAX_STEPS_AHEAD]:
        role, group = piece.sense.role, piece.sense.group
        if group == "subject":
            return piece is subject
        if group in ("setting", "time", "weather"):
            return False
        if role in ("stop", "preposition", "locative", "not", "object_verb"):
            break
        if group == "relation":
            break
        if role == "filler" and piece.key in _DETERMINERS:
            break
        if role == "unknown":
            if _is_held(pieces, at):
                return False
            has_other_noun = True
    before = next((pieces[i] for i in reversed(range(at)) if pieces[i].shows("subject")), None)
    return not has_other_noun and before is not None and before is subject


def _is_held(pieces: list[Piece], at: int) -> bool:
    for before in reversed(pieces[max(0, at - MAX_STEPS_BACK) : at]):
        if before.sense.role == "object_verb":
            return True
        if before.sense.role not in ("filler", "soft") and before.sense.group not in (
            "count",
            "colour",
        ):
            return False
    return False
