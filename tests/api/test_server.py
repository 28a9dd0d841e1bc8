"""`python app.py` as programs meet it: REST, MCP and gradio_client on the page's own port."""

import asyncio
import base64
import urllib.request

import httpx
import pytest
from gradio_client import Client as GradioClient
from mcp import Client as McpClient
from PIL import Image

from tests.browser.conftest import Server

CALLS = {
    *("plan_clip", "sketch_clip", "make_clip", "get_task", "cancel_task"),
    *("list_tasks", "list_models"),
    *("make_storyboard", "get_storyboard", "make_takes", "join_storyboard"),
}
SMALL = {
    "model": "fake",
    "duration": 1,
    "resolution": "native",
    "framespersecond": "native",
    "seed": 3,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("doors"), engines="tests.fakes")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def gradio(server):
    return GradioClient(server.url, verbose=False, download_files=False)


def picture_url(tmp_path):
    Image.new("RGB", (320, 200), "green").save(tmp_path / "a.png")
    return "data:image/png;base64," + base64.b64encode((tmp_path / "a.png").read_bytes()).decode()


def mcp_calls(server, *calls):
    """Make calls with a real MCP client; gives each one's document, and the progress told."""
    told = []

    async def on_progress(step, total, message):
        told.append((step, total, message))

    async def run():
        results = []
        async with McpClient(f"{server.url}mcp") as client:
            listed = await client.list_tools()
            for name, arguments in calls:
                given = arguments(results) if callable(arguments) else arguments
                result = await client.call_tool(name, given, progress_callback=on_progress)
                results.append(result)
        return listed.tools, results

    tools, results = asyncio.run(run())
    return tools, results, told


def test_page_rest_and_openapi_are_on_one_port(server):
    with urllib.request.urlopen(server.url) as page:
        assert b"Seedance Studio" in page.read()
    document = httpx.get(f"{server.url}api/v3/openapi.json").json()
    assert "/contents/generations/tasks" in document["paths"]
    body = {"content": [{"type": "text", "text": "a ball"}], **SMALL}
    task = httpx.post(f"{server.url}api/v3/contents/generations/tasks", json=body).json()
    done = httpx.get(
        f"{server.url}api/v3/contents/generations/tasks/{task['id']}",
        params={"wait_s": 60},
        timeout=90,
    ).json()
    assert done["content"]["video_url"].startswith(server.url)
    assert httpx.get(done["content"]["video_url"]).content[4:8] == b"ftyp"


def test_a_page_from_elsewhere_cannot_use_the_api(server):
    headers = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
    url = f"{server.url}api/v3/contents/generations/tasks"
    answer = httpx.post(url, content='{"content": []}', headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "key")
    assert "access-control-allow-origin" not in answer.headers
    assert httpx.get(url, headers={"Origin": server.url.rstrip("/")}).status_code == 200
    plain = httpx.post(url, content='{"content": []}', headers={"Content-Type": "text/plain"})
    assert plain.json()["error"]["problems"].keys() == {"body"}


def test_an_mcp_client_plans_makes_follows_and_cancels(server, tmp_path):
    first = {"name": "Image1", "url": picture_url(tmp_path), "role": "first_frame"}
    tools, results, told = mcp_calls(
        server,
        ("plan_clip", {"prompt": "a ball", "files": [first], "settings": SMALL}),
        ("make_clip", {"prompt": "slow ball", "files": [first], "settings": SMALL}),
        ("get_task", lambda done: {"task_id": _id(done[1]), "wait_s": 60}),
        ("make_clip", {"prompt": "hang", "settings": SMALL}),
        ("cancel_task", lambda done: {"task_id": _id(done[3])}),
        ("get_task", lambda done: {"task_id": _id(done[3]), "wait_s": 30}),
        ("list_tasks", {"status": "cancelled"}),
        ("list_models", {"language": "zh"}),
        ("sketch_clip", {"prompt": "海边的狗", "duration": 1, "language": "zh"}),
    )
    assert {tool.name for tool in tools} == CALLS
    assert all(tool.description for tool in tools)
    plan, _, made, _, _, cancelled, listed, models, sketch = (
        one.structured_content for one in results
    )
    assert (plan["mode"], plan["references"][0]["role"]) == ("image", "first_frame")
    assert made["status"] == "succeeded"
    assert httpx.get(made["content"]["video_url"]).content[4:8] == b"ftyp"
    assert told, "progress was told while it ran"
    assert {(total, stage) for _, total, stage in told} >= {(4, "denoising")}
    assert cancelled["status"] == "cancelled"
    assert [one["id"] for one in listed["items"]] == [cancelled["id"]]
    assert models["data"][0]["title"] == "移动的方块"
    assert sketch["scene"].startswith("一只狗")
    assert sketch["id"].endswith(".mp4")


def test_an_mcp_client_makes_a_film_of_two_shots(server):
    shots = [{"prompt": "a red ball", "duration": 1}, {"prompt": "it rolls", "goes_on": True}]
    settings = {name: value for name, value in SMALL.items() if name != "duration"}
    _, results, _ = mcp_calls(
        server,
        ("make_storyboard", {"shots": shots, "settings": {**settings, "draft": True}}),
        ("get_storyboard", lambda done: {"storyboard_id": _id(done[0]), "wait_s": 60}),
        ("make_takes", lambda done: {"storyboard_id": _id(done[0]), "shots": [1]}),
        ("get_storyboard", lambda done: {"storyboard_id": _id(done[0]), "wait_s": 60}),
        ("join_storyboard", lambda done: {"storyboard_id": _id(done[0])}),
        ("get_storyboard", lambda done: {"storyboard_id": _id(done[0]), "wait_s": 60}),
        ("make_storyboard", {"shots": [{"prompt": ""}], "settings": settings, "language": "zh"}),
    )
    assert not any(one.is_error for one in results[:-1])
    _, drafts, _, taken, _, joined, refused = (one.structured_content for one in results)
    assert [one["is_draft"] for one in drafts["shots"]] == [True, True]
    assert taken["shots"][0]["is_draft"] is False
    assert httpx.get(joined["film"]["content"]["video_url"]).content[4:8] == b"ftyp"
    assert set(refused["error"]["problems"]) == {"shots.1.prompt"}


def _id(result):
    return result.structured_content["id"]


def test_an_mcp_client_is_told_every_problem_by_field(server):
    _, results, _ = mcp_calls(
        server,
        ("make_clip", {"prompt": "", "settings": SMALL | {"duration": 99}, "language": "zh"}),
        ("plan_clip", {"prompt": "x", "files": [{"name": "Image1", "url": "/etc/passwd"}]}),
        ("get_task", {"task_id": "nobody"}),
    )
    assert all(one.is_error for one in results)
    errors = [one.structured_content["error"] for one in results]
    assert (errors[0]["code"], set(errors[0]["problems"])) == ("request", {"prompt", "seconds"})
    assert "超出范围" in errors[0]["problems"]["seconds"]
    assert "references.Image1" in errors[1]["problems"]
    assert errors[2]["code"] == "job_not_found"


def test_gradio_client_sees_the_calls_and_nothing_of_the_page(gradio):
    endpoints = gradio.view_api(return_format="dict", print_info=False)
    assert {name.strip("/") for name in endpoints["named_endpoints"]} == CALLS
    assert endpoints["unnamed_endpoints"] == {}
    parameters = endpoints["named_endpoints"]["/make_clip"]["parameters"]
    assert [one["parameter_name"] for one in parameters] == [
        *("prompt", "files", "settings", "idempotency_key", "language"),
    ]


def test_gradio_client_makes_a_clip_and_cancels_another(gradio, server, tmp_path):
    first = {"name": "Image1", "url": picture_url(tmp_path), "role": "first_frame"}
    plan = gradio.predict("a ball", [first], SMALL, "zh", api_name="/plan_clip")
    assert plan["mode"] == "image"
    task = gradio.predict(
        prompt="a ball", settings=SMALL, idempotency_key="one", api_name="/make_clip"
    )
    again = gradio.predict(
        prompt="another", settings=SMALL, idempotency_key="one", api_name="/make_clip"
    )
    assert again["id"] == task["id"]
    done = gradio.predict(task["id"], 60, api_name="/get_task")
    assert done["status"] == "succeeded"
    assert done["content"]["video_url"].startswith(server.url)
    assert httpx.get(done["content"]["video_url"]).content[4:8] == b"ftyp"
    hanging = gradio.predict("hang", None, SMALL, api_name="/make_clip")
    gradio.predict(hanging["id"], api_name="/cancel_task")
    assert gradio.predict(hanging["id"], 30, api_name="/get_task")["status"] == "cancelled"
    refused = gradio.predict("", None, SMALL | {"duration": 99}, api_name="/make_clip")["error"]
    assert (refused["code"], set(refused["problems"])) == ("request", {"prompt", "seconds"})
