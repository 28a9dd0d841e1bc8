"""Studios that are made to die: many short lives on one data folder, and what is left at the end.

A life opens the studio, sends jobs, and is ended by SIGKILL: at a named point of the work, or at
any moment. The next life takes up what the last one left. At the end one life is let live, and
everything that was ever accepted is looked at.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import random
import signal
import time
from dataclasses import dataclass, field

import numpy as np

from seedance_studio import generation
from seedance_studio.domain.job import Cancelled, Failed, Succeeded
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.jobs.durable_queue import DurableQueue
from seedance_studio.jobs.messages import EngineRun
from seedance_studio.jobs.store import JobStore
from seedance_studio.library import Library, clips
from seedance_studio.media.probe import probe
from seedance_studio.prompts import prepare_prompt
from seedance_studio.studio import Studio
from tests.fakes import draw_frames

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.faults.lives"])

# In the server that every life is forked from: what is slow once is not slow in every life.
prepare_prompt("a ball", enhance=True, seed=0, has_world_vocabulary=False)

POINTS = {
    "accept": (DurableQueue, "enqueue"),
    "take": (JobStore, "_run"),
    "checkpoint": (DurableQueue, "step"),
    "generate": (generation, "generate_frames"),
    "part": (Library, "part"),
    "finish": (generation, "finish_clip"),
    "publish": (Library, "publish"),
    "sync": (clips, "_sync"),
    "report": (JobStore, "_ended_state"),
}
"""Where a life may end: before or after each of these."""
FAIL_POINTS = [f"{when}:{point}" for point in POINTS for when in ("before", "after")]
MAX_LIFE_S = 2.0
FAIL_POINT_S = 10.0
PATIENCE_S = 600.0


@dataclass(frozen=True)
class Life:
    """What one process is to do."""

    clicks: tuple[str, ...]
    """Request keys; one that was used before must give the same job."""
    cancels: tuple[str, ...]
    """Jobs to cancel."""
    fail_point: str | None
    """Where it kills itself; None leaves that to the parent, at any moment."""


@dataclass
class Ledger:
    """What the parent was told, and what it found at the end."""

    accepted: dict[str, str] = field(default_factory=dict)
    """Job id by click."""
    num_kills: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)
    """Killed on each of four attempts: kept, told to the user, and run again at a click."""


def live(door, settings, life):
    """In the child: open, click, cancel, work until the end comes."""
    generation.generate_frames = _generate_here
    if life.fail_point is not None:
        _arm(life.fail_point)
    studio = Studio(settings, is_resuming=True)
    studio.resume()
    door.send("open")
    for click in life.clicks:
        job_id = studio.submit(request(click), request_key=click)
        door.send((click, job_id))
    for job_id in life.cancels:
        studio.cancel(job_id)
    time.sleep(PATIENCE_S)


def request(click):
    seed = int(hashlib.sha256(click.encode()).hexdigest()[:6], 16)
    return GenerationRequest(
        prompt=f"a ball {click}", engine="fake", seconds=1.0, size="native", fps="native", seed=seed
    )


def _generate_here(engine, plan, frames_path, on_step, check):
    """Make the frames without the engine's process, whose own deaths are tested elsewhere."""
    del engine, on_step
    check()
    native = plan.native
    np.save(frames_path, draw_frames(plan.seed, native.num_frames, native.height, native.width))
    stages = ("load", "encode_prompt", "condition", "denoise", "decode", "total")
    return EngineRun(timings_s=dict.fromkeys(stages, 0.0), peak_rss_mb=1.0)


def _arm(fail_point):
    when, point = fail_point.split(":")
    home, name = POINTS[point]
    real = getattr(home, name)

    def deadly(*args, **kwargs):
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(home, name, deadly)


def run_life(settings, life, ledger, chance):
    """In the parent: let one life happen and end it, noting what it said it accepted."""
    door, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=live, args=(theirs, settings, life))
    process.start()
    theirs.close()
    with contextlib.suppress(EOFError):  # it reached its fail point
        _listen(door, life, ledger, chance)
    process.kill()
    process.join()
    door.close()
    ledger.num_kills += 1


def _listen(door, life, ledger, chance):
    assert door.poll(PATIENCE_S), "the studio does not open"
    assert door.recv() == "open"
    # Most lives are killed when their clicks are answered and the work is under way.
    num_answers = len(life.clicks) if life.fail_point or chance.random() < 0.75 else 0
    for _ in range(num_answers):
        assert door.poll(PATIENCE_S), "a click is not answered"
        _note(door.recv(), ledger)
    # A fail point that is not on this life's way is given up after a while and killed then.
    left_s = FAIL_POINT_S if life.fail_point else chance.uniform(0, MAX_LIFE_S)
    deadline = time.monotonic() + left_s
    while door.poll(max(0.0, deadline - time.monotonic())):
        _note(door.recv(), ledger)


def _note(said, ledger):
    click, job_id = said
    assert ledger.accepted.setdefault(click, job_id) == job_id, "one click, two jobs"


def settle(settings, ledger):
    """Let the last life work to the end, and look at everything that was ever accepted."""
    generation.generate_frames = _generate_here
    with Studio(settings, is_resuming=True) as studio:
        studio.resume()
        # Also what was accepted by a life that died before it could say so.
        for job in studio.jobs(limit=10_000):
            state = studio.wait(job.id, PATIENCE_S).state
            if isinstance(state, Failed) and state.code == "studio":
                ledger.set_aside.append(job.id)
                state = studio.wait(studio.submit(job.request), PATIENCE_S).state
            if not isinstance(state, (Succeeded, Cancelled)):
                ledger.lost.append(f"{job.id}: {state}")
        _inspect(studio, ledger)
    with Studio(settings, is_resuming=True) as studio:
        studio.resume()
        assert studio.num_active() == 0
    # What a job has left whose every process was killed goes with the next start at the latest.
    ledger.broken += [one.name for one in (settings.data_dir / "work").iterdir()]


def _inspect(studio, ledger):
    jobs = studio.jobs(limit=10_000)
    ledger.lost += sorted(set(ledger.accepted.values()) - {job.id for job in jobs})
    published = [job.state.clip_id for job in jobs if isinstance(job.state, Succeeded)]
    clips_found = studio.clips(limit=10_000)
    found = [clip.id for clip in clips_found]
    ledger.lost += sorted(set(published) - set(found))
    ledger.doubled += sorted(set(found) - set(published))
    ledger.doubled += sorted({one for one in published if published.count(one) > 1})
    for clip in clips_found:
        path = studio.clip_path(clip.id)
        is_whole = hashlib.sha256(path.read_bytes()).hexdigest() == clip.sha256
        has_all = probe(path).delivered.num_frames == clip.delivered.num_frames
        if not (is_whole and has_all and studio.poster_path(clip.id).stat().st_size):
            ledger.broken.append(clip.id)


def random_life(chance, ledger, number):
    """Draw what a life is to do."""
    point = chance.choice(FAIL_POINTS) if chance.random() < 0.6 else None
    num_clicks = chance.choice((1, 1, 2) if point else (0, 1, 2))
    clicks = [f"click-{number}-{index}" for index in range(num_clicks)]
    if clicks and chance.random() < 0.3:
        clicks.append(clicks[0])
    if ledger.accepted and chance.random() < 0.2:
        clicks.append(chance.choice(sorted(ledger.accepted)))
    cancels = ()
    if ledger.accepted and chance.random() < 0.1:
        cancels = (chance.choice(sorted(ledger.accepted.values())),)
    return Life(clicks=tuple(clicks), cancels=cancels, fail_point=point)


def run_lives(settings, num_kills, seed):
    """Kill a studio `num_kills` times and give the ledger. The seed gives the same lives again."""
    chance = random.Random(seed)
    ledger = Ledger()
    for number in range(num_kills):
        run_life(settings, random_life(chance, ledger, number), ledger, chance)
    settle(settings, ledger)
    return ledger
