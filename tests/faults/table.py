"""The catalogue as a table after a test run: case, expected, got.

A plugin of pytest (`-p tests.faults.table`). It speaks only when every case was collected, so not
after a run of a few tests.
"""

from __future__ import annotations

from collections import Counter

from tests.faults.catalogue import CASES

_MARKS = {"passed": "ok", "failed": "FAILED", "skipped": "skipped"}
_outcomes: dict[str, str] = {}


def pytest_runtest_logreport(report):
    """Note what came of a test, the worst of its phases."""
    if report.when == "call" or report.outcome != "passed":
        name = report.nodeid.removeprefix("tests/")
        if _outcomes.get(name) != "failed":
            _outcomes[name] = report.outcome


def pytest_terminal_summary(terminalreporter):
    """Print the table."""
    if all(_came_of(case) for case in CASES if case.tests):
        terminalreporter.section("faults: case, expected, got")
        terminalreporter.write("\n".join([*table_lines(), ""]))


def table_lines():
    """Give the table, line by line, its last one the sum."""
    lines = [f"{'#':>3}  {'case':44}{'expected':32}got"]
    for number, case in enumerate(CASES, 1):
        counts = _came_of(case)
        got = ", ".join(f"{count} {_MARKS[outcome]}" for outcome, count in counts.items())
        told = got or (f"not run: {case.reason}" if case.reason else "NOT RUN")
        lines.append(f"{number:>3}  {case.name:44}{case.expected:32}{told}")
    tested = sum(bool(case.tests) for case in CASES)
    return [
        *lines,
        f"{len(CASES)} cases: {tested} tested, {num_unexpected()} of them not as expected",
    ]


def num_unexpected():
    """Give how many cases failed, or were not run although there are tests for them."""
    found = [_came_of(case) for case in CASES if case.tests]
    return sum(not counts or bool(counts["failed"]) for counts in found)


def _came_of(case):
    return Counter(
        outcome for name, outcome in _outcomes.items() if name.startswith(case.tests or ("-",))
    )
