"""A download in a process of its own: `python -m seedance_studio.models.fetch`, JSON on stdin.

It can be stopped at any moment and goes on where it was, within a file too, which the hub's own
download no longer does. What it prints, one JSON object a line, is read by `download`.
"""

from __future__ import annotations

import fnmatch
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from huggingface_hub import HfApi, hf_hub_url
from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

from seedance_studio.errors import HubFailed
from seedance_studio.models.hub_errors import asking_the_hub
from seedance_studio.seedling import manifest

WANTED = ("*.json", "*.safetensors", "*.txt", "*.model", "LICENSE*")
"""Of a repository; never pickled weights, never code."""
_MARGIN = 1.05
_ATTEMPTS = 2
"""A file that came or became damaged is fetched once more."""
_SILENCE_S = 60.0
_PARTIAL_CONTENT = 206


def main(asked: dict[str, Any]) -> None:
    """Fetch one repository into a folder, check every file, and write the manifest last."""
    repository, folder = asked["repository"], Path(asked["folder"])
    with asking_the_hub(repository):
        api = HfApi(endpoint=asked["endpoint"] or None)
        # The commit that the name stands for now is what is fetched, recorded and kept to.
        info = api.model_info(repository, revision=asked["revision"], files_metadata=True)
        files = [one for one in info.siblings or [] if _is_wanted(one.rfilename, asked["pattern"])]
        if not files:
            raise HubFailed.no_file(repository, asked["pattern"])
        total = sum(one.size or 0 for one in files)
        commit = str(info.sha)
        _say({"total_gb": total / 1e9})
        _require_space(folder, total)
        for _ in range(_ATTEMPTS):
            for one in files:
                url = hf_hub_url(
                    repository, one.rfilename, revision=commit, endpoint=asked["endpoint"] or None
                )
                _fetch_file(url, folder / one.rfilename, one.size or 0)
            manifest.write_manifest(folder, commit)
            promised = {one.rfilename: one.lfs.sha256 for one in files if one.lfs}
            wrong = _remove_wrong(folder, promised)
            if not wrong:
                _say({"done": True})
                return
        raise HubFailed.wrong_hash(repository, wrong)


def _fetch_file(url: str, path: Path, size: int) -> None:
    """Bring one file, from where an earlier download stopped; whole, it gets its name."""
    if path.is_file() and path.stat().st_size == size:
        return
    part = path.with_name(path.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    there = part.stat().st_size if part.is_file() else 0
    if there < size or size == 0:
        headers = build_hf_headers(headers={"Accept-Encoding": "identity"})
        if there:
            headers["Range"] = f"bytes={there}-"
        with get_session().stream("GET", url, headers=headers, timeout=_SILENCE_S) as answer:
            hf_raise_for_status(answer)
            goes_on = answer.status_code == _PARTIAL_CONTENT
            with part.open("ab" if goes_on else "wb") as file:
                for block in answer.iter_raw():
                    file.write(block)
    part.replace(path)


def _is_wanted(name: str, pattern: str) -> bool:
    if pattern:
        return fnmatch.fnmatch(name, pattern)
    return any(fnmatch.fnmatch(name.rsplit("/", 1)[-1], wanted) for wanted in WANTED)


def _require_space(folder: Path, total: int) -> None:
    there = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(folder).free
    if (total - there) * _MARGIN > free:
        raise HubFailed.no_space(folder, (total - there) / 1e9, free / 1e9)


def _remove_wrong(folder: Path, promised: dict[str, str]) -> list[str]:
    """Compare what the manifest found with what the hub says of its large files."""
    found = json.loads((folder / manifest.MANIFEST).read_text(encoding="utf-8"))["files"]
    wrong = [name for name, sha256 in promised.items() if found[name]["sha256"] != sha256]
    for name in wrong:
        (folder / name).unlink()
    if wrong:
        (folder / manifest.MANIFEST).unlink()
    return wrong


def _say(words: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        main(json.load(sys.stdin))
    except HubFailed as error:
        _say({"message": asdict(error.message), "hint": asdict(error.hint)})
        sys.exit(1)
