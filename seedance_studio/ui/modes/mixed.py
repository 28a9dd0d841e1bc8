"""Mixed references: pictures, videos and sounds in one request, each with its role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seedance_studio.domain.request import GenerationRequest
from seedance_studio.ui.fields import Form, board_recipe_values, make_request
from seedance_studio.ui.mode import Mode


def _build_fields(form: Form) -> None:
    form.prompt(lines=4, placeholder="prompt_mixed")
    form.references()
    form.settings()


def _to_request(values: Mapping[str, Any]) -> GenerationRequest:
    return make_request(values, "mixed")


MODE = Mode(
    id="mixed",
    title="mode_mixed",
    order=40,
    build_fields=_build_fields,
    to_request=_to_request,
    from_recipe=board_recipe_values,
)
