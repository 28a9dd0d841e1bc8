"""Where the doors for programs hang: beside the page, on the same server and port."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.routing import BaseRoute, Mount, Route

from seedance_studio.api import mcp, rest
from seedance_studio.api.callers import CallerMiddleware
from seedance_studio.api.calls import Programs
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What the server answers programs with."""

    routes: tuple[BaseRoute, ...]
    """REST and MCP."""
    programs: Programs
    """The calls that gradio_client finds on the page."""


def open_doors(studio: Studio, settings: Settings) -> Doors | None:
    """Give the doors on one studio; None where the host has turned them off."""
    if settings.api == "off":
        return None
    programs = Programs(studio=studio, settings=settings)
    door = CallerMiddleware(mcp.McpDoor(programs), keys=studio.keys, access=settings.api)
    return Doors(
        routes=(
            Mount(rest.PATH, rest.make_app(studio, settings)),
            Route(mcp.PATH, door),
            Route(f"{mcp.PATH}/", door),
        ),
        programs=programs,
    )
