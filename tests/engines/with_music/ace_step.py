"""ACE-Step, small."""

from tests.engines.small.ace_step import CARDS, open_engine

__all__ = ["CARDS", "open_engine"]
