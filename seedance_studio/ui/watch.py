"""What a link to a shared clip leads to: a page of its own, light enough for a phone and a chat."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from seedance_studio.errors import ClipNotFound, Text
from seedance_studio.player.watch import Watched, nothing_page, watch_page
from seedance_studio.ui.markup import is_playable, time_text

if TYPE_CHECKING:
    from seedance_studio.shelves import SharedClip
    from seedance_studio.studio import Studio

PATH = "/watch"
_STUDIO = "../"
_HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def watch_routes(studio: Studio) -> list[Route]:
    """Give the page of each shared clip, its video and its picture; of no other clip."""

    def page(request: Request) -> Response:
        clip_id = request.path_params["clip_id"]
        try:
            shared = studio.shelves.shared(clip_id)
        except ClipNotFound:
            return HTMLResponse(nothing_page(_STUDIO), 404, _HEADERS)
        picture = str(request.url_for("watch-poster", clip_id=clip_id))
        return HTMLResponse(watch_page(_watched(shared, picture)), headers=_HEADERS)

    def answer_with(file: Callable[[SharedClip], Path]) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            try:
                shared = studio.shelves.shared(request.path_params["clip_id"])
            except ClipNotFound:
                return Response(status_code=404)
            return FileResponse(file(shared), headers=_HEADERS)

        return answer

    here = f"{PATH}/{{clip_id}}"
    return [
        Route(here, page),
        Route(f"{here}/film", answer_with(lambda shared: shared.film)),
        Route(f"{here}/poster", answer_with(lambda shared: shared.poster), name="watch-poster"),
    ]


def _watched(shared: SharedClip, picture: str) -> Watched:
    clip = shared.clip
    delivered = clip.delivered
    size = f"{delivered.width}×{delivered.height}"
    return Watched(
        title=clip.title,
        facts=(time_text(delivered.duration_s), Text(size, size)),
        width=delivered.width,
        height=delivered.height,
        is_playable=is_playable(clip),
        film=f"{clip.id}/film",
        poster=f"{clip.id}/poster",
        picture=picture,
        studio=_STUDIO,
    )
