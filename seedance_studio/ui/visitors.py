"""Tells the studio which browser asks: `studio.js` sends its random id with every request."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from seedance_studio.visitor import visiting

HEADER = b"x-studio-visitor"
MAX_LENGTH = 64


class VisitorMiddleware:
    """Answers each request as its visitor's; one without an id is a stranger who owns nothing.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        # Start-up goes through here as well: whatever the server starts then is nobody's, too.
        token = dict(scope.get("headers", ())).get(HEADER, b"")
        with visiting(token[:MAX_LENGTH].decode("latin-1")):
            await self._app(scope, receive, send)
