"""The page in the browser: `page.build_page` draws it, `serve` puts it on a port."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

# Read by Gradio when it is imported: nothing leaves this machine.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from seedance_studio.ui.quick_import import only_what_is_used

with only_what_is_used():
    import gradio as gr
from starlette.middleware import Middleware

from seedance_studio.player import PLAYER_SCRIPT, PLAYER_STYLE
from seedance_studio.ui.addresses import fetch_nothing
from seedance_studio.ui.compression import PageCompression
from seedance_studio.ui.examples import EXAMPLES_DIR
from seedance_studio.ui.header import MARK
from seedance_studio.ui.page import build_page
from seedance_studio.ui.theme import make_theme
from seedance_studio.ui.visitors import VisitorMiddleware
from seedance_studio.ui.watch import watch_routes

if TYPE_CHECKING:
    from seedance_studio.api.serving import Doors
    from seedance_studio.settings import Settings
    from seedance_studio.studio import Studio

__all__ = ["serve"]

FOLDER = Path(__file__).parent
FIRST = FOLDER / "studio.css"
STYLES = [FIRST, PLAYER_STYLE, *sorted({*FOLDER.glob("*.css")} - {FIRST})]
SCRIPTS = [
    *(FOLDER / "visitor.js", FOLDER / "studio.js", PLAYER_SCRIPT),
    *sorted((FOLDER / "scripts").glob("*.js")),
]
log = logging.getLogger(__name__)
fetch_nothing()


def serve(
    studio: Studio, settings: Settings, doors: Doors | None = None, *, block: bool = True
) -> str:
    """Serve the page and return its address.

    Args:
        studio: an open studio; its clips and kept files are served as they are, without copies.
        settings: host and port. Port 0 takes any free one.
        doors: what programs are answered with on the same port; None for nothing.
        block: stay until the server is stopped.

    Raises:
        OSError: the port is taken.
    """
    # Gradio looks at its own address once it listens, and httpx would say so.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    gr.set_static_paths(
        [
            studio.library_dir,
            studio.inputs_dir,
            studio.comparing.folder,
            EXAMPLES_DIR,
            *studio.style_dirs,
        ]
    )
    page = build_page(studio, doors.programs if doors else None)
    # No event of ours goes through Gradio's queue, whose idle loop would otherwise look for work
    # a thousand times a second and take a twentieth of a core from the engine.
    page._queue.sleep_when_free = 0.1
    _, url, _ = page.launch(
        server_name=settings.host,
        server_port=settings.port or None,
        prevent_thread_lock=True,
        quiet=True,
        theme=make_theme(),
        css_paths=STYLES,
        head=_head(studio),
        app_kwargs={
            "middleware": [Middleware(VisitorMiddleware), Middleware(PageCompression)],
            "routes": [*watch_routes(studio), *(doors.routes if doors else ())],
        },
        js="() => studioPage.applyTheme()",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        show_error=False,
        max_file_size="200mb",
        favicon_path=MARK,
    )
    log.info("Seedance Studio is on %s", url)
    if block:
        page.block_thread()
    return str(url)


def _head(studio: Studio) -> str:
    """The page's own scripts; in a demo it is said that what costs is hidden."""
    demo = "document.documentElement.dataset.demo = 'yes';" if studio.is_demo else ""
    return "".join(
        f"<script>{script}</script>"
        for script in (demo, *(path.read_text("utf-8") for path in SCRIPTS))
        if script
    )
