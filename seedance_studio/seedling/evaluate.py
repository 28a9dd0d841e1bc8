"""Measure weights, show what they draw, and let them replace the shipped ones if they are better.

    python -m seedance_studio.seedling.evaluate                        the shipped weights
    python -m seedance_studio.seedling.evaluate --run runs/seedling --promote

48 held-out scenes, canonical captions, English and Chinese in turn; each clip is 5 s long. Held
out are combinations: no training scene shows their subjects in their settings. The judge looks at
five frames of each and takes the mean of its opinions. 28 more clips show each camera move four
times; the flow of their background says which move was made.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

import torch
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from seedance_studio.seedling.controls import Clip
from seedance_studio.seedling.judge import ATTRIBUTES, Judge, truths
from seedance_studio.seedling.known import read_known, write_known
from seedance_studio.seedling.manifest import WEIGHTS, write_manifest
from seedance_studio.seedling.sample import sample_clips
from seedance_studio.seedling.text import LANGUAGES
from seedance_studio.seedling.weights import Parts, read_parts
from seedance_studio.seedling.world.captions import canonical_caption
from seedance_studio.seedling.world.scene import Known, Scene, sample_held_out_scene
from seedance_studio.seedling.yardsticks import (
    MEASURABLE_CAMERAS,
    camera_scenes,
    measure_motion,
    name_camera,
)

log = logging.getLogger(__name__)

NUM_SCENES = 48
NUM_CAMERA_SCENES = 4 * len(MEASURABLE_CAMERAS)
HELD_OUT_SEED = 20_261_122
SCORES = "evaluation.json"
CARD = Path(__file__).parent / "MODEL_CARD.md"
_CARD_BEGIN, _CARD_END = "<!-- evaluation:begin -->", "<!-- evaluation:end -->"
_PARTS = ("vae", "transformer", "scheduler", "text_encoder", "tokenizer", "judge")
_LOOKED_AT = (0, 10, 20, 30, 40)
_TILE = (288, 160)


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What was measured of one set of weights."""

    accuracy: dict[str, float]
    """Share of clips whose attribute the judge names right."""
    accuracy_en: dict[str, float]
    accuracy_zh: dict[str, float]
    judge_accuracy: dict[str, float]
    """The same judge's share on held-out drawn pictures: the most that a score can mean."""
    camera: float
    """Share of the camera's clips that make the move that was asked for, measured by flow."""
    motion: float
    """Mean of `Motion.amount` over the clips."""
    flicker: float
    """Mean of `Motion.flicker` over the clips."""
    num_clips: int
    seconds_per_clip: float
    """On the machine of this evaluation, two threads, without loading."""

    @property
    def score(self) -> float:
        """One figure to compare weights by."""
        return mean(self.accuracy.values())


def held_out_scenes(known: Known) -> list[Scene]:
    """The scenes of every evaluation: one subject each, where training never shows it.

    So what is held out are combinations, not only seeds.
    """
    rng = random.Random(HELD_OUT_SEED)
    return [sample_held_out_scene(rng, known) for _ in range(NUM_SCENES)]


def evaluate(folder: Path, sheet: Path) -> Evaluation:
    """Draw all held-out captions, judge them, and save the contact sheet."""
    parts = read_parts(folder)
    judge = Judge.from_pretrained(folder / "judge").float().eval()
    known = read_known(folder)
    scenes = held_out_scenes(known)
    captions = _captions(scenes)
    began = time.perf_counter()
    clips = list(sample_clips(parts, captions))
    seconds = (time.perf_counter() - began) / len(scenes)
    frames = [clip[:, _LOOKED_AT].transpose(0, 1) for clip in clips]
    right = [_judged(judge, *pair) for pair in zip(frames, scenes, strict=True)]
    motions = [measure_motion(to_pixels(clip)) for clip in clips]
    save_sheet([clip[2] for clip in frames], captions, sheet)
    return Evaluation(
        accuracy=_shares(right),
        accuracy_en=_shares(right[::2]),
        accuracy_zh=_shares(right[1::2]),
        judge_accuracy=dict(judge.config.held_out_accuracy),
        camera=_camera_share(parts, known),
        motion=round(mean(one.amount for one in motions), 2),
        flicker=round(mean(one.flicker for one in motions), 2),
        num_clips=len(scenes),
        seconds_per_clip=round(seconds, 2),
    )


def _captions(scenes: list[Scene]) -> list[str]:
    return [canonical_caption(scene, LANGUAGES[index % 2]) for index, scene in enumerate(scenes)]


def _camera_share(parts: Parts, known: Known) -> float:
    scenes = camera_scenes(NUM_CAMERA_SCENES, HELD_OUT_SEED, known)
    made = [name_camera(to_pixels(clip)) for clip in sample_clips(parts, _captions(scenes))]
    hits = [name == scene.camera for name, scene in zip(made, scenes, strict=True)]
    return round(sum(hits) / len(hits), 4)


def to_pixels(clip: Tensor) -> Clip:
    """(3, frames, height, width) in [-1, 1] to (frames, height, width, 3) uint8."""
    pixels: Clip = (
        ((clip.float() + 1) * 127.5).round().clamp(0, 255).byte().permute(1, 2, 3, 0).numpy()
    )
    return pixels


@torch.inference_mode()
def _judged(judge: Judge, frames: Tensor, scene: Scene) -> dict[str, bool]:
    logits = judge(frames)
    answer = truths([scene])
    return {
        name: int(logits[name].softmax(1).mean(0).argmax()) == int(answer[name])
        for name in ATTRIBUTES
    }


def _shares(right: list[dict[str, bool]]) -> dict[str, float]:
    return {name: round(sum(r[name] for r in right) / len(right), 4) for name in ATTRIBUTES}


def save_sheet(frames: list[Tensor], captions: list[str], path: Path, columns: int = 6) -> None:
    """A grid of pictures (3, height, width) in [-1, 1] with a caption under each."""
    width, height, line = *_TILE, 18
    rows = -(-len(frames) // columns)
    sheet = Image.new("RGB", (columns * width, rows * (height + line)), "white")
    draw = ImageDraw.Draw(sheet)
    font = sheet_font(11)
    for index, (frame, caption) in enumerate(zip(frames, captions, strict=True)):
        x, y = index % columns * width, index // columns * (height + line)
        sheet.paste(Image.fromarray(to_pixels(frame[:, None])[0]), (x, y))
        draw.text((x + 4, y + height + 2), caption, fill="black", font=font)
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, quality=88)


def sheet_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font with Chinese where the system has one."""
    noto = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
    return ImageFont.truetype(noto, size) if noto.exists() else ImageFont.load_default(size)


def promote(folder: Path, found: Evaluation) -> bool:
    """Put the run's weights in the shipped ones' place, unless those scored better."""
    shipped = WEIGHTS / SCORES
    if shipped.exists():
        best = mean(json.loads(shipped.read_text(encoding="utf-8"))["accuracy"].values())
        if best > found.score:
            log.info("not promoted: %.4f, the shipped weights have %.4f", found.score, best)
            return False
    for name in _PARTS:
        shutil.rmtree(WEIGHTS / name, ignore_errors=True)
        shutil.copytree(folder / name, WEIGHTS / name)
    for config in WEIGHTS.glob("*/config.json"):
        _forget_path(config)
    write_known(read_known(folder), WEIGHTS)
    shipped.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    write_manifest(WEIGHTS, time.strftime("%Y-%m-%d.%H%M", time.gmtime()))
    log.info("promoted: %.4f", found.score)
    return True


def _forget_path(config: Path) -> None:
    """Take out where the weights lay when they were trained: a folder of that machine."""
    settings = json.loads(config.read_text(encoding="utf-8"))
    settings.pop("_name_or_path", None)
    config.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def write_card(found: Evaluation, card: Path) -> None:
    """Put the table between the marks of the model card."""
    names = {
        "subject": "Subject",
        "setting": "Setting",
        "time": "Time of day",
        "weather": "Weather",
    }
    rows = [
        f"| {names[name]} | {found.accuracy[name]:.0%} | {found.accuracy_en[name]:.0%} "
        f"| {found.accuracy_zh[name]:.0%} | {found.judge_accuracy[name]:.1%} |"
        for name in ATTRIBUTES
    ]
    table = "\n".join(
        [
            _CARD_BEGIN,
            f"{found.num_clips} held-out scenes, one 5 s clip each, seed = place in the list; "
            f"{found.seconds_per_clip} s a clip on two CPU cores without finishing.",
            "",
            "| named right by the judge | all | English | Chinese | judge on held-out renders |",
            "|---|---|---|---|---|",
            *rows,
            f"| Camera move | {found.camera:.0%} | | | {found.judge_accuracy['camera']:.1%} |",
            "",
            f"Camera: {NUM_CAMERA_SCENES} more clips, each of {len(MEASURABLE_CAMERAS)} moves four "
            "times, named by the flow of the background. "
            f"A pixel moves {found.motion / 1000 * _TILE[0]:.2f} pixels a frame on average, "
            f"and brightness changes by {found.flicker:.1f} of 255 beside that.",
            _CARD_END,
        ]
    )
    text = card.read_text(encoding="utf-8")
    before, rest = text.split(_CARD_BEGIN)
    _, after = rest.split(_CARD_END)
    card.write_text(before + table + after, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Evaluate one folder of weights."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description="Measure Seedling's weights.")
    parser.add_argument("--run", type=Path, default=WEIGHTS, help="a training run's folder")
    parser.add_argument("--sheet", type=Path, default=Path("docs/images/seedling_sheet.jpg"))
    parser.add_argument("--promote", action="store_true", help="ship these weights if better")
    options = parser.parse_args(arguments)
    torch.set_num_threads(2)
    found = evaluate(options.run, options.sheet)
    log.info(json.dumps(asdict(found), indent=1))
    if options.promote and promote(options.run, found):
        write_card(found, CARD)


if __name__ == "__main__":
    main()
