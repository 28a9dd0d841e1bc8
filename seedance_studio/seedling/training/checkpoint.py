"""Checkpoints of a run: everything needed to go on where it stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn


class Ema:
    """A running mean of weights; what is shipped. Warms up, so that early weights fade fast."""

    def __init__(self, module: nn.Module, decay: float) -> None:
        self.decay = decay
        self.updates = 0
        self.weights = {
            name: value.detach().clone().float() for name, value in module.state_dict().items()
        }

    @torch.no_grad()
    def update(self, module: nn.Module) -> None:
        """Move the mean towards the module's weights."""
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        values = module.state_dict()
        torch._foreach_lerp_(
            list(self.weights.values()),
            [values[name].float() for name in self.weights],
            1 - decay,
        )

    def state_dict(self) -> dict[str, Any]:
        return {"updates": self.updates, "weights": self.weights}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.updates = state["updates"]
        self.weights = state["weights"]


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint in one rename, so that a cut-off run leaves the last whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def load_checkpoint(path: Path, device: torch.device) -> dict[str, Any] | None:
    """The last checkpoint of this very run, or None at its start."""
    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    return state
