"""Storyboards by REST: made, followed, taken again, joined, and nobody else's."""

from dataclasses import replace

import pytest

from seedance_studio.api import rest
from seedance_studio.settings import Limits
from seedance_studio.studio import open_studio
from tests import uploads
from tests.api.test_tasks import data_url

BOARDS = f"{rest.PATH}{rest.BOARDS}"


def shot(prompt, *files, **rest_of_it):
    return {"content": [{"type": "text", "text": prompt}, *files], "duration": 1} | rest_of_it


@pytest.fixture
def board():
    """Make the body of a small storyboard of the fake engine."""

    def make(*shots, **changes):
        return {
            "model": "fake",
            "resolution": "native",
            "framespersecond": "native",
            "shots": list(shots) or [shot("a red ball"), shot("a blue ball", goes_on=True)],
        } | changes

    return make


def made(api, body):
    answer = api.post(BOARDS, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["id"]


def seen_when(api, board_id, is_so, wait_s=1):
    for _ in range(300):
        seen = api.get(f"{BOARDS}/{board_id}", params={"wait_s": wait_s}).json()
        if is_so(seen):
            return seen
    raise TimeoutError(seen)


def rested(api, board_id):
    return seen_when(api, board_id, lambda seen: not seen["is_active"])


def test_drafts_become_full_shots_and_one_film(api, board):
    board_id = made(api, board(title="Two balls", draft=True))
    drafts = rested(api, board_id)
    assert (drafts["title"], drafts["duration"], drafts["film"]) == ("Two balls", 2, None)
    assert [(one["status"], one["is_draft"]) for one in drafts["shots"]] == [
        ("succeeded", True)
    ] * 2
    full = api.post(f"{BOARDS}/{board_id}/takes", json={}).json()
    assert full["is_active"]
    full = rested(api, board_id)
    assert [one["is_draft"] for one in full["shots"]] == [False, False]
    assert [one["seed"] for one in full["shots"]] == [one["seed"] for one in drafts["shots"]]
    assert api.post(f"{BOARDS}/{board_id}/film").json()["film"]["status"] in ("queued", "running")
    film = rested(api, board_id)["film"]
    assert (film["status"], film["is_current"]) == ("succeeded", True)
    assert api.get(film["content"]["video_url"]).content[4:8] == b"ftyp"
    listed = api.get(BOARDS).json()
    assert [one["id"] for one in listed["items"]] == [board_id]


def test_one_shot_is_made_again_with_another_seed(api, board):
    board_id = made(api, board(shot("a red ball"), shot("a blue ball")))
    before = rested(api, board_id)["shots"]
    api.post(f"{BOARDS}/{board_id}/takes", json={"shots": [2], "redo": True})
    after = rested(api, board_id)["shots"]
    assert after[0] == before[0]
    assert after[1]["seed"] != before[1]["seed"]
    assert after[1]["clip_id"] != before[1]["clip_id"]
    missing = api.post(f"{BOARDS}/{board_id}/takes", json={"shots": [1, 3]})
    assert (missing.status_code, set(missing.json()["error"]["problems"])) == (400, {"shots.3"})


def test_files_of_a_shot_and_music_are_sent_whole(api, board, tmp_path):
    picture = data_url(uploads.picture(tmp_path / "a.png"))
    first = {"type": "image_url", "image_url": {"url": picture}, "role": "first_frame"}
    music = data_url(uploads.sound(tmp_path / "a.wav"), "audio/wav")
    board_id = made(api, board(shot("a ball", first), music={"url": music}))
    seen = rested(api, board_id)
    task = api.get(f"{rest.PATH}{rest.TASKS}/{seen['shots'][0]['task_id']}").json()
    assert task["mode"] == "image"
    api.post(f"{BOARDS}/{board_id}/film")
    assert rested(api, board_id)["film"]["status"] == "succeeded"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"shots": []}, {"shots"}),
        ({"colour": "red"}, {"colour"}),
        ({"shots": [shot("a", goes_on=True), shot("b", duration="2")]}, {"shots.2.seconds"}),
        (
            {"shots": [shot("a", goes_on=True), shot("", fade_s=9)], "ratio": "5:1"},
            {
                "shots.1.goes_on",
                "shots.2.prompt",
                "shots.2.fade_s",
                "shots.1.fade_s",
                "look.aspect",
            },
        ),
        (
            {"shots": [shot("a", {"type": "image_url", "image_url": {"url": "/etc/passwd"}})]},
            {"shots.1.references.Image1"},
        ),
        ({"music": {"url": "https://example.org/a.mp3"}}, {"music"}),
    ],
)
def test_every_problem_has_its_field(api, board, changes, fields):
    answer = api.post(BOARDS, json=board(**changes), headers={"Accept-Language": "zh"})
    assert answer.status_code == 400
    assert set(answer.json()["error"]["problems"]) == fields
    assert api.get(BOARDS).json()["total"] == 0


def test_a_storyboard_is_stopped_and_removed_and_its_clips_stay(api, board):
    board_id = made(api, board(shot("a red ball"), shot("a ball that must hang")))
    seen_when(api, board_id, lambda seen: seen["shots"][0]["status"] == "succeeded", wait_s=0.2)
    assert api.delete(f"{BOARDS}/{board_id}").json()["outcome"] == "deleted"
    gone = api.get(f"{BOARDS}/{board_id}")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "storyboard_not_found")
    assert api.get("/api/v3/clips").json()["total"] == 1


def test_nobody_else_sees_it_and_a_quota_leaves_nothing_half_made(serve, settings, board):
    limits = Limits(jobs_per_day=2)
    with open_studio(replace(settings, visitors="many", api="keys", limits=limits)) as studio:
        ann, bob = (
            serve(studio, settings, Authorization=f"Bearer {studio.keys.create(name)[1]}")
            for name in ("ann", "bob")
        )
        refused = ann.post(BOARDS, json=board(shot("a"), shot("b"), shot("c")))
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "quota")
        assert ann.get(BOARDS).json()["total"] == 0
        board_id = made(bob, board())
        assert rested(bob, board_id)["shots"][1]["status"] == "succeeded"
        assert ann.get(f"{BOARDS}/{board_id}").status_code == 404
        assert ann.post(f"{BOARDS}/{board_id}/film").status_code == 404
        assert ann.delete(f"{BOARDS}/{board_id}").status_code == 404
