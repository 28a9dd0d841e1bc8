"""The OpenAPI document is committed, served, and kept to: schemathesis tries every operation."""

import json

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from seedance_studio.api import rest
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio
from tests.conftest import FAKE_ENGINES, ROOT

KEPT = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("openapi")
    settings = Settings(data_dir=folder, device="cpu", engines=FAKE_ENGINES)
    with open_studio(settings) as studio:
        yield rest.make_app(studio, settings)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_answers_as_the_document_says(app, path, method):
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)

    @given(case=schema[path][method].as_strategy())
    @hypothesis.settings(
        max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    def answers(case):
        case.call_and_validate(checks=KEPT)

    answers()


def test_the_document_in_docs_is_the_one_that_is_served(app):
    served = TestClient(app, root_path="").get("/openapi.json").json()
    served.pop("servers", None)
    assert served == DOCUMENT, "python -m seedance_studio.api docs/openapi.json"
