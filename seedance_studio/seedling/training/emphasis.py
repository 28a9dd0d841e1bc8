"""A stage between others: which subjects the weights draw badly, to be drawn more often.

On a processor there are few steps to spend, and subjects are not equally hard: a car was named
right after an hour, a helicopter after six not yet.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import torch

from seedance_studio.seedling.judge import ATTRIBUTES, Judge
from seedance_studio.seedling.known import read_known
from seedance_studio.seedling.sample import sample_clips
from seedance_studio.seedling.text import LANGUAGES
from seedance_studio.seedling.weights import read_parts
from seedance_studio.seedling.world.captions import canonical_caption
from seedance_studio.seedling.world.scene import NO_EMPHASIS, Known, Scene, sample_scene

log = logging.getLogger(__name__)

FILE = "emphasis.json"
_MOST = 5.0
"""How much more often a subject is drawn that is never named than one that always is."""


def find_emphasis(run: Path, pictures_each: int = 6) -> Path:
    """Have every subject drawn as single pictures, judge them, and write down what needs practice.

    The scenes are such as training shows: nothing is learned here of what is held out.

    Args:
        run: the folder of a run with weights and their judge.
        pictures_each: pictures of each subject.

    Returns: the file that `read_emphasis` reads.
    """
    judge = Judge.from_pretrained(run / "judge").float().eval()
    rng = random.Random(0)
    known = read_known(run)
    scenes = [one for name in known.subjects for one in _of(name, known, pictures_each, rng)]
    captions = [
        canonical_caption(scene, LANGUAGES[index % 2]) for index, scene in enumerate(scenes)
    ]
    named: dict[str, list[bool]] = {}
    for scene, clip in zip(
        scenes, sample_clips(read_parts(run), captions, num_frames=1), strict=True
    ):
        with torch.inference_mode():
            seen = int(judge(clip.transpose(0, 1))["subject"].argmax())
        named.setdefault(scene.subject, []).append(ATTRIBUTES["subject"][seen] == scene.subject)
    shares = {name: sum(right) / len(right) for name, right in named.items()}
    for name, share in sorted(shares.items(), key=lambda one: one[1]):
        log.info("%-16s named in %3.0f %%", name, 100 * share)
    path = run / FILE
    emphasis = {name: round(_MOST - (_MOST - 1) * share, 3) for name, share in shares.items()}
    path.write_text(json.dumps(emphasis, indent=1) + "\n", encoding="utf-8")
    return path


def _of(subject: str, known: Known, number: int, rng: random.Random) -> list[Scene]:
    """Scenes of one subject alone, in settings that training shows it in."""
    alone = replace(known, companions=False)
    drawn = (sample_scene(rng, alone) for _ in count())
    fitting = (replace(scene, count=1) for scene in drawn if scene.subject == subject)
    return list(islice(fitting, number))


def read_emphasis(run: Path) -> Mapping[str, float]:
    """What a run is to practise, as `sample_scene` takes it; nothing where none was found."""
    path = run / FILE
    if not path.exists():
        return NO_EMPHASIS
    found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return found
