"""No address is ever fetched for a visitor.

Where a file is expected, Gradio takes a web address as well and downloads what is there. It keeps
addresses of this machine and its network out, but nothing else, and has no setting for it. A studio
that fetches what strangers name is a proxy for them, so both of its functions are replaced.
"""

from __future__ import annotations

from typing import NoReturn

from gradio import processing_utils


async def _refuse(*_named: object) -> NoReturn:
    raise ValueError("addresses are not fetched")


def fetch_nothing() -> None:
    """Replace what Gradio downloads with."""
    processing_utils.async_ssrf_protected_get = _refuse
    processing_utils.async_ssrf_protected_download = _refuse
