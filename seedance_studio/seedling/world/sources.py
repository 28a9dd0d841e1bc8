"""Fetches the pictures of the subjects: Microsoft's Fluent Emoji, as packed for npm by LobeHub.

Both are under the MIT licence. Nothing is fetched unless this is run.

Run: python -m seedance_studio.seedling.world.sources --out data/
"""

import argparse
import logging
import shutil
import subprocess
import tarfile
from pathlib import Path

PACKAGE = "@lobehub/fluent-emoji-3d@1.1.0"

_logger = logging.getLogger(__name__)


class SourcesError(RuntimeError):
    """The pictures could not be fetched; the message says what to do."""


def fetch_sources(folder: Path) -> Path:
    """Downloads and unpacks the emoji set; what is already there is not fetched again.

    Args:
        folder: where to unpack; created if missing.

    Returns: the folder that holds the pictures, named by codepoints.

    Raises:
        SourcesError: npm is missing or could not fetch the package.
    """
    assets = folder / "fluent-emoji-3d" / "assets"
    if assets.is_dir():
        return assets
    npm = shutil.which("npm")
    if npm is None:
        raise SourcesError("npm was not found: install Node.js and try again")
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    packed = subprocess.run(command, capture_output=True, text=True, check=False)
    if packed.returncode != 0:
        reason = packed.stderr.strip() or "no reason given"
        raise SourcesError(f"npm could not fetch {PACKAGE}; check the network: {reason}")
    _unpack(folder / packed.stdout.strip().splitlines()[-1], assets.parent)
    return assets


def _unpack(archive: Path, target: Path) -> None:
    """Unpacks a package whole or not at all, and removes the archive."""
    half_done = target.with_name(target.name + ".part")
    shutil.rmtree(half_done, ignore_errors=True)
    with tarfile.open(archive) as package:
        package.extractall(half_done, filter="data")
    (half_done / "package").rename(target)
    half_done.rmdir()
    archive.unlink()


def main() -> None:
    """Fetches into the folder of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    _logger.info("pictures in %s", fetch_sources(parser.parse_args().out))


if __name__ == "__main__":
    main()
