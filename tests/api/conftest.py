"""The doors for programs on the fake engine."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from seedance_studio.api import rest
from seedance_studio.api.serving import open_doors

TASKS = f"{rest.PATH}{rest.TASKS}"


@pytest.fixture
def serve(settings):
    """Give a client of the API of a studio."""

    def start(studio, api_settings=settings, **headers):
        doors = open_doors(studio, api_settings)
        app = Starlette(routes=doors.routes if doors else ())
        return TestClient(app, headers=headers, raise_server_exceptions=False)

    return start


@pytest.fixture
def api(serve, studio):
    return serve(studio)


@pytest.fixture
def task():
    """Make the body of a small task of the fake engine."""

    def make(prompt="a red ball", *files, **changes):
        return {
            "model": "fake",
            "content": [{"type": "text", "text": prompt}, *files],
            "duration": 1,
            "resolution": "native",
            "framespersecond": "native",
            "seed": 7,
        } | changes

    return make
