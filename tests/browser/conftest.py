"""A real server of the studio on the fake engine, and a real Chromium looking at it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

ROOT = Path(__file__).parents[2]
ENGINES = "tests.browser.world_engine"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READY = "window.__gradio_session_hash__ && document.querySelector('#text-prompt textarea')"


class Server:
    """`python app.py` on its own port and data folder."""

    def __init__(self, data_dir, engines=ENGINES, **environment):
        self.data_dir, self.engines = data_dir, engines
        self.environment = environment
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self._held = data_dir / "held"

    @contextmanager
    def holding(self):
        """Keep every run with `held` in its words in its first step."""
        self._held.touch()
        try:
            yield
        finally:
            self._held.unlink()

    def start(self):
        environment = os.environ | {
            "SEEDANCE_DATA_DIR": str(self.data_dir),
            "SEEDANCE_PORT": str(self.port),
            "SEEDANCE_ENGINES": self.engines,
            "SEEDANCE_DEVICE": "cpu",
            "HELD_BY": str(self._held),
            "PYTHONPATH": str(ROOT),
            **self.environment,
        }
        self.process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment)
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the server ended while starting"
            try:
                with urllib.request.urlopen(self.url, timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError("the server did not answer")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


@pytest.fixture(scope="module")
def chromium():
    """A browser for one file: Playwright's event loop runs until it is closed, and DBOS, which
    other files open in this process, refuses to start beside one.
    """
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("studio"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def visit(chromium, server):
    """Open the page; afterwards nothing may have gone wrong or outside."""
    contexts, wrongs = [], []

    def note(request):
        if not request.url.startswith((server.url, "data:", "blob:")):
            wrongs.append(f"request to {request.url}")

    def open_page(language="en", *, width=1280, **wishes):
        locale = {"zh": "zh-CN", "en": "en-GB"}[language]
        context = chromium.new_context(
            locale=locale, viewport={"width": width, "height": 844}, **wishes
        )
        # Generous, because a busy machine is slow and not wrong.
        context.set_default_timeout(90_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", note)
        page.on("pageerror", lambda error: wrongs.append(f"script error: {error}"))
        page.on(
            "console",
            lambda line: wrongs.append(f"console: {line.text}") if line.type == "error" else None,
        )
        page.goto(server.url)
        page.wait_for_function(READY)
        page.wait_for_function("tag => document.documentElement.lang.startsWith(tag)", arg=language)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrongs == []
