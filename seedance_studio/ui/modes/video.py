"""Video to video: restyle a clip, keep its structure, camera or motion, continue or reframe it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seedance_studio.domain.request import GenerationRequest
from seedance_studio.ui.fields import Form, board_recipe_values, make_request
from seedance_studio.ui.mode import Mode


def _build_fields(form: Form) -> None:
    form.references()
    form.prompt(lines=3, placeholder="prompt_video")
    form.settings()


def _to_request(values: Mapping[str, Any]) -> GenerationRequest:
    return make_request(values, "video")


MODE = Mode(
    id="video",
    title="mode_video",
    order=30,
    build_fields=_build_fields,
    to_request=_to_request,
    from_recipe=board_recipe_values,
)
