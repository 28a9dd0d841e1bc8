"""The models that make music, as this machine can run them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from seedance_studio.domain.composer import ComposerCard, Offer
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.policy import tera_per_s
from seedance_studio.machine import Device
from seedance_studio.models import Holding, hold


class Ensemble:
    """All composers but the studio's own; loads none.

    Args:
        cards: of the composers.
        device: what models run on.
        device_name: the same in torch's words: cpu, cuda.
        dtype: the precision they run in there, in torch's words.
        models: folder of the weights that were fetched.
    """

    def __init__(
        self,
        cards: Iterable[ComposerCard],
        device: Device,
        device_name: str,
        dtype: str,
        models: Path,
    ) -> None:
        self.cards: Mapping[str, ComposerCard] = {card.id: card for card in cards}
        self._device = device
        self._device_name = device_name
        self._dtype = dtype
        self._models = models

    def offers(self) -> dict[str, Offer]:
        """Give those that can play here and now."""
        if self._device.is_lent:
            return {}  # a GPU is lent to the engine alone
        held = {card.id: hold(self._models, card) for card in self.cards.values()}
        return {
            card.id: Offer(key=self._key(card, held[card.id]), seconds_per_second=self._pace(card))
            for card in self.cards.values()
            if held[card.id].state == "ready" and self.fits(card)
        }

    def memory_gb(self, card: ComposerCard) -> tuple[float, float]:
        """Give the memory that a composer takes whole, and the least it can do with."""
        parts = card.weights.parts_gb.values()
        scale = 2.0 if self._dtype == "float32" else 1.0
        whole, largest = round(sum(parts) * scale, 1), round(max(parts) * scale, 1)
        # On a CPU there is nowhere else to put a part.
        return (whole, whole) if self._device.kind == "cpu" else (whole, largest)

    def fits(self, card: ComposerCard) -> bool:
        """Tell whether a composer can be held in the memory that there is."""
        whole, least = self.memory_gb(card)
        return least <= self._device.memory_gb and whole <= self._device.host_gb

    def seconds_for(self, card: ComposerCard, duration_s: float) -> float:
        """Give what the music of a clip takes here, loading left out; a guess from sizes."""
        return self._pace(card) * duration_s

    def _key(self, card: ComposerCard, held: Holding) -> PipelineKey:
        whole, _ = self.memory_gb(card)
        return PipelineKey(
            engine=card.id,
            revision=held.revision or card.revision,
            dtype=self._dtype,
            device=self._device_name,
            memory="full" if whole <= self._device.memory_gb else "offloaded",
        )

    def _pace(self, card: ComposerCard) -> float:
        """Seconds of work for a second of music."""
        operations = 2e9 * card.parameters_b * card.tokens_per_second * card.num_inference_steps
        return operations / 1e12 / tera_per_s(self._device)
