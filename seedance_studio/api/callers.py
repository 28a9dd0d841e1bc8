"""Whose call it is: a key's owner, or where the host lets it, whoever came without one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from seedance_studio.api.refusals import prefer, refuse
from seedance_studio.errors import KeyRefused, Text
from seedance_studio.keys import Keys
from seedance_studio.settings import Access
from seedance_studio.visitor import acting_as

OPEN_TO_ALL = "/openapi.json"


def owner_of(headers: Mapping[str, str], keys: Keys, access: Access) -> str | None:
    """Give the owner whose key a request brings; None for one that brings none and needs none.

    Args:
        headers: their names in lower case.
        keys: of the host.
        access: whether a key is needed.

    Raises:
        KeyRefused: a key is missing, or not known.
    """
    owner = keys.owner(headers)
    if owner is None and access == "keys":
        raise KeyRefused(
            Text("This studio asks programs for a key.", "本工作室要求程序出示密钥。"),
            Text(
                "Send Authorization: Bearer with the key that the host gave you.",
                "请在 Authorization: Bearer 中附上部署者提供的密钥。",
            ),
        )
    return owner


class CallerMiddleware:
    """Answers each call as its caller's.

    Args:
        app: what answers.
        keys: of the host.
        access: whether a key is needed.
    """

    def __init__(self, app: ASGIApp, keys: Keys, access: Access) -> None:
        self._app = app
        self._keys = keys
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        if scope["type"] != "http" or scope["path"].endswith(OPEN_TO_ALL):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            owner = owner_of(headers, self._keys, self._access)
            if owner is None and not _is_from_here(headers):
                raise _from_elsewhere()
        except KeyRefused as error:
            answer = refuse(error, prefer(headers.get("accept-language", "")))
            await answer(scope, receive, send)
            return
        if owner is None:
            await self._app(scope, receive, send)
            return
        with acting_as(owner):
            await self._app(scope, receive, send)


def _is_from_here(headers: Headers) -> bool:
    """Tell a program, or a page of this server's, from a page elsewhere that uses the browser."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _from_elsewhere() -> KeyRefused:
    return KeyRefused(
        Text("A page from elsewhere asks.", "请求来自其他网站的页面。"),
        Text("Bring a key, or ask without a browser.", "请附上密钥，或不经浏览器调用。"),
    )
