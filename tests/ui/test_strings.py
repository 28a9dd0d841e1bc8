"""The words of the page, and how modes are found."""

import re
import string
import sys
import types

import pytest

from seedance_studio.ui import modes
from seedance_studio.ui import strings as page_strings
from seedance_studio.ui.mode import find_modes
from seedance_studio.ui.strings import STRINGS, say

SAME_IN_BOTH = {
    *("size_720p", "size_1080p", "size_1440p", "size_4k"),
    *("fps_24", "fps_25", "fps_30", "fps_50", "fps_60"),
}


def places(words):
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("key", STRINGS)
def test_a_string_says_the_same_in_both_languages(key):
    text = STRINGS[key]
    assert text.en.strip()
    assert text.zh.strip()
    assert places(text.en) == places(text.zh)
    assert not re.search(r"[\u4e00-\u9fff]", text.en)
    assert re.search(r"[\u4e00-\u9fff]", text.zh) or key in SAME_IN_BOTH


def test_places_are_filled_in_both_languages():
    filled = say("step_of", step=3, total=8)
    assert filled.en == "Step 3 of 8"
    assert filled.zh == "第 3 / 8 步"


def test_text_to_video_is_found_first():
    assert find_modes(modes)[0].id == "text"


@pytest.mark.parametrize("body", ["", "from seedance_studio.ui.modes.text import MODE"])
def test_a_module_without_a_mode_of_its_own_is_refused(tmp_path, monkeypatch, body):
    folder = tmp_path / "broken_modes"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "one.py").write_text("from seedance_studio.ui.modes.text import MODE")
    (folder / "two.py").write_text(body)
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.startswith("broken_modes")]:
        monkeypatch.delitem(sys.modules, name)
    package = types.ModuleType("broken_modes")
    package.__path__ = [str(folder)]
    monkeypatch.setitem(sys.modules, "broken_modes", package)
    with pytest.raises(ValueError, match="broken_modes"):
        find_modes(package)


def test_no_two_files_use_the_same_key():
    files = [
        strings
        for name in dir(page_strings)
        if name.endswith("_STRINGS") and isinstance(strings := getattr(page_strings, name), dict)
    ]
    keys = [key for strings in files for key in strings]
    assert [key for key in set(keys) if keys.count(key) > 1] == []
