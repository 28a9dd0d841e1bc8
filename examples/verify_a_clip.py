"""Ask any video file how it was made.

Run from the folder of the repository:

    python -m examples.verify_a_clip lantern.mp4
"""

from __future__ import annotations

import sys
from pathlib import Path

from seedance_studio.errors import RequestError
from seedance_studio.provenance import verify_file


def main(file: str) -> None:
    """Print what the file's marks say; marks can be removed, so silence proves nothing."""
    try:
        found = verify_file(Path(file))
    except RequestError as error:
        sys.exit(f"{error.message.en} {error.hint.en}")
    sys.stdout.write(f"{found.summary.en}\n{found.summary.zh}\n")
    if found.recipe is not None:
        plan = found.recipe.plan
        sys.stdout.write(f"prompt: {found.recipe.request.prompt}\nseed: {plan.seed}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m examples.verify_a_clip FILE.mp4")
    main(sys.argv[1])
