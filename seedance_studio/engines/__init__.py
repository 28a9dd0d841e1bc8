"""One module a model family: torch-free CARDS and `open_engine(models)`. Found, never listed.

Most make clips, some make music.
"""

from __future__ import annotations

import importlib
import pkgutil

from seedance_studio.domain.engine import ModelCard


def discover(package: str = __name__) -> dict[str, ModelCard]:
    """Give every model's card by its id, without loading torch.

    Args:
        package: dotted name of a package of engine modules, or of one engine module.

    Raises:
        RuntimeError: a module has no CARDS, or two cards share an id.
    """
    return {card.id: card for card, _ in _find(package)}


def module_names(package: str = __name__) -> dict[str, str]:
    """Give the dotted name of every model's module by its id, as `discover` does."""
    return {card.id: name for card, name in _find(package)}


def _find(package: str) -> list[tuple[ModelCard, str]]:
    root = importlib.import_module(package)
    names = (
        [f"{package}.{module.name}" for module in pkgutil.iter_modules(root.__path__)]
        if hasattr(root, "__path__")
        else [package]
    )
    found: dict[str, tuple[ModelCard, str]] = {}
    for name in names:
        cards: tuple[ModelCard, ...] = getattr(importlib.import_module(name), "CARDS", ())
        if not cards:
            raise RuntimeError(f"{name} has no CARDS")
        for card in cards:
            if card.id in found:
                raise RuntimeError(f"{name} and {found[card.id][1]} are both engine '{card.id}'")
            found[card.id] = (card, name)
    return list(found.values())
