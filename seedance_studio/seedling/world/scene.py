"""One scene of the world, and the chance draw that training data comes from."""

import random
from dataclasses import dataclass

from seedance_studio.seedling.world.vocabulary import (
    CAMERAS,
    COLOURS,
    SETTINGS,
    SUBJECTS,
    TIMES,
    WEATHERS,
    Subject,
)

SHELTERED_SETTINGS = frozenset({"space", "underwater", "room", "stage", "kitchen", "moon"})
"""Settings without weather: theirs is always clear."""
WATER_SETTINGS = frozenset({"ocean", "lake"})
"""Settings where subjects are on the water; only the lake has a shore to stand on, too."""

_SURPRISING_SHARE = 0.15
_COLOURED_SHARE = 0.4
_NO_SUCH_WEATHER = {"desert": "snow", "snow": "rain"}
_WET_ACTIONS = ("swim", "sail", "float", "fly", "jump", "rise")
_AFLOAT_ACTIONS = ("swim", "sail", "float")
_WEIGHTLESS_ACTIONS = ("float", "fly", "rise", "swim", "spin", "dance")
_LOW_GRAVITY_ACTIONS = ("jump", "float", "walk", "stand", "fly", "rise", "drive", "roll", "spin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a clip shows. Every word is an id of the vocabulary."""

    subject: str
    colour: str | None
    """None leaves the subject in its own colours."""
    count: int
    """1 to 3 of the same subject, side by side; 0 shows the setting alone."""
    setting: str
    time: str
    weather: str
    action: str
    camera: str
    seed: int
    """Draws everything the words leave open, on every device alike."""


def plausible_actions(subject: Subject, setting: str) -> tuple[str, ...]:
    """What the subject would do there: swimmers swim in water and walk on land.

    Returns: at least one action id of the subject's own, in its order of preference.
    """
    if setting == "lake":
        return tuple(sorted(subject.actions, key=lambda action: action not in _AFLOAT_ACTIONS))
    if setting in ("ocean", "underwater"):
        fitting = tuple(action for action in subject.actions if action in _WET_ACTIONS)
    elif setting == "space":
        fitting = tuple(action for action in subject.actions if action in _WEIGHTLESS_ACTIONS)
    elif setting == "moon":
        fitting = tuple(action for action in subject.actions if action in _LOW_GRAVITY_ACTIONS)
    else:
        fitting = tuple(action for action in subject.actions if action != "swim")
    return fitting or subject.actions


def sample_scene(rng: random.Random) -> Scene:
    """Draws a scene: plausible in 85 of 100, else any subject anywhere; no word is rare."""
    subject, setting = _sample_subject_and_setting(rng)
    has_colour = subject.colourable and rng.random() < _COLOURED_SHARE
    return Scene(
        subject=subject.id,
        colour=rng.choice(list(COLOURS)) if has_colour else None,
        count=rng.choices((1, 2, 3), weights=(90, 6, 4))[0],
        setting=setting,
        time=rng.choice(list(TIMES)),
        weather=_sample_weather(setting, rng),
        action=rng.choice(plausible_actions(subject, setting)),
        camera=rng.choices(("tracking", "static", *CAMERAS), weights=(2, 2, *[1] * len(CAMERAS)))[
            0
        ],
        seed=rng.getrandbits(31),
    )


def _sample_subject_and_setting(rng: random.Random) -> tuple[Subject, str]:
    if rng.random() < _SURPRISING_SHARE:
        return rng.choice(list(SUBJECTS.values())), rng.choice(list(SETTINGS))
    # Half the draws start from the subject and half from the setting, so that neither the fish
    # (one setting) nor space (few subjects) is rare.
    if rng.random() < 0.5:
        subject = rng.choice(list(SUBJECTS.values()))
        return subject, rng.choice(subject.settings)
    setting = rng.choice(list(SETTINGS))
    at_home = [subject for subject in SUBJECTS.values() if setting in subject.settings]
    return rng.choice(at_home), setting


def _sample_weather(setting: str, rng: random.Random) -> str:
    if setting in SHELTERED_SETTINGS:
        return "clear"
    possible = [weather for weather in WEATHERS if weather != _NO_SUCH_WEATHER.get(setting)]
    return rng.choices(possible, weights=[2.5 if w == "clear" else 1.0 for w in possible])[0]
