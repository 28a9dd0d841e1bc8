"""One spelling for the many in which a word can be written to slip past a list."""

from __future__ import annotations

import re
import unicodedata

from seedance_studio.prompts import to_simplified

_LOOKALIKES = str.maketrans(
    "аӓвгеёзіїјкмнопрсстуүхһьѕԁɡɑıοαεικνρτυχωηßøłđðþ",
    "aabreezi" + "ijkmhonpcctyyxhbsdgaioaeikvptuxwnbolddp",
)
"""Cyrillic, Greek and other letters that look like Latin ones."""
_MORE_SIMPLIFIED = str.maketrans(
    "強姦處嬰蘿導領總統亂倫臉冒偽聞褲襪誘賣撫", "强奸处婴萝导领总统乱伦脸冒伪闻裤袜诱卖抚"
)
"""Traditional characters of the gate's words that the vocabulary of prompts has no use for."""
_DIGITS = str.maketrans("0134578@$!|", "oieastbasil")
_HAN = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff]+")


def fold(text: str) -> str:
    """Give text in lower case, half width and Latin letters, without accents and hidden marks."""
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    seen = (char for char in wide if unicodedata.category(char) not in ("Cf", "Mn", "Cc", "Co"))
    return to_simplified("".join(seen).translate(_LOOKALIKES)).translate(_MORE_SIMPLIFIED)


def with_letters_for_digits(folded: str) -> str:
    """Give folded text with digits and signs read as the letters they are used for."""
    return folded.translate(_DIGITS)


def han_only(folded: str) -> str:
    """Give the Chinese characters alone: what stands between them is no help in hiding."""
    return _HAN.sub("", folded)
