"""Make the finished clips that an empty tab shows, with the weights that are there.

Run from the folder of the repository; it takes a few minutes on two cores:

    python -m examples.make_gallery            all of them
    python -m examples.make_gallery lantern    these only

Each clip is delivered as small as it was generated, so that the page stays quick, with all its
marks; beside it its picture and its recipe.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.reference import Kind, Reference
from seedance_studio.domain.request import GenerationRequest, Mode
from seedance_studio.domain.sound import SoundWish
from seedance_studio.media.codec import to_json
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio
from seedance_studio.ui.examples import EXAMPLES, EXAMPLES_DIR, GALLERY_DIR, Example
from seedance_studio.ui.uses import USES

SEED = 7
SECONDS = 4
MAX_BYTES = 150_000
_NAMES: dict[Kind, str] = {"image": "Image", "video": "Video", "audio": "Audio"}


def main(wanted: list[str]) -> None:
    """Make the clips named, or all."""
    GALLERY_DIR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = replace(Settings.from_environment(), data_dir=Path(folder))
        with open_studio(settings, is_resuming=False) as studio:
            for mode, examples in EXAMPLES.items():
                for example in examples:
                    if not wanted or example.name in wanted:
                        _make(studio, mode, example)


def _make(studio: Studio, mode: Mode, example: Example) -> None:
    request = GenerationRequest(
        prompt=example.prompt.en,
        mode=mode,
        engine=next(iter(studio.engines())),
        references=_references(studio, example),
        seconds=SECONDS,
        size="native",
        fps="24",
        quality="fine",
        sound=SoundWish(source="off"),  # they play on a page that nobody asked to speak
        seed=SEED,
    )
    state = studio.wait(studio.submit(request), timeout_s=1800).state
    if not isinstance(state, Succeeded):
        sys.exit(f"{example.name}: {state}")
    clip = studio.clip(state.clip_id)
    shutil.copyfile(studio.clip_path(clip.id), example.clip)
    shutil.copyfile(studio.poster_path(clip.id), example.poster)
    example.recipe.write_text(to_json(clip.recipe) + "\n", encoding="utf-8")
    size = example.clip.stat().st_size
    large = "  LARGER THAN IT SHOULD BE" if size > MAX_BYTES else ""
    sys.stdout.write(f"{example.name}: {size / 1000:.0f} kB{large}\n")
    sys.stdout.flush()


def _references(studio: Studio, example: Example) -> tuple[Reference, ...]:
    """The files of an example as the page's board would ask for them."""
    count = dict.fromkeys(_NAMES, 0)
    references = []
    for name, use in example.files:
        kept = studio.keep_input(EXAMPLES_DIR / name)
        kind = kept.facts.kind
        count[kind] += 1
        role = USES[use].role if use else None
        asked = Reference(name=f"{_NAMES[kind]}{count[kind]}", file=kept.stored, role=role)
        references.append(asked)
    return tuple(references)


if __name__ == "__main__":
    main(sys.argv[1:])
