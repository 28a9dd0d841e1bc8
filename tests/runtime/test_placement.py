"""A model whose blocks come to the device one at a time, and kernels' layouts, on real hooks."""

from dataclasses import replace

import numpy as np
import pytest

from seedance_studio.domain.policy import decide
from seedance_studio.engines import wan
from seedance_studio.machine import find_device
from seedance_studio.runtime.engine import DiffusersEngine
from seedance_studio.runtime.guidance import Manner
from seedance_studio.runtime.placement import place, speed_up
from seedance_studio.runtime.wan import vace_resident
from tests.engines import tiny
from tests.engines.test_wan import plan_of

CARD = wan.CARDS[0]


def engine_with(policy):
    def open_resident(key):
        pipe = tiny.pipeline(CARD.id)
        speed_up(pipe, policy)
        return vace_resident(
            {**pipe.components, "boundary_ratio": None},
            lambda pipe: place(pipe, policy, key.device),
            wan.MAX_SEQUENCE_LENGTH,
            Manner(shuffles_looks=False, holds_moments=False, stages=False),
            has_view=policy.placement == "resident",
        )

    return DiffusersEngine((CARD,), open_resident)


@pytest.mark.parametrize("changes", [{"placement": "by_block"}, {"casts_to_fp8": True}])
def test_how_weights_rest_changes_little_or_nothing(changes):
    plain = decide(CARD, find_device("cpu"), "lean", "exact")
    plan = plan_of(CARD.id)
    wanted = engine_with(plain).generate(plan, None, lambda _: None).frames
    made = engine_with(replace(plain, **changes)).generate(plan, None, lambda _: None).frames
    # A tensor that was moved may be summed in another order.
    most = 1 if "placement" in changes else 40
    assert np.abs(wanted.astype(int) - made).max() <= most
