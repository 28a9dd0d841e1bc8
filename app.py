"""Opens the studio in the browser: composition only."""

import contextlib
import logging
import signal
import sys
import threading

from seedance_studio.api.serving import open_doors
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio
from seedance_studio.ui import serve


def main() -> None:
    """Serve the page until it is stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        sys.exit(f"Seedance Studio cannot start: {error}")
    with contextlib.suppress(KeyboardInterrupt), open_studio(settings) as studio:
        serve(studio, settings, open_doors(studio, settings), block=False)
        studio.warm_up()
        threading.Event().wait()


if __name__ == "__main__":
    main()
