"""What `gradio_client` finds on the page: the same calls as MCP's, by name. No event of the page is
among them.

Gradio runs them in its queue, outside of the request; who calls is read from the
request that they are given.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

if TYPE_CHECKING:
    from seedance_studio.api.calls import Programs

NUM_AT_ONCE = 20
"""Calls of one name; a call that waits for a clip holds a thread."""


def add_endpoints(programs: Programs) -> None:
    """Add the calls to the page that is being built."""
    for call in programs.calls:
        gr.api(_endpoint(programs, call), api_name=call.__name__, concurrency_limit=NUM_AT_ONCE)


def _endpoint(programs: Programs, call: Callable[..., Any]) -> Callable[..., Any]:
    def run(*given: Any, **named: Any) -> Any:
        bound = inspect.signature(run).bind(*given, **named)
        bound.apply_defaults()
        arguments = dict(bound.arguments)
        request: gr.Request = arguments.pop("request")
        headers = {name.lower(): value for name, value in dict(request.headers).items()}
        return programs.answer(call, arguments, headers, _base_url(request))

    known_by = inspect.Parameter(
        "request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=gr.Request
    )
    return programs.function(call, known_by, run)


def _base_url(request: gr.Request) -> str:
    return str(request.request.base_url) if request.request else ""
