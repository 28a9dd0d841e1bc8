"""Addresses are told that a task has ended: where the host allows it, signed, until they hear."""

import base64
import hashlib
import hmac
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from seedance_studio.api import webhooks
from seedance_studio.settings import Settings, Webhooks
from seedance_studio.studio import open_studio
from tests.api.conftest import TASKS
from tests.api.test_tasks import made

SECRET = "a secret of the host's, long enough"


class Listener:
    """An address that keeps what it is told, and answers with these statuses in turn."""

    def __init__(self):
        self.heard, self.statuses, self.told = [], [], threading.Semaphore(0)
        listener = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                listener.heard.append((self.path, dict(self.headers), body))
                status = listener.statuses.pop(0) if listener.statuses else 204
                self.send_response(status)
                if status == 307:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                listener.told.release()

            def log_message(self, *_):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Answer)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def wait(self, times=1):
        for _ in range(times):
            assert self.told.acquire(timeout=60), "nobody was told"

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def listener():
    opened = Listener()
    yield opened
    opened.close()


@pytest.fixture
def telling(settings, listener, monkeypatch):
    monkeypatch.setattr(webhooks, "RETRY_AFTER_S", (0.1, 0.1))
    return replace(settings, webhooks=Webhooks(origins=(listener.origin,), secret=SECRET))


def pending(settings):
    return list((settings.data_dir / "webhooks").glob("*.json"))


def test_an_address_is_told_what_a_query_would_tell_and_can_check_who_says_it(
    serve, telling, listener, task
):
    with open_studio(telling) as studio:
        api = serve(studio, telling, **{"Accept-Language": "zh"})
        for prompt, status in (("a ball", "succeeded"), ("broken", "failed")):
            task_id = made(api, task(prompt, callback_url=f"{listener.origin}/done?for=ann"))
            listener.wait()
            path, headers, body = listener.heard[-1]
            assert path == "/done?for=ann"
            told = json.loads(body)
            assert told["status"] == status
            assert told == api.get(f"{TASKS}/{task_id}").json()
            assert headers["webhook-id"] == task_id
            signed = f"{task_id}.{headers['webhook-timestamp']}.".encode() + body
            digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
            assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


def test_it_is_tried_again_until_it_is_heard_and_then_never(serve, telling, listener, task):
    listener.statuses = [500, 307]
    with open_studio(telling) as studio:
        api = serve(studio, telling)
        made(api, task(callback_url=listener.origin))
        listener.wait(3)
        assert [path for path, _, _ in listener.heard] == ["/", "/", "/"], "no redirect is followed"
        for _ in range(100):
            if not pending(telling):
                break
            threading.Event().wait(0.05)
        assert pending(telling) == []


def test_what_was_not_told_is_told_after_a_restart(serve, settings, telling, listener, task):
    deaf = replace(telling, webhooks=replace(telling.webhooks, origins=()))
    folder = settings.data_dir / "webhooks"
    with open_studio(telling) as studio:
        task_id = made(serve(studio, deaf), task())
        waiting = webhooks.Pending(
            task_id=task_id,
            url=listener.origin,
            owner=None,
            language="en",
            base_url="http://studio/api/v3/",
        )
        webhooks.Webhooks(studio, folder, telling.webhooks).add(waiting)
    assert listener.heard == []
    with open_studio(telling) as studio:
        serve(studio, telling)
        listener.wait()
    told = json.loads(listener.heard[0][2])
    assert told["content"]["video_url"].startswith("http://studio/api/v3/clips/")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "https://example.com/",
        "file:///etc/passwd",
        "http://[",
        "",
        "{origin}@example.com/",
        "{origin}.example.com/",
    ],
)
def test_no_other_address_is_told(serve, telling, listener, task, url):
    with open_studio(telling, is_resuming=False) as studio:
        body = task(callback_url=url.replace("{origin}", listener.origin))
        answer = serve(studio, telling).post(TASKS, json=body)
        assert set(answer.json()["error"]["problems"]) == {"callback_url"}


def test_nobody_is_told_unless_the_host_says_so(api, task, listener):
    answer = api.post(TASKS, json=task(callback_url=listener.origin))
    assert set(answer.json()["error"]["problems"]) == {"callback_url"}
    with pytest.raises(ValueError, match="SEEDANCE_WEBHOOK_SECRET"):
        Settings.from_environment({"SEEDANCE_WEBHOOKS": "https://hooks.example.com"})
    with pytest.raises(ValueError, match="SEEDANCE_WEBHOOKS names"):
        Settings.from_environment({"SEEDANCE_WEBHOOKS": "hooks.example.com/path"})
    chosen = {
        "SEEDANCE_WEBHOOKS": "https://A.example/, http://b:9",
        "SEEDANCE_WEBHOOK_SECRET": SECRET,
    }
    allowed = Settings.from_environment(chosen).webhooks
    assert allowed.origins == ("https://a.example", "http://b:9")
    assert SECRET not in repr(allowed)
