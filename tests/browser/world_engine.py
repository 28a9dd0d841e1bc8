"""The fake engine of tests.fakes, but one that reads prompts with the world's vocabulary."""

from dataclasses import replace

from tests import fakes

CARD = replace(fakes.CARD, id="world", has_world_vocabulary=True)
open_engine = fakes.open_engine
