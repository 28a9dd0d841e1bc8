"""How people put the world's words into sentences, beyond the synonyms of the vocabulary.

Every phrase contains a synonym of the word it stands for or its evident paraphrase. Plain Python.
"""

EN_PLACES: dict[str, tuple[str, ...]] = {
    "beach": ("on the beach", "by the seaside", "on a sandy beach", "along the shore"),
    "ocean": ("on the ocean", "at sea", "on the open sea", "over the sea", "on the waves"),
    "forest": ("in the forest", "in the woods", "through a forest", "in a green jungle"),
    "mountains": ("in the mountains", "among the peaks", "in the alps", "before high mountains"),
    "city": ("in the city", "downtown", "on a city street", "in front of a skyline"),
    "desert": ("in the desert", "among sand dunes", "in the sahara", "across the desert"),
    "snow": ("in a snowy field", "in the snowfield", "in the arctic", "in a snowy landscape"),
    "meadow": ("in a meadow", "on the grass", "in a green field", "in the park", "on grassland"),
    "space": ("in space", "in outer space", "among the stars and planets", "in the universe"),
    "underwater": ("underwater", "under the sea", "by a coral reef", "in the deep sea"),
    "road": ("on a country road", "on the road", "on the highway", "along a road"),
    "room": ("in a room", "indoors", "in the living room", "in a cosy bedroom"),
    "lake": ("on a lake", "by the lake", "on the river", "by the lakeside", "at a calm lake"),
    "garden": ("in a garden", "in a flower garden", "in the blooming garden", "by flower beds"),
    "village": ("in a village", "in the countryside", "on a village street", "in an old village"),
    "bamboo": ("in a bamboo forest", "in a bamboo grove", "among the bamboo"),
    "stage": ("on stage", "on a theatre stage", "in a theater", "on the stage"),
    "kitchen": ("in the kitchen", "in a bright kitchen", "on the kitchen table"),
    "moon": ("on the moon", "on the surface of the moon", "across the lunar surface"),
    "fairground": ("at the fairground", "in an amusement park", "at a funfair", "at the carnival"),
}
ZH_PLACES: dict[str, tuple[str, ...]] = {
    "beach": ("在海滩上", "在海边", "在沙滩上", "在海岸"),
    "ocean": ("在海面上", "在大海上", "在海洋中", "在海上"),
    "forest": ("在森林里", "在树林中", "在丛林里", "在林间"),
    "mountains": ("在山间", "在群山前", "在高山上", "在山谷里"),
    "city": ("在城市里", "在街头", "在都市街道上", "在城市街道"),
    "desert": ("在沙漠里", "在沙丘上", "在大漠中", "在戈壁上"),
    "snow": ("在雪地里", "在雪原上", "在北极", "在冰天雪地里"),
    "meadow": ("在草地上", "在草原上", "在公园里", "在田野里", "在原野上"),
    "space": ("在太空中", "在宇宙里", "在外太空", "在银河中"),
    "underwater": ("在海底", "在水下", "在深海里", "在珊瑚礁旁"),
    "road": ("在公路上", "在乡间公路上", "在马路上", "在路边"),
    "room": ("在房间里", "在室内", "在客厅里", "在卧室里"),
    "lake": ("在湖面上", "在湖上", "在湖边", "在河边"),
    "garden": ("在花园里", "在花海中", "在庭院里", "在花丛中"),
    "village": ("在村庄里", "在乡村", "在小镇上", "在村子里"),
    "bamboo": ("在竹林里", "在竹林中", "在竹海里"),
    "stage": ("在舞台上", "在剧场里", "在剧院的舞台上"),
    "kitchen": ("在厨房里", "在餐桌上", "在明亮的厨房里"),
    "moon": ("在月球上", "在月球表面", "在月面上"),
    "fairground": ("在游乐园里", "在游乐场", "在嘉年华上", "在摩天轮旁"),
}
EN_TIMES: dict[str, tuple[str, ...]] = {
    "dawn": ("at dawn", "at sunrise", "in the early morning", "in the morning"),
    "day": ("by day", "at noon", "in broad daylight", "in the afternoon", "in the daytime"),
    "sunset": ("at sunset", "at golden hour", "in the evening glow", "under the setting sun"),
    "dusk": ("at dusk", "in the blue hour", "at twilight", "in the evening"),
    "night": ("at night", "at midnight", "in the moonlight", "under a starry sky"),
}
ZH_TIMES: dict[str, tuple[str, ...]] = {
    "dawn": ("黎明", "清晨", "日出时", "早上"),
    "day": ("白天", "中午", "下午", "正午时分"),
    "sunset": ("日落时", "夕阳下", "黄昏", "傍晚"),
    "dusk": ("暮色中", "蓝调时刻", "薄暮时分", "入夜时分"),
    "night": ("夜晚", "夜里", "深夜", "月光下", "星空下"),
}
EN_WEATHERS: dict[str, tuple[str, ...]] = {
    "clear": ("under a clear sky", "in fine weather", "under a bright blue sky"),
    "cloudy": ("under a cloudy sky", "on an overcast day", "under grey sky"),
    "rain": ("in the rain", "while it is raining", "in a rain shower"),
    "snow": ("in falling snow", "while it is snowing", "among snowflakes"),
    "fog": ("in the fog", "in thick mist", "in a misty haze"),
}
ZH_WEATHERS: dict[str, tuple[str, ...]] = {
    "clear": ("天气晴朗", "晴空", "晴天"),
    "cloudy": ("多云", "阴天", "乌云密布"),
    "rain": ("下雨", "雨中", "下着雨"),
    "snow": ("下雪", "雪花飘落", "下着雪"),
    "fog": ("大雾", "薄雾中", "雾天"),
}
EN_CAMERAS: dict[str, tuple[str, ...]] = {
    "static": ("static shot", "fixed camera", "tripod shot"),
    "push_in": ("push in", "the camera pushes in", "slow zoom in", "dolly in"),
    "pull_out": ("pull out", "the camera pulls back", "slow zoom out", "dolly out"),
    "pan_left": ("pan left", "the camera pans left"),
    "pan_right": ("pan right", "the camera pans right"),
    "tilt_up": ("tilt up", "the camera tilts up", "crane up"),
    "tilt_down": ("tilt down", "the camera tilts down", "crane down"),
    "orbit": ("orbit shot", "orbiting camera", "the camera circles", "arc shot"),
    "tracking": ("tracking shot", "the camera follows", "follow shot"),
    "handheld": ("handheld shot", "shaky camera", "handheld camera"),
}
ZH_CAMERAS: dict[str, tuple[str, ...]] = {
    "static": ("固定镜头", "固定机位"),
    "push_in": ("镜头推进", "推镜头", "镜头慢慢推近"),
    "pull_out": ("镜头拉远", "拉镜头", "镜头慢慢拉远"),
    "pan_left": ("镜头向左摇", "镜头左移"),
    "pan_right": ("镜头向右摇", "镜头右移"),
    "tilt_up": ("镜头上移", "镜头向上摇"),
    "tilt_down": ("镜头下移", "镜头向下摇"),
    "orbit": ("环绕镜头", "镜头环绕拍摄"),
    "tracking": ("跟拍", "镜头跟随"),
    "handheld": ("手持拍摄", "手持镜头"),
}
EN_PRAISE = ("cinematic", "beautiful", "soft light", "high quality", "lovely", "4k", "3d animation")
ZH_PRAISE = ("电影感", "唯美", "光线柔和", "高清", "画面精美", "4k", "3d动画")

# The measure word of each subject; whoever is not named takes the common one.
ZH_COMMON_MEASURE = "只"
ZH_MEASURES: dict[str, str] = {
    name: measure
    for measure, names in {
        "辆": "car taxi bus fire_engine tractor bicycle motorcycle truck police_car ambulance "
        "racing_car",
        "头": "elephant lion bear deer whale giraffe cow pig camel seal",
        "条": "dragon fish dolphin snake shark mermaid canoe",
        "艘": "sailing_boat ship speedboat",
        "架": "aeroplane helicopter ufo",
        "个": "woman man runner robot snowman football balloon parachute skier surfer cyclist "
        "ninja alien mushroom hamburger apple pumpkin mooncake dumpling cake basketball gift "
        "watermelon ghost teddy_bear heart red_envelope",
        "位": "dancer astronaut fairy superhero wizard santa princess",
        "棵": "tree pine_tree cactus palm_tree christmas_tree",
        "朵": "flower sunflower",
        "座": "house castle pagoda fountain torii",
        "匹": "horse wolf zebra unicorn",
        "列": "train bullet_train",
        "把": "umbrella teapot guitar violin folding_fan",
        "枚": "rocket",
        "盏": "lantern",
        "颗": "satellite",
        "支": "ice_cream candle",
        "块": "pizza",
        "碗": "noodles",
        "杯": "bubble_tea",
        "面": "drum",
    }.items()
    for name in names.split()
}

# What a subject does about its companion.
EN_DEALINGS: dict[str, tuple[str, ...]] = {
    "chasing": (
        "chasing {other}",
        "is chasing {other}",
        "chases {other}",
        "is {going} after {other}",
        "following {other}",
    ),
    "passing": (
        "passing {other}",
        "is passing {other}",
        "passes {other}",
        "is {going} past {other}",
        "passing by {other}",
    ),
}
ZH_DEALINGS: dict[str, tuple[str, ...]] = {
    "chasing": ("追逐{other}", "追赶{other}", "追着{other}", "追着{other}{going}"),
    "passing": ("经过{other}", "路过{other}", "{going}经过{other}"),
}
