"""Wan, small."""

from dataclasses import replace

from seedance_studio.domain.engine import NativeSize
from seedance_studio.engines import wan

_SMALL = {"16:9": NativeSize(width=64, height=32), "1:1": NativeSize(width=64, height=64)}
CARDS = tuple(
    replace(
        card,
        sizes=_SMALL,
        weights=replace(card.weights, parts_gb={"transformer": 0.001}),
        run_seconds=card.run_seconds and 1.0,
    )
    for card in wan.CARDS
    if card.weights.few_step_lora is None
)
open_engine = wan.open_engine
