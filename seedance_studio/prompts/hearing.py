"""What a prompt gives to hear: its scene, and the sounds, the mood and the music it names."""

from __future__ import annotations

import re

from seedance_studio.domain.sound import SoundBrief
from seedance_studio.prompts.reading import Reading
from seedance_studio.seedling.world.scene import Scene
from seedance_studio.seedling.world.vocabulary import SUBJECTS

_NOT_DENIED = r"(?<!\bno )(?<!\bnot )(?<!without )(?<!没有)(?<!不要)(?<!无)(?<!不)"


def _signs(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(rf"{_NOT_DENIED}(?:\b(?:{english})\b|{chinese})", re.IGNORECASE)


# By the sounds, moods and genres of domain/sound.py. Words of the world's own vocabulary (rain,
# beach, night) are not repeated: they are heard through the scene.
_CUES = {
    "waves": _signs(
        r"surf|(?:breaking|rolling) waves?"
        r"|waves? (?:on|at|along|against) (?:\w+ )?(?:beach|shore|sand|coast)",
        "浪花|拍岸|拍打(?:着)?(?:沙滩|海岸)|海浪.{0,3}(?:沙滩|海滩)|(?:沙滩|海滩).{0,3}海浪",
    ),
    "thunder": _signs(r"thunder\w*|lightning|storm|stormy", "雷|闪电|暴风雨"),
    "fire": _signs(
        r"(?:camp|bon)fires?|fireplace|flames?|burning|fire(?!\s*(?:engine|truck|works|fl))",
        "篝火|火堆|壁炉|火焰|燃烧|炉火",
    ),
    "stream": _signs(
        r"streams?|brooks?|creeks?|waterfalls?|rivers?|fountains?", "小溪|溪流|溪水|瀑布|河流|喷泉"
    ),
    "wind": _signs(r"wind|windy|gale|gusts?", "大风|狂风|寒风|风声"),
    "birds": _signs(r"birdsong|songbirds?|birds? (?:singing|chirping)", "鸟鸣|鸟叫|鸟语"),
    "crickets": _signs(r"crickets?|cicadas?|insects?", "蟋蟀|虫鸣|蝉鸣|知了"),
}
_MOODS = {
    "tense": _signs(
        r"tense|suspense\w*|scary|horror|ominous|thriller|eerie|creepy",
        "紧张|悬疑|恐怖|惊悚|诡异|不安",
    ),
    "epic": _signs(
        r"epic|majestic|heroic|grand|dramatic|triumph\w*", "史诗|壮丽|雄伟|宏大|壮观|英雄"
    ),
    "playful": _signs(r"playful|funny|cute|silly|comic\w*", "俏皮|搞笑|可爱|滑稽|逗"),
    "lively": _signs(r"lively|energetic|upbeat|happy|joyful|cheerful", "欢快|活泼|快乐|热闹|动感"),
    "dreamy": _signs(
        r"dream\w*|magical|mysterious|ethereal|surreal|melanchol\w*|sad",
        "梦幻|奇幻|神秘|空灵|忧伤|悲伤|唯美",
    ),
    "warm": _signs(
        r"warm|romantic|tender|cozy|cosy|nostalgic|heart\w*", "温暖|温馨|浪漫|温柔|怀旧"
    ),
    "calm": _signs(
        r"calm|peaceful|seren\w*|quiet|tranquil|relax\w*|gentle", "宁静|平静|安静|静谧|悠闲"
    ),
}
_GENRES = {
    "guzheng": _signs(
        r"chinese|guzheng|ink (?:painting|wash)|wuxia|hanfu",
        "古风|国风|中国风|古筝|水墨|武侠|汉服|江南",
    ),
    "lofi": _signs(r"lo-?fi|chill|caf[eé]", "咖啡|慵懒"),
    "electronic": _signs(
        r"electronic|techno|cyberpunk|synth\w*|neon|futuristic|sci-?fi",
        "电子|赛博朋克|霓虹|科幻|未来感",
    ),
    "cinematic": _signs(r"orchestra\w*|cinematic|strings|piano", "管弦|交响|弦乐|钢琴|电影感"),
    "acoustic": _signs(r"acoustic|guitar|folk", "吉他|民谣"),
    "toybox": _signs(r"marimba|music box|toys?", "八音盒|玩具|马林巴"),
}


def hear(text: str, reading: Reading, scene: Scene | None) -> SoundBrief:
    """Give what there is to hear.

    Args:
        text: the cleaned prompt.
        reading: of that prompt.
        scene: what will be drawn, where the engine draws a scene; None goes by what was said.
    """
    said = {group: pieces[0].sense.id for group, pieces in reading.said.items() if pieces}
    subject = scene.subject if scene else reading.subject.sense.id if reading.subject else None
    actor = SUBJECTS.get(subject or "")
    homes = (home for home in actor.settings if home in reading.known.settings) if actor else ()
    return SoundBrief(
        subject=subject,
        kind=actor.kind if actor else None,
        setting=scene.setting if scene else said.get("setting", next(iter(homes), None)),
        time=scene.time if scene else said.get("time"),
        weather=scene.weather if scene else said.get("weather"),
        action=scene.action if scene else said.get("action"),
        camera=scene.camera if scene else said.get("camera"),
        cues=tuple(name for name, signs in _CUES.items() if signs.search(text)),
        mood=next((name for name, signs in _MOODS.items() if signs.search(text)), None),
        genre=next((name for name, signs in _GENRES.items() if signs.search(text)), None),
    )
