"""Several real processes on one store: they share the work, and take over from the dead."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from seedance_studio.domain.job import Running, Succeeded
from seedance_studio.errors import StorageUnwritable
from seedance_studio.studio import open_studio
from tests.conftest import ROOT, headless_environment
from tests.jobs.test_restart import wait_for

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]


class Server:
    """A PostgreSQL of our own on a socket in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.url = f"postgresql://postgres@/postgres?host={folder}"
        # The server refuses to run as root.
        self.user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name

    def start(self):
        if os.getuid() == 0:
            shutil.chown(self.folder, self.user)
        data = str(self.folder / "data")
        self.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync")
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self.run("pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{data}/log", "start")

    def stop(self):
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def run(self, program, *arguments):
        command = [str(POSTGRES[0] / program), *arguments]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={self.user}", "--clear-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)


@pytest.fixture
def postgres():
    if not POSTGRES:
        pytest.skip("no PostgreSQL server on this machine")
    # Not pytest's own folder: the server's user must be able to reach it.
    folder = Path(f"/tmp/studio-postgres-{os.getpid()}")
    folder.mkdir()
    server = Server(folder)
    try:
        server.start()
        yield server.url
        server.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request, settings):
    url = request.getfixturevalue("postgres") if request.param == "postgresql" else ""
    return replace(settings, database_url=url)


@pytest.fixture
def worker():
    """Start `python -m seedance_studio worker`, ready for jobs; gives the process."""
    started = []

    def start(settings):
        process = subprocess.Popen(
            [sys.executable, "-m", "seedance_studio", "worker"],
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=headless_environment(settings) | {"SEEDANCE_DATABASE_URL": settings.database_url},
        )
        started.append(process)
        assert "Ready" in process.stderr.readline()
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


def all_running(studio, ids):
    return all(isinstance(studio.job(job_id).state, Running) for job_id in ids)


def test_a_worker_shares_the_work_and_another_takes_over_when_it_dies(shared, worker, ask):
    with open_studio(shared) as studio:
        other = worker(shared)
        ids = [studio.submit(ask("slow", num_inference_steps=16)) for _ in range(2)]
        last = studio.submit(ask())
        wait_for(lambda: all_running(studio, ids), "two jobs at one time")
        other.send_signal(signal.SIGKILL)
        states = [studio.wait(job_id, 60).state for job_id in (*ids, last)]
        assert all(isinstance(state, Succeeded) for state in states)
        published = sorted(state.clip_id for state in states)
        assert sorted(clip.id for clip in studio.clips()) == published


def test_a_database_that_does_not_answer_is_told_when_opening(settings):
    url = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2"
    with pytest.raises(StorageUnwritable), open_studio(replace(settings, database_url=url)):
        pass


def test_a_worker_that_is_asked_to_stop_stops(settings, worker):
    process = worker(settings)
    process.terminate()
    assert process.wait(30) == 0
