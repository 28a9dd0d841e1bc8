"""The page's own addresses, asked for what they must not give."""

import asyncio
import json
import socket
import threading
import urllib.error
import urllib.request

import pytest
from gradio import processing_utils

import seedance_studio.ui  # noqa: F401 - what it changes in Gradio is tested
from tests.browser.conftest import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("studio"), engines="tests.fakes")
    running.start()
    yield running
    running.stop()


def status_of(url, **request):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, **request), timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_no_file_but_clips_is_served(server):
    secrets = [
        "/etc/passwd",
        str(server.data_dir / "jobs.sqlite"),
        str(server.data_dir / "consent.jsonl"),
        f"{server.data_dir}/library/../jobs.sqlite",
        f"{server.data_dir}/library/%2e%2e/jobs.sqlite",
    ]
    assert (server.data_dir / "jobs.sqlite").exists()
    for path in secrets:
        for door in ("gradio_api/file=", "file="):
            assert status_of(f"{server.url}{door}{path}") in (403, 404), path


def test_no_address_is_fetched_also_not_a_public_one():
    for fetch in (
        processing_utils.async_ssrf_protected_download,
        processing_utils.async_ssrf_protected_get,
    ):
        with pytest.raises(ValueError, match="not fetched"):
            asyncio.run(fetch("http://192.0.2.1/clip.mp4", "cache"))


def test_an_address_is_not_fetched(server):
    """Every file of every event of the page, given as an address on this machine."""
    visits = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        listener.settimeout(0.2)
        ending = threading.Event()

        def listen():
            while not ending.is_set():
                try:
                    listener.accept()[0].close()
                    visits.append("asked")
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        with urllib.request.urlopen(f"{server.url}config", timeout=20) as answer:
            config = json.load(answer)
        kinds = {one["id"]: one["type"] for one in config["components"]}
        address = f"http://127.0.0.1:{port}/clip.mp4"
        given = {
            "path": address,
            "url": address,
            "orig_name": "clip.mp4",
            "meta": {"_type": "gradio.FileData"},
        }
        tried = 0
        for number, event in enumerate(config["dependencies"]):
            asked = [kinds.get(one) for one in event["inputs"]]
            if not {"file", "uploadbutton", "video", "image"} & set(asked):
                continue
            tried += 1
            data = [
                given if kind in ("file", "uploadbutton", "video", "image") else None
                for kind in asked
            ]
            body = json.dumps({"data": data, "fn_index": number, "session_hash": "test"})
            status = status_of(
                f"{server.url}gradio_api/run/predict",
                data=body.encode(),
                headers={"Content-Type": "application/json"},
            )
            assert status >= 400
        ending.set()
        thread.join()
    assert tried
    assert visits == []
