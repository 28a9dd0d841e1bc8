"""From a plan to a finished track: three layers on their stages, mixed, faded and mastered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from seedance_studio.domain.sound import LAYERS, SoundPlan, volumes
from seedance_studio.sound.ambience import ambience_lufs, play_ambience
from seedance_studio.sound.brought import ducked, fit_music, fit_own
from seedance_studio.sound.effects import play_effects
from seedance_studio.sound.loudness import at_loudness, master
from seedance_studio.sound.motion import Motion
from seedance_studio.sound.music import play_music
from seedance_studio.sound.signals import RATE, Random, Signal, Stage, make_room, seconds, swell

_EFFECTS_LUFS, _MUSIC_LUFS = -27.0, -20.0
_MAX_PEAK_DB = {"ambience": -6.0, "effects": -12.0, "music": -3.0}
"""Of each layer before its volume: short sounds such as steps are held by it, not by loudness."""

_FADE_IN_S, _FADE_OUT_S = 0.12, 0.7
_MUSIC_FADE_OUT_S = 1.6
_TURN_S = 0.3
"""How long one scene's sounds take to give way to the next's, at a cut."""

# Seconds until 60 dB down, brightness, delay of the first reflection: of a place, by its setting.
_ROOMS = {
    "room": (0.45, 0.5, 0.004),
    "city": (1.3, 0.5, 0.020),
    "forest": (1.1, 0.35, 0.025),
    "mountains": (2.6, 0.4, 0.090),
    "underwater": (1.8, 0.0, 0.010),
    "space": (3.2, 0.6, 0.030),
    "bamboo": (0.9, 0.35, 0.020),
    "stage": (1.6, 0.5, 0.018),
    "kitchen": (0.5, 0.7, 0.004),
    "moon": (3.2, 0.6, 0.030),
}
_OPEN_AIR = (0.9, 0.4, 0.020)
_HALL = (1.9, 0.55, 0.022)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundtrack:
    """A finished track and what it was mixed from."""

    samples: Signal
    """(num_samples, 2), float32, RATE samples a second: at -16 LUFS, true peak under -1 dB."""
    layers: dict[str, Signal]
    """ambience, effects and music, or places and music, each (num_samples, 2), as loud as they
    are in the mix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What there is to go by beside the plan."""

    motion: Motion | None = None
    """Of the picture, to put effects in step with it."""
    music: Signal | None = None
    """Brought music, (num_samples, 2), which plays instead of composed."""
    own: Signal | None = None
    """A video's own sound, (num_samples, 2), which is kept."""
    beats_s: tuple[float, ...] = ()
    """Beats of a brought rhythm, which composed music follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is heard of one scene among several."""

    plan: SoundPlan
    start_s: float
    duration_s: float
    fade_s: float
    """How long it takes to come in."""
    motion: Motion | None = None
    """Of its own pictures."""


class Layer(Protocol):
    """What fills one layer of a soundtrack: synthesis here, a generating model elsewhere."""

    def __call__(self, plan: SoundPlan, num_samples: int, given: Given) -> Signal:
        """Give (num_samples, 2) float32, RATE samples a second; equal plans give equal sound."""
        ...


def score(plan: SoundPlan, duration_s: float, given: Given | None = None) -> Soundtrack:
    """Compose, play and mix the soundtrack of a clip; the same plan gives the same samples.

    Args:
        plan: what to play.
        duration_s: of the clip; the track has exactly round(duration_s * RATE) samples.
        given: what there is to go by beside the plan.
    """
    num_samples, given = seconds(duration_s), given or Given()
    return _mixed(_played(plan, num_samples, given), num_samples, given)


def score_montage(
    places: Sequence[Place], music: SoundPlan | None, duration_s: float, given: Given
) -> Soundtrack:
    """Compose, play and mix one soundtrack over several scenes.

    Args:
        places: what is heard of each scene; it runs on a little into the next.
        music: over all of them; None for none.
        duration_s: of the whole.
        given: music that was brought.
    """
    num_samples = seconds(duration_s)
    layers = {"places": np.zeros((num_samples, 2), np.float32)}
    for place in places:
        start, fade_s = round(place.start_s * RATE), max(place.fade_s, _TURN_S)
        length = min(seconds(place.duration_s + _TURN_S), num_samples - start)
        heard = np.zeros((length, 2), np.float32)
        for layer in _played(place.plan, length, Given(motion=place.motion)).values():
            heard += layer
        faded = heard * swell(length, fade_s if start else _FADE_IN_S, fade_s)[:, None]
        layers["places"][start : start + length] += faded
    if music is not None:
        layers |= _played(music, num_samples, given)
    return _mixed(layers, num_samples, given)


def _played(plan: SoundPlan, num_samples: int, given: Given) -> dict[str, Signal]:
    """Play the layers that are not muted, each as loud as it is to be."""
    layers: dict[str, Signal] = {}
    for name in LAYERS:
        volume = volumes(plan)[name]
        if volume:
            played = _PLAYERS[name](plan, num_samples, given)
            lufs = _lufs(plan, name)
            layers[name] = at_loudness(played, lufs, _MAX_PEAK_DB[name]) * np.float32(volume)
    return layers


def _mixed(layers: dict[str, Signal], num_samples: int, given: Given) -> Soundtrack:
    mix = np.zeros((num_samples, 2), np.float32)
    for name, layer in layers.items():
        # Music comes last, and what is brought makes way for what stands in front of it.
        is_brought = name == "music" and given.music is not None
        mix += ducked(layer, mix) if is_brought else layer
    mix *= swell(num_samples, _FADE_IN_S, _FADE_OUT_S)[:, None]
    return Soundtrack(samples=master(mix), layers=layers)


def _lufs(plan: SoundPlan, layer: str) -> float:
    """How loud a layer stands in the mix, before its volume."""
    if layer == "ambience":
        return ambience_lufs(plan.ambience)
    return _EFFECTS_LUFS if layer == "effects" else _MUSIC_LUFS


def _random(plan: SoundPlan, layer: str) -> Random:
    """A generator for one layer, so that muting one leaves the others as they are."""
    return np.random.default_rng([plan.seed, LAYERS.index(layer)])


def _play_ambience(plan: SoundPlan, num_samples: int, given: Given) -> Signal:
    del given
    random, stage = _random(plan, "ambience"), Stage(num_samples)
    play_ambience(stage, plan.ambience, random)
    return stage.heard_in(_place(plan, random))


def _play_effects(plan: SoundPlan, num_samples: int, given: Given) -> Signal:
    random, stage = _random(plan, "effects"), Stage(num_samples)
    play_effects(stage, plan, random, given.motion)
    return stage.heard_in(_place(plan, random))


def _play_music(plan: SoundPlan, num_samples: int, given: Given) -> Signal:
    if given.own is not None:
        return fit_own(given.own, num_samples)
    if given.music is not None:
        return fit_music(given.music, num_samples)
    random, stage = _random(plan, "music"), Stage(num_samples)
    play_music(stage, plan, random, given.beats_s)
    length_s, brightness, delay_s = _HALL
    hall = make_room(random, length_s, brightness=brightness, delay_s=delay_s)
    fade_s = min(_MUSIC_FADE_OUT_S, 0.2 * num_samples / RATE)
    return stage.heard_in(hall) * swell(num_samples, 0.01, fade_s)[:, None]


def _place(plan: SoundPlan, random: Random) -> Signal:
    length_s, brightness, delay_s = _ROOMS.get(plan.brief.setting or "", _OPEN_AIR)
    return make_room(random, length_s, brightness=brightness, delay_s=delay_s)


_PLAYERS: dict[str, Layer] = {
    "ambience": _play_ambience,
    "effects": _play_effects,
    "music": _play_music,
}
