"""The store under faults: locked, copied in the middle of a write, asked for one name twice."""

import shutil
import sqlite3
import threading
import time
from dataclasses import replace

from seedance_studio.domain.job import Succeeded
from seedance_studio.jobs.lease import FolderLeases, take_slot
from seedance_studio.studio import open_studio


def test_a_locked_store_is_waited_for(studio, ask, settings):
    studio.wait(studio.submit(ask()), 60)
    other = sqlite3.connect(settings.data_dir / "jobs.sqlite", check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(2.0, other.rollback).start()
    started = time.monotonic()
    job_id = studio.submit(ask())
    assert time.monotonic() - started > 1
    assert isinstance(studio.wait(job_id, 60).state, Succeeded)


def test_a_power_cut_in_the_middle_of_writes_leaves_a_store_that_opens(
    studio, ask, settings, tmp_path
):
    ids = [studio.submit(ask(f"ball {number}")) for number in range(4)]
    copies = []
    for number in range(6):
        copy = tmp_path / f"copy-{number}"
        copy.mkdir()
        for path in settings.data_dir.glob("jobs.sqlite*"):
            shutil.copy(path, copy / path.name)
        copies.append(copy)
        time.sleep(0.1)
    for copy in copies:
        with sqlite3.connect(copy / "jobs.sqlite") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    studio.close()
    with open_studio(replace(settings, data_dir=copies[0])) as restored:
        states = [restored.wait(job_id, 60).state for job_id in ids]
        assert all(isinstance(state, Succeeded) for state in states)


def test_a_name_is_one_process_s_alone(tmp_path):
    first, second = FolderLeases(tmp_path), FolderLeases(tmp_path)
    assert (take_slot(first), take_slot(second)) == ("studio-0", "studio-1")
    assert second.take("studio-0") is None
    assert second.is_alive("studio-0")
    first.close()
    assert not second.is_alive("studio-0")
    second.close()
