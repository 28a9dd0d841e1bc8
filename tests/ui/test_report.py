"""What the report of a plan is called on the page."""

import ast
from pathlib import Path

import seedance_studio
from seedance_studio.domain.delivery import ReportItem
from seedance_studio.errors import Text
from seedance_studio.ui.markup import report_list

PACKAGE = Path(seedance_studio.__file__).parent
SOURCES = [*sorted((PACKAGE / "domain").glob("*.py")), PACKAGE / "fleet.py"]


def _items():
    """The names of lines that the studio writes, but for those of words and references."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "item":
                value = node.value
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_line", "add"):
                value = node.args[0]
            else:
                continue
            if isinstance(value, ast.Constant):
                yield value.value


def test_every_line_of_the_report_has_a_name_in_both_languages():
    names = set(_items())
    assert {"stretches", "draft", "speed", "estimate", "bits"} <= names
    note = Text("so", "如此")
    shown = {
        name: report_list((ReportItem(item=name, status="adapted", note=note),)) for name in names
    }
    assert [name for name, line in sorted(shown.items()) if f"<b>{name}</b>" in line] == []
