"""One scene of the world, and the chance draw that training data comes from."""

import random
import zlib
from dataclasses import dataclass, replace

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

TRAVELLING_ACTIONS = frozenset({"run", "drive", "walk", "fly", "swim", "sail", "roll"})
"""Actions that carry a subject through the world."""

_HELD_OUT_ONE_IN = 16
_COMPANION_SHARE = 0.18
_MOBILE_ACTIONS = TRAVELLING_ACTIONS | {"float", "jump"}
_RESTING_ACTIONS = ("stand", "sway")
_RELATION_WEIGHTS = {"with": 3, "chasing": 4, "passing": 4}
_SURPRISING_COMPANIONS = 0.06
_PASSED_THINGS = 0.6
_CAMERAS_FOR_PASSING = ("tracking", "tracking", "static", "push_in", "pull_out", "handheld")
_SURPRISING_SHARE = 0.15
_COLOURED_SHARE = 0.4
_NO_SUCH_WEATHER = {"desert": "snow", "snow": "rain"}
_WET_ACTIONS = ("swim", "sail", "float", "fly", "jump", "rise")
_AFLOAT_ACTIONS = ("swim", "sail", "float")
_WEIGHTLESS_ACTIONS = ("float", "fly", "rise", "swim", "spin", "dance")
_LOW_GRAVITY_ACTIONS = ("jump", "float", "walk", "stand", "fly", "rise", "drive", "roll", "spin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A part of the world: what some weights have learned, by ids in the vocabulary's order."""

    subjects: tuple[str, ...]
    settings: tuple[str, ...]
    companions: bool
    """Whether two different subjects share a clip."""

    def homes(self, subject: Subject) -> tuple[str, ...]:
        """Gives the settings of this part where a subject is plausible, or all of this part."""
        return tuple(one for one in subject.settings if one in self.settings) or self.settings

    def inhabitants(self) -> list[Subject]:
        """Gives the subjects of this part."""
        return [SUBJECTS[name] for name in self.subjects]


EVERYTHING = Known(subjects=tuple(SUBJECTS), settings=tuple(SETTINGS), companions=True)
"""All that can be drawn; what weights know that are trained from nothing."""


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
    companion: str | None = None
    """A second subject, in its own colours; only beside a single first one."""
    relation: str | None = None
    """How the companion goes with the subject: with, chasing or passing; None without one."""


def is_held_out(subject: str, setting: str) -> bool:
    """Tells the combinations that no training scene shows, about 1 in 16; the same for ever.

    Every subject is trained in the setting it is most at home in.
    """
    if setting == SUBJECTS[subject].settings[0]:
        return False
    return zlib.crc32(f"{subject}/{setting}".encode()) % _HELD_OUT_ONE_IN == 0


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


def settled_relation(relation: str, action: str, setting: str, companion: Subject) -> str:
    """Gives what is possible and nearest to a relation.

    Who chases has to travel, and who is chased has to move; who is passed stands there. A house
    cannot come along, so whoever travels with it passes it.
    """
    travels = action in TRAVELLING_ACTIONS
    moves = any(own in _MOBILE_ACTIONS for own in plausible_actions(companion, setting))
    rests = any(own in _RESTING_ACTIONS for own in companion.actions)
    if relation == "chasing" and travels and moves:
        return "chasing"
    if travels and rests and (relation == "passing" or not moves):
        return "passing"
    return "with"


def companion_action(scene: Scene) -> str:
    """Gives what the companion does: the same if it can, and what comes nearest if it cannot."""
    companion = SUBJECTS[scene.companion or scene.subject]
    if scene.relation == "passing":
        resting = (own for own in companion.actions if own in _RESTING_ACTIONS)
        return next(resting, companion.actions[0])
    plausible = plausible_actions(companion, scene.setting)
    if scene.action in plausible:
        return scene.action
    travels = scene.action in TRAVELLING_ACTIONS
    fitting = _MOBILE_ACTIONS if travels else _RESTING_ACTIONS
    others = (own for own in plausible if (own in _MOBILE_ACTIONS) == travels)
    return next((own for own in plausible if own in fitting), next(others, plausible[0]))


def sample_scene(rng: random.Random, known: Known = EVERYTHING) -> Scene:
    """Draws a scene of a part of the world.

    Plausible in 85 of 100, else any subject anywhere; no word is rare. Combinations that are held
    out are never drawn.
    """
    subject, setting = _sample_subject_and_setting(rng, known)
    while is_held_out(subject.id, setting):
        subject, setting = _sample_subject_and_setting(rng, known)
    scene = _sample_scene_of(subject, setting, rng)
    if known.companions and scene.count == 1 and rng.random() < _COMPANION_SHARE:
        return _accompanied(scene, rng, known)
    return scene


def sample_held_out_scene(rng: random.Random, known: Known = EVERYTHING) -> Scene:
    """Draws a scene of one subject in a setting that training never shows it in."""
    is_surprising = rng.random() < _SURPRISING_SHARE
    pairs = [
        (subject, setting)
        for subject in known.inhabitants()
        for setting in (known.settings if is_surprising else known.homes(subject))
        if is_held_out(subject.id, setting)
    ]
    return replace(_sample_scene_of(*rng.choice(pairs), rng), count=1)


def _sample_scene_of(subject: Subject, setting: str, rng: random.Random) -> Scene:
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


def _accompanied(scene: Scene, rng: random.Random, known: Known) -> Scene:
    """Gives a scene a companion: mostly one at home there; none where nobody fits."""
    travels = scene.action in TRAVELLING_ACTIONS
    weights = _RELATION_WEIGHTS if travels else {"with": 1}
    relation = rng.choices(list(weights), weights=list(weights.values()))[0]
    if relation == "chasing" and scene.action == "walk":
        relation = "with"
    is_surprising = rng.random() < _SURPRISING_COMPANIONS
    fitting = [
        other.id
        for other in known.inhabitants()
        if other.id != scene.subject
        and (is_surprising or scene.setting in other.settings)
        and (is_surprising or relation != "with" or scene.action in other.actions)
        and relation == settled_relation(relation, scene.action, scene.setting, other)
    ]
    if relation == "passing" and rng.random() < _PASSED_THINGS:
        fitting = [name for name in fitting if SUBJECTS[name].kind == "thing"] or fitting
    if not fitting:
        return scene
    camera = rng.choice(_CAMERAS_FOR_PASSING) if relation == "passing" else scene.camera
    return replace(scene, companion=rng.choice(fitting), relation=relation, camera=camera)


def _sample_subject_and_setting(rng: random.Random, known: Known) -> tuple[Subject, str]:
    subjects = known.inhabitants()
    if rng.random() < _SURPRISING_SHARE:
        return rng.choice(subjects), rng.choice(known.settings)
    # Half the draws start from the subject and half from the setting, so that neither the fish
    # (one setting) nor space (few subjects) is rare.
    if rng.random() < 0.5:
        subject = rng.choice(subjects)
        return subject, rng.choice(known.homes(subject))
    setting = rng.choice(known.settings)
    return rng.choice([one for one in subjects if setting in one.settings]), setting


def _sample_weather(setting: str, rng: random.Random) -> str:
    if setting in SHELTERED_SETTINGS:
        return "clear"
    possible = [weather for weather in WEATHERS if weather != _NO_SUCH_WEATHER.get(setting)]
    return rng.choices(possible, weights=[2.5 if w == "clear" else 1.0 for w in possible])[0]
