"""Flags of the soundtrack to a SoundWish."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from seedance_studio.domain.reference import Reference, kind_of
from seedance_studio.domain.sound import GENRES, LAYERS, MOODS, SOURCES, SoundWish
from seedance_studio.errors import Text


def add_sound_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add what can be said of the sound."""
    for flag, en, zh in (
        (
            "--sound",
            "auto composes one, own keeps the video's, a file is the music: auto|off|own|FILE",
            "auto 自动配乐，own 保留视频原声，文件用作配乐：auto|off|own|FILE",
        ),
        ("--mood", f"of the music: auto|{'|'.join(MOODS)}", f"音乐情绪：auto|{'|'.join(MOODS)}"),
        ("--genre", f"instruments: auto|{'|'.join(GENRES)}", f"乐器：auto|{'|'.join(GENRES)}"),
        (
            "--composer",
            "who plays the music: box, or the id of a model that was fetched",
            "由谁作曲：box 为自带，或已下载模型的编号",
        ),
        ("--ambience-volume", "of the place; 0 mutes, 1 is usual", "环境声音量：0 静音，1 正常"),
        ("--effects-volume", "of what happens; 0 to 2", "音效音量：0 到 2"),
        ("--music-volume", "of the music; 0 to 2", "音乐音量：0 到 2"),
    ):
        parser.add_argument(flag, help=say(en, zh))


def add_film_sound_flags(parser: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add what can be said of the sound of films that are there already."""
    add_sound_flags(parser, say)
    parser.add_argument(
        "--take", help=say("another number, another tune", "换一个编号，换一段音乐")
    )


def film_music(flags: argparse.Namespace) -> Reference | None:
    """Give the music that `--sound` brings to films, if it brings one."""
    file = music_file(flags)
    return Reference(name="Audio1", file=file, role="music") if file else None


def read_take(flags: argparse.Namespace, problems: dict[str, Text]) -> int:
    """Give the seed of what is composed."""
    if flags.take is None or flags.take.isdecimal():
        return int(flags.take or 0)
    problems["take"] = Text(f"'{flags.take}' is not a number", f"“{flags.take}”不是数字")
    return 0


def music_file(flags: argparse.Namespace) -> str | None:
    """Give the file that `--sound` brings, if it brings one."""
    sound: str | None = flags.sound
    is_word = sound is None or sound in SOURCES or kind_of(sound) is not None
    return None if is_word else sound


def read_sound(
    flags: argparse.Namespace, default: SoundWish, problems: dict[str, Text]
) -> SoundWish:
    """Give the wish of these flags; a volume that is no number is a problem under its field."""
    volumes: dict[str, float] = {}
    for layer in LAYERS:
        name = f"{layer}_volume"
        text = getattr(flags, name)
        volumes[name] = getattr(default, name)
        try:
            volumes[name] = volumes[name] if text is None else float(text)
        except ValueError:
            problems[name] = Text(f"'{text}' is not a number", f"“{text}”不是数字")
    return SoundWish(
        source="auto" if music_file(flags) else flags.sound or default.source,
        mood=flags.mood or default.mood,
        genre=flags.genre or default.genre,
        composer=flags.composer or default.composer,
        ambience_volume=volumes["ambience_volume"],
        effects_volume=volumes["effects_volume"],
        music_volume=volumes["music_volume"],
    )
