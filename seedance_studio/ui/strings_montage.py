"""The words of the page Montage."""

from __future__ import annotations

from seedance_studio.errors import Text

MONTAGE_STRINGS: dict[str, Text] = {
    "montage": Text("Montage", "拼接"),
    "montage_title": Text("Several films, one story", "多段影片，一个故事"),
    "montage_hint": Text(
        "Clips of the library and films of your own are trimmed, cut or faded into each other, and "
        "share one soundtrack, a title, subtitles and your logo.",
        "把片库片段和自己的影片剪辑、叠化成一部，配上统一的音乐、标题、字幕和品牌角标。",
    ),
    "montage_file": Text("Your films", "你的影片"),
    "montage_drop": Text("Drop films, or click to choose", "拖入影片，或点击选择"),
    "montage_clip": Text("Add a clip from the library", "从片库添加"),
    "montage_table": Text(
        "№ orders the films; empty it to leave one out. 🎞 film, ⇤ from, ⇥ to, ⤫ fade, in seconds; "
        "✎ what is seen.",
        "№ 决定顺序，清空则不使用该段。🎞 影片，⇤ 起点，⇥ 终点，⤫ 叠化，单位为秒；✎ 画面内容。",
    ),
    "montage_film": Text("film", "影片"),
    "montage_words": Text("Title, over the first seconds", "片头标题"),
    "montage_over": Text("Subtitles, logo, shape", "字幕、角标、画幅"),
    "montage_subtitles": Text("Subtitles: .srt, .vtt, .ass", "字幕文件：.srt、.vtt、.ass"),
    "montage_logo": Text("Logo", "角标图片"),
    "montage_corner": Text("Its corner", "角标位置"),
    "montage_top_left": Text("top left", "左上"),
    "montage_bottom_left": Text("bottom left", "左下"),
    "montage_bottom_right": Text("bottom right", "右下"),
    "montage_fit": Text("Films of another shape", "画幅不同的影片"),
    "montage_crop": Text("fill, edges cut off", "裁切填满"),
    "montage_fit_whole": Text("whole, with bars", "完整留边"),
    "montage_start": Text("Join these films", "开始拼接"),
    "montage_empty": Text("add a film first", "请先添加影片"),
    "montage_no_number": Text("a time in the list is not a number", "列表中的时间不是数字"),
}
