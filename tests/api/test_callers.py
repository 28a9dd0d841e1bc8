"""Who may call: open to the one person at home, by key for strangers, not at all if turned off."""

from dataclasses import replace

import pytest

from seedance_studio.settings import Limits, Settings
from seedance_studio.studio import open_studio
from tests.api.conftest import TASKS
from tests.api.test_tasks import ended, made


@pytest.fixture
def keyed(settings):
    return replace(settings, visitors="many", api="keys", limits=Limits(jobs_per_day=1))


def test_strangers_need_a_key_and_each_sees_its_own(serve, keyed, task):
    with open_studio(keyed) as studio:
        for headers in ({}, {"X-Studio-Visitor": "a" * 32}, {"Authorization": "Bearer hf_x"}):
            answer = serve(studio, keyed, **headers).post(TASKS, json=task())
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "key")
            assert answer.headers["www-authenticate"] == "Bearer"
        ann, bob = (
            serve(studio, keyed, Authorization=f"Bearer {studio.keys.create(name)[1]}")
            for name in ("ann", "bob")
        )
        done = ended(ann, made(ann, task()))
        assert done["status"] == "succeeded"
        for path in (f"{TASKS}/{done['id']}", done["content"]["video_url"]):
            assert ann.get(path).status_code == 200
            assert bob.get(path).status_code == 404
        assert bob.get(TASKS).json()["total"] == bob.get("/api/v3/clips").json()["total"] == 0
        assert bob.delete(f"{TASKS}/{done['id']}").status_code == 404
        refused = ann.post(TASKS, json=task())
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "quota")
        assert 0 < int(refused.headers["retry-after"]) <= 86_400
        assert serve(studio, keyed).get("/api/v3/openapi.json").status_code == 200


def test_a_revoked_key_is_refused_even_where_none_is_needed(serve, studio, task):
    key, shown = studio.keys.create("old")
    studio.keys.revoke(key.id)
    assert serve(studio).post(TASKS, json=task()).status_code == 200
    refused = serve(studio, Authorization=f"Bearer {shown}").post(TASKS, json=task())
    assert refused.json()["error"]["code"] == "key"
    chinese = serve(studio, **{"X-API-Key": shown, "Accept-Language": "zh"}).get(TASKS).json()
    assert "密钥" in chinese["error"]["message"]


def test_a_full_queue_says_when_to_try_again(serve, settings, task):
    limited = replace(settings, limits=Limits(waiting_jobs=1))
    with open_studio(limited) as studio:
        api = serve(studio)
        tasks = [made(api, task("hang"))]
        for _ in range(50):
            answer = api.post(TASKS, json=task("hang"))
            if answer.status_code == 429:
                break
            tasks.append(answer.json()["id"])
        assert answer.json()["error"]["code"] == "queue_full"
        assert int(answer.headers["retry-after"]) > 0
        for task_id in tasks:
            api.delete(f"{TASKS}/{task_id}")


def test_the_host_decides_who_is_served(serve, studio):
    assert Settings.from_environment({}).api == "open"
    assert Settings.from_environment({"SEEDANCE_HOST": "0.0.0.0"}).api == "keys"
    off = Settings.from_environment({"SEEDANCE_API": "off"})
    assert serve(studio, off).get(TASKS).status_code == 404
    with pytest.raises(ValueError, match="SEEDANCE_API is 'maybe'"):
        Settings.from_environment({"SEEDANCE_API": "maybe"})
