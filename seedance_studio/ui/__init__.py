"""The page in the browser: `build_ui` draws it, `serve` puts it on a port."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

# Read by Gradio when it is imported: nothing leaves this machine.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from seedance_studio.ui.header import MARK
from seedance_studio.ui.page import build_page
from seedance_studio.ui.theme import make_theme

if TYPE_CHECKING:
    from seedance_studio.settings import Settings
    from seedance_studio.studio import Studio

__all__ = ["build_ui", "serve"]

FOLDER = Path(__file__).parent
log = logging.getLogger(__name__)


def build_ui(studio: Studio) -> gr.Blocks:
    """The page over one studio. Use `serve` to show it: the look is given at launch."""
    return build_page(studio)


def serve(studio: Studio, settings: Settings, *, block: bool = True) -> str:
    """Serve the page and return its address.

    Args:
        studio: an open studio; its library folder is served as it is, without copies.
        settings: host and port. Port 0 takes any free one.
        block: stay until the server is stopped.

    Raises:
        OSError: the port is taken.
    """
    gr.set_static_paths([studio.library_dir])
    page = build_page(studio)
    # No event of ours goes through Gradio's queue, whose idle loop would otherwise look for work
    # a thousand times a second and take a twentieth of a core from the engine.
    page._queue.sleep_when_free = 0.1
    _, url, _ = page.launch(
        server_name=settings.host,
        server_port=settings.port or None,
        prevent_thread_lock=True,
        quiet=True,
        theme=make_theme(),
        css_paths=[FOLDER / "studio.css"],
        head=f"<script>{(FOLDER / 'studio.js').read_text('utf-8')}</script>",
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
