"""What an input mode is, and how the page finds them all."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from seedance_studio.domain.clip import Recipe
from seedance_studio.domain.job import Job
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.request import Mode as ModeId
from seedance_studio.ui.fields import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One create tab: the fields it shows and the request they make."""

    id: ModeId
    """As in GenerationRequest.mode."""
    title: str
    """Key of its title in `strings`."""
    order: int
    """Place among the tabs, from the left."""
    build_fields: Callable[[Form], None]
    """Draw the control column, top to bottom."""
    to_request: Callable[[Mapping[str, Any]], GenerationRequest]
    """From values by field name to what is asked."""
    from_recipe: Callable[[Recipe | Job], dict[str, Any]]
    """From a recipe, or a job that has one, back to values by field name."""


def find_modes(package: ModuleType) -> tuple[Mode, ...]:
    """Collect the MODE of every module in `package`, in order.

    Raises:
        ValueError: a module has no MODE, or two share an id.
    """
    modes: dict[str, Mode] = {}
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        mode = getattr(module, "MODE", None)
        if not isinstance(mode, Mode):
            raise ValueError(f"{module.__name__} does not end in MODE = Mode(...)")
        if mode.id in modes:
            raise ValueError(f"{module.__name__} repeats the mode id '{mode.id}'")
        modes[mode.id] = mode
    return tuple(sorted(modes.values(), key=lambda mode: mode.order))
