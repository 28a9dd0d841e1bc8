"""ACE-Step, small."""

from dataclasses import replace

from seedance_studio.engines import ace_step

CARDS = tuple(
    replace(card, weights=replace(card.weights, parts_gb={"transformer": 0.001}))
    for card in ace_step.CARDS
)
open_engine = ace_step.open_engine
