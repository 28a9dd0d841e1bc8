"""A studio process to be killed. The `die-` ways end it where no signal could hit reliably."""

import os
import time

from seedance_studio.domain.request import GenerationRequest
from seedance_studio.library import Library
from seedance_studio.studio import Studio

DEATH = 9


class DyingLibrary(Library):
    """Ends the process before a clip is finished, before it is visible, or right after."""

    moment = ""

    def clip(self, clip_id):
        if self.moment == "die-in-run":
            os._exit(DEATH)
        return super().clip(clip_id)

    def publish(self, clip):
        if self.moment == "die-before-publish":
            os._exit(DEATH)
        published = super().publish(clip)
        if self.moment == "die-after-publish":
            os._exit(DEATH)
        return published


def main(door, settings, what, prompts):
    """Send the id of each job, then the engine's process id once the first job runs."""
    studio = Studio(settings, is_resuming=what != "submit-once")
    if what.startswith("die-"):
        studio._library = DyingLibrary(studio.library_dir)
        studio._library.moment = what
    studio.resume()
    ids = [
        studio.submit(
            GenerationRequest(
                prompt=prompt, engine="fake", seconds=1.0, size="native", fps="native", seed=7
            )
        )
        for prompt in prompts
    ]
    door.send(ids)
    while ids and getattr(studio.job(ids[0]).state, "progress", None) is None:
        time.sleep(0.02)
    if what == "cancel":
        studio.cancel(ids[0])
    door.send(studio.engine_pid)
    time.sleep(60)
