"""An atlas of drawn stand-ins, so that no picture has to be fetched, and plain scenes."""

import pytest
from PIL import Image, ImageDraw

from seedance_studio.seedling.world.atlas import build_atlas
from seedance_studio.seedling.world.scene import Scene
from seedance_studio.seedling.world.vocabulary import SUBJECTS


@pytest.fixture(scope="session")
def assets(tmp_path_factory):
    """A folder of red discs with a blue eye on the left, one for each subject."""
    folder = tmp_path_factory.mktemp("assets")
    for subject in SUBJECTS.values():
        picture = Image.new("RGBA", (64, 64))
        draw = ImageDraw.Draw(picture)
        draw.ellipse((8, 4, 56, 60), fill=(220, 40, 30, 255))
        draw.ellipse((14, 16, 24, 26), fill=(20, 40, 220, 255))
        picture.save(folder / f"{subject.emoji}.webp", lossless=True)
    return folder


@pytest.fixture(scope="session")
def atlas(assets):
    return build_atlas(assets, size=64)


@pytest.fixture
def scene():
    """Make a scene that differs from a plain one in what is named."""

    def make(**changes):
        plain = {
            "subject": "dog",
            "colour": None,
            "count": 1,
            "setting": "meadow",
            "time": "day",
            "weather": "clear",
            "action": "stand",
            "camera": "static",
            "seed": 3,
        }
        return Scene(**(plain | changes))

    return make
