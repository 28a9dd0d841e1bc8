"""The prompt gate: refuses what no studio should make, in whichever way it is spelt.

It looks for categories that come together, not for single words: a child on a beach is fine, and so
is a marble nude. It is a floor, not a judge. It reads English and Chinese, with spaces, signs,
digits or lookalike letters put between or in place of letters; it does not understand paraphrase,
pinyin, emoji or other languages, and it refuses a few harmless sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from seedance_studio.errors import Text
from seedance_studio.safety.folding import fold, han_only, with_letters_for_digits
from seedance_studio.safety.gate_words import (
    CHINESE,
    CHINESE_HARMLESS,
    ENGLISH,
    ENGLISH_HARMLESS,
    Category,
)

ADULT = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is refused: a prompt that has one of each group of categories."""

    name: str
    groups: tuple[tuple[Category, ...], ...]
    refusal: Text


RULES: tuple[Rule, ...] = (
    Rule(
        name="minors",
        groups=(("minor",), ("explicit", "suggestive", "force")),
        refusal=Text(
            "nothing sexual with minors is made here", "本工作室不生成任何涉及未成年人的性内容"
        ),
    ),
    Rule(
        name="sexual violence",
        groups=(("force",),),
        refusal=Text("no sexual violence is made here", "本工作室不生成性暴力内容"),
    ),
    Rule(
        name="real people, sexual",
        groups=(("real_person",), ("explicit",)),
        refusal=Text(
            "nothing sexual with real people is made here", "本工作室不生成涉及真实人物的性内容"
        ),
    ),
    Rule(
        name="forgery",
        groups=(("forgery",), ("real_person",)),
        refusal=Text(
            "no clips that pass real people off as doing what they did not are made here",
            "本工作室不生成冒充真实人物的视频",
        ),
    ),
)


def refusal(prompt: str) -> Text | None:
    """Say which rule a prompt breaks, without the words that broke it; None when it breaks none."""
    found = categories(prompt)
    for rule in RULES:
        if all(found.intersection(group) for group in rule.groups):
            return rule.refusal
    return None


def categories(prompt: str) -> set[Category]:
    """Give the categories that a prompt touches."""
    folded = fold(prompt)
    found = _in_chinese(folded)
    for reading in (folded, with_letters_for_digits(folded)):
        found |= _in_english(reading)
    if _has_minor_age(folded):
        found.add("minor")
    return found


def _in_english(text: str) -> set[Category]:
    text = _ENGLISH_HARMLESS.sub(" ", text)
    return {category for category, pattern in _ENGLISH.items() if pattern.search(text)}


def _in_chinese(folded: str) -> set[Category]:
    text = _CHINESE_HARMLESS.sub("", han_only(folded))
    return {category for category, pattern in _CHINESE.items() if pattern.search(text)}


def _has_minor_age(folded: str) -> bool:
    ages = [int(match[1]) for match in _AGE.finditer(folded)]
    ages += [_HAN_NUMBERS[match[1]] for match in _HAN_AGE.finditer(han_only(folded))]
    return any(age < ADULT for age in ages)


_AGE = re.compile(r"(?<!\d)(\d{1,2})[\s-]*(?:years?[\s-]*old|yo\b|y/o|岁)")
_HAN_NUMBERS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {
    f"十{digit}": 10 + number for number, digit in enumerate("一二三四五六七八九", 1)
}
_HAN_AGE = re.compile(r"(?<![一二三四五六七八九十百])(十?[一二三四五六七八九]|十)岁")


def _pattern(words: str) -> re.Pattern[str]:
    """Match each word as it is, with signs inside, or with a gap between all of its letters."""
    spellings = []
    for word in words.split(", "):
        ending = r"[a-z]*" if word.endswith("*") else ""
        letters = [re.escape(letter) for letter in word.rstrip("*") if letter != " "]
        joined = r"[^\w\s]{0,2}".join(
            r"[\W_]+" if letter == " " else re.escape(letter) for letter in word.rstrip("*")
        )
        spaced = r"[\W_]{1,2}".join(letters)
        spellings += [joined + ending, spaced]
    return re.compile(rf"(?<![a-z])(?:{'|'.join(spellings)})(?![a-z])")


_ENGLISH = {category: _pattern(words) for category, words in ENGLISH.items()}
_ENGLISH_HARMLESS = _pattern(ENGLISH_HARMLESS)
_CHINESE = {category: re.compile(words) for category, words in CHINESE.items()}
_CHINESE_HARMLESS = re.compile(CHINESE_HARMLESS)
