"""Every case of the catalogue names tests that exist, or says why there is none."""

import pytest

from tests.conftest import ROOT
from tests.faults.catalogue import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_is_tested_or_explained(case):
    assert bool(case.tests) != bool(case.reason)
    for test in case.tests:
        file, _, function = test.partition("::")
        source = (ROOT / "tests" / file).read_text("utf-8")
        assert f"def {function or 'test_'}" in source, test
