"""Words for a scene: one fixed canonical caption, and the many ways people would say it.

The model is conditioned on canonical captions; free captions teach its text encoder what people
write. Commas and full stops are ASCII in both languages.
"""

import random
from typing import Literal

from seedance_studio.seedling.world import phrases
from seedance_studio.seedling.world.scene import SHELTERED_SETTINGS, Scene
from seedance_studio.seedling.world.vocabulary import (
    ACTIONS,
    CAMERAS,
    COLOURS,
    RELATIONS,
    SETTINGS,
    SUBJECTS,
    TIMES,
    WEATHERS,
    Word,
)

Language = Literal["en", "zh"]

_EN_NUMBERS = {1: "a", 2: "two", 3: "three"}
_ZH_NUMBERS = {1: "一", 2: "两", 3: "三"}
_IRREGULAR_PLURALS = {
    "person": "people",
    "child": "children",
    "deer": "deer",
    "aircraft": "aircraft",
    "sheep": "sheep",
    "cattle": "cattle",
    "mouse": "mice",
    "wolf": "wolves",
    "cactus": "cacti",
    "hero": "heroes",
    "superhero": "superheroes",
    "noodles": "noodles",
}
# Synonyms that a prompt may hold but that do not stand after an article or a number.
_NO_NOUNS = frozenset({"he", "she", "frosty", "railway", "people", "fishes", "cattle", "noodles"})
_WEATHER_LEFT_OUT = 0.5
_CAMERA_LEFT_OUT = 0.5
_TIME_LEFT_OUT = 0.25
_ACTION_LEFT_OUT = 0.1
_PRAISED = 0.12
_MIXED = 0.1


def canonical_caption(
    scene: Scene, language: Language, unsaid: frozenset[str] = frozenset()
) -> str:
    """Describes every attribute in fixed order: who, action, setting, time, weather, camera.

    Args:
        scene: what is shown.
        language: of the caption.
        unsaid: what is left out: subject, setting.

    Returns: "a red car, driving, city, night, rain, tracking shot", or
        "一辆红色汽车,行驶,城市,夜晚,雨,跟拍镜头". With a companion it begins with "a dog and a
        cat", "a dog chasing a cat" or "a dog passing a house": "一只狗和一只猫".
    """
    words = [ACTIONS[scene.action]]
    if "setting" not in unsaid:
        words.append(SETTINGS[scene.setting])
    words += [TIMES[scene.time], WEATHERS[scene.weather], CAMERAS[scene.camera]]
    subject = SUBJECTS[scene.subject]
    if language == "en":
        colour = COLOURS[scene.colour].en[0] if scene.colour else ""
        who = _en_who(scene.count, colour, subject.en[0])
        if scene.companion and scene.relation:
            who += f" {RELATIONS[scene.relation].en[0]} {_companion(scene, 'en')}"
        said = [] if "subject" in unsaid else [who]
        return ", ".join((*said, *(word.en[0] for word in words)))
    colour = COLOURS[scene.colour].zh[0] if scene.colour else ""
    who = _zh_who(scene.subject, scene.count, colour, subject.zh[0])
    if scene.companion and scene.relation:
        who += RELATIONS[scene.relation].zh[0] + _companion(scene, "zh")
    said = [] if "subject" in unsaid else [who]
    return ",".join((*said, *(word.zh[0] for word in words)))


def free_caption(scene: Scene, rng: random.Random, language: Language) -> str:
    """Says the scene as a person might: synonyms, another order, attributes left out.

    About one in ten mixes both languages. Never more than about 30 words or characters.
    """
    if rng.random() < _MIXED:
        return _mixed(scene, rng, language)
    return _en_sentence(scene, rng) if language == "en" else _zh_sentence(scene, rng)


def plural(noun: str) -> str:
    """Gives the English plural of a noun of the vocabulary."""
    *before, last = noun.split(" ")
    if last in _IRREGULAR_PLURALS or last.endswith(("fish", "craft")):
        last = _IRREGULAR_PLURALS.get(last, last)
    elif last.endswith("man"):
        last = last[:-3] + "men"
    elif last.endswith(("s", "x", "ch", "sh")):
        last += "es"
    elif last.endswith("y") and last[-2] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    return " ".join((*before, last))


def _en_who(count: int, colour: str, noun: str) -> str:
    noun = noun if count == 1 else plural(noun)
    described = f"{colour} {noun}" if colour else noun
    vowel_sound = described[0] in "aeiou" and not described.startswith(("ufo", "uni", "one"))
    number = "an" if count == 1 and vowel_sound else _EN_NUMBERS[count]
    return f"{number} {described}"


def _zh_who(subject: str, count: int, colour: str, noun: str) -> str:
    measure = phrases.ZH_MEASURES.get(subject, phrases.ZH_COMMON_MEASURE)
    return f"{_ZH_NUMBERS[count]}{measure}{colour}{noun}"


def _companion(scene: Scene, language: Language, noun: str = "") -> str:
    """Names the companion: "a cat" or "一只猫"; canonically unless another noun is given."""
    companion = SUBJECTS[scene.companion or scene.subject]
    if language == "en":
        return _en_who(1, "", noun or companion.en[0])
    return _zh_who(companion.id, 1, "", noun or companion.zh[0])


def _singular_nouns(word: Word) -> list[str]:
    plurals = {plural(noun) for noun in word.en if plural(noun) != noun}
    return [noun for noun in word.en if noun not in plurals and noun not in _NO_NOUNS]


def _en_noun(subject: str, rng: random.Random) -> str:
    nouns = _singular_nouns(SUBJECTS[subject])
    return nouns[0] if rng.random() < 0.5 else rng.choice(nouns)


def _zh_noun(subject: str, rng: random.Random) -> str:
    nouns = SUBJECTS[subject].zh
    return nouns[0] if rng.random() < 0.5 else rng.choice(nouns)


def _en_free_who(scene: Scene, rng: random.Random) -> str:
    noun = _en_noun(scene.subject, rng)
    return _en_who(scene.count, rng.choice(COLOURS[scene.colour].en) if scene.colour else "", noun)


def _zh_free_who(scene: Scene, rng: random.Random) -> str:
    noun = _zh_noun(scene.subject, rng)
    colour = rng.choice(COLOURS[scene.colour].zh[:3]) if scene.colour else ""
    if scene.count == 1 and rng.random() < 0.25:
        return f"{colour}{noun}"
    return _zh_who(scene.subject, scene.count, colour, noun)


def _en_verb(scene: Scene, rng: random.Random, *, several: bool) -> str:
    single = [verb for verb in ACTIONS[scene.action].en if " " not in verb]
    going = [verb for verb in single if verb.endswith("ing")]
    does = [verb for verb in single if verb.endswith("s")]
    if not several and does and rng.random() < 0.3:
        return rng.choice(does)
    is_or_are = "are" if several else "is"
    return rng.choice((f"{is_or_are} {rng.choice(going)}", rng.choice(going)))


def _en_core(scene: Scene, rng: random.Random) -> str:
    """Who does what, without where and when."""
    who = _en_free_who(scene, rng)
    if scene.companion and scene.relation in phrases.EN_DEALINGS:
        form = rng.choice(phrases.EN_DEALINGS[scene.relation])
        other = _companion(scene, "en", _en_noun(scene.companion, rng))
        return f"{who} {form.format(other=other, going=ACTIONS[scene.action].en[0])}"
    if scene.companion:
        joined = rng.choice(("and", "and", "with", "together with"))
        other = _companion(scene, "en", _en_noun(scene.companion, rng))
        who = f"{who} {joined} {other}"
        several = joined == "and"
    else:
        several = scene.count != 1
    verb = "" if rng.random() < _ACTION_LEFT_OUT else _en_verb(scene, rng, several=several)
    return f"{who} {verb}".strip()


def _zh_core(scene: Scene, rng: random.Random) -> tuple[str, str]:
    """Who, and what they do, so that where can stand between."""
    who = _zh_free_who(scene, rng)
    action = "" if rng.random() < _ACTION_LEFT_OUT else rng.choice(ACTIONS[scene.action].zh)
    if scene.companion is None:
        return who, action
    other = _companion(scene, "zh", _zh_noun(scene.companion, rng))
    if scene.relation in phrases.ZH_DEALINGS:
        form = rng.choice(phrases.ZH_DEALINGS[scene.relation])
        return who, form.format(other=other, going=ACTIONS[scene.action].zh[0])
    return who + rng.choice(("和{}", "和{}", "与{}", "跟{}一起")).format(other), action


def _circumstances(scene: Scene, rng: random.Random, language: Language) -> list[str]:
    """Place, time and weather as phrases, some left out, the place first or last."""
    places, times, weathers = (
        (phrases.EN_PLACES, phrases.EN_TIMES, phrases.EN_WEATHERS)
        if language == "en"
        else (phrases.ZH_PLACES, phrases.ZH_TIMES, phrases.ZH_WEATHERS)
    )
    parts = [rng.choice(places[scene.setting])]
    if rng.random() >= _TIME_LEFT_OUT:
        parts.append(rng.choice(times[scene.time]))
    if scene.setting not in SHELTERED_SETTINGS and rng.random() >= _WEATHER_LEFT_OUT:
        parts.append(rng.choice(weathers[scene.weather]))
    if rng.random() < 0.3:
        parts.reverse()
    return parts


def _en_sentence(scene: Scene, rng: random.Random) -> str:
    core = _en_core(scene, rng)
    around = _circumstances(scene, rng, "en")
    if len(around) > 1 and rng.random() < 0.25:
        sentence = f"{around[-1]}, {core} {' '.join(around[:-1])}"
    else:
        sentence = " ".join((core, *around))
    if rng.random() >= _CAMERA_LEFT_OUT:
        camera = rng.choice(phrases.EN_CAMERAS[scene.camera])
        sentence = f"{camera}, {sentence}" if rng.random() < 0.3 else f"{sentence}, {camera}"
    if rng.random() < _PRAISED:
        sentence = f"{sentence}, {rng.choice(phrases.EN_PRAISE)}"
    return sentence


def _zh_sentence(scene: Scene, rng: random.Random) -> str:
    who, action = _zh_core(scene, rng)
    place, *rest = sorted(
        _circumstances(scene, rng, "zh"), key=lambda part: not part.startswith("在")
    )
    order = rng.random()
    if order < 0.6:
        core = f"{who}{place}{action}"
    elif order < 0.8 and action:
        core = f"{place},{who}正在{action}"
    else:
        core = f"{place.removeprefix('在')},{who},{action}".rstrip(",")
    before = rest if rng.random() < 0.5 else []
    parts = [*before, core, *(part for part in rest if part not in before)]
    if rng.random() >= _CAMERA_LEFT_OUT:
        parts.append(rng.choice(phrases.ZH_CAMERAS[scene.camera]))
    if rng.random() < _PRAISED:
        parts.append(rng.choice(phrases.ZH_PRAISE))
    return ",".join(parts)


def _mixed(scene: Scene, rng: random.Random, language: Language) -> str:
    """A list of words whose language changes from part to part."""
    who = _en_free_who(scene, rng) if language == "en" else _zh_free_who(scene, rng)
    if scene.companion and scene.relation:
        relation, space = RELATIONS[scene.relation], " " if language == "en" else ""
        joined = (relation.en if language == "en" else relation.zh)[0]
        who = space.join((who, joined, _companion(scene, language)))
    words = [ACTIONS[scene.action], SETTINGS[scene.setting]]
    if rng.random() >= _TIME_LEFT_OUT:
        words.append(TIMES[scene.time])
    if rng.random() >= _WEATHER_LEFT_OUT:
        words.append(WEATHERS[scene.weather])
    if rng.random() >= _CAMERA_LEFT_OUT:
        words.append(CAMERAS[scene.camera])
    return ", ".join((who, *(rng.choice(rng.choice((word.en, word.zh))[:3]) for word in words)))
