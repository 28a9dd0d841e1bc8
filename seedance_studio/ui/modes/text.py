"""Text to video: a prompt becomes a clip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seedance_studio.domain.request import GenerationRequest
from seedance_studio.ui.fields import Form, make_request, recipe_values
from seedance_studio.ui.mode import Mode


def _build_fields(form: Form) -> None:
    form.prompt()
    form.settings()
    form.sketch()


def _to_request(values: Mapping[str, Any]) -> GenerationRequest:
    return make_request(values, "text")


MODE = Mode(
    id="text",
    title="mode_text",
    order=10,
    build_fields=_build_fields,
    to_request=_to_request,
    from_recipe=recipe_values,
)
