"""What many tests need: a data folder, a studio on the fake engine, and the headless door."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from seedance_studio.domain.request import GenerationRequest
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio

ROOT = Path(__file__).parents[1]
FAKE_ENGINES = "tests.fakes"


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", device="cpu", engines=FAKE_ENGINES)


@pytest.fixture
def studio(settings):
    with open_studio(settings) as opened:
        yield opened


@pytest.fixture
def ask():
    """Make a small request of the fake engine."""

    def make(prompt="a red ball", **changes):
        asked = {"engine": "fake", "seconds": 1.0, "size": "native", "fps": "native", "seed": 7}
        return GenerationRequest(prompt=prompt, **(asked | changes))

    return make


@pytest.fixture
def headless(settings):
    """Run `python -m seedance_studio ...` on the fake engine."""

    def run(*arguments, **environment):
        finished = subprocess.run(
            [sys.executable, "-m", "seedance_studio", *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=ROOT,
            env=headless_environment(settings) | environment,
            check=False,
        )
        answer = json.loads(finished.stdout) if "--json" in arguments else finished.stdout
        return finished.returncode, answer, finished.stderr

    return run


def headless_environment(settings):
    return os.environ | {
        "SEEDANCE_DATA_DIR": str(settings.data_dir),
        "SEEDANCE_ENGINES": settings.engines,
        "SEEDANCE_DEVICE": settings.device,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }
