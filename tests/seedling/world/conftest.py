"""A renderer of the stand-ins."""

import pytest
import torch

from seedance_studio.seedling.world.renderer import Renderer


@pytest.fixture(scope="session")
def renderer(atlas):
    return Renderer(atlas, torch.device("cpu"))
