"""The benchmark of large engines, on their classes at a size that a test can run."""

import pytest

from seedance_studio.bench_engine import engine_bench_table, run_engine_bench
from seedance_studio.engines import wan
from seedance_studio.errors import RequestError

CARDS = {card.id: card for card in wan.CARDS}


@pytest.mark.parametrize("engine", ["wan-vace-1.3b", "wan-ti2v-5b"])
def test_each_way_stands_beside_the_bare_pipeline(engine):
    ways = (("lean", "exact"), ("full", "fast"))
    measured = run_engine_bench(CARDS[engine], "cpu", 1.0, lambda _: None, is_tiny=True, ways=ways)
    assert [(row.memory, row.speed) for row in measured.rows] == list(ways)
    assert all(row.bare_s > 0 and row.timings_s["denoise"] > 0 for row in measured.rows)
    table = engine_bench_table(measured)
    assert "random weights, tiny" in table.splitlines()[0]
    assert len(table.splitlines()) == 2 + len(ways)


def test_an_engine_without_a_known_architecture_says_which_are_known():
    with pytest.raises(RequestError, match="wan-ti2v-5b"):
        run_engine_bench(CARDS["wan-i2v-a14b"], "cpu", 1.0, lambda _: None, is_tiny=True)
