"""Raw text: cleaning it, telling its language, cutting it into tokens.

Knows nothing of what words mean.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from seedance_studio.errors import Language
from seedance_studio.prompts.traditional import TO_SIMPLIFIED

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(
    rf"(?P<name>@[a-z0-9_]+|@[{_HAN}]{{2}}[0-9]+)"
    rf"|(?P<han>[{_HAN}])"
    rf"|(?P<word>[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)*)"
    r"|(?P<and>、)"
    r"|(?P<stop>[,.;:!?。…|()\[\]])"
    r"|(?P<symbol>[^\s\w])"
)
_HAN_CHARACTERS_A_WORD = 1.5


@dataclass(frozen=True, slots=True)
class Token:
    """One Han character, one word of another script, one emoji, or the end of a clause."""

    key: str
    """Lower case, half width, simplified, without 's; "" at the end of a clause."""
    start: int
    end: int
    is_han: bool


def clean_prompt(text: str) -> str:
    """Gives the text in NFC on one line, without characters that no reader sees."""
    visible = (" " if char in "\r\n\t\v\f\u2028\u2029" else char for char in text)
    kept = "".join(char for char in visible if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def detect_language(text: str) -> Language:
    """Tells Chinese when its words outnumber those of other scripts."""
    tokens = tokenize(text)
    num_han = sum(token.is_han for token in tokens)
    num_words = sum(not token.is_han and token.key[:1].isalpha() for token in tokens)
    return "zh" if num_han / _HAN_CHARACTERS_A_WORD > num_words else "en"


def tokenize(text: str) -> list[Token]:
    """Cuts text into tokens; positions are those of the text given.

    Names of references (@Image1) and marks such as hyphens are left out.
    """
    tokens = []
    for match in _TOKEN.finditer("".join(map(_fold, text))):
        kind, key = match.lastgroup, match.group()
        if kind == "name" or (kind == "symbol" and unicodedata.category(key) != "So"):
            continue
        if kind == "stop":
            key = ""
        elif kind == "word":
            key = _without_apostrophe(key)
        tokens.append(Token(key, match.start(), match.end(), kind == "han"))
    return tokens


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """Folds width, case and script of one character, always to one character."""
    for folded in (unicodedata.normalize("NFKC", char), char):
        lowered = folded.lower()
        if len(lowered) == 1:
            return TO_SIMPLIFIED.get(lowered, lowered)
    return char


def _without_apostrophe(word: str) -> str:
    word = word.replace("’", "'")
    if word.endswith("n't"):
        return "not"
    return word.removesuffix("'s").replace("'", "")
