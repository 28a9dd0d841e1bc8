"""Draw what two soundtracks look like, a beach and a city: waveform above, spectrum below.

python -m examples.draw_soundtracks docs/images/sound.png
"""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from seedance_studio.domain.sound import SoundWish
from seedance_studio.domain.sound_plan import describe_sound, plan_sound
from seedance_studio.prompts import prepare_prompt
from seedance_studio.sound import RATE, score

PROMPTS = (
    "a golden retriever runs along the beach at sunset, static shot",
    "a woman walks through the city at night, static shot",
)
SECONDS, SEED = 10.0, 3
WIDTH, WAVE_HEIGHT, SPECTRUM_HEIGHT, MARGIN = 560, 70, 190, 22
GROUND, INK, WAVE = (16, 20, 28), (226, 232, 240), (94, 214, 200)
LOWEST_HZ, HIGHEST_HZ = 40.0, 16_000.0
HEAT = np.array([(16, 20, 28), (38, 46, 92), (122, 58, 130), (226, 98, 96), (250, 200, 120)])


def draw_wave(samples: np.ndarray) -> np.ndarray:
    """Give the waveform as (WAVE_HEIGHT, WIDTH, 3)."""
    loudest = np.abs(samples).max(axis=1)[: len(samples) // WIDTH * WIDTH]
    heights = loudest.reshape(WIDTH, -1).max(axis=1) * WAVE_HEIGHT / 2
    rows = np.abs(np.arange(WAVE_HEIGHT) - WAVE_HEIGHT / 2 + 0.5)
    return np.where((rows[:, None] <= heights)[..., None], WAVE, GROUND).astype(np.uint8)


def draw_spectrum(samples: np.ndarray) -> np.ndarray:
    """Give the spectrum over time as (SPECTRUM_HEIGHT, WIDTH, 3), low tones at the bottom."""
    size = 4096
    starts = np.linspace(0, len(samples) - size, WIDTH).astype(int)
    pieces = np.stack([samples[start : start + size].mean(axis=1) for start in starts])
    spectra = np.abs(np.fft.rfft(pieces * np.hanning(size), axis=1))
    hertz = np.geomspace(HIGHEST_HZ, LOWEST_HZ, SPECTRUM_HEIGHT)
    decibels = 20 * np.log10(spectra[:, np.round(hertz / RATE * size).astype(int)].T + 1e-6)
    share = np.clip((decibels + 32) / 74, 0, 1) * (len(HEAT) - 1)
    marks = np.arange(len(HEAT))
    colours = [np.interp(share, marks, HEAT[:, channel]) for channel in range(3)]
    return np.stack(colours, axis=2).astype(np.uint8)


def draw(prompt: str) -> Image.Image:
    """Compose the soundtrack of a prompt and draw it."""
    brief = prepare_prompt(prompt, enhance=True, seed=SEED, has_world_vocabulary=True).brief
    plan = plan_sound(SoundWish(), brief, duration_s=SECONDS, seed=SEED)
    if plan is None:
        raise ValueError("a soundtrack that is off cannot be drawn")
    samples = score(plan, SECONDS).samples
    picture = np.concatenate([draw_wave(samples), draw_spectrum(samples)])
    panel = Image.new("RGB", (WIDTH, MARGIN + len(picture)), GROUND)
    panel.paste(Image.fromarray(picture), (0, MARGIN))
    pen, font = ImageDraw.Draw(panel), ImageFont.load_default(11)
    pen.text((6, 4), describe_sound(plan).en, INK, font)
    return panel


def main() -> None:
    """Draw all prompts side by side."""
    panels = [draw(prompt) for prompt in PROMPTS]
    sheet = Image.new("RGB", (2 * WIDTH + 8, panels[0].height), (60, 66, 78))
    for number, panel in enumerate(panels):
        sheet.paste(panel, (number * (WIDTH + 8), 0))
    # A palette keeps noise, which no compressor can shorten, at a byte a pixel.
    sheet.quantize(48, dither=Image.Dither.NONE).save(sys.argv[1], optimize=True)


if __name__ == "__main__":
    main()
