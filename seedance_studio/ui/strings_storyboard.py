"""The words of the page Storyboard."""

from __future__ import annotations

from seedance_studio.errors import Text

STORYBOARD_STRINGS: dict[str, Text] = {
    "storyboard": Text("Storyboard", "分镜"),
    "storyboard_title": Text("Several shots, one look", "多个镜头，一部影片"),
    "storyboard_hint": Text(
        "Write the shots in their order. Draft them all, redo the weak ones, make the good ones in "
        "full, and join them under one soundtrack.",
        "按顺序写好每个镜头：先全部出草稿，不满意的重做，满意的转为正式版，最后配乐合成一部影片。",
    ),
    "storyboard_name": Text("Title", "标题"),
    "storyboard_name_placeholder": Text("The first shot's words", "默认取第一个镜头的文字"),
    "storyboard_styles": Text("Brand styles", "品牌风格"),
    "storyboard_draft": Text("Draft all", "全部草稿"),
    "storyboard_make": Text("Make all in full", "全部转为正式版"),
    "storyboard_join": Text("Join to one film", "合成影片"),
    "storyboard_new": Text("New storyboard", "新建分镜"),
    "storyboard_estimate": Text(
        "{number} shots, {length}; in full about {time}",
        "{number} 个镜头，共 {length}；正式生成约需 {time}",
    ),
    "storyboard_empty_title": Text("The film strip is empty", "胶片还是空的"),
    "storyboard_empty_hint": Text(
        "Write two or three shots on the left and press “Draft all”.",
        "在左侧写下两三个镜头，然后点“全部草稿”。",
    ),
    "storyboard_recent": Text("Earlier storyboards", "以往的分镜"),
    "storyboard_number": Text("{number} shots", "{number} 个镜头"),
    "storyboard_deleted": Text("The storyboard was deleted.", "分镜已删除。"),
    "storyboard_delete": Text("Delete storyboard", "删除分镜"),
    "storyboard_delete_question": Text(
        "Delete this storyboard? Its clips stay in the library.",
        "删除此分镜？片段会保留在片库中。",
    ),
    "storyboard_unreadable": Text("the shots cannot be read", "无法读取镜头列表"),
    "storyboard_film_waits": Text(
        "Shots are on their way; then they are joined here.", "镜头生成中，完成后即可合成。"
    ),
    "storyboard_film_old": Text(
        "This film was joined before the last changes.", "此影片合成后又有改动。"
    ),
    "storyboard_film_missing": Text(
        "Once every shot has a clip, they are joined here.", "每个镜头都有片段后，即可在此合成。"
    ),
    "shot_number": Text("Shot {number}", "镜头 {number}"),
    "shot_prompt": Text("What shot {number} shows", "镜头 {number} 的画面"),
    "shot_first_placeholder": Text(
        "A golden retriever runs along the beach", "一只金毛犬在海边奔跑"
    ),
    "shot_placeholder": Text("And then?", "接下来呢？"),
    "shot_seconds": Text("Seconds", "时长（秒）"),
    "shot_transition": Text("Begins with", "转场"),
    "shot_cut": Text("a cut", "硬切"),
    "shot_fade": Text("a cross-fade, {seconds} s", "叠化 {seconds} 秒"),
    "shot_goes_on": Text("Goes on from the last picture", "承接上一镜头尾帧"),
    "shot_picture": Text("＋ Picture", "＋ 图片"),
    "shot_picture_role": Text("What the picture is for", "图片用途"),
    "shot_remove_picture": Text("Leave the picture out", "移除图片"),
    "shot_no_picture": Text("{file} is no picture", "{file} 不是图片"),
    "shot_not_sent": Text("{file} did not arrive; try again", "{file} 上传失败，请重试"),
    "shot_uploading": Text("Sending the picture", "正在上传图片"),
    "shot_up": Text("Earlier", "前移"),
    "shot_down": Text("Later", "后移"),
    "shot_remove": Text("Remove this shot", "删除镜头"),
    "shot_add": Text("＋ Add a shot", "＋ 添加镜头"),
    "shot_not_made": Text("not made yet", "尚未生成"),
    "shot_waits": Text("waits for the shot before", "等待上一镜头"),
    "shot_full": Text("in full", "正式"),
    "shot_changed": Text("changed since", "内容已改动"),
    "shot_make": Text("Make in full", "转为正式版"),
    "shot_redo": Text("Redo", "重做"),
    "shot_draws": Text("Shot {number} of {total}", "镜头 {number} / {total}"),
}
