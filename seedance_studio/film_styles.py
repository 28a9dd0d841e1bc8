"""Film the pictures of the shipped styles: the sample clip without a style and with each.

python -m seedance_studio.film_styles            all of them
python -m seedance_studio.film_styles clay       one
"""

from __future__ import annotations

import argparse
import logging
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.request import GenerationRequest, StyleUse
from seedance_studio.domain.style_training import sample_request
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio
from seedance_studio.styles.gallery import AFTER, BEFORE, CARD, COVER, SHIPPED

log = logging.getLogger(__name__)

LONGEST_S = 3600.0
SAMPLE = sample_request("seedling", (), "en")


def film(style_ids: Sequence[str], data_dir: Path) -> None:
    """Let the studio itself make the sample clip without a style and with each, as their pictures.

    Args:
        style_ids: of shipped styles.
        data_dir: of the studio that is opened for it; it is removed by the caller.
    """
    with open_studio(Settings(data_dir=data_dir, device="cpu")) as studio:
        before, _ = _film(studio, SAMPLE)
        for style_id in style_ids:
            weight = studio.styles()[style_id].card.default_weight
            styles = (StyleUse(id=style_id, weight=weight),)
            after, poster = _film(studio, replace(SAMPLE, styles=styles))
            for name, source in ((BEFORE, before), (AFTER, after), (COVER, poster)):
                shutil.copyfile(source, SHIPPED / style_id / name)
            log.info("%s is filmed", style_id)


def _film(studio: Studio, request: GenerationRequest) -> tuple[Path, Path]:
    state = studio.wait(studio.submit(request), LONGEST_S).state
    if not isinstance(state, Succeeded):
        raise RuntimeError(f"the sample clip could not be made: {state}")
    return studio.clip_path(state.clip_id), studio.poster_path(state.clip_id)


def main(arguments: Sequence[str] | None = None) -> None:
    """Film some styles, or all."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("styles", nargs="*", metavar="ID", help="which; all when none is named")
    shipped = sorted(path.parent.name for path in SHIPPED.glob(f"*/{CARD}"))
    with tempfile.TemporaryDirectory() as folder:
        film(parser.parse_args(arguments).styles or shipped, Path(folder))


if __name__ == "__main__":
    main()
