"""From what the user typed to what the engine reads."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection
from dataclasses import replace

from seedance_studio.domain.prompt import PreparedPrompt, PromptWord
from seedance_studio.domain.reference import ScenePart
from seedance_studio.errors import Language, Text
from seedance_studio.prompts.composing import Composition, compose, replaced_action
from seedance_studio.prompts.hearing import hear
from seedance_studio.prompts.mentions import read_mentions
from seedance_studio.prompts.reading import Reading, read
from seedance_studio.prompts.text import clean_prompt, detect_language
from seedance_studio.seedling.known import EVERYTHING, Known
from seedance_studio.seedling.world.captions import canonical_caption
from seedance_studio.seedling.world.scene import Scene
from seedance_studio.seedling.world.vocabulary import ACTIONS, CAMERAS, TIMES, WEATHERS

# What each kind of detail is recognised by, so that nothing is said twice.
_SIGNS = {
    "light": re.compile(
        r"\b(?:(?:day|sun|moon|star|candle|back|spot)?(?:light|lit)|glow|shadow|bright|neon"
        r"|sunset|sunrise|golden hour)(?:s|ing|ed)?\b"
        r"|光|夕阳|日落|黄昏|日出|霓虹|阴影|明暗",
        re.IGNORECASE,
    ),
    "camera": re.compile(
        r"\b(?:camera|shot|lens|zoom|doll(?:y|ies)|pan|tilt|close-?up|handheld|aerial|drone|pov"
        r"|tracking|(?:push|pull)(?:es)? (?:in|out|back))(?:s|ing)?\b"
        r"|镜头|特写|运镜|跟拍|航拍|环绕|推近|推进|拉远|全景|远景|近景|手持|机位|鸟瞰|俯拍|仰拍",
        re.IGNORECASE,
    ),
    "mood": re.compile(
        r"\b(?:mood|atmospher|cinematic|dream|seren|epic|calm|peaceful|dramatic|romantic)\w*"
        r"|氛围|气氛|电影感|意境|唯美|梦幻|宁静|史诗|浪漫|温馨",
        re.IGNORECASE,
    ),
}
_LIGHTS: dict[str, tuple[Text, ...]] = {
    "dawn": (Text("pale morning light", "清晨的柔和光线"),),
    "day": (
        Text("soft natural light", "柔和的自然光"),
        Text("clear daylight with soft shadows", "明净的日光与柔和的阴影"),
    ),
    "sunset": (Text("warm low light with long shadows", "低斜的暖光拉出长长的影子"),),
    "dusk": (Text("cool light after sundown", "日落后的冷调微光"),),
    "night": (Text("soft moonlight and deep shadows", "柔和的月光与深沉的暗部"),),
}
_CAMERAS = (
    Text("slow push in, steady camera", "镜头缓缓推进，画面平稳"),
    Text("smooth tracking shot", "平稳的跟拍镜头"),
    Text("steady medium shot, shallow depth of field", "稳定的中景镜头，浅景深"),
)
_MOODS = (
    Text("cinematic, calm mood", "电影感，宁静的氛围"),
    Text("cinematic, rich atmosphere", "电影感，氛围浓郁"),
    Text("cinematic, vivid and natural mood", "电影感，生动自然的氛围"),
)
_LABELS = {
    "light": Text("light", "光线"),
    "camera": Text("camera", "镜头"),
    "mood": Text("mood", "氛围"),
}


_SHOWN_IN: dict[str, ScenePart] = {"light": "time", "camera": "camera"}
"""Where a file shows that part of the scene, the detail is not made up."""


def prepare_prompt(
    prompt: str,
    *,
    enhance: bool,
    seed: int,
    has_world_vocabulary: bool,
    known: Known = EVERYTHING,
    names: Collection[str] = (),
    shown: Collection[ScenePart] = (),
) -> PreparedPrompt:
    """Prepares a prompt for an engine; never raises, and a prepared prompt stays as it is.

    Args:
        prompt: any text, in Chinese, English or both.
        enhance: whether to fill in what the prompt leaves open; what it says is never changed.
        seed: fills the gaps; equal seeds fill them alike.
        has_world_vocabulary: whether the engine knows the world's words and no others.
        known: those of them that it has learned; for the others, near ones stand in.
        names: of the references that come with the prompt.
        shown: what of the scene their files show; of that nothing is filled in.

    Returns: the prompt, with words only where the vocabulary of the engine is known.
    """
    cleaned = clean_prompt(prompt)
    text, mentions = read_mentions(cleaned, names)
    language = detect_language(text or cleaned)
    reading = read(text, known)
    plain = PreparedPrompt(
        original=prompt,
        words=reading.words() if has_world_vocabulary else (),
        language=language,
        engine_prompt=text,
        is_enhanced=False,
        brief=hear(text, reading, None),
        mentions=mentions,
    )
    if not enhance:
        return plain
    if not has_world_vocabulary:
        described, added = _described(text, language, seed, shown)
        return replace(plain, engine_prompt=described, is_enhanced=True, added=added)
    unsaid = frozenset(part for part in shown if reading.first(part) is None)
    composition = compose(reading, seed, unsaid)
    scene = composition.scene
    caption = Text(_caption(scene, "en", unsaid), _caption(scene, "zh", unsaid))
    return replace(
        plain,
        words=_words_as_played(reading, composition),
        engine_prompt=caption.in_language(language),
        canonical=caption,
        is_enhanced=True,
        added=composition.added,
        left_out=composition.left_out,
        # What nobody said and a file shows is not known here: it makes no sound.
        brief=plain.brief if unsaid else hear(text, reading, scene),
    )


def understand(prompt: str, known: Known = EVERYTHING) -> tuple[PromptWord, ...]:
    """Lists the words of a prompt that ask for something, and what is made of each.

    Function words, negated words and words of mere praise are not listed.
    """
    return read(prompt, known).words()


def _words_as_played(reading: Reading, composition: Composition) -> tuple[PromptWord, ...]:
    """Says so where the subject does something near what was asked, and what has no place."""
    scene = composition.scene
    words, shown = list(reading.words()), reading.shown
    replaced = replaced_action(reading, scene)
    if replaced is not None:
        played, at = ACTIONS[scene.action], shown.index(replaced)
        meaning = Text(played.en[0], played.zh[0])
        words[at] = replace(words[at], status="mapped", meaning=meaning)
    for piece in composition.unplaced:
        at = shown.index(piece)
        words[at] = replace(words[at], is_left_out=True)
    return tuple(words)


def _caption(scene: Scene, language: Language, unsaid: frozenset[ScenePart]) -> str:
    """Gives the caption that the model was trained on, without what files show instead."""
    words = {
        "time": TIMES[scene.time],
        "weather": WEATHERS[scene.weather],
        "camera": CAMERAS[scene.camera],
    }
    silent = {
        (word.zh if language == "zh" else word.en)[0]
        for part, word in words.items()
        if part in unsaid
    }
    caption = canonical_caption(scene, language, unsaid & {"subject", "setting"})
    comma = "," if language == "zh" else ", "
    return comma.join(word for word in caption.split(comma) if word not in silent)


def _described(
    text: str, language: Language, seed: int, shown: Collection[ScenePart]
) -> tuple[str, tuple[Text, ...]]:
    """Adds light, camera and mood to a prompt that says none; an empty prompt stays empty."""
    if not text:
        return text, ()
    time = read(text).first("time")
    options = {
        "light": _LIGHTS[time.sense.id if time else "day"],
        "camera": _CAMERAS,
        "mood": _MOODS,
    }
    added = []
    details = [text.rstrip(" ,，.。;；")]
    for part, signs in _SIGNS.items():
        if signs.search(text) or _SHOWN_IN.get(part) in shown:
            continue
        detail = options[part][zlib.crc32(f"{seed}:{part}".encode()) % len(options[part])]
        label = _LABELS[part]
        added.append(Text(f"{label.en}: {detail.en}", f"{label.zh}：{detail.zh}"))
        details.append(detail.in_language(language))
    if not added:
        return text, ()
    return ("，" if language == "zh" else ", ").join(details), tuple(added)
