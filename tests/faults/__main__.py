"""`python -m tests.faults [--kills N]`: run the catalogue and print case, expected, got."""

import argparse
import os
import sys
from pathlib import Path

import pytest

from tests.faults import table
from tests.faults.catalogue import CASES

TESTS = Path(__file__).parents[1]


def main(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kills", type=int, default=100, help="random kills of the studio")
    os.environ["STUDIO_KILLS"] = str(parser.parse_args(arguments).kills)
    parts = sorted({part for case in CASES for part in case.tests})
    wanted = _Wanted(parts)
    files = sorted({str(TESTS / part.partition("::")[0]) for part in parts})
    pytest.main(["-q", "--no-header", "-p", "no:cacheprovider", *files], [table, wanted])
    return 1 if table.num_unexpected() else 0


class _Wanted:
    """Leaves out the tests that no case names."""

    def __init__(self, parts):
        self._parts = tuple(parts)

    def pytest_collection_modifyitems(self, config, items):
        wanted = [one for one in items if one.nodeid.removeprefix("tests/").startswith(self._parts)]
        config.hook.pytest_deselected(items=[one for one in items if one not in wanted])
        items[:] = wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
