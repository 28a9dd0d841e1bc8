"""Make one clip from a script, through the same door as the page.

Run from the folder of the repository:

    python -m examples.make_a_clip "a red lantern rises over the city at night" lantern.mp4
"""

from __future__ import annotations

import shutil
import sys

from seedance_studio.domain.job import Failed, Succeeded
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio


def main(prompt: str, out: str) -> None:
    """Make a clip of five seconds and copy it to `out`."""
    # Not resuming: this run does its own job and leaves those of a page alone.
    with open_studio(Settings.from_environment(), is_resuming=False) as studio:
        engine = next(iter(studio.engines()))  # the default comes first
        request = GenerationRequest(prompt=prompt, engine=engine, seconds=5, seed=7)

        # A plan costs nothing: every number that would run, and what becomes of each word.
        plan = studio.plan(request)
        sys.stdout.write(f"the model will read: {plan.prompt.engine_prompt}\n")
        for item in plan.report:
            sys.stdout.write(f"  {item.status:<9} {item.item}: {item.note.en}\n")

        # Submitted is stored: from here on the job survives a crash.
        job_id = studio.submit(request)
        state = studio.wait(job_id, timeout_s=600).state
        if isinstance(state, Failed):
            sys.exit(f"{state.message.en} {state.hint.en}")
        if not isinstance(state, Succeeded):
            sys.exit("the clip is not ready yet; it was not waited for any longer")
        shutil.copyfile(studio.clip_path(state.clip_id), out)
        sys.stdout.write(f"made {out} in {studio.clip(state.clip_id).timings_s['total']:.1f} s\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit('usage: python -m examples.make_a_clip "PROMPT" OUT.mp4')
    main(*sys.argv[1:])
