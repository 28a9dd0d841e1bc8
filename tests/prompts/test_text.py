import unicodedata

import pytest

from seedance_studio.prompts import clean_prompt, detect_language


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  a  dog\n\truns ", "a dog runs"),
        ("a\u200b dog\ufeff", "a dog"),
        ("a\x00 dog\x1b[31m", "a dog[31m"),
        ("a \ud83d dog", "a dog"),
        ("cafe\u0301", "café"),
        ("一只狗\u3000奔跑", "一只狗 奔跑"),
        ("", ""),
        ("\u202e\u2066", ""),
    ],
)
def test_cleaning_keeps_what_a_reader_sees(text, cleaned):
    assert clean_prompt(text) == cleaned
    assert clean_prompt(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", clean_prompt(text))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("一只狗在海边奔跑", "zh"),
        ("a dog runs", "en"),
        ("一辆 red car 在夜晚的 city 里行驶", "zh"),
        ("a red car drives through the 城市 at night", "en"),
        ("@Image1 @Image2 @Video1 海边", "zh"),
        ("4K 一只猫", "zh"),
        ("隻貓", "zh"),
        ("", "en"),
        ("🐼🐼", "en"),
    ],
)
def test_language_is_that_of_most_words(text, language):
    assert detect_language(text) == language
