"""LTX-2, small."""

from dataclasses import replace

from seedance_studio.domain.engine import NativeSize
from seedance_studio.engines import ltx

_SMALL = {"1:1": NativeSize(width=64, height=64)}
CARDS = tuple(
    replace(card, sizes=_SMALL, weights=replace(card.weights, parts_gb={"transformer": 0.001}))
    for card in ltx.CARDS
)
open_engine = ltx.open_engine
