"""The OpenAPI document of the REST door."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from seedance_studio import __version__
from seedance_studio.api.bodies import BoardBody, Body, SketchBody, TakesBody, Task

DESCRIPTION = """Tasks have the shape of Volcengine Ark's Seedance API and run on this studio's \
engines.

Errors have one form, `{"error": {code, message, hint, problems}}`, in the language of \
`Accept-Language` (en or zh). `problems` names every field at once, by the studio's own names: \
`engine` for `model`, `aspect` for `ratio`, `size` for `resolution`, `seconds` for `duration`, \
`fps` for `framespersecond`, `references.Image1` for a file. A host may ask for a key."""

_REF = "#/components/schemas/{model}"


def _body(model: type[Body]) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=model.__name__)}
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
    }


BODIES = (Task, SketchBody, BoardBody, TakesBody)
TASK_BODY, SKETCH_BODY, BOARD_BODY, TAKES_BODY = (_body(model) for model in BODIES)
"""Of the routes that read their body themselves, so as to name all of its problems at once."""


def describe(app: FastAPI) -> dict[str, Any]:
    """Give the document of an app; made once, when it is first asked for."""
    if app.openapi_schema is None:
        document = get_openapi(
            title="Seedance Studio",
            version=__version__,
            description=DESCRIPTION,
            routes=app.routes,
        )
        schemas = document["components"]["schemas"]
        for model in BODIES:
            schema = model.model_json_schema(ref_template=_REF)
            schemas |= schema.pop("$defs", {}) | {model.__name__: schema}
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for path in document["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
        document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{}, {"key": []}]
        app.openapi_schema = document
    return app.openapi_schema
