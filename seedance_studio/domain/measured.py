"""What was measured of a finished clip against the references that it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seedance_studio.errors import Text

Measure = Literal[
    "psnr_db",
    "delivered_psnr_db",
    "camera_correlation",
    "motion_correlation",
    "structure_correlation",
    "colour_correlation",
    "seam_colour",
    "seam_sharpness",
    "seam_motion",
]

_WORDS: dict[Measure, Text] = {
    "psnr_db": Text(
        "generated {value:.1f} dB from it (PSNR)",
        "生成画面与它的 PSNR 为 {value:.1f} dB（越高越接近）",
    ),
    "delivered_psnr_db": Text(
        "in the file {value:.1f} dB from it (PSNR), beside the label",
        "成片画面与它的 PSNR 为 {value:.1f} dB（标识除外，越高越接近）",
    ),
    "camera_correlation": Text(
        "the measured camera move correlates {value:+.2f} with its own",
        "实测运镜与它的相关系数为 {value:+.2f}",
    ),
    "motion_correlation": Text(
        "the measured motion correlates {value:+.2f} with its own",
        "实测动作与它的相关系数为 {value:+.2f}",
    ),
    "structure_correlation": Text(
        "the outlines correlate {value:+.2f} with its own", "轮廓与它的相关系数为 {value:+.2f}"
    ),
    "colour_correlation": Text(
        "the colours correlate {value:+.2f} with its own", "色彩与它的相关系数为 {value:+.2f}"
    ),
    "seam_colour": Text(
        "colour at the seam jumps by {value:.1f} (ΔE; 2 is hardly seen)",
        "接缝处色差 {value:.1f}（ΔE，2 以内几乎看不出）",
    ),
    "seam_sharpness": Text(
        "sharpness after the seam is {value:.0%} of that before",
        "接缝之后的清晰度为之前的 {value:.0%}",
    ),
    "seam_motion": Text(
        "motion at the seam jumps by {value:.2f} % of the width a frame",
        "接缝处运动跳变为每帧画面宽度的 {value:.2f} %",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure, taken from the clip as it was made."""

    item: str
    """The reference's name."""
    measure: Measure
    value: float

    @property
    def words(self) -> Text:
        """Say it in a sentence."""
        words = _WORDS[self.measure]
        return Text(words.en.format(value=self.value), words.zh.format(value=self.value))
