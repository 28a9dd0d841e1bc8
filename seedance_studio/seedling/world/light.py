"""The light of each time of day and what weather does to it.

One light colours sky, land, water and subject together; that is what makes a sunset a sunset even
when the picture is small and blurry.
"""

from dataclasses import dataclass

Colour = tuple[float, float, float]
"""Red, green, blue in 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """The light of one time of day."""

    sky: tuple[Colour, Colour, Colour]
    """At the zenith, half-way down, and at the horizon."""
    tint: Colour
    """Multiplies the own colour of everything the light falls on."""
    haze: Colour
    """What far things fade into."""
    sun: tuple[float, float]
    """Where sun or moon stand: across in widths, down in heights."""
    sun_radius: float
    """In heights; 0 hides the disc."""
    sun_colour: Colour
    glow: float
    """Strength of the glow around the sun, 0..1."""
    is_moon: bool
    stars: float
    """Brightness of the stars, 0..1."""
    lamps: float
    """How much lamps and windows shine, 0..1."""
    cloud: tuple[Colour, Colour]
    """Of a cloud's lit and shaded side."""
    water: tuple[Colour, Colour]
    """Of open water at the horizon and close by."""
    glint: Colour
    shadow: float
    """Opacity of shadows, 0..1."""
    shadow_lean: float
    """How far shadows reach sideways, in subject heights; positive to the right."""
    rim: Colour
    """Light added on the sunny side of the subject."""


LIGHTS: dict[str, Light] = {
    "dawn": Light(
        sky=((0.48, 0.62, 0.88), (0.88, 0.76, 0.86), (1.0, 0.86, 0.76)),
        tint=(0.94, 0.83, 0.86),
        haze=(0.97, 0.83, 0.82),
        sun=(0.24, 0.40),
        sun_radius=0.05,
        sun_colour=(1.0, 0.95, 0.80),
        glow=0.45,
        is_moon=False,
        stars=0.0,
        lamps=0.15,
        cloud=((1.0, 0.86, 0.86), (0.74, 0.68, 0.84)),
        water=((0.93, 0.78, 0.80), (0.38, 0.55, 0.72)),
        glint=(1.0, 0.93, 0.85),
        shadow=0.28,
        shadow_lean=0.55,
        rim=(0.16, 0.10, 0.08),
    ),
    "day": Light(
        sky=((0.20, 0.52, 0.94), (0.45, 0.74, 0.98), (0.80, 0.93, 1.0)),
        tint=(1.0, 1.0, 0.97),
        haze=(0.74, 0.88, 0.99),
        sun=(0.80, 0.13),
        sun_radius=0.055,
        sun_colour=(1.0, 0.98, 0.85),
        glow=0.35,
        is_moon=False,
        stars=0.0,
        lamps=0.0,
        cloud=((1.0, 1.0, 1.0), (0.76, 0.84, 0.94)),
        water=((0.40, 0.76, 0.92), (0.02, 0.40, 0.62)),
        glint=(0.95, 1.0, 1.0),
        shadow=0.38,
        shadow_lean=-0.12,
        rim=(0.06, 0.06, 0.05),
    ),
    "sunset": Light(
        sky=((0.36, 0.22, 0.52), (0.93, 0.42, 0.36), (1.0, 0.74, 0.34)),
        tint=(1.0, 0.70, 0.50),
        haze=(0.98, 0.56, 0.36),
        sun=(0.74, 0.38),
        sun_radius=0.095,
        sun_colour=(1.0, 0.90, 0.52),
        glow=0.65,
        is_moon=False,
        stars=0.0,
        lamps=0.35,
        cloud=((1.0, 0.62, 0.42), (0.58, 0.30, 0.46)),
        water=((0.98, 0.60, 0.36), (0.36, 0.22, 0.42)),
        glint=(1.0, 0.84, 0.50),
        shadow=0.42,
        shadow_lean=-0.75,
        rim=(0.30, 0.14, 0.02),
    ),
    "dusk": Light(
        sky=((0.10, 0.16, 0.42), (0.28, 0.36, 0.68), (0.72, 0.56, 0.72)),
        tint=(0.52, 0.56, 0.82),
        haze=(0.46, 0.46, 0.70),
        sun=(0.76, 0.17),
        sun_radius=0.035,
        sun_colour=(0.98, 0.96, 0.90),
        glow=0.12,
        is_moon=True,
        stars=0.25,
        lamps=0.8,
        cloud=((0.62, 0.52, 0.74), (0.26, 0.30, 0.54)),
        water=((0.52, 0.48, 0.70), (0.10, 0.16, 0.40)),
        glint=(0.80, 0.76, 0.94),
        shadow=0.25,
        shadow_lean=0.0,
        rim=(0.05, 0.05, 0.10),
    ),
    "night": Light(
        sky=((0.015, 0.03, 0.11), (0.04, 0.08, 0.22), (0.10, 0.16, 0.36)),
        tint=(0.30, 0.37, 0.60),
        haze=(0.09, 0.14, 0.31),
        sun=(0.24, 0.17),
        sun_radius=0.07,
        sun_colour=(0.98, 0.97, 0.90),
        glow=0.22,
        is_moon=True,
        stars=1.0,
        lamps=1.0,
        cloud=((0.22, 0.27, 0.46), (0.08, 0.11, 0.24)),
        water=((0.10, 0.17, 0.38), (0.02, 0.05, 0.16)),
        glint=(0.75, 0.84, 1.0),
        shadow=0.30,
        shadow_lean=0.2,
        rim=(0.06, 0.08, 0.14),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """What the weather changes."""

    overcast: float
    """How much of the sky is covered by an even grey, 0..1."""
    gain: Colour
    """Multiplies the finished picture."""
    veil: tuple[float, float, float]
    """Opacity of the haze before the far, the middle and the near layers, 0..1 each."""
    shadow: float
    """Multiplies the light's shadows, 0..1."""
    falling: str | None
    """Particles in the air: "rain", "snow" or None."""


AIRS: dict[str, Air] = {
    "clear": Air(overcast=0, gain=(1, 1, 1), veil=(0, 0, 0), shadow=1.0, falling=None),
    "cloudy": Air(
        overcast=0.75, gain=(0.90, 0.91, 0.93), veil=(0.22, 0.08, 0.0), shadow=0.45, falling=None
    ),
    "rain": Air(
        overcast=0.92, gain=(0.76, 0.81, 0.88), veil=(0.40, 0.18, 0.0), shadow=0.3, falling="rain"
    ),
    "snow": Air(
        overcast=0.85, gain=(0.95, 0.97, 1.0), veil=(0.35, 0.15, 0.0), shadow=0.4, falling="snow"
    ),
    "fog": Air(
        overcast=0.95, gain=(0.98, 0.98, 0.98), veil=(0.78, 0.52, 0.12), shadow=0.2, falling=None
    ),
}


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Gives the colour `share` of the way from the first to the second."""
    red, green, blue = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return red, green, blue


def times(first: Colour, second: Colour) -> Colour:
    """Multiplies two colours channel by channel."""
    return first[0] * second[0], first[1] * second[1], first[2] * second[2]


def overcast_colour(light: Light) -> Colour:
    """Gives the even grey that a covered sky has at that time of day."""
    low, middle = light.sky[2], light.sky[1]
    red, green, blue = mix(low, middle, 0.5)
    grey = 0.30 * red + 0.55 * green + 0.15 * blue
    return mix((red, green, blue), (grey + 0.03, grey + 0.03, grey * 1.05 + 0.04), 0.62)
