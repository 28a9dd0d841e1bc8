"""Where the beats of a sound fall."""

from __future__ import annotations

from pathlib import Path

from seedance_studio.media.recordings import SAMPLE_RATE, read_sound

_RATE = SAMPLE_RATE // 2


def find_beats(path: Path, *, start_s: float = 0.0, end_s: float | None = None) -> list[float]:
    """Find the beats of a sound by librosa's tracker (Ellis 2007).

    Args:
        path: of a sound, or of a video that has one.
        start_s: where the part that counts begins.
        end_s: where it ends; None is the sound's own end.

    Returns:
        Seconds from `start_s`, rising; none for a sound without a pulse.

    Raises:
        RequestError: under `file`: what is wrong with it.
    """
    from librosa.beat import beat_track  # noqa: PLC0415 - takes seconds, and most clips have no rhythm to follow

    samples = read_sound(path, start_s=start_s, end_s=end_s, channels=1)
    # Every two samples become one: the tracker listens below 12 kHz anyway.
    mono = samples[: len(samples) // 2 * 2].reshape(-1, 2).mean(axis=1)
    _, beats = beat_track(y=mono, sr=_RATE, units="time")
    return [round(float(beat), 4) for beat in beats]
