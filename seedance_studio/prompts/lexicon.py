"""Every phrase the studio can read, in both languages, and the search for the longest one.

Built on first use from the world's vocabulary, the near words and the function words, once for what
each set of weights has learned of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from seedance_studio.domain.prompt import WordStatus
from seedance_studio.errors import Text
from seedance_studio.prompts.function_words import EN_ROLES, ZH_ROLES, Role
from seedance_studio.prompts.near import NEAR, SAME
from seedance_studio.prompts.stand_ins import STAND_INS
from seedance_studio.prompts.text import Token, tokenize
from seedance_studio.seedling.known import EVERYTHING, Known
from seedance_studio.seedling.world.captions import plural
from seedance_studio.seedling.world.vocabulary import (
    ACTIONS,
    CAMERAS,
    COLOURS,
    RELATIONS,
    SETTINGS,
    SUBJECTS,
    TIMES,
    WEATHERS,
    Subject,
    Word,
)

Group = Literal[
    "subject", "setting", "time", "weather", "action", "camera", "colour", "count", "relation"
]

WORLD: dict[Group, dict[str, Word]] = {
    "subject": dict(SUBJECTS),
    "setting": SETTINGS,
    "time": TIMES,
    "weather": WEATHERS,
    "action": ACTIONS,
    "camera": CAMERAS,
    "colour": COLOURS,
    "relation": RELATIONS,
}
# These words have a role of their own and tell a relation only between two subjects (casting.py).
_NO_RELATION_ALONE = frozenset({"after", "past", "by", "穿过"})
COUNTS: dict[int, Text] = {1: Text("one", "一"), 2: Text("two", "两"), 3: Text("three", "三")}

_EN_NUMBERS: dict[str, tuple[int, WordStatus]] = {
    **dict.fromkeys(("one", "1", "single"), (1, "understood")),
    **dict.fromkeys(("two", "2", "pair of", "pair", "couple of", "twin"), (2, "understood")),
    **dict.fromkeys(("three", "3", "trio of", "trio"), (3, "understood")),
    **dict.fromkeys(
        [
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "twelve",
            "dozen",
            "dozens",
            "hundred",
            "thousand",
        ],
        (3, "mapped"),
    ),
    **dict.fromkeys((str(number) for number in range(4, 100)), (3, "mapped")),
    **dict.fromkeys(
        [
            "several",
            "many",
            "group of",
            "groups of",
            "herd of",
            "flock of",
            "pack of",
            "school of",
            "swarm of",
            "bunch of",
            "dozens of",
            "hundreds of",
            "thousands of",
            "crowd of",
            "line of",
            "family of",
            "numerous",
        ],
        (3, "mapped"),
    ),
}
_ZH_NUMBERS: dict[str, tuple[int, WordStatus]] = {
    "一": (1, "understood"),
    **dict.fromkeys(("二", "两", "双"), (2, "understood")),
    "三": (3, "understood"),
    **dict.fromkeys(("四", "五", "六", "七", "八", "九", "十", "几", "数", "好几"), (3, "mapped")),
}
_ZH_MEASURES = "只辆头条艘架个位棵朵座匹列枚盏把名台株颗尾羽栋幢间支根峰口部顶簇碗杯块面封"
_ZH_GROUPS: dict[str, tuple[int, WordStatus]] = {
    **dict.fromkeys(("一对", "一双", "一男一女"), (2, "understood")),
    **dict.fromkeys(
        (
            "一群",
            "一队",
            "一排",
            "一串",
            "成群",
            "成群的",
            "成群结队",
            "许多",
            "很多",
            "众多",
            "无数",
            "一大群",
            "一堆",
        ),
        (3, "mapped"),
    ),
}
_EN_PAST = {
    "run": "ran",
    "fly": "flew",
    "swim": "swam",
    "drive": "drove",
    "ride": "rode",
    "stand": "stood",
    "sit": "sat",
    "sleep": "slept",
    "spin": "spun",
    "leap": "leapt",
    "sweep": "swept",
    "swing": "swung",
    "lie": "lay",
}


@dataclass(frozen=True, slots=True)
class Sense:
    """What one phrase means: a word of the world, or only a role in the sentence."""

    role: Role | Literal["word", "stop"]
    group: Group | None = None
    id: str = ""
    """Id in the group's vocabulary; for a count, its number."""
    status: WordStatus = "unknown"
    is_plural: bool = False

    @property
    def meaning(self) -> Text | None:
        """Gives the canonical word in both languages; None when there is none."""
        if self.group is None:
            return None
        if self.group == "count":
            return COUNTS[int(self.id)]
        word = WORLD[self.group][self.id]
        return Text(word.en[0], word.zh[0])


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first token, longest first."""

    phrases: dict[str, list[tuple[tuple[str, ...], Sense]]]
    adverbs: dict[str, list[tuple[str, ...]]]
    """Those of the phrases that may stand inside another one."""

    def matches(self, tokens: Sequence[Token], start: int) -> Iterator[tuple[Sense, int]]:
        """Finds every phrase that begins at a token, with the index after its last token.

        Adverbs inside a phrase are passed over: "镜头缓缓推进" is "镜头推进".
        """
        seconds = set()
        if start + 1 < len(tokens):
            seconds.add(tokens[start + 1].key)
            after = self._after_adverb(tokens, start + 1)
            if after < len(tokens):
                seconds.add(tokens[after].key)
        for phrase, sense in self.phrases.get(tokens[start].key, ()):
            if len(phrase) > 1 and phrase[1] not in seconds:
                continue
            end = self._end(tokens, start, phrase)
            if end:
                yield sense, end

    def _end(self, tokens: Sequence[Token], start: int, phrase: tuple[str, ...]) -> int:
        at = start + 1
        for key in phrase[1:]:
            if at < len(tokens) and tokens[at].key != key:
                at = self._after_adverb(tokens, at)
            if at >= len(tokens) or tokens[at].key != key:
                return 0
            at += 1
        return at

    def _after_adverb(self, tokens: Sequence[Token], start: int) -> int:
        for phrase in self.adverbs.get(tokens[start].key, ()):
            end = start + len(phrase)
            if tuple(t.key for t in tokens[start:end]) == phrase:
                return end
        return start


@cache
def lexicon(known: Known = EVERYTHING) -> Lexicon:
    """Gives the lexicon of what is known; where phrases coincide, the world's own words win."""
    senses: dict[tuple[str, ...], Sense] = {}
    for phrase, sense in _all_phrases():
        key = _key(phrase)
        if key:
            senses.setdefault(key, _as_known(sense, known))
    phrases: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    for key, sense in senses.items():
        phrases.setdefault(key[0], []).append((key, sense))
    for row in phrases.values():
        row.sort(key=lambda entry: -len(entry[0]))
    adverbs = {
        first: [phrase for phrase, sense in row if sense.role == "adverb"]
        for first, row in phrases.items()
    }
    return Lexicon(phrases, {first: row for first, row in adverbs.items() if row})


def _as_known(sense: Sense, known: Known) -> Sense:
    """Takes a word that is not known as the one that stands in for it, if there is one.

    A phrase that nothing stands in for stays whole: 红包 is not something red.
    """
    learned = {"subject": known.subjects, "setting": known.settings}.get(sense.group or "")
    if learned is None or sense.id in learned:
        return sense
    near = STAND_INS[sense.group or ""].get(sense.id)
    return replace(sense, id=near, status="mapped") if near in learned else Sense("unknown")


def _key(phrase: str) -> tuple[str, ...]:
    if phrase.isascii() and "'" not in phrase:
        return tuple(phrase.replace("-", " ").split())
    if phrase.isalpha() and not any(char.isascii() for char in phrase):
        return tuple(phrase)
    return tuple(token.key for token in tokenize(phrase))


def _all_phrases() -> Iterator[tuple[str, Sense]]:
    for group, words in WORLD.items():
        for word in words.values():
            yield from _exactly(group, word)
    yield from _emoji()
    for group, words in WORLD.items():
        for word in words.values():
            yield from _inflected(group, word.id, word.en, "understood")
    for group in WORLD:
        yield from _table(group, SAME.get(group, ""), "understood")
    for group in WORLD:
        yield from _table(group, NEAR.get(group, ""), "mapped")
    yield from _counts()
    for roles, separator in ((EN_ROLES, ","), (ZH_ROLES, None)):
        for role, words_of_role in roles.items():
            for phrase in words_of_role.split(separator):
                yield phrase.strip(), Sense(role)


def _exactly(group: Group, word: Word) -> Iterator[tuple[str, Sense]]:
    plurals = {plural(noun) for noun in word.en if plural(noun) != noun}
    if group == "relation" and word.id == "with":
        return
    for phrase in (*word.en, *word.zh):
        if group == "relation" and phrase in _NO_RELATION_ALONE:
            continue
        if isinstance(word, Subject) and word.colourable and _has_colour(phrase, word):
            continue
        is_plural = group == "subject" and phrase in plurals
        sense = Sense("word", group, word.id, "understood", is_plural)
        yield phrase, sense
        if group == "camera":
            yield "镜头" + phrase, sense


def _has_colour(phrase: str, subject: Subject) -> bool:
    """Tells names such as 白兔, whose colour must be read as one."""
    colours = (name for colour in COLOURS.values() for name in colour.zh if len(name) == 1)
    return any(phrase.startswith(name) and phrase[1:] in subject.zh for name in colours)


def _emoji() -> Iterator[tuple[str, Sense]]:
    for subject in SUBJECTS.values():
        codepoints = [part for part in subject.emoji.split("-") if part != "fe0f"]
        if len(codepoints) == 1:
            yield chr(int(codepoints[0], 16)), Sense("word", "subject", subject.id, "understood")


def _table(group: Group, rows: str, status: WordStatus) -> Iterator[tuple[str, Sense]]:
    for row in rows.strip().splitlines():
        name, en, zh = row.split("|")
        english = [phrase for phrase in en.split(",") if phrase]
        for phrase in (*english, *filter(None, zh.split(","))):
            yield phrase, Sense("word", group, name, status, phrase.endswith("们"))
        yield from _inflected(group, name, english, status)


def _counts() -> Iterator[tuple[str, Sense]]:
    def sense(count: int, status: WordStatus) -> Sense:
        return Sense("word", "count", str(count), status)

    for phrase, (count, status) in (*_EN_NUMBERS.items(), *_ZH_GROUPS.items()):
        yield phrase, sense(count, status)
    for number, (count, status) in (*_ZH_NUMBERS.items(), *_EN_NUMBERS.items()):
        if number.isdigit() or number in _ZH_NUMBERS:
            for measure in _ZH_MEASURES:
                yield number + measure, sense(count, status)
    for number in "两三四五六七八九十":
        yield number, sense(*_ZH_NUMBERS[number])


def _inflected(
    group: Group, name: str, phrases: Iterable[str], status: WordStatus
) -> Iterator[tuple[str, Sense]]:
    for phrase in phrases:
        if group in ("subject", "setting"):
            yield plural(phrase), Sense("word", group, name, status, group == "subject")
        elif group == "action":
            for form in _verb_forms(phrase):
                yield form, Sense("word", group, name, status)
        elif group == "camera":
            lead, rest = ("camera ", phrase[7:]) if phrase.startswith("camera ") else ("", phrase)
            for form in _verb_forms(rest):
                yield lead + form, Sense("word", group, name, status)


def _verb_forms(phrase: str) -> Iterator[str]:
    """Inflects the first word of a phrase that begins with a verb in its base form."""
    verb, _, rest = phrase.partition(" ")
    if verb.endswith(("ing", "s", "ed")) or len(verb) < 2:
        return
    rest = f" {rest}" if rest else ""
    stem = verb
    if verb.endswith("e") and not verb.endswith(("ee", "ie")):
        stem = verb[:-1]
    elif (
        len(verb) <= 4
        and verb[-1] not in "aeiouwxy"
        and verb[-2] in "aeiou"
        and (len(verb) == 2 or verb[-3] not in "aeiou")
    ):
        stem = verb + verb[-1]
    gerund = verb[:-2] + "ying" if verb.endswith("ie") else stem + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        third, past = verb[:-1] + "ies", verb[:-1] + "ied"
    else:
        third = verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "o")) else "s")
        past = (verb if verb.endswith("e") else stem) + "ed"
    for form in (gerund, third, _EN_PAST.get(verb, past)):
        yield form + rest
