"""The page itself is sent compressed: it carries every word in two languages."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_PAGES = ("/", "/config")


class PageCompression:
    """Compresses the page alone: media are compressed already, and are asked for in parts.

    Args:
        app: what is served.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._compressed = GZipMiddleware(app, minimum_size=10_000)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        is_page = scope["type"] == "http" and scope["path"] in _PAGES
        await (self._compressed if is_page else self._app)(scope, receive, send)
