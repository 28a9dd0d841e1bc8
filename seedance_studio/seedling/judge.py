"""A small classifier that names what a picture shows: the yardstick of `evaluate`.

Trained on drawn pictures only, so it has never seen a generated one; its own accuracy on held-out
drawn pictures stands beside every score.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from torch import Tensor, nn

from seedance_studio.seedling.world.scene import Scene
from seedance_studio.seedling.world.vocabulary import SETTINGS, SUBJECTS, TIMES, WEATHERS

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "subject": tuple(SUBJECTS),
    "setting": tuple(SETTINGS),
    "time": tuple(TIMES),
    "weather": tuple(WEATHERS),
}


class Judge(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """Names subject, setting, time and weather of pictures (batch, 3, height, width) in [-1, 1]."""

    @register_to_config
    def __init__(self, widths: tuple[int, ...] = (24, 48, 72, 96, 128)) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inside, outside in zip((12, *widths), widths, strict=False):
            layers += [
                nn.Conv2d(inside, outside, 3, padding=1, bias=False),
                nn.BatchNorm2d(outside),
                nn.ReLU(),
                nn.MaxPool2d(2, ceil_mode=True),
            ]
        self.features = nn.Sequential(*layers)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(2 * widths[-1], len(words)) for name, words in ATTRIBUTES.items()}
        )

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        """Logits (batch, words) by attribute."""
        x = self.features(F.pixel_unshuffle(pictures, 2))
        # The mean knows the setting and the light, the maximum finds the subject.
        pooled = torch.cat([x.mean((2, 3)), x.amax((2, 3))], dim=1)
        return {name: head(pooled) for name, head in self.heads.items()}


def truths(scenes: list[Scene]) -> dict[str, Tensor]:
    """Right answers as indices (batch,) by attribute."""
    return {
        name: torch.tensor([words.index(getattr(scene, name)) for scene in scenes])
        for name, words in ATTRIBUTES.items()
    }
