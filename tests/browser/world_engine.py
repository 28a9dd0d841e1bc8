"""The fake engine of tests.fakes, but one that reads prompts with the world's vocabulary."""

from dataclasses import replace

from seedance_studio.domain.engine import RoleSupport
from seedance_studio.domain.reference import ROLES
from seedance_studio.domain.request import MODES
from seedance_studio.errors import Text
from tests import fakes

PLAYS = RoleSupport(
    status="honoured", note=Text("it is seen in the clip", "会体现在视频中"), has_strength=True
)
CARD = replace(
    fakes.CARD,
    id="world",
    has_world_vocabulary=True,
    modes=MODES,
    roles={role: PLAYS for role in ROLES if role != "keyframe"},
)
CARDS = (CARD,)
open_engine = fakes.open_engine
