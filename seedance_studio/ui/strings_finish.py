"""The words of the page Finish."""

from __future__ import annotations

from seedance_studio.errors import Text

FINISH_STRINGS: dict[str, Text] = {
    "finish": Text("Finish", "成片"),
    "finish_title": Text("Up to 4K at 60 frames a second", "最高 4K 60 帧"),
    "finish_hint": Text(
        "Take any film, or a clip from the library: it is enlarged, frames are put in between, "
        "its sound is kept or scored anew. The film itself is only read.",
        "任选一段影片或片库中的片段：放大画面、补足帧率，保留原声或重新配乐。原片只读取，不改动。",
    ),
    "finish_file": Text("Your film", "你的影片"),
    "finish_drop": Text("Drop a film, or click to choose", "拖入影片，或点击选择"),
    "finish_clip": Text("Or a clip from the library", "或选择片库中的片段"),
    "sound_composed": Text("What is composed", "配乐细节"),
    "film_music": Text("Your own music instead", "换成自己的音乐"),
    "film_take": Text("Take", "版本"),
    "film_scene": Text("What the film shows, for its sound", "影片内容（用于配乐）"),
    "film_scene_placeholder": Text(
        "waves on a beach at sunset; a clip of the studio knows it by itself",
        "例如：日落时分的海浪沙滩。片库中的片段会自动识别",
    ),
    "finish_start": Text("Finish this film", "开始制作"),
    "finish_preview": Text("Show a part before and after", "预览局部前后对比"),
    "finish_before": Text("before", "处理前"),
    "finish_after": Text("after", "处理后"),
    "finish_wipe": Text("Move the line between before and after", "移动前后分界线"),
    "finish_no_film": Text("choose a film first", "请先选择影片"),
}
