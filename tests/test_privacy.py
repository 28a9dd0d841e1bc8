"""What is private by default: prompts are not logged, nothing is sent, all can be removed."""

import logging
import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from PIL import Image

from seedance_studio.domain.reference import Reference
from seedance_studio.errors import ClipNotFound, JobNotFound
from seedance_studio.settings import Limits
from seedance_studio.studio import open_studio
from seedance_studio.visitor import visiting
from tests.conftest import ROOT, headless_environment

SECRET = "xylophonist"
WATCH = """
import os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        address = arguments[1] if event == "socket.connect" else arguments[0]
        if not isinstance(address, (str, bytes)) or event == "socket.getaddrinfo":
            with open(os.environ["WATCH_FILE"], "a") as file:
                file.write(f"{event} {address}\\n")
sys.addaudithook(watch)
"""


@pytest.mark.parametrize("prompt", ["a %s", "a %s broken", "a %s oom", "a %s crash"])
def test_no_log_names_a_prompt_whatever_happens(settings, ask, caplog, prompt):
    with caplog.at_level(logging.DEBUG), open_studio(settings) as studio:
        studio.wait(studio.submit(ask(prompt % SECRET)), 60)
    assert SECRET not in caplog.text
    assert SECRET not in (settings.data_dir / "engine.log").read_text()


def test_making_a_clip_asks_nobody_outside(settings, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    seen = tmp_path / "seen.txt"
    environment = headless_environment(settings) | {
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
        "WATCH_FILE": str(seen),
    }
    flags = ("--prompt", "a ball", "--engine", "fake", "--seconds", "1", "--json")
    command = [sys.executable, "-m", "seedance_studio", "generate", *flags]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
    assert not seen.exists(), seen.read_text()
    probe = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    subprocess.run([sys.executable, "-c", probe], check=True, env=environment)
    assert "127.0.0.1" in seen.read_text()  # the watch would have seen it


def test_a_visitor_can_remove_all_that_is_theirs_and_nothing_else(settings, ask):
    with open_studio(replace(settings, visitors="many")) as studio:
        with visiting("bob"):
            bobs = studio.submit(ask())
            bobs_clip = studio.wait(bobs, 60).state.clip_id
        with visiting("ann"):
            made = studio.submit(ask())
            clip_id = studio.wait(made, 60).state.clip_id
            running, waiting = studio.submit(ask("hang")), studio.submit(ask("hang"))
            studio.forget_me()
            for job_id in (made, running, waiting):
                with pytest.raises(JobNotFound):
                    studio.job(job_id)
            with pytest.raises(ClipNotFound):
                studio.clip(clip_id)
            assert (studio.jobs(), studio.clips()) == ([], [])
        assert not (studio.library_dir / clip_id).exists()
        with visiting("bob"):
            assert studio.clip(bobs_clip)
            assert studio.job(bobs)


def test_a_visitor_sees_no_clip_of_another(settings, ask):
    with open_studio(replace(settings, visitors="many")) as studio:
        with visiting("ann"):
            clip_id = studio.wait(studio.submit(ask()), 60).state.clip_id
            assert [clip.id for clip in studio.clips()] == [clip_id]
        for stranger in ("bob", ""):
            with visiting(stranger):
                assert (studio.clips(), studio.num_clips()) == ([], 0)
                for forbidden in (
                    studio.clip,
                    studio.clip_path,
                    studio.poster_path,
                    studio.delete_clip,
                ):
                    with pytest.raises(ClipNotFound):
                        forbidden(clip_id)
        assert studio.clip(clip_id)  # the host's command line sees all


def test_an_id_of_a_clip_cannot_be_guessed(studio, ask):
    ids = [studio.wait(studio.submit(ask()), 60).state.clip_id for _ in range(2)]
    tails = {clip_id.rsplit("-", 1)[1][3:] for clip_id in ids}
    assert len(tails) == 2
    assert all(len(tail) == 16 for tail in tails)


def with_picture(ask, studio, path, colour):
    Image.new("RGB", (128, 128), colour).save(path)
    kept = studio.keep_input(path)
    picture = Reference(name="Image1", file=kept.stored, role="first_frame")
    return kept.stored, ask("a ball", references=(picture,))


def stored(studio):
    return {path.name for path in studio.inputs_dir.iterdir()}


def test_uploads_go_with_their_visitor_and_those_of_others_stay(settings, ask, tmp_path):
    with open_studio(replace(settings, visitors="many")) as studio:
        with visiting("bob"):
            only_kept, _ = with_picture(ask, studio, tmp_path / "b.png", "blue")
        with visiting("ann"):
            anns, request = with_picture(ask, studio, tmp_path / "a.png", "red")
            studio.wait(studio.submit(request), 60)
            assert stored(studio) == {only_kept, anns}
            studio.forget_me()
        assert stored(studio) == {only_kept}


def test_an_upload_is_deleted_after_the_days_the_host_says(settings, ask, tmp_path):
    limits = Limits(upload_days=2)
    with open_studio(replace(settings, limits=limits)) as studio:
        old, request = with_picture(ask, studio, tmp_path / "old.png", "red")
        studio.wait(studio.submit(request), 60)
        needed, request = with_picture(ask, studio, tmp_path / "needed.png", "green")
        waiting = studio.submit(replace(request, prompt="hang"))
        young, _ = with_picture(ask, studio, tmp_path / "young.png", "blue")
        for name in (old, needed):
            os.utime(studio.inputs_dir / name, (0, time.time() - 3 * 86_400))
        studio._retention.clean()
        assert stored(studio) == {needed, young}
        studio.cancel(waiting)
