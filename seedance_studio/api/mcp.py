"""The MCP door, over streamable HTTP beside the page. It loads when it is first knocked at."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Receive, Scope, Send

from seedance_studio import __version__
from seedance_studio.api.answers import Answered
from seedance_studio.api.calls import Programs
from seedance_studio.api.media import MAX_BODY_BYTES
from seedance_studio.settings import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcp.server.mcpserver import MCPServer

PATH = "/mcp"
INSTRUCTIONS = (
    "Makes video clips from words, pictures, videos and sounds. Plan first with plan_clip: it "
    "costs nothing and says what becomes of each wish. Then make_clip, and get_task with wait_s "
    "until its status is succeeded; content.video_url is the file. For several shots under one "
    "look: make_storyboard, get_storyboard until nothing is active, then join_storyboard. Prompts "
    "may be English or Chinese."
)


def make_server(programs: Programs) -> MCPServer:
    """Give the server with its tools, for any transport."""
    from mcp.server.mcpserver import MCPServer  # noqa: PLC0415 - a second, for who uses it

    server = MCPServer(
        name="seedance-studio",
        title="Seedance Studio",
        version=__version__,
        instructions=INSTRUCTIONS,
    )
    for call in programs.calls:
        server.add_tool(_tool(programs, call))
    return server


def _tool(programs: Programs, call: Callable[..., dict[str, Any]]) -> Callable[..., Any]:
    from mcp.server.mcpserver import Context  # noqa: PLC0415
    from mcp_types import CallToolResult, TextContent  # noqa: PLC0415

    async def run(ctx: Context, **arguments: Any) -> CallToolResult:  # noqa: ANN401
        loop = asyncio.get_running_loop()
        headers = {name.lower(): value for name, value in (ctx.headers or {}).items()}

        def tell(task: Answered) -> None:
            asyncio.run_coroutine_threadsafe(_report(ctx, task), loop).result()

        document = await asyncio.to_thread(
            programs.answer, call, arguments, headers, _base_url(headers), tell
        )
        words = json.dumps(document, ensure_ascii=False)
        return CallToolResult(
            content=[TextContent(type="text", text=words)],
            structured_content=document,
            is_error="error" in document and "status" not in document,
        )

    known_by = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Context)
    function = programs.function(call, known_by, run)
    function.__annotations__["return"] = CallToolResult
    function.__signature__ = inspect.signature(function).replace(  # type: ignore[attr-defined]
        return_annotation=CallToolResult
    )
    return function


async def _report(ctx: Any, task: Answered) -> None:  # noqa: ANN401 - mcp is not loaded here
    progress = task.progress
    if progress is not None and progress.step is not None:
        await ctx.report_progress(progress.step, progress.num_steps, progress.stage)


def _base_url(headers: dict[str, str]) -> str:
    scheme = headers.get("x-forwarded-proto", "http")
    return f"{scheme}://{headers.get('host', '127.0.0.1')}"


class McpDoor:
    """The server as an ASGI app that needs no lifespan of the app that it hangs in.

    Args:
        programs: makes the calls.
    """

    def __init__(self, programs: Programs) -> None:
        self._programs = programs
        self._opening = asyncio.Lock()
        self._app: ASGIApp | None = None
        self._runs: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        async with self._opening:
            app = self._app or await self._open()
        await app({**scope, "path": PATH, "root_path": ""}, receive, send)

    async def _open(self) -> ASGIApp:
        from mcp.server.transport_security import TransportSecuritySettings  # noqa: PLC0415

        server = await asyncio.to_thread(make_server, self._programs)
        host = self._programs.settings.host
        is_at_home = host in LOOPBACK
        app = server.streamable_http_app(
            streamable_http_path=PATH,
            stateless_http=True,
            max_request_body_size=MAX_BODY_BYTES,
            host=host,
            # Others' hosts have names that are not known here; at home only this machine's is let
            # in, so that no page elsewhere can pose as it.
            transport_security=None
            if is_at_home
            else TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        is_open = asyncio.Event()

        async def run() -> None:
            async with server.session_manager.run():
                is_open.set()
                await asyncio.Event().wait()

        self._runs = asyncio.create_task(run())
        await is_open.wait()
        self._app = app
        return app
