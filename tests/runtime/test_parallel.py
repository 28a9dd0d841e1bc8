"""Two processes on one clip: what they make together is what one makes alone."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]


def run(out, workers, where):
    finished = subprocess.run(
        [
            *(sys.executable, "-m", "torch.distributed.run", "--standalone"),
            *("--nproc-per-node", str(workers), "-m", "tests.runtime.two_workers"),
            *(str(where), str(out)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        check=False,
    )
    assert finished.returncode == 0, finished.stderr[-3000:]
    return np.load(out)


def test_two_processes_make_the_clip_of_one(tmp_path):
    alone = run(tmp_path / "one.npz", 1, tmp_path)
    shared = run(tmp_path / "two.npz", 2, tmp_path)
    for name in ("words", "picture"):
        assert alone[name].std() > 0
        assert np.array_equal(alone[name], shared[name]), name
