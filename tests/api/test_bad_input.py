"""One table of bad input through the headless door and REST: the same codes and fields."""

import base64
import io
import json
import signal

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from seedance_studio.api.serving import open_doors
from seedance_studio.headless.commands import main
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio
from tests import uploads
from tests.api.conftest import TASKS
from tests.conftest import FAKE_ENGINES, headless_environment
from tests.faces import draw_face

WORDS = {
    "prompt_empty": ((), {"prompt": ""}),
    "prompt_signs": ((), {"prompt": "\u200b ?!"}),
    "prompt_long": ((), {"prompt": "x" * 100_000}),
    "prompt_refused": ((), {"prompt": "小女孩裸-体"}),
    "prompt_names_nothing": ((), {"prompt": "@Image7 flies"}),
    "negative_long": (("--negative-prompt", "y" * 3000), {"negative_prompt": "y" * 3000}),
    "seconds_none": (("--seconds", "0"), {"duration": 0}),
    "seconds_many": (("--seconds", "600"), {"duration": 600}),
    "seconds_nan": (("--seconds", "nan"), {"duration": float("nan")}),
    "seconds_words": (("--seconds", "abc"), {"duration": "abc"}),
    "seed_below": (("--seed", "-5"), {"seed": -5}),
    "seed_above": (("--seed", str(2**64)), {"seed": 2**64}),
    "seed_broken": (("--seed", "1.5"), {"seed": 1.5}),
    "steps_none": (("--steps", "0"), {"num_inference_steps": 0}),
    "steps_words": (("--steps", "x"), {"num_inference_steps": "x"}),
    "guidance_huge": (("--guidance-scale", "1e9"), {"guidance_scale": 1e9}),
    "aspect": (("--aspect", "5:1"), {"ratio": "5:1"}),
    "engine": (("--engine", "nobody"), {"model": "nobody"}),
    "size": (("--size", "9k"), {"resolution": "9k"}),
    "fps": (("--fps", "999"), {"framespersecond": "999"}),
    "mode": (("--mode", "dance"), {"mode": "dance"}),
    "mode_without_files": (("--mode", "mixed"), {"mode": "mixed"}),
    "codec": (("--codec", "mpeg1"), {"codec": "mpeg1"}),
    "preset": (("--preset", "hasty"), {"finish_preset": "hasty"}),
    "style": (("--style", "nothing:1.5"), {"styles": [{"id": "nothing", "weight": 1.5}]}),
    "style_weight": (("--style", "a:b"), {"styles": [{"id": "a", "weight": "b"}]}),
    "sound": (("--mood", "angry"), {"sound": {"mood": "angry"}}),
    "genre": (("--genre", "polka"), {"sound": {"genre": "polka"}}),
    "volume": (("--music-volume", "9"), {"sound": {"music_volume": 9}}),
    "strength": (("--strength", "7"), {"strength": 7}),
    "many_at_once": (
        *(("--seconds", "600", "--seed", "x", "--aspect", "5:1", "--engine", "nobody"),),
        {"duration": 600, "seed": "x", "ratio": "5:1", "model": "nobody", "prompt": ""},
    ),
}
"""Flags, and what a task says instead; the prompt is the same in both."""

FILES = {
    "no_such_name": [("Image1", "lost", {})],
    "a_text": [("Image1", "text", {})],
    "nothing_in_it": [("Image1", "empty", {})],
    "a_playlist": [("Video1", "playlist", {})],
    "cut_off": [("Image1", "cut", {})],
    "a_picture_as_video": [("Video1", "picture", {})],
    "a_video_as_picture": [("Image1", "film", {})],
    "too_small": [("Image1", "dot", {})],
    "sound_alone_as_picture": [("Image1", "tone", {})],
    "role_of_another_kind": [("Image1", "picture", {"role": "camera"})],
    "role_unknown": [("Image1", "picture", {"role": "hero"})],
    "voice": [("Audio1", "tone", {"role": "voice"})],
    "keyframe_late": [("Image1", "picture", {"role": "keyframe", "at_s": 99})],
    "keyframe_without_time": [("Image1", "picture", {"role": "keyframe"})],
    "strength_of_one": [("Image1", "picture", {"role": "identity", "strength": 3})],
    "fit": [("Image1", "picture", {"role": "first_frame", "fit": "stretch"})],
    "trim": [("Video1", "film", {"role": "edit", "start_s": 5, "end_s": 9})],
    "two_first_frames": [
        ("Image1", "picture", {"role": "first_frame"}),
        ("Image2", "picture", {"role": "first_frame"}),
    ],
    "a_name_twice": [("Image1", "picture", {}), ("Image1", "film2", {})],
    "ten_pictures": [(f"Image{n}", "picture", {"role": "identity"}) for n in range(1, 11)],
    "a_face": [("Image1", "face", {"role": "first_frame"})],
}
"""References: name, file, and what is said of it."""
KINDS = {"Image": "image_url", "Video": "video_url", "Audio": "audio_url"}


@pytest.fixture(scope="module")
def planner(tmp_path_factory):
    """A studio that plans and starts no queue, for all that is refused before it."""
    folder = tmp_path_factory.mktemp("planner")
    settings = Settings(data_dir=folder, device="cpu", engines=FAKE_ENGINES)
    with open_studio(settings, is_resuming=False) as studio:
        app = Starlette(routes=open_doors(studio, settings).routes)
        yield TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def headless_error(settings, monkeypatch, capsys):
    """What the headless door says of flags."""
    for name, value in headless_environment(settings).items():
        monkeypatch.setenv(name, value)

    def run(*flags):
        handler = signal.getsignal(signal.SIGTERM)
        try:
            main(["plan", "--json", "--language", "en", "--seconds", "1", *flags])
        finally:
            signal.signal(signal.SIGTERM, handler)
        return json.loads(capsys.readouterr().out)["error"]

    return run


@pytest.fixture
def files(tmp_path):
    """Good files and bad ones, by name."""
    picture = uploads.picture(tmp_path / "picture.png")
    (tmp_path / "text").write_text("#!/bin/sh\n")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "cut").write_bytes(picture.read_bytes()[:500])
    uploads.playlist(tmp_path / "playlist", picture)
    uploads.film(tmp_path / "film.mp4", num_frames=16)
    uploads.plain_picture(tmp_path / "dot.png", 1, 1)
    uploads.sound(tmp_path / "tone.wav")
    draw_face().save(tmp_path / "face.png")
    paths = {path.stem: path for path in tmp_path.iterdir() if path.is_file()}
    return paths | {"lost": tmp_path / "lost.png", "film2": paths["film"]}


def same(headless, answer):
    rest = answer.json()["error"]
    assert (rest["code"], set(rest["problems"])) == (headless["code"], set(headless["problems"]))
    assert rest["message"]
    assert rest["hint"]
    assert answer.status_code == {"request": 400, "consent": 403}[rest["code"]]
    return rest


@pytest.mark.parametrize("case", WORDS)
def test_words_and_numbers_are_refused_alike(planner, task, headless_error, case):
    flags, changes = WORDS[case]
    prompt = changes.pop("prompt", "a ball") if "prompt" in changes else "a ball"
    flags = ("--engine", "fake", *flags) if "--engine" not in flags else flags
    headless = headless_error("--prompt", prompt, *flags)
    assert headless["problems"], "the case is no bad input"
    body = json.dumps(task(prompt, **changes))
    answer = planner.post(TASKS, content=body, headers={"Content-Type": "application/json"})
    rest = same(headless, answer)
    is_read_alike = not any("not a" in words for words in headless["problems"].values())
    if is_read_alike:
        assert rest["problems"] == headless["problems"]


@pytest.mark.parametrize("case", FILES)
def test_files_are_refused_alike(planner, task, headless_error, files, case):
    flags, items = [], []
    for name, file, said in FILES[case]:
        path = files[file]
        flags += ["--ref", _flag(name, path, dict(said))]
        kind = KINDS[name.rstrip("0123456789")]
        if path.exists():
            content = base64.b64encode(path.read_bytes()).decode()
            url = f"data:application/octet-stream;base64,{content}"
        else:
            url = f"{'a' * 64}.png"
        items.append({"type": kind, kind: {"url": url}, "name": name, **said})
    headless = headless_error("--prompt", "a ball", "--engine", "fake", *flags)
    assert headless["problems"], "the case is no bad input"
    same(headless, planner.post(TASKS, json=task("a ball", *items)))


def _flag(name, path, said):
    flag = f"{name}={path}"
    if "role" in said:
        flag += f":{said.pop('role')}"
    if "at_s" in said:
        flag += f"@{said.pop('at_s')}"
    if "start_s" in said:
        flag += f",trim={said.pop('start_s')}-{said.pop('end_s')}"
    return flag + "".join(f",{option}={value}" for option, value in said.items())


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {"body"}),
        (b"{", {"body"}),
        (b"[]", {"body", "content", "prompt", "engine"}),
        (b"null", {"body", "content", "prompt", "engine"}),
        (b'{"content": "a ball", "model": "fake"}', {"content", "prompt"}),
        (b'{"content": [{"type": "smell"}], "model": "fake"}', {"content.0.type", "prompt"}),
        (
            b'{"content": [{"type": "image_url"}], "model": "fake"}',
            {"content.0.image_url", "prompt"},
        ),
        (b'{"content": [], "model": "fake", "negative_promt": "x"}', {"negative_promt", "prompt"}),
        (b'{"content": [], "model": "\\ud800"}', {"body"}),
        (b'{"content": [], "model": "fake", "seed": 1' + b"0" * 5000 + b"}", {"body"}),
        (b'{"content": [], "model": 5, "duration": true}', {"engine", "seconds", "prompt"}),
    ],
)
def test_what_no_flag_can_say_is_refused_by_field(planner, body, fields):
    answer = planner.post(TASKS, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert set(answer.json()["error"]["problems"]) == fields


def test_an_upload_is_examined_before_it_is_kept(serve, files, settings):
    with open_studio(settings, is_resuming=False) as studio:
        api = serve(studio)
        for name in ("text", "empty", "cut", "playlist"):
            answer = api.post("/api/v3/files", files={"file": ("a.png", files[name].open("rb"))})
            assert answer.status_code == 400
            assert set(answer.json()["error"]["problems"]) == {"file"}
        assert api.post("/api/v3/files").json()["error"]["problems"].keys() == {"file"}
    assert not list((settings.data_dir / "inputs").glob("*"))


def test_people_are_answered_for_and_it_goes_on_record(api, task, files):
    url = "data:;base64," + base64.b64encode(files["face"].read_bytes()).decode()
    face = {"type": "image_url", "image_url": {"url": url}, "role": "first_frame"}
    asked = api.post(TASKS, json=task("smiles", face, consent="perhaps")).json()["error"]
    assert set(asked["problems"]) == {"consent"}
    assert api.post(TASKS, json=task("smiles", face, consent="invented")).status_code == 200
    assert api.post(TASKS, json=task("smiles", face)).status_code == 200, "it is on record now"


def test_a_body_without_end_is_cut_off(planner):
    def endless():
        yield b'{"content": ['
        for _ in range(300):
            yield b" " * (1 << 20)

    answer = planner.post(TASKS, content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "request"
    large = io.BytesIO(b"\0" * (201 << 20))
    answer = planner.post("/api/v3/files", files={"file": ("a.mp4", large)})
    assert answer.json()["error"]["problems"]["file"] == "it is larger than 200 MB"


NOWHERE = [
    ("GET", "/api/v3/nothing", "address"),
    ("PUT", TASKS, "address"),
    ("GET", f"{TASKS}/nobody", "job_not_found"),
    ("DELETE", f"{TASKS}/nobody", "job_not_found"),
    ("GET", f"{TASKS}/..%2F..%2Fetc", "address"),
    ("GET", "/api/v3/clips/..%2f..%2fjobs.sqlite/video", "address"),
    ("GET", "/api/v3/clips/nobody/video", "clip_not_found"),
    ("GET", "/api/v3/clips/nobody/last_frame", "clip_not_found"),
    ("DELETE", "/api/v3/clips/nobody", "clip_not_found"),
]


def test_what_is_not_there_is_said_in_the_same_form(api):
    for method, path, code in NOWHERE:
        answer = api.request(method, path)
        assert answer.status_code in (404, 405)
        assert answer.json()["error"]["code"] == code, path
        assert answer.json()["error"]["hint"]
