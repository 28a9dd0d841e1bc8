"""Seedance-shaped tasks over our engines: made, followed, listed, cancelled, and kept."""

import base64

import pytest

from seedance_studio.domain.request import MAX_SEED
from tests import uploads
from tests.api.conftest import TASKS

SKETCHES = "/api/v3/contents/generations/sketches"
ENDED = ("succeeded", "failed", "cancelled")


def made(api, body, **headers):
    answer = api.post(TASKS, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["id"]


def ended(api, task_id):
    for _ in range(60):
        task = api.get(f"{TASKS}/{task_id}", params={"wait_s": 1}).json()
        if task["status"] in ENDED:
            return task
    raise TimeoutError(task)


def image(url, role=None):
    return {"type": "image_url", "image_url": {"url": url}, "role": role}


def data_url(path, kind="image/png"):
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def test_a_task_goes_from_words_to_a_file_that_plays(api, task):
    task_id = made(api, task("海边奔跑的金毛犬"))
    first = api.get(f"{TASKS}/{task_id}").json()
    assert first["status"] in ("queued", "running", "succeeded")
    done = ended(api, task_id)
    assert done["status"] == "succeeded"
    assert (done["model"], done["seed"], done["prompt"]) == ("fake", 7, "海边奔跑的金毛犬")
    assert done["native"]["width"] == 128
    assert {line["status"] for line in done["report"]} <= {"honoured", "adapted", "ignored"}
    content = done["content"]
    video = api.get(content["video_url"])
    assert video.headers["content-type"] == "video/mp4"
    assert video.content[4:8] == b"ftyp"
    part = api.get(content["video_url"], headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)
    assert api.get(content["last_frame_url"]).content.startswith(b"\x89PNG")
    assert api.get(content["poster_url"]).status_code == 200
    listed = api.get(TASKS).json()
    assert (listed["total"], listed["items"]) == (1, [done])


def test_pictures_come_whole_or_as_uploads_and_nothing_is_fetched(api, task, tmp_path):
    picture = uploads.picture(tmp_path / "a.png")
    kept = api.post("/api/v3/files", files={"file": picture.open("rb")}).json()
    assert (kept["kind"], kept["width"], kept["height"]) == ("image", 320, 200)
    files = [image(kept["id"], "first_frame"), image(data_url(picture), "last_frame")]
    plan = api.post("/api/v3/contents/generations/plans", json=task("@Image1 turns", *files)).json()
    assert [(one["name"], one["role"]) for one in plan["references"]] == [
        ("Image1", "first_frame"),
        ("Image2", "last_frame"),
    ]
    assert plan["mode"] == "image"
    for address in (
        "http://127.0.0.1:1/a.png",
        "https://example.com/a.png",
        "file:///etc/passwd",
        str(picture),
        "../../etc/passwd",
        "data:image/png,plain",
        "data:image/png;base64,&&&",
        "",
    ):
        answer = api.post(TASKS, json=task("a ball", image(address)))
        assert answer.status_code == 400
        assert set(answer.json()["error"]["problems"]) == {"references.Image1"}, address


def test_ark_roles_are_references_and_task_types_say_what_for(api, task, tmp_path):
    film = uploads.film(tmp_path / "a.mp4")
    picture = data_url(uploads.picture(tmp_path / "a.png"))
    video = {"type": "video_url", "video_url": {"url": data_url(film, "video/mp4")}}

    def roles(*files, **changes):
        body = task("a ball", *files, **changes)
        plan = api.post("/api/v3/contents/generations/plans", json=body).json()
        return plan["mode"], [one["role"] for one in plan["references"]]

    assert roles(image(picture)) == ("image", ["first_frame"])
    assert roles(image(picture, "reference_image")) == ("mixed", ["identity"])
    reference = video | {"role": "reference_video"}
    assert roles(reference) == ("mixed", ["camera"])
    assert roles(reference, omni_reference_task_type="edit") == ("video", ["edit"])
    assert roles(reference, omni_reference_task_type="extend") == ("video", ["extend"])


def test_a_running_task_is_cancelled_and_an_ended_one_leaves_the_list_but_not_its_clip(api, task):
    hanging, waiting = made(api, task("hang")), made(api, task("hang"))
    for _ in range(100):
        if api.get(f"{TASKS}/{hanging}", params={"wait_s": 0.1}).json()["status"] == "running":
            break
    progress = api.get(f"{TASKS}/{waiting}").json()["progress"]
    assert progress["place"] == 1
    for task_id in (waiting, hanging):
        assert api.delete(f"{TASKS}/{task_id}").json()["outcome"] == "cancelled"
        assert ended(api, task_id)["status"] == "cancelled"
    done = ended(api, made(api, task()))
    assert api.delete(f"{TASKS}/{done['id']}").json()["outcome"] == "deleted"
    gone = api.get(f"{TASKS}/{done['id']}")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "job_not_found")
    clip = api.get(f"/api/v3/clips/{done['clip_id']}").json()
    assert clip["content"] == done["content"]
    assert api.get("/api/v3/clips").json()["total"] == 1
    assert api.delete(f"/api/v3/clips/{done['clip_id']}").status_code == 200
    assert api.get(done["content"]["video_url"]).json()["error"]["code"] == "clip_not_found"


def test_the_same_idempotency_key_is_the_same_task(api, task):
    first = made(api, task(), **{"Idempotency-Key": "order 1"})
    assert made(api, task("something else"), **{"Idempotency-Key": "order 1"}) == first
    assert made(api, task(), **{"Idempotency-Key": "order 2"}) != first
    assert api.get(TASKS).json()["total"] == 2


def test_a_list_is_filtered_and_paged(api, task):
    good, bad = made(api, task()), made(api, task("broken"))
    assert ended(api, good)["status"] == "succeeded"
    failed = ended(api, bad)
    assert failed["error"]["code"] == "generation_failed"
    assert failed["error"]["hint"]

    def listed(**wanted):
        found = api.get(TASKS, params=wanted).json()
        return [one["id"] for one in found["items"]], found["total"]

    assert listed() == ([bad, good], 2)
    assert listed(page_size=1, page_num=2) == ([good], 2)
    assert listed(**{"filter.status": "failed"}) == ([bad], 1)
    assert listed(**{"filter.task_ids": [good, "x"]}) == ([good], 1)
    assert listed(**{"filter.model": "nobody"}) == ([], 0)
    assert set(api.get(TASKS, params={"page_num": 0}).json()["error"]["problems"]) == {"page_num"}


def test_the_language_is_the_caller_s(api, task):
    def message(language):
        answer = api.post(TASKS, json=task(duration=99), headers={"Accept-Language": language})
        return answer.json()["error"]["problems"]["seconds"]

    assert "超出范围" in message("zh-CN,zh;q=0.9,en;q=0.8")
    assert "out of range" in message("fr,en;q=0.5,zh;q=0.3")
    assert "out of range" in message("nonsense;q=x")


def test_what_only_ark_has_is_reported_and_not_dropped(api, task):
    asked = task(watermark=True, service_tier="flex", camera_fixed=False, duration=-1, seed=-1)
    answer = api.post(TASKS, json=asked).json()
    assert {line["item"]: line["status"] for line in answer["report"]} == {
        "watermark": "ignored",
        "service_tier": "ignored",
        "duration": "adapted",
    }
    task_made = api.get(f"{TASKS}/{answer['id']}").json()
    assert (task_made["duration"], 0 <= task_made["seed"] <= MAX_SEED) == (5, True)


@pytest.mark.parametrize("wanted", [True, False])
def test_sound_is_made_unless_it_is_not_wanted(api, task, wanted):
    body = task(generate_audio=wanted)
    plan = api.post("/api/v3/contents/generations/plans", json=body).json()
    assert (plan["sound"] is not None) == wanted


def test_a_prompt_is_drawn_at_once_and_taken_as_structure(api, task):
    body = {"prompt": "一只狗在海滩上奔跑", "duration": 1, "ratio": "1:1", "seed": 3}
    sketch = api.post(SKETCHES, json=body, headers={"Accept-Language": "en"}).json()
    assert sketch["scene"].startswith("a dog, running, beach")
    assert (sketch["width"], sketch["height"], sketch["seed"]) == (288, 288, 3)
    assert base64.b64decode(sketch["video_url"].partition(",")[2])[4:8] == b"ftyp"
    asked = task("a dog")
    video = {"type": "video_url", "video_url": {"url": sketch["id"]}, "role": "structure"}
    asked["content"].append(video)
    plan = api.post("/api/v3/contents/generations/plans", json=asked).json()
    assert [one["role"] for one in plan["references"]] == ["structure"]


def test_what_cannot_be_drawn_is_told_by_field(api):
    def problems(body):
        return set(api.post(SKETCHES, json=body).json()["error"]["problems"])

    assert problems({"prompt": "a dog", "duration": 99, "ratio": "5:1"}) == {"seconds", "aspect"}
    assert problems({"prompt": 7, "colour": "red"}) == {"prompt", "colour"}
    assert problems([]) == {"body"}
