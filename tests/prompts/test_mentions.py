"""References in the prompt: every spelling of a name, roles said in words, nothing left behind."""

import pytest

from seedance_studio.prompts import prepare_prompt

NAMES = ("Image1", "Image2", "Image3", "Video1", "Audio1")


def mentions(prompt, names=NAMES):
    prepared = prepare_prompt(
        prompt, enhance=False, seed=0, has_world_vocabulary=False, names=names
    )
    return prepared.engine_prompt, prepared.mentions


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        *(
            ("@Image1", "Image1"),
            ("@image2", "Image2"),
            ("@图片1", "Image1"),
            ("＠Image 1", "Image1"),
        ),
        *(("Image 1", "Image1"), ("图1", "Image1"), ("图片 3", "Image3"), ("@照片2", "Image2")),
        *(
            ("@Video1", "Video1"),
            ("视频1", "Video1"),
            ("@ 视频１", "Video1"),
            ("video 1", "Video1"),
        ),
        *(("音频1", "Audio1"), ("@Audio1", "Audio1"), ("@声音1", "Audio1")),
    ],
)
def test_a_name_is_known_however_it_is_written(spelling, name):
    text, [mention] = mentions(f"a dog runs, {spelling}")
    assert mention.name == name
    assert text == "a dog runs"


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("@Image1 as the first frame, a dog runs", {"Image1": "first_frame"}),
        ("use @Image2 for the last frame", {"Image2": "last_frame"}),
        (
            "start with @Image1 and end on @Image2",
            {"Image1": "first_frame", "Image2": "last_frame"},
        ),
        ("from @Image1 to @Image2", {"Image1": "first_frame", "Image2": "last_frame"}),
        ("animate @Image3", {"Image3": "first_frame"}),
        ("keep the face of @Image2", {"Image2": "identity"}),
        ("@Image1 is the main character", {"Image1": "identity"}),
        ("the person in @Image1 waves", {"Image1": "identity"}),
        ("with @Image2 as the background", {"Image2": "setting"}),
        ("a fox in the style of @Image3", {"Image3": "style"}),
        ("@Image3's colour palette", {"Image3": "style"}),
        ("follow the camera movement of @Video1", {"Video1": "camera"}),
        ("a robot moves like @Video1", {"Video1": "motion"}),
        ("keep the composition of @Video1", {"Video1": "structure"}),
        ("restyle @Video1 as an ink painting", {"Video1": "edit"}),
        ("extend @Video1, the boat sails on", {"Video1": "extend"}),
        ("music from @Audio1", {"Audio1": "music"}),
        ("cut to the beat of @Audio1", {"Audio1": "rhythm"}),
        ("以@图片1为首帧", {"Image1": "first_frame"}),
        ("@图片2作为尾帧", {"Image2": "last_frame"}),
        ("从@图片1过渡到@图片2", {"Image1": "first_frame", "Image2": "last_frame"}),
        ("让图1动起来", {"Image1": "first_frame"}),
        ("保持@图片2的长相", {"Image2": "identity"}),
        ("主角是图1", {"Image1": "identity"}),
        ("图片2中的人物在跳舞", {"Image2": "identity"}),
        ("背景参考@图片3", {"Image3": "setting"}),
        ("@图片3的画风", {"Image3": "style"}),
        ("参考@Video1的运镜", {"Video1": "camera"}),
        ("模仿视频1的动作", {"Video1": "motion"}),
        ("保留@视频1的构图", {"Video1": "structure"}),
        ("把@视频1变成水墨画", {"Video1": "edit"}),
        ("续写视频1", {"Video1": "extend"}),
        ("配乐使用音频1", {"Audio1": "music"}),
        ("跟随@音频1的节奏", {"Audio1": "rhythm"}),
        ("@音频1的音色", {"Audio1": "voice"}),
    ],
)
def test_roles_are_said_in_words(prompt, expected):
    _, said = mentions(prompt)
    assert {mention.name: mention.role for mention in said} == expected


@pytest.mark.parametrize(
    ("prompt", "seconds"),
    [("@Image1 at 2.5s", 2.5), ("at 3 seconds, show @Image1", 3.0), ("第2.5秒是@图片1", 2.5)],
)
def test_a_keyframe_s_moment_is_said_in_words(prompt, seconds):
    _, [mention] = mentions(prompt)
    assert (mention.role, mention.at_s) == ("keyframe", seconds)


@pytest.mark.parametrize(
    ("prompt", "left"),
    [
        ("@Image1 as the first frame, a dog runs on the beach", "a dog runs on the beach"),
        ("a cat dances to music from @Audio1", "a cat dances"),
        ("the dog in @Image1 runs on the beach of @Image2", "the dog runs on the beach"),
        ("图1的小狗在图2的海边奔跑，参考视频1的运镜", "小狗在海边奔跑"),
        ("把@视频1变成水墨画", "变成水墨画"),
        ("@Image1", ""),
    ],
)
def test_the_engine_reads_the_rest(prompt, left):
    assert mentions(prompt)[0] == left


@pytest.mark.parametrize(
    "prompt",
    ["一段视频5秒", "a video 10 seconds long", "image 1080p", "an image of 3 dogs", "图3D 渲染"],
)
def test_numbers_of_other_things_are_no_names(prompt):
    assert mentions(prompt) == (prompt, ())


def test_plain_words_are_no_names_where_there_is_no_such_file():
    assert mentions("a sign that says Video 1", names=("Image1",))[1] == ()
    _, [mention] = mentions("@Image7 flies", names=())
    assert mention.name == "Image7"


def test_names_are_not_words_that_seedling_does_not_know():
    prepared = prepare_prompt(
        "参考@Video1的运镜，Image 1 as the first frame, a dog runs on the beach",
        enhance=True,
        seed=0,
        has_world_vocabulary=True,
        names=NAMES,
    )
    assert {word.status for word in prepared.words} == {"understood"}
    assert [word.text for word in prepared.words] == ["dog", "runs", "beach"]


def test_what_a_file_shows_is_not_made_up():
    def read(prompt, *shown):
        prepared = prepare_prompt(
            prompt, enhance=True, seed=0, has_world_vocabulary=True, names=NAMES, shown=shown
        )
        return prepared.engine_prompt.split(", "), [text.en for text in prepared.added]

    everything, added = read("runs")
    assert len(everything) == 6
    assert len(added) == 5
    words, added = read("runs", "subject", "setting", "time", "weather")
    assert words == [everything[1], everything[5]]
    assert [text.split(":")[0] for text in added] == ["camera"]
    words, _ = read("a dog runs at night", "subject", "time", "camera")
    assert words[0] == "a dog"
    assert "night" in words
    assert len(words) == 5, "only the camera is left out: nobody said one"
