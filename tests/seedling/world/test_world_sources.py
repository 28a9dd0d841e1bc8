"""Fetching the pictures: once, and with a clear word when it cannot be done."""

import io
import stat
import tarfile

import pytest

from seedance_studio.seedling.world.sources import SourcesError, fetch_sources


def install_npm(folder, script):
    """Puts a program called npm into a folder of its own."""
    folder.mkdir()
    npm = folder / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(npm.stat().st_mode | stat.S_IEXEC)
    return folder


def test_without_npm_the_error_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourcesError, match=r"install Node\.js"):
        fetch_sources(tmp_path / "data")


def test_what_npm_says_reaches_the_user(tmp_path, monkeypatch):
    programs = install_npm(tmp_path / "bin", "echo 'no such host' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    with pytest.raises(SourcesError, match="no such host"):
        fetch_sources(tmp_path / "data")


def test_a_package_is_unpacked_once(tmp_path, monkeypatch):
    packed = tmp_path / "package.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        entry = tarfile.TarInfo("package/assets/1f415.webp")
        entry.size = 3
        archive.addfile(entry, io.BytesIO(b"dog"))
    data = tmp_path / "data"
    programs = install_npm(
        tmp_path / "bin", f"cp {packed} {data}/emoji.tgz && echo emoji.tgz && rm {packed}"
    )
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    first = fetch_sources(data)
    assert (first / "1f415.webp").read_bytes() == b"dog"
    assert fetch_sources(data) == first
    assert sorted(path.name for path in data.iterdir()) == ["fluent-emoji-3d"]
