"""Image to video: a picture comes alive; a last frame and keyframes say where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seedance_studio.domain.request import GenerationRequest
from seedance_studio.ui.fields import Form, board_recipe_values, make_request
from seedance_studio.ui.mode import Mode


def _build_fields(form: Form) -> None:
    form.references()
    form.prompt(lines=3, placeholder="prompt_image")
    form.settings()


def _to_request(values: Mapping[str, Any]) -> GenerationRequest:
    return make_request(values, "image")


MODE = Mode(
    id="image",
    title="mode_image",
    order=20,
    build_fields=_build_fields,
    to_request=_to_request,
    from_recipe=board_recipe_values,
)
