"""From what there is to hear to what will be played: every sound, the mood, the music's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from seedance_studio.domain.composer import Offers
from seedance_studio.domain.delivery import ReportItem
from seedance_studio.domain.reference import PlannedReference
from seedance_studio.domain.sound import (
    AMBIENCE,
    EFFECTS,
    GENRES,
    IN_THE_BOX,
    MADE_WITH_PICTURE,
    MOODS,
    SoundBrief,
    SoundPlan,
    SoundWish,
    volumes,
)
from seedance_studio.errors import Text

_AMBIENCE = {
    "beach": ("waves", "breeze"),
    "ocean": ("swell", "wind"),
    "forest": ("leaves", "birds"),
    "mountains": ("wind", "birds"),
    "city": ("traffic",),
    "desert": ("wind",),
    "snow": ("hush",),
    "meadow": ("breeze", "birds"),
    "space": ("space_hum",),
    "underwater": ("underwater",),
    "room": ("room_tone",),
    "road": ("passing_cars", "breeze"),
    "lake": ("stream", "birds"),
    "garden": ("birds", "breeze"),
    "village": ("breeze", "birds"),
    "bamboo": ("leaves", "birds"),
    "stage": ("room_tone",),
    "kitchen": ("room_tone",),
    "moon": ("space_hum",),
    "fairground": ("breeze",),
}
_NIGHT = ("dusk", "night")
_HAS_CRICKETS = ("forest", "meadow", "road", "lake", "garden", "village", "bamboo")
_AIRLESS = ("space", "moon")
_QUIET_BIRDS = ("rain", "snow", "fog")
_WEATHER = {"rain": "rain", "snow": "hush"}

_VEHICLES = {
    "bicycle": "wheels",
    "train": "rails",
    "bullet_train": "rails",
    "helicopter": "rotor",
    "aeroplane": "jet",
    "rocket": "rocket",
    "ufo": "hover",
    "sailing_boat": "lapping",
    "ship": "lapping",
    "canoe": "lapping",
    "satellite": "hover",
    "parachute": "hover",
}
_WINGED = ("eagle", "owl", "duck", "dragon", "swan", "parrot", "dove")
_SILENT_WHEN_STILL = ("bicycle", "train", "bullet_train", "helicopter", "aeroplane", "rocket")
_CAMERA_MOVES = ("push_in", "pull_out", "pan_left", "pan_right", "tilt_up", "tilt_down", "orbit")

_PLAYFUL = frozenset(
    [
        "dog", "cat", "rabbit", "panda", "penguin", "duck", "snowman", "football", "octopus",
        "robot", "pig", "chick", "monkey", "kangaroo", "frog", "ghost", "basketball", "teddy_bear",
    ]
)  # fmt: skip
_GRAND = frozenset(["dragon", "eagle", "rocket", "lion", "castle", "whale", "dinosaur", "ship"])
_BRISK = frozenset(["run", "drive", "jump", "dance", "roll"])
_CHINESE = frozenset(
    ["pagoda", "panda", "lantern", "dragon", "mooncake", "dumpling", "folding_fan", "red_envelope"]
)
_MACHINES = frozenset(["robot", "ufo", "rocket", "astronaut", "motorcycle"])
_GENRE_OF_MOOD = {
    "calm": "acoustic",
    "warm": "acoustic",
    "playful": "toybox",
    "lively": "acoustic",
    "dreamy": "cinematic",
    "epic": "cinematic",
    "tense": "suspense",
}

_TEMPI = {
    "calm": (60, 78),
    "warm": (76, 94),
    "playful": (104, 126),
    "lively": (108, 128),
    "dreamy": (62, 80),
    "epic": (74, 92),
    "tense": (70, 92),
}
_TONICS = (0, 2, 4, 5, 7, 9)
_RING_S = 2.4
_RING_SHARE = 0.25
_BAR = 4
_GIVE = 1 / 7
"""How far from the tempo wanted one is sought whose beats meet the cuts."""
MAX_SCORED_S = 180.0
"""The longest film that gets a soundtrack: it is mixed in memory."""
_SHORT_S = 9.0
"""A clip shorter than this has no room for whole bars of every tempo: half bars must do."""


def plan_sound(  # noqa: PLR0913 - all but five go by name
    wish: SoundWish,
    brief: SoundBrief,
    duration_s: float,
    seed: int,
    references: Sequence[PlannedReference] = (),
    *,
    engine_has_sound: bool = False,
    cuts_s: Sequence[float] = (),
    composers: Offers | None = None,
) -> SoundPlan | None:
    """Fix what will be played, or None when the clip is to be silent.

    Args:
        wish: one that `sound_problems` has let through.
        brief: what there is to hear.
        duration_s: of the finished clip.
        seed: draws the tempo and the key.
        references: of the clip; those that can be heard may take part.
        engine_has_sound: the engine makes sound with the picture, which stands unless another was
            brought.
        cuts_s: when another scene begins; a tempo is chosen that has beats there.
        composers: models that can play here; one that was wished for is among them.
    """
    if wish.source == "off" or not any(volumes(wish).values()):
        return None
    mood, genre = _mood_and_genre(wish, brief)
    music, own, rhythm = _brought(wish, references)
    if engine_has_sound and wish.source == "auto" and music is None and rhythm is None:
        own = MADE_WITH_PICTURE
    is_brought = bool(music or own or rhythm or not wish.music_volume)
    offer = None if is_brought else (composers or {}).get(wish.composer)
    # A generator of its own, so that a new draw here never changes the picture.
    random = Random(f"sound:{seed}")
    tempo_bpm, num_beats = _tempo(random.uniform(*_TEMPI[mood]), duration_s, cuts_s)
    return SoundPlan(
        source=wish.source,
        brief=brief,
        ambience=() if own else _ambience(brief),
        effects=() if own else _effects(brief),
        mood=mood,
        genre=genre,
        tempo_bpm=round(tempo_bpm, 3),
        num_beats=num_beats,
        tonic=random.choice(_TONICS),
        seed=seed,
        ambience_volume=wish.ambience_volume,
        effects_volume=wish.effects_volume,
        music_volume=wish.music_volume * _strength(music, references),
        music=music,
        composer=offer.key if offer else None,
        own=own,
        rhythm=rhythm,
    )


def _brought(
    wish: SoundWish, references: Sequence[PlannedReference]
) -> tuple[str | None, str | None, str | None]:
    """The names of the music, of the video that keeps its sound, and of the rhythm."""
    for one in references:
        if one.name == wish.source and one.kind == "audio":
            return one.name, None, None
        if wish.source in (one.name, "own") and one.kind == "video" and one.has_sound:
            return None, one.name, None
    music = next((one.name for one in references if one.role == "music"), None)
    rhythm = next((one.name for one in references if one.role == "rhythm"), None)
    return music, None, None if music else rhythm


def _strength(music: str | None, references: Sequence[PlannedReference]) -> float:
    """How strongly brought music is to act: that is how loud it is."""
    return next((one.strength for one in references if one.name == music), 1.0)


def describe_sound(plan: SoundPlan) -> Text:
    """Say in one line what will be heard; a muted layer is not named."""
    en, zh = [], []
    for names, words, volume in (
        (plan.ambience, AMBIENCE, plan.ambience_volume),
        (plan.effects, EFFECTS, plan.effects_volume),
    ):
        if names and volume:
            en.append(", ".join(words[name].en for name in names))
            zh.append("、".join(words[name].zh for name in names))
    if plan.music_volume:
        music = _describe_music(plan)
        en.append(music.en)
        zh.append(music.zh)
    return Text("; ".join(en), "；".join(zh))


def _describe_music(plan: SoundPlan) -> Text:
    if plan.own == MADE_WITH_PICTURE:
        return Text("made by the model with the picture", "由模型随画面一同生成")
    if plan.own:
        return Text(f"the own sound of {plan.own}", f"{plan.own} 的原声")
    if plan.music:
        return Text(f"{plan.music} as the music", f"以 {plan.music} 为配乐")
    mood, genre, bpm = MOODS[plan.mood], GENRES[plan.genre], round(plan.tempo_bpm)
    if plan.composer is not None:
        return Text(
            f"{mood.en} music by {plan.composer.engine} ({genre.en}, {bpm} bpm)",
            f"由 {plan.composer.engine} 创作的{mood.zh}音乐（{genre.zh}，{bpm} 拍/分）",
        )
    if plan.rhythm:
        return Text(
            f"{mood.en} music ({genre.en}, on the beats of {plan.rhythm})",
            f"{mood.zh}的音乐（{genre.zh}，跟随 {plan.rhythm} 的节拍）",
        )
    return Text(
        f"{mood.en} music ({genre.en}, {bpm} bpm)", f"{mood.zh}的音乐（{genre.zh}，{bpm} 拍/分）"
    )


def sound_report(
    wish: SoundWish, plan: SoundPlan | None, references: Sequence[PlannedReference] = ()
) -> tuple[ReportItem, ...]:
    """Say what becomes of the sound, and of what was asked of it and is not heard."""
    heard = plan.music if plan else None
    unheard = tuple(
        ReportItem(
            item=one.name,
            status="ignored",
            note=Text("the sound that was chosen has no place for it", "所选声音中用不到它"),
        )
        for one in references
        if one.role == "music" and one.name != heard
    )
    if wish.composer != IN_THE_BOX and (plan is None or plan.composer is None):
        unheard = (*unheard, _UNASKED)
    return unheard if plan is None else (*unheard, _sound_line(plan))


_UNASKED = ReportItem(
    item="composer",
    status="ignored",
    note=Text(
        "no music is composed freely here: it is brought, follows a rhythm, or is muted",
        "此处没有可自由创作的音乐：音乐已自带、须跟随节拍，或已静音",
    ),
)


def _sound_line(plan: SoundPlan) -> ReportItem:
    words = describe_sound(plan)
    if plan.own:
        return ReportItem(item="sound", status="honoured", note=words)
    if plan.source not in ("auto", plan.music):
        words = Text(
            f"no sound to keep; composed: {words.en}", f"没有可保留的原声，自动配乐：{words.zh}"
        )
        return ReportItem(item="sound", status="adapted", note=words)
    note = Text(f"composed: {words.en}", f"自动配乐：{words.zh}")
    return ReportItem(item="sound", status="honoured", note=note)


def _ambience(brief: SoundBrief) -> tuple[str, ...]:
    found = list(_AMBIENCE.get(brief.setting or "", ()))
    if brief.time in _NIGHT and brief.setting in _HAS_CRICKETS:
        found = [name for name in found if name != "birds"] + ["crickets"]
    if brief.time in _NIGHT or brief.weather in _QUIET_BIRDS:
        found = [name for name in found if name != "birds"]
    if brief.weather in _QUIET_BIRDS:
        found = [name for name in found if name != "crickets"]
    weather = _WEATHER.get(brief.weather or "")
    # What the prompt names outright stands before what the weather and the place bring along.
    wanted = [*brief.cues, *([weather] if weather else []), *found]
    return tuple(dict.fromkeys(wanted))


def _effects(brief: SoundBrief) -> tuple[str, ...]:
    action = _action_effect(brief)
    camera = "whoosh" if brief.camera in _CAMERA_MOVES else None
    return tuple(name for name in (action, camera) if name)


def _action_effect(brief: SoundBrief) -> str | None:
    subject, action = brief.subject or "", brief.action
    if brief.kind == "vehicle":
        return _vehicle_effect(subject, action)
    is_wet = brief.setting in ("ocean", "lake") or action == "swim"
    if brief.setting == "underwater":
        return "bubbles"
    if is_wet and action in ("swim", "jump", "float"):
        return "splashes"
    if brief.setting in _AIRLESS:
        return None
    if action == "fly":
        return "wings" if subject in _WINGED else "buzz" if subject == "bee" else None
    if action in ("walk", "run", "dance"):
        return "steps" if brief.kind in ("animal", "person", "bird") else "rustle"
    return {"jump": "landings", "spin": "whirl", "sway": "rustle", "roll": "rolling"}.get(
        action or ""
    )


def _vehicle_effect(subject: str, action: str | None) -> str | None:
    if action == "stand" and subject in _SILENT_WHEN_STILL:
        return None
    return _VEHICLES.get(subject, "engine")


def _mood_and_genre(wish: SoundWish, brief: SoundBrief) -> tuple[str, str]:
    """What was chosen wins over what the prompt says, and that over what the scene suggests."""
    asked = wish.mood if wish.mood != "auto" else brief.mood
    mood = asked or _mood(brief)
    if wish.genre != "auto":
        return mood, wish.genre
    suggested = None if asked or mood == "tense" else _genre_of_scene(brief, mood)
    return mood, brief.genre or suggested or _GENRE_OF_MOOD[mood]


def _mood(brief: SoundBrief) -> str:
    subject, action = brief.subject or "", brief.action or ""
    if "thunder" in brief.cues:
        return "tense"
    if subject in _PLAYFUL and action in _BRISK:
        return "playful"
    if brief.setting == "fairground":
        return "playful"
    if brief.setting in (*_AIRLESS, "underwater"):
        return "dreamy"
    if subject in _GRAND or brief.setting == "mountains":
        return "epic"
    if brief.weather in ("rain", "fog", "snow") or brief.time == "night":
        return "dreamy" if brief.weather == "fog" else "calm"
    if action in _BRISK:
        return "lively"
    return "warm" if brief.time in ("dawn", "sunset", "dusk") else "calm"


def _genre_of_scene(brief: SoundBrief, mood: str) -> str | None:
    if brief.subject in _CHINESE or brief.setting == "bamboo":
        return "guzheng"
    if brief.subject in _MACHINES or brief.setting in _AIRLESS:
        return "electronic"
    if brief.subject in _PLAYFUL and brief.action in _BRISK:
        return "toybox"
    is_urban = brief.setting in ("city", "room", "kitchen") or brief.weather == "rain"
    if is_urban and mood in ("calm", "warm"):
        return "lofi"
    return None


def _tempo(wanted_bpm: float, duration_s: float, cuts_s: Sequence[float]) -> tuple[float, int]:
    """The tempo next to the one wanted at which whole bars lead to the last chord.

    Where there are cuts, one within a seventh of it that comes nearest to them with its beats.
    """
    until_s = duration_s - ring_s(duration_s)
    unit = _BAR if duration_s >= _SHORT_S and not cuts_s else _BAR // 2
    wanted = max(1, round(until_s * wanted_bpm / 60 / unit))
    near = range(max(1, round(wanted * (1 - _GIVE))), round(wanted * (1 + _GIVE)) + 1)

    def distance(units: int) -> tuple[float, int]:
        beat_s = until_s / (units * unit)
        off = sum(abs(cut_s - beat_s * round(cut_s / beat_s)) for cut_s in cuts_s)
        return round(off, 3), abs(units - wanted)

    num_beats = min(near, key=distance) * unit
    return num_beats * 60 / until_s, num_beats


def composing_s(plan: SoundPlan | None, duration_s: float, composers: Offers) -> float:
    """Give the seconds that a plan's composer is expected to take; 0 for the studio itself."""
    if plan is None or plan.composer is None:
        return 0.0
    return composers[plan.composer.engine].seconds_per_second * duration_s


def ring_s(duration_s: float) -> float:
    """Give how long before the end the last chord is struck."""
    return min(_RING_S, _RING_SHARE * duration_s)


def too_long_to_score(duration_s: float) -> Text:
    """Say that a film is too long for a soundtrack."""
    return Text(
        f"{duration_s:.0f} s; films up to {MAX_SCORED_S:.0f} s are scored. "
        "Keep its own sound, or leave it silent",
        f"时长 {duration_s:.0f} 秒；配乐支持 {MAX_SCORED_S:.0f} 秒以内的影片，可保留原声或静音",
    )
