"""Brand styles on a resident pipeline: each loaded once, set anew for every run, never a reload."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seedance_studio.domain.style import PlannedStyle

if TYPE_CHECKING:
    from torch import nn

TRANSFORMERS = ("transformer", "transformer_2")
"""Where a pipeline has its one or two experts."""
MEMORY_BYTES = 1_000_000_000
"""Of adapters that stay loaded; a Wan 14B style takes about 300 MB, one of Seedling's 1 MB."""


class Adapters:
    """The adapters on one set of weights.

    An adapter changes linear layers in place, so all that share these layers are changed with it.
    Between runs nothing is assumed: `use` says what acts, and off means the very numbers of the
    base.

    Args:
        pipe: a diffusers pipeline that can load LoRA; two experts get the same adapters.
        twin: another pipeline, on views of the same transformers.
        memory_bytes: how much may stay loaded; those used least recently go first.
    """

    def __init__(
        self,
        pipe: Any,  # noqa: ANN401 - an untyped library's
        twin: Any = None,  # noqa: ANN401
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._pipe = pipe
        self._twin = twin
        self._memory_bytes = memory_bytes
        self._sizes: OrderedDict[str, int] = OrderedDict()

    @property
    def loaded(self) -> tuple[str, ...]:
        """The adapters in memory, by the start of their hash, the least recently used first."""
        return tuple(self._sizes)

    def use(self, styles: Sequence[PlannedStyle], folder: Path) -> None:
        """Let these styles act in the next run, and no others.

        Args:
            styles: with their weights; the files are `<folder>/<stored>`.
            folder: of the files.
        """
        names = [_name(one) for one in styles]
        for name, style in zip(names, styles, strict=True):
            if name not in self._sizes:
                self._load(name, folder / style.stored)
            self._sizes.move_to_end(name)
        self._unload_surplus(len(names))
        if not self._sizes:
            return
        for _, transformer in self._transformers():
            if names:
                transformer.enable_lora()
                transformer.set_adapters(names, [one.weight for one in styles])
            else:
                transformer.disable_lora()

    def _load(self, name: str, path: Path) -> None:
        for expert, transformer in self._transformers():
            self._pipe.load_lora_weights(
                str(path.parent),
                weight_name=path.name,
                adapter_name=name,
                **({"load_into_transformer_2": True} if expert == "transformer_2" else {}),
            )
            if self._twin is not None:
                share_layers(transformer, getattr(self._twin, expert))
        self._sizes[name] = path.stat().st_size

    def _transformers(self) -> list[tuple[str, Any]]:
        both = ((name, getattr(self._pipe, name, None)) for name in TRANSFORMERS)
        return [(name, one) for name, one in both if one is not None]

    def _unload_surplus(self, num_needed: int) -> None:
        while len(self._sizes) > num_needed and sum(self._sizes.values()) > self._memory_bytes:
            oldest, _ = self._sizes.popitem(last=False)
            for _, transformer in self._transformers():
                transformer.delete_adapters(oldest)


def share_layers(transformer: nn.Module, view: nn.Module) -> None:
    """Give a view the transformer's layers again: an adapter puts new ones in their place."""
    for name, _ in view.named_children():
        setattr(view, name, getattr(transformer, name))


def _name(style: PlannedStyle) -> str:
    """Name an adapter by its content, so that a style that was replaced is loaded anew."""
    return f"style_{style.stored[:16]}"
