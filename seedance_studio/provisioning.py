"""The door for weights: what is here, what it takes and allows, and fetching it on request."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from seedance_studio.domain.composer import ComposerCard
from seedance_studio.domain.engine import EngineCard, ModelCard
from seedance_studio.errors import RequestError, Text
from seedance_studio.fleet import USUAL_S, Fleet
from seedance_studio.machine import Device
from seedance_studio.models import (
    Download,
    DownloadProgress,
    Holding,
    check_weights,
    hold,
    remove_weights,
    weights_problem,
)

logger = logging.getLogger(__name__)

CardT = TypeVar("CardT", bound=ModelCard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One engine or composer as this machine has it."""

    card: ModelCard
    holding: Holding | None
    """None for weights that are in the box."""
    download: DownloadProgress | None
    """The last one asked for since the start."""
    memory_gb: tuple[float, float] | None
    """Of the longest clip: held whole, and at the least; None where it does not matter."""
    fits: bool
    seconds: float
    """Of a usual clip, finishing left out."""
    is_measured: bool
    """Whether runs on this machine say so, or sizes alone."""

    @property
    def is_ready(self) -> bool:
        """Whether it can run now."""
        return self.fits and (self.holding is None or self.holding.state == "ready")


class Provisioning:
    """Looks after weights; nothing is fetched unless it is asked for.

    Args:
        fleet: the engines as this machine runs them.
    """

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._downloads: dict[str, Download] = {}

    @property
    def device(self) -> Device:
        """What engines run on."""
        return self._fleet.device

    @property
    def is_host(self) -> bool:
        """Whether those who use this studio may fetch weights: not strangers."""
        return not self._fleet.is_public

    def standings(self) -> list[Standing]:
        """Give every engine, the default first."""
        return [self.standing(card.id) for card in self._fleet.cards().values()]

    def standing(self, engine: str) -> Standing:
        """Give one engine or composer. Raises RequestError when there is none of this id."""
        card, fleet = self._card(engine), self._fleet
        download = self._downloads.get(engine)
        if isinstance(card, EngineCard):
            memory_gb, fits = fleet.memory_gb(card), fleet.fits(card)
            seconds, is_measured = fleet.seconds_for(card)
        else:
            ensemble, is_measured = fleet.ensemble, False
            memory_gb, fits = ensemble.memory_gb(card), ensemble.fits(card)
            seconds = ensemble.seconds_for(card, USUAL_S)
        return Standing(
            card=card,
            holding=hold(fleet.models_dir, card) if card.weights else None,
            download=download.progress() if download else None,
            memory_gb=memory_gb,
            fits=fits,
            seconds=seconds,
            is_measured=is_measured,
        )

    def composers(self) -> list[Standing]:
        """Give every model that makes music."""
        return [self.standing(composer) for composer in self._fleet.ensemble.cards]

    def offered_composers(self) -> list[ComposerCard]:
        """Give the models that can make music here and now."""
        ensemble = self._fleet.ensemble
        return [ensemble.cards[composer] for composer in ensemble.offers()]

    def fetch(
        self, engine: str, *, disk: Path | None = None, accepts_terms: bool = False
    ) -> Download:
        """Begin to fetch an engine's weights, or go on; returns at once.

        Args:
            engine: id of the engine.
            disk: a folder on the disk that they are to be on; None for the usual one.
            accepts_terms: the user has said that the licence's territory and conditions fit.

        Raises:
            RequestError: there is nothing to fetch, or the terms were not accepted.
            HubFailed: the folder cannot be written.
        """
        card = self._fetched_card(engine)
        if card.terms.needs_consent and not accepts_terms:
            raise RequestError(
                {
                    "terms": Text(
                        f"{card.licence}: {card.terms.territory.en}; {card.terms.conditions.en}. "
                        "Say that this fits you (--accept-terms)",
                        f"{card.licence}：{card.terms.territory.zh}；{card.terms.conditions.zh}。"
                        "请确认适用（--accept-terms）",
                    )
                }
            )
        running = self._downloads.get(engine)
        if running is not None and running.progress().is_running:
            return running
        download = self._downloads[engine] = Download(card, self._fleet.models_dir, disk)
        download.start()
        return download

    def fetch_at_start(self, engine: str, *, waits: bool) -> None:
        """Fetch what the host has named in the settings, which is how one asks on a server.

        Args:
            engine: id of the engine; naming it says that its terms fit.
            waits: return when it has ended; a failure is logged, and the studio runs without.
        """
        card = self._card(engine)
        if card.weights is None or weights_problem(self._fleet.models_dir, card) is None:
            return
        download = self._downloads[engine] = Download(card, self._fleet.models_dir)
        download.start()
        if waits:
            download.wait()
            if (error := download.progress().error) is not None:
                logger.error("%s %s", error.message.en, error.hint.en)

    def stop(self, engine: str) -> None:
        """End a download; what is here is kept."""
        if engine in self._downloads:
            self._downloads[engine].stop()

    def check(self, engine: str) -> Holding:
        """Read every file of an engine's weights against what was fetched; takes minutes."""
        return check_weights(self._fleet.models_dir, self._fetched_card(engine))

    def remove(self, engine: str) -> None:
        """Delete an engine's weights from this machine."""
        remove_weights(self._fleet.models_dir, self._fetched_card(engine))

    def close(self) -> None:
        """End all downloads."""
        for engine in self._downloads:
            self.stop(engine)

    def engine(self, engine: str) -> EngineCard:
        """Give an engine's card. Raises RequestError when there is none of this id."""
        return _chosen(engine, self._fleet.cards())

    def _card(self, model: str) -> EngineCard | ComposerCard:
        cards: dict[str, EngineCard | ComposerCard] = dict(self._fleet.cards())
        return _chosen(model, cards | dict(self._fleet.ensemble.cards))

    def _fetched_card(self, engine: str) -> ModelCard:
        card = self._card(engine)
        if not self.is_host:
            raise RequestError(
                {"engine": Text("only the host fetches weights", "仅部署者可下载权重")}
            )
        if card.weights is None:
            note = Text(f"{card.title.en} is in the box", f"{card.title.zh} 随软件自带")
            raise RequestError({"engine": note})
        return card


def _chosen(model: str, cards: Mapping[str, CardT]) -> CardT:
    if model not in cards:
        ids = ", ".join(cards)
        raise RequestError(
            {"engine": Text(f"there is no '{model}'; {ids}", f"没有“{model}”；可选 {ids}")}
        )
    return cards[model]
