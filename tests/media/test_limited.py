"""A file that swells, hangs or crashes its decoder takes nothing with it."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from seedance_studio.errors import RequestError, Text
from seedance_studio.media import limited
from seedance_studio.media.examine import examine
from seedance_studio.media.limited import run_limited


def double(number):
    return 2 * number


def refuse():
    raise RequestError({"file": Text("no", "不")})


def swell():
    return len(bytearray(8_000_000_000))


def crash():
    os.abort()


def spin():
    while True:
        pass


def write(path):
    Path(path).write_bytes(b"x" * 100)


@dataclass(frozen=True)
class Forged:
    command: str

    def __reduce__(self):
        return (os.system, (self.command,))


def forge(path):
    return Forged(f"touch {path}")


def refusal(function, *arguments):
    with pytest.raises(RequestError) as refused:
        run_limited(function, *arguments)
    return refused.value.problems["file"].en


def test_what_the_function_gives_or_raises_comes_back():
    assert run_limited(double, 21) == 42
    assert refusal(refuse) == "no"


def test_a_picture_is_examined_as_it_would_be_here(tmp_path):
    path = tmp_path / "picture.png"
    Image.new("RGB", (320, 200)).save(path)
    assert run_limited(examine, path, "image") == examine(path, "image")


@pytest.mark.parametrize("hostile", [swell, crash])
def test_what_swells_or_crashes_is_refused_and_the_next_file_is_read(hostile):
    assert "safe bounds" in refusal(hostile)
    assert run_limited(double, 1) == 2


def test_what_hangs_is_killed(monkeypatch):
    monkeypatch.setattr(limited, "bounds", limited.Bounds(cpu_s=60, wall_s=1.0))
    started = time.monotonic()
    assert "safe bounds" in refusal(spin)
    assert time.monotonic() - started < 10
    assert run_limited(double, 1) == 2


def test_no_file_can_be_written(tmp_path):
    with pytest.raises(RequestError):
        run_limited(write, tmp_path / "stolen")
    assert not (tmp_path / "stolen").exists() or (tmp_path / "stolen").stat().st_size == 0


def test_an_answer_can_do_nothing(tmp_path):
    with pytest.raises(RequestError):
        run_limited(forge, tmp_path / "sentinel")
    assert not (tmp_path / "sentinel").exists()
    assert run_limited(double, 1) == 2


def names_of_secrets():
    return sorted(name for name in os.environ if name.startswith(("SEEDANCE", "HF_")))


def test_the_helper_has_no_secrets(monkeypatch):
    monkeypatch.setenv("SEEDANCE_SIGNING_KEY", "secret")
    monkeypatch.setenv("HF_TOKEN", "secret")
    limited._HELPER.stop()  # the next call starts it anew
    assert run_limited(names_of_secrets) == []
