import pytest

from seedance_studio.prompts import to_scene, understand
from seedance_studio.seedling.world.vocabulary import (
    ACTIONS,
    CAMERAS,
    COLOURS,
    SETTINGS,
    SUBJECTS,
    TIMES,
    WEATHERS,
)


def meanings(prompt):
    """{group: canonical English of the first word found there}"""
    found = {}
    for word in understand(prompt):
        if word.meaning is not None:
            found.setdefault(word.group, word.meaning.en)
    return found


def unknown(prompt):
    return [word.text for word in understand(prompt) if word.status == "unknown"]


def mapped(prompt):
    return {w.text: w.meaning.en for w in understand(prompt) if w.status == "mapped"}


# Prompts as people write them: exactly what must be found, group by group.
REALISTIC = [
    (
        "一只金毛犬在海边奔跑，夕阳西下",
        {"subject": "dog", "setting": "beach", "action": "running", "time": "sunset"},
    ),
    (
        "a golden retriever runs along the beach at sunset",
        {"subject": "dog", "setting": "beach", "action": "running", "time": "sunset"},
    ),
    (
        "a red car drives through a city at night in the rain",
        {
            "colour": "red",
            "subject": "car",
            "action": "driving",
            "setting": "city",
            "time": "night",
            "weather": "rain",
        },
    ),
    (
        "两只熊猫在雪地里跳舞，镜头缓缓推进",
        {
            "count": "two",
            "subject": "panda",
            "setting": "snowfield",
            "action": "dancing",
            "camera": "push in",
        },
    ),
    (
        "slow zoom in on a rocket launching into space",
        {"camera": "push in", "subject": "rocket", "action": "rising", "setting": "space"},
    ),
    (
        "一辆 red car 在夜晚的 city 里行驶",
        {
            "colour": "red",
            "subject": "car",
            "time": "night",
            "setting": "city",
            "action": "driving",
        },
    ),
    (
        "an astronaut dancing on the moon",
        {"subject": "astronaut", "action": "dancing", "setting": "moon surface"},
    ),
    (
        "黄昏的海面上，一艘白色帆船缓缓驶过，镜头从左向右平移",
        {
            "time": "sunset",
            "setting": "ocean",
            "colour": "white",
            "subject": "sailing boat",
            "action": "driving",
            "camera": "pan right",
        },
    ),
    (
        "雨夜的东京街头，霓虹灯闪烁，一辆黑色摩托车疾驰而过",
        {
            "weather": "rain",
            "setting": "city",
            "colour": "black",
            "subject": "motorcycle",
            "action": "driving",
        },
    ),
    (
        "一只可爱的小猫在沙发上睡觉，窗外下着雨",
        {"subject": "cat", "setting": "room", "action": "standing", "weather": "rain"},
    ),
    (
        "航拍，雪山之巅，一只老鹰翱翔",
        {
            "camera": "orbit shot",
            "setting": "mountains",
            "subject": "eagle",
            "action": "flying",
        },
    ),
    (
        "清晨薄雾中的森林，一头鹿缓缓走来，光线柔和",
        {
            "time": "dawn",
            "weather": "fog",
            "setting": "forest",
            "subject": "deer",
            "action": "walking",
        },
    ),
    (
        "赛博朋克城市，机器人在雨中行走，手持镜头",
        {
            "setting": "city",
            "subject": "robot",
            "weather": "rain",
            "action": "walking",
            "camera": "handheld shot",
        },
    ),
    (
        "海底世界，一群彩色的热带鱼在珊瑚礁间游动",
        {"setting": "underwater", "count": "three", "subject": "fish", "action": "swimming"},
    ),
    (
        "一列蒸汽火车驶过雪原，镜头拉远",
        {"subject": "train", "action": "driving", "setting": "snowfield", "camera": "pull out"},
    ),
    (
        "热气球在群山之间缓缓升起，日出时分",
        {"subject": "balloon", "setting": "mountains", "action": "rising", "time": "dawn"},
    ),
    (
        "参考@Video1的运镜，@Image1作为首帧，一只狐狸在森林里奔跑",
        {"subject": "fox", "setting": "forest", "action": "running"},
    ),
    (
        "外太空中一艘宇宙飞船飞向黑洞",
        {"setting": "space", "subject": "rocket", "action": "flying"},
    ),
    (
        "一朵向日葵随风摇曳，環繞拍攝",
        {"subject": "sunflower", "action": "swaying", "camera": "orbit shot"},
    ),
    (
        "海邊有一隻白色的貓在跳躍，鏡頭緩緩推進",
        {
            "setting": "beach",
            "colour": "white",
            "subject": "cat",
            "action": "jumping",
            "camera": "push in",
        },
    ),
    (
        "A majestic white horse galloping across a meadow, the camera slowly follows",
        {
            "colour": "white",
            "subject": "horse",
            "action": "running",
            "setting": "meadow",
            "camera": "tracking shot",
        },
    ),
    (
        "Aerial shot of a sailing boat on a calm ocean at golden hour",
        {"camera": "orbit shot", "subject": "sailing boat", "setting": "ocean", "time": "sunset"},
    ),
    (
        "A yellow taxi drives down a New York street, it's raining, camera pans left",
        {
            "colour": "yellow",
            "subject": "taxi",
            "action": "driving",
            "setting": "city",
            "weather": "rain",
            "camera": "pan left",
        },
    ),
    (
        "A hot-air balloon rises over misty mountains at sunrise, pull back",
        {
            "subject": "balloon",
            "action": "rising",
            "weather": "fog",
            "setting": "mountains",
            "time": "dawn",
            "camera": "pull out",
        },
    ),
    (
        "a group of dolphins jumping out of the sea",
        {"count": "three", "subject": "dolphin", "action": "jumping", "setting": "ocean"},
    ),
    (
        "Dragons flying over snowy mountains at dawn, epic, handheld",
        {
            "subject": "dragon",
            "action": "flying",
            "setting": "mountains",
            "time": "dawn",
            "camera": "handheld shot",
        },
    ),
    (
        "I want to see a UFO hovering over the desert at night, then zoom slowly in",
        {
            "subject": "ufo",
            "action": "flying",
            "setting": "desert",
            "time": "night",
            "camera": "push in",
        },
    ),
    (
        "A black cat sits on a windowsill looking at the moon",
        {
            "colour": "black",
            "subject": "cat",
            "action": "standing",
            "setting": "room",
            "time": "night",
        },
    ),
    (
        "ＴＷＯ　ｒｅｄ　ｋｉｔｅｓ over the beach",
        {"count": "two", "colour": "red", "subject": "kite", "setting": "beach"},
    ),
    ("3只企鹅 swimming in the 大海", {"count": "three", "subject": "penguin", "setting": "ocean"}),
]


@pytest.mark.parametrize(("prompt", "expected"), REALISTIC, ids=[row[0] for row in REALISTIC])
def test_realistic_prompts_are_understood(prompt, expected):
    found = meanings(prompt)
    assert {group: found.get(group) for group in expected} == expected
    assert set(found) - set(expected) <= {"action"}


def test_every_name_in_the_vocabulary_is_understood():
    tables = (SUBJECTS, SETTINGS, TIMES, WEATHERS, ACTIONS, CAMERAS, COLOURS)
    missed = [
        name
        for table in tables
        for word in table.values()
        for name in (*word.en, *word.zh)
        if [w.status for w in understand(name)] not in (["understood"], ["understood"] * 2)
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("prompt", "text", "meaning"),
    [
        ("一只哈士奇", "哈士奇", "dog"),
        ("a fluffy samoyed", "samoyed", "dog"),
        ("two hyenas", "hyenas", "wolf"),
        ("on Mars", "on Mars", "space"),
        ("在火星上", "火星上", "space"),
        ("特写", "特写", "push in"),
        ("spaceship or submarine", "submarine", "ship"),
        ("冬天", "冬天", "snow"),
    ],
)
def test_near_words_are_mapped_and_say_to_what(prompt, text, meaning):
    assert mapped(prompt)[text] == meaning


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("a dog eating sauerkraut", ["eating", "sauerkraut"]),
        ("一只猫在弹吉他", ["弹吉他"]),
        ("水墨画风格，一只狐狸", ["水墨画"]),
        ("a cyberpunk robot in the style of Van Gogh", ["cyberpunk", "Van Gogh"]),
        ("eine Katze", ["eine", "Katze"]),
    ],
)
def test_what_is_not_known_is_said(prompt, words):
    assert unknown(prompt) == words


def test_praise_and_function_words_are_not_listed():
    prompt = "cinematic, 4k, high quality, the very beautiful, 电影感，高清，唯美的画面"
    assert understand(prompt) == ()


@pytest.mark.parametrize(
    ("prompt", "group", "kept"),
    [
        ("a dog on the beach, no rain", "weather", None),
        ("a dog on the beach without rain or fog", "weather", None),
        ("沙滩上的狗，没有下雨", "weather", None),
        ("一只狗，不要雨，也没有雾", "weather", None),
        ("没有雨、雾", "weather", None),
        ("it isn't raining on the dog", "weather", None),
        ("no cats, only a dog", "subject", "dog"),
        ("没有人的街道", "subject", None),
        ("not at night but at dawn", "time", "dawn"),
        ("no clouds over the sea", "weather", "clear"),
        ("no camera movement, a cat", "camera", "static shot"),
    ],
)
def test_negated_words_are_not_wanted(prompt, group, kept):
    assert meanings(prompt).get(group) == kept


@pytest.mark.parametrize(
    ("prompt", "camera"),
    [
        ("镜头缓缓推进", "push in"),
        ("镜头向前慢慢推进", "push in"),
        ("slow zoom in", "push in"),
        ("the camera dollies in", "push in"),
        ("镜头逐渐拉远", "pull out"),
        ("zooming out", "pull out"),
        ("pan left", "pan left"),
        ("向左摇", "pan left"),
        ("镜头缓慢地向右平移", "pan right"),
        ("the camera slowly pans to the right", "pan right"),
        ("环绕", "orbit shot"),
        ("the camera circles around", "orbit shot"),
        ("跟拍", "tracking shot"),
        ("camera following", "tracking shot"),
        ("手持拍摄", "handheld shot"),
        ("航拍", "orbit shot"),
        ("仰拍", "tilt up"),
        ("镜头向下摇", "tilt down"),
        ("固定机位", "static shot"),
        ("一镜到底", "tracking shot"),
    ],
)
def test_camera_moves(prompt, camera):
    assert meanings(prompt) == {"camera": camera}


@pytest.mark.parametrize(
    ("prompt", "subject"),
    [
        ("城堡前，一匹马在草地上奔跑", "horse"),
        ("under a big tree, a cat is sleeping", "cat"),
        ("骑自行车的女孩", "woman"),
        ("拿着红气球的小男孩", "man"),
        ("a girl with a dog", "woman"),
        ("a panda. She is happy", "panda"),
        ("in the castle", "castle"),
    ],
)
def test_the_actor_is_the_subject_not_the_scenery(prompt, subject):
    assert to_scene(prompt, seed=0).subject == subject


@pytest.mark.parametrize(
    ("prompt", "colour"),
    [
        ("a red car on a yellow beach", "red"),
        ("a car on a yellow beach", None),
        ("the car is blue, driving", "blue"),
        ("一辆汽车，红色", "red"),
        ("红色的小汽车", "red"),
        ("a dog wearing a red hat", None),
        ("戴着红色帽子的狗", None),
        ("a green shiny fast car", "green"),
        ("一盏红灯笼", "red"),
        ("a car under a blue sky", None),
        ("a purple panda", None),
    ],
)
def test_a_colour_belongs_to_what_it_describes(prompt, colour):
    assert to_scene(prompt, seed=0).colour == colour


@pytest.mark.parametrize(
    ("prompt", "count"),
    [
        ("a dog", 1),
        ("two big red dogs", 2),
        ("a pair of dogs", 2),
        ("两只狗", 2),
        ("2只狗", 2),
        ("一对企鹅", 2),
        ("三匹马", 3),
        ("seven dwarf horses", 3),
        ("一群鸭子", 3),
        ("a dog and three cats", 1),
        ("a 5 second video of a dog", 1),
        ("5秒，一只狗", 1),
    ],
)
def test_counts(prompt, count):
    assert to_scene(prompt, seed=0).count == count


def test_a_plural_without_a_number_is_more_than_one():
    assert {to_scene("dogs on the beach", seed=seed).count for seed in range(20)} == {2, 3}
    assert to_scene("孩子们在公园里", seed=0).count in (2, 3)


@pytest.mark.parametrize(
    "prompt", ["马上就好", "我有一个对象", "红绿灯", "玩具", "a hot dog", "red carpet", "打游戏"]
)
def test_compounds_are_not_taken_apart(prompt):
    assert meanings(prompt) == {}


def test_words_stand_as_the_user_wrote_them_and_in_order():
    prompt = "海邊，A Golden   Retriever 奔跑"
    assert [word.text for word in understand(prompt)] == ["海邊", "Golden Retriever", "奔跑"]


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("an astronaut walks on the moon", "moon"),
        ("宇航员在月球表面行走", "moon"),
        ("一只熊猫在竹林里吃竹子", "bamboo"),
        ("a swan on the lake at dawn", "lake"),
        ("小狗在湖边散步", "lake"),
        ("fairies in a moonlit garden", "garden"),
        ("雨中的乡村", "village"),
        ("a dancer on stage", "stage"),
        ("厨房里的猫", "kitchen"),
        ("夜晚的游乐园", "fairground"),
    ],
)
def test_the_places_of_the_world_are_found(prompt, setting):
    assert to_scene(prompt, seed=0).setting == setting


@pytest.mark.parametrize("prompt", ["a cat looks at the moon", "小狗看着月亮", "月光下的小狗"])
def test_the_moon_in_the_sky_is_a_time_and_no_place(prompt):
    for seed in range(10):
        scene = to_scene(prompt, seed=seed)
        assert scene.time == "night"
        assert scene.setting != "moon"
