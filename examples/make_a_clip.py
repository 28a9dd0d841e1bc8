"""Make one clip from a script, through the functions that the studio offers to programs.

Run from the folder of the repository:

    python -m examples.make_a_clip "a red lantern rises over the city at night" lantern.mp4
"""

from __future__ import annotations

import shutil
import sys

from seedance_studio.api import GenerationRequest, StudioError, generate, open_studio, plan


def main(prompt: str, out: str) -> None:
    """Make a clip of five seconds and copy it to `out`."""
    with open_studio() as studio:
        engine = next(iter(studio.engines()))  # the default comes first
        request = GenerationRequest(prompt=prompt, engine=engine, seconds=5, seed=7)

        # A plan costs nothing: every number that would run, and what becomes of each word.
        planned = plan(studio, request)
        sys.stdout.write(f"the model will read: {planned.prompt.engine_prompt}\n")
        for item in planned.report:
            sys.stdout.write(f"  {item.status:<9} {item.item}: {item.note.en}\n")

        # From here on the job survives a crash; one that is interrupted is cancelled.
        made = generate(studio, request)
        shutil.copyfile(made.path, out)
        sys.stdout.write(f"made {out} in {made.clip.timings_s['total']:.1f} s\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit('usage: python -m examples.make_a_clip "PROMPT" OUT.mp4')
    try:
        main(*sys.argv[1:])
    except StudioError as error:
        sys.exit(f"{error.message.en} {error.hint.en}")
