"""The headless door: one JSON object, exit statuses, and errors that name every field."""

import json
import signal
import subprocess
import sys
import time

import pytest

from seedance_studio.headless.commands import main
from tests.conftest import ROOT, headless_environment

GENERATE = ("generate", "--engine", "fake", "--seconds", "1", "--json")


@pytest.fixture
def command(settings, monkeypatch, capsys):
    """Run a command in this process: quicker, for those that run no job."""
    for name, value in headless_environment(settings).items():
        monkeypatch.setenv(name, value)

    def run(*arguments):
        handler = signal.getsignal(signal.SIGTERM)
        try:
            status = main(list(arguments))
        finally:
            signal.signal(signal.SIGTERM, handler)
        answer = capsys.readouterr().out
        return status, json.loads(answer) if "--json" in arguments else answer

    return run


def problems(answer):
    assert answer["error"]["code"] == "request"
    assert answer["error"]["hint"]
    return answer["error"]["problems"]


def test_generate_writes_the_file_and_says_what_it_is(headless, tmp_path):
    out = tmp_path / "clip.mp4"
    status, answer, progress = headless(
        *GENERATE, "--prompt", "海边奔跑的金毛犬", "--seed", "11", "--out", str(out)
    )
    assert status == 0
    assert answer["path"] == str(out)
    assert out.stat().st_size > 1000
    assert answer["mode"] == "text"
    assert (answer["engine"], answer["seed"]) == ("fake", 11)
    assert answer["native"] == {"width": 128, "height": 72, "fps": 8, "num_frames": 9}
    assert answer["delivered"] == {
        "width": 1280,
        "height": 720,
        "fps": 24,
        "num_frames": 24,
        "duration_s": 1.0,
        "video_codec": "h264",
        "audio_codec": "aac",
    }
    assert list(answer["timings_s"]) == [
        *("load", "encode_prompt", "condition", "denoise", "decode", "finish", "total")
    ]
    assert answer["timings_s"]["total"] >= answer["timings_s"]["finish"] > 0
    assert answer["peak_rss_mb"] > 1
    assert {item["item"] for item in answer["report"]} >= {"size", "fps"}
    assert all("一" <= item["note"][0] <= "龥" for item in answer["report"])
    assert answer["marks"]["recipe"] is True
    assert answer["marks"]["aigc"]["ProduceID"] == answer["clip_id"]
    assert "正在生成" in progress or "正在制作成片" in progress


def test_a_failed_engine_is_status_3_and_says_what_to_do(command):
    status, answer = command(*GENERATE, "--prompt", "crash")
    assert status == 3
    assert answer["error"]["code"] == "engine_unavailable"
    assert answer["error"]["hint"]
    assert answer["error"]["problems"] == {}


def _listen_to_ctrl_c():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_cancels_the_job(settings):
    process = subprocess.Popen(
        [sys.executable, "-m", "seedance_studio", *GENERATE, "--prompt", "hang"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=headless_environment(settings),
        # A shell's background job hands an ignored SIGINT down; a terminal does not.
        preexec_fn=_listen_to_ctrl_c,
    )
    while "loading" not in process.stderr.readline():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    answer, _ = process.communicate(timeout=45)
    assert process.returncode == 130
    assert json.loads(answer)["error"]["code"] == "cancelled"
    assert list((settings.data_dir / "library").iterdir()) == []


def test_every_problem_is_named_at_once_and_nothing_is_loaded(settings):
    code = (
        "import sys\n"
        "from seedance_studio.headless.commands import main\n"
        "status = main(sys.argv[1:])\n"
        "assert not {'torch', 'diffusers', 'gradio'} & set(sys.modules)\n"
        "sys.exit(status)"
    )
    finished = subprocess.run(
        [
            *(sys.executable, "-c", code, *GENERATE),
            *("--prompt", "x" * 100_000, "--seconds", "600", "--seed", "-1", "--aspect", "5:1"),
            *("--engine", "nobody", "--style", "nothing:1.5", "--mode", "dance", "--steps", "0"),
            *("--guidance-scale", "1e9", "--size", "9k", "--fps", "999"),
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=headless_environment(settings),
        check=False,
    )
    assert finished.returncode == 2, finished.stderr
    assert set(problems(json.loads(finished.stdout))) == {
        *("prompt", "seconds", "seed", "aspect", "engine", "styles", "mode"),
        *("num_inference_steps", "guidance_scale", "size", "fps"),
    }
    assert not (settings.data_dir / "engine.log").exists()
    assert not (settings.data_dir / "jobs.sqlite").exists()


@pytest.mark.parametrize(
    ("flags", "fields"),
    [
        (("--prompt", "a", "--seconds", "0"), {"seconds"}),
        (("--prompt", "a", "--seconds", "nan"), {"seconds"}),
        (("--prompt", "a", "--seconds", "abc", "--seed", "1.5"), {"seconds", "seed"}),
        (("--prompt", "a", "--steps", "x", "--guidance-scale", "y", "--style", "a:b"), None),
        (("--prompt", ""), {"prompt"}),
        (("--prompt", "\x00\u200b ?!"), {"prompt"}),
        ((), {"prompt"}),
        (("--prompt", "a", "--out", "clip.avi"), {"out"}),
        (("--prompt", "a", "--out", "/nowhere/clip.mp4"), {"out"}),
        (("--prompt", "a", "--nonsense"), {"arguments"}),
        (("--prompt", "a", "--language", "fr"), {"language"}),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_field(command, flags, fields):
    status, answer = command("generate", "--engine", "fake", "--json", *flags)
    assert status == 2
    expected = fields or {"num_inference_steps", "guidance_scale", "styles"}
    assert set(problems(answer)) == expected


def test_refusals_speak_the_user_s_language(command):
    flags = ("plan", "--engine", "fake", "--seconds", "99", "--json")
    assert "超出范围" in problems(command(*flags, "--prompt", "一只狗")[1])["seconds"]
    assert "out of range" in problems(command(*flags, "--prompt", "a dog")[1])["seconds"]
    chosen = command(*flags, "--prompt", "a dog", "--language", "zh")[1]
    assert "超出范围" in problems(chosen)["seconds"]


def test_plan_gives_every_number_and_runs_nothing(command, settings):
    flags = ("--prompt", "a dog \x07runs", "--engine", "fake", "--seconds", "2", "--seed", "3")
    status, answer = command("plan", *flags, "--json")
    assert status == 0
    assert answer["native"] == {"width": 128, "height": 72, "fps": 8, "num_frames": 17}
    assert answer["delivered"] == {"width": 1280, "height": 720, "fps": 24, "num_frames": 48}
    assert (answer["seed"], answer["num_inference_steps"]) == (3, 4)
    assert answer["prompt"]["original"] == "a dog runs"
    assert answer["prompt"]["engine_prompt"].startswith("a dog runs")
    assert not (settings.data_dir / "jobs.sqlite").exists()
    again = command("plan", *flags, "--json")[1]
    assert again == answer


def test_the_enhancer_can_be_turned_off(command):
    flags = ("plan", "--prompt", "a dog", "--engine", "fake", "--no-enhance", "--json")
    prompt = command(*flags)[1]["prompt"]
    assert (prompt["engine_prompt"], prompt["is_enhanced"]) == ("a dog", False)


def test_an_unwritable_data_folder_is_status_4(command, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("SEEDANCE_DATA_DIR", str(blocked / "data"))
    status, answer = command(*GENERATE, "--prompt", "a dog")
    assert status == 4
    assert answer["error"]["code"] == "storage_unwritable"
    assert answer["error"]["hint"]


def test_verify_reads_any_file(command, tmp_path):
    assert set(problems(command("verify", str(tmp_path / "none.mp4"), "--json")[1])) == {"file"}
    text = tmp_path / "text.mp4"
    text.write_text("#EXTM3U\n/etc/hostname\n")
    status, answer = command("verify", str(text), "--json")
    assert status == 2
    assert set(problems(answer)) == {"file"}


def test_engines_jobs_and_doctor_answer(command):
    engines = command("engines", "--json")[1]["engines"]
    assert [(card["id"], card["licence"]) for card in engines] == [("fake", "Apache-2.0")]
    assert command(*GENERATE, "--prompt", "a ball", "--size", "native")[0] == 0
    (job,) = command("jobs", "--json")[1]["jobs"]
    assert (job["state"], job["prompt"]) == ("succeeded", "a ball")
    status, answer = command("doctor", "--json")
    assert {check["name"] for check in answer["checks"] if check["status"] == "fail"} == set()
    assert status == 0
    names = [check["name"] for check in answer["checks"]]
    assert names == ["python", "torch", "weights", "encoder", "data", "device", "marks", "consents"]


def test_the_doctor_says_what_to_do(command, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("SEEDANCE_DATA_DIR", str(blocked / "data"))
    status, answer = command("doctor", "--json")
    assert status == 3
    failed = {check["name"]: check["advice"] for check in answer["checks"] if check["advice"]}
    assert failed["data"]


def test_without_json_the_answer_is_for_readers(command):
    status, answer = command("engines")
    assert status == 0
    assert answer.split("\t")[0] == "fake"


def test_bench_tells_the_studio_s_time_from_the_pipeline_s(command, settings):
    flags = ("bench", "--engine", "fake", "--seconds", "1", "--repeats", "1", "--json")
    status, answer = command(*flags)
    assert status == 0
    (measured,) = answer["measurements"]
    assert measured["num_frames"] == 9
    assert measured["bare_pipeline_s"] > 0
    assert measured["timings_s"]["wall"] >= measured["timings_s"]["finish"] > 0
    assert not settings.data_dir.exists()


def test_bench_refuses_what_it_cannot_measure(command):
    answer = command("bench", "--seconds", "1,x", "--repeats", "0", "--json")[1]
    assert set(problems(answer)) == {"seconds", "repeats"}
