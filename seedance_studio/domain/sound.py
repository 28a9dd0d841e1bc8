"""What a clip is to sound like: what was asked, what there is to hear, what will be played."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.reference import Reference
from seedance_studio.errors import Text

MAX_VOLUME = 2.0
IN_THE_BOX = "box"
"""The studio's own composer, which is no model."""
SOURCES = ("auto", "off", "own")
MADE_WITH_PICTURE = "model"
"""Stands for a video's name where the engine makes the sound together with the picture."""
LAYERS = ("ambience", "effects", "music")

MOODS: dict[str, Text] = {
    "calm": Text("calm", "宁静"),
    "warm": Text("warm", "温暖"),
    "playful": Text("playful", "俏皮"),
    "lively": Text("lively", "轻快"),
    "dreamy": Text("dreamy", "梦幻"),
    "epic": Text("epic", "壮阔"),
    "tense": Text("tense", "紧张"),
}
GENRES: dict[str, Text] = {
    "acoustic": Text("acoustic guitar", "木吉他"),
    "lofi": Text("lo-fi keys", "Lo-fi 键盘"),
    "cinematic": Text("strings and piano", "弦乐与钢琴"),
    "toybox": Text("marimba and bells", "马林巴与钟琴"),
    "suspense": Text("low drones", "低沉长音"),
    "guzheng": Text("guzheng, pentatonic", "古筝（五声音阶）"),
    "electronic": Text("synthesisers", "电子合成器"),
}
MINOR_MOODS = frozenset(["epic", "tense"])
"""Whose music is in a minor key."""
AMBIENCE: dict[str, Text] = {
    "waves": Text("waves on a shore", "海浪拍岸"),
    "swell": Text("open water", "海面涌浪"),
    "stream": Text("running water", "流水"),
    "underwater": Text("under water", "水下"),
    "rain": Text("rain", "雨声"),
    "thunder": Text("thunder", "雷声"),
    "breeze": Text("a breeze", "微风"),
    "wind": Text("wind", "风声"),
    "hush": Text("the hush of snow", "雪地的静谧"),
    "leaves": Text("leaves", "树叶沙沙"),
    "birds": Text("birds", "鸟鸣"),
    "crickets": Text("crickets", "虫鸣"),
    "traffic": Text("city traffic", "城市车流"),
    "passing_cars": Text("passing cars", "驶过的车"),
    "fire": Text("a crackling fire", "火焰噼啪"),
    "room_tone": Text("a quiet room", "安静的室内"),
    "space_hum": Text("the hum of space", "太空低鸣"),
}
EFFECTS: dict[str, Text] = {
    "steps": Text("steps", "脚步"),
    "landings": Text("landings", "落地声"),
    "splashes": Text("splashes", "水花"),
    "bubbles": Text("bubbles", "气泡"),
    "lapping": Text("water on the hull", "船舷水声"),
    "engine": Text("an engine", "发动机声"),
    "wheels": Text("wheels", "车轮"),
    "rails": Text("wheels on rails", "铁轨声"),
    "rotor": Text("a rotor", "旋翼"),
    "jet": Text("a jet", "喷气声"),
    "rocket": Text("a rocket", "火箭轰鸣"),
    "hover": Text("a hovering hum", "悬停的嗡鸣"),
    "wings": Text("wing beats", "振翅"),
    "buzz": Text("buzzing", "嗡嗡声"),
    "rustle": Text("rustling", "沙沙声"),
    "whirl": Text("a whirl", "旋转的风声"),
    "rolling": Text("rolling", "滚动声"),
    "whoosh": Text("a whoosh with the camera", "随镜头的风声"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundWish:
    """What was asked of the sound. Nothing is checked or filled in here."""

    source: str = "auto"
    """auto composes a soundtrack, off leaves the clip silent, own keeps the first video's sound;
    or the name of a reference: a sound plays as the music, a video keeps its own."""
    mood: str = "auto"
    """auto, or a key of MOODS."""
    genre: str = "auto"
    """auto, or a key of GENRES: which instruments play."""
    composer: str = IN_THE_BOX
    """Who plays music that is not brought: the studio itself, or a model by its id."""
    ambience_volume: float = 1.0
    """0 mutes the layer, 1 is as composed, MAX_VOLUME is the most."""
    effects_volume: float = 1.0
    music_volume: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundBrief:
    """What there is to hear, by the ids of the world's vocabulary; None where nothing is known."""

    subject: str | None = None
    kind: str | None = None
    """animal, person, vehicle, thing, bird or fish."""
    setting: str | None = None
    time: str | None = None
    weather: str | None = None
    action: str | None = None
    camera: str | None = None
    cues: tuple[str, ...] = ()
    """Keys of AMBIENCE that the prompt names outright: fire, thunder, running water."""
    mood: str | None = None
    """The mood that the prompt names, a key of MOODS."""
    genre: str | None = None
    """The music that the prompt names, a key of GENRES."""


NOTHING_KNOWN = SoundBrief()


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPlan:
    """What will be played. A composer changes nothing here."""

    source: str
    brief: SoundBrief
    ambience: tuple[str, ...]
    """Keys of AMBIENCE, the main one first."""
    effects: tuple[str, ...]
    """Keys of EFFECTS."""
    mood: str
    genre: str
    tempo_bpm: float
    """Such that a whole number of beats leads to the last chord."""
    num_beats: int
    """Before the last chord."""
    tonic: int
    """The key, in semitones above C."""
    seed: int
    ambience_volume: float
    effects_volume: float
    music_volume: float
    music: str | None = None
    """Name of the reference that plays as the music; None composes it."""
    composer: PipelineKey | None = None
    """The model that composes it; None for the studio itself."""
    own: str | None = None
    """Name of the video whose own sound is all that is heard, or MADE_WITH_PICTURE."""
    rhythm: str | None = None
    """Name of the reference whose beats the composed music follows."""


def volumes(of: SoundWish | SoundPlan) -> dict[str, float]:
    """Give the volume of each layer."""
    return {
        "ambience": of.ambience_volume,
        "effects": of.effects_volume,
        "music": of.music_volume,
    }


def sound_problems(
    wish: SoundWish, references: Sequence[Reference] = (), composers: Collection[str] = ()
) -> dict[str, Text]:
    """Give what cannot be done of a wish, by field.

    Args:
        wish: what was asked.
        references: of the request; one may be the source.
        composers: ids of the models that can play here and now.
    """
    sources = [one.name for one in references if one.kind in ("audio", "video")]
    problems: dict[str, Text] = {}
    for field, value, choices in (
        ("sound", wish.source, (*SOURCES, *sources)),
        ("mood", wish.mood, ("auto", *MOODS)),
        ("genre", wish.genre, ("auto", *GENRES)),
        ("composer", wish.composer, (IN_THE_BOX, *composers)),
    ):
        if value not in choices:
            problems[field] = Text(
                f"'{value}' is not offered; choose {', '.join(choices)}",
                f"不提供“{value}”，可选 {'、'.join(choices)}",
            )
    for layer, volume in volumes(wish).items():
        if not 0 <= volume <= MAX_VOLUME:
            problems[f"{layer}_volume"] = Text(
                f"{volume:g} is out of range; 0 to {MAX_VOLUME:g} is possible",
                f"{volume:g} 超出范围，可用 0 到 {MAX_VOLUME:g}",
            )
    return problems
