"""The fake engine."""

from tests.fakes import CARDS, open_engine

__all__ = ["CARDS", "open_engine"]
