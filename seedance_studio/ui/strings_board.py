"""The words of the reference board, the camera palette and what clips can be sent to."""

from __future__ import annotations

from seedance_studio.errors import Text

BOARD_STRINGS: dict[str, Text] = {
    # tabs
    "mode_image": Text("Image to video", "图生视频"),
    "mode_video": Text("Video to video", "视频生视频"),
    "mode_mixed": Text("Mixed references", "混合参考"),
    "mode_missing_title": Text("No model here can do this yet", "目前没有模型支持此模式"),
    "mode_missing": Text(
        "{mode} needs a model that takes such input. The models of this studio can do: {able}.",
        "“{mode}”需要支持此类输入的模型。本工作室的模型目前支持：{able}。",
    ),
    "mode_missing_hint": Text(
        "Choose a model that can, or load the recipe where one is.",
        "请换用支持该模式的模型，或到有此类模型的工作室载入此配方。",
    ),
    "references": Text("References", "参考素材"),
    "aspect_adaptive": Text("As the source", "随素材"),
    "prompt_image": Text(
        "How the picture should move: clouds drift, grass sways, the camera pushes in",
        "画面怎样动起来，例如：云在飘，草在摇曳，镜头推进",
    ),
    "prompt_video": Text(
        "What the video should become: a snowy night in the forest",
        "视频要变成什么，例如：森林里的雪夜",
    ),
    "prompt_mixed": Text(
        "Type @ to name a file: @Image1 runs through @Image2, camera as in @Video1",
        "输入 @ 引用素材，例如：@图片1 跑过 @图片2，运镜参考 @视频1",
    ),
    "empty_title_text": Text(
        "Describe a scene. Watch it become a clip.", "写下一个画面，看它变成视频。"
    ),
    "empty_title_image": Text(
        "Give it a picture. Watch it come alive.", "给它一张图片，看它动起来。"
    ),
    "empty_title_video": Text("Give it a video. See it anew.", "给它一段视频，换一种样子。"),
    "empty_title_mixed": Text(
        "Mix pictures, videos and sounds in one request.", "图片、视频与声音，一次组合。"
    ),
    # adding files
    "board_drop_image": Text(
        "Drop a picture here, or click to choose. It becomes the first frame.",
        "拖入或点击选择图片，它将成为首帧",
    ),
    "board_drop_video": Text("Drop a video here, or click to choose", "拖入或点击选择视频"),
    "board_drop_mixed": Text(
        "Drop pictures, videos and sounds here, or click to choose",
        "拖入或点击选择图片、视频、音频，可多选",
    ),
    "board_formats_image": Text("PNG, JPEG or WebP", "支持 PNG、JPEG、WebP"),
    "board_formats_video": Text("MP4, MOV or WebM", "支持 MP4、MOV、WebM"),
    "board_formats_mixed": Text(
        "Up to 9 pictures, 3 videos and 3 sounds, 12 in all",
        "最多 9 张图片、3 段视频、3 段音频，合计不超过 12 个",
    ),
    "board_more_image": Text("Add a last frame or keyframes", "添加尾帧或关键帧"),
    "board_more_video": Text("Another video", "换一段视频"),
    "board_more_mixed": Text("Add files", "添加素材"),
    "board_uploading": Text("Uploading", "正在上传"),
    "board_from_clip": Text("From the library", "从片库选取"),
    "board_from_clip_frame": Text("Last frame of a clip", "取片库片段的尾帧"),
    "board_not_sent": Text(
        "{file} could not be uploaded; it may be too large", "{file} 上传失败，可能文件过大"
    ),
    "board_wrong_kind": Text(
        "{file} is of a kind that this tab does not take", "此模式不接受 {file} 这类文件"
    ),
    "board_full_image": Text(
        "At most {most} pictures and {total} files in all",
        "最多 {most} 张图片，所有文件合计最多 {total} 个",
    ),
    "board_full_video": Text(
        "At most {most} videos and {total} files in all",
        "最多 {most} 段视频，所有文件合计最多 {total} 个",
    ),
    "board_full_audio": Text(
        "At most {most} sounds and {total} files in all",
        "最多 {most} 段音频，所有文件合计最多 {total} 个",
    ),
    "board_not_uploaded": Text("this file was not uploaded here", "该文件不是从本页面上传的"),
    "board_unreadable": Text(
        "the board could not be read; add the files again", "参考素材无法识别，请重新添加"
    ),
    "picker_title": Text("Choose a clip", "选择一个片段"),
    # a card
    "ref_mention": Text("Write @{name} into the prompt", "在提示词中引用 @{name}"),
    "ref_move": Text("Move {name}: drag, or use the arrow keys", "移动 {name}：拖动或按方向键"),
    "ref_remove": Text("Remove {name}", "移除 {name}"),
    "ref_role": Text("Role of {name}", "{name} 的用途"),
    "ref_gives": Text("Gives", "提供"),
    "ref_keeps_out": Text("not", "不取"),
    "ref_strength": Text("Strength", "强度"),
    "ref_amount": Text("Change", "改动幅度"),
    "amount_low": Text("a touch", "轻微"),
    "amount_high": Text("reimagine", "重塑"),
    "ref_at": Text("Seen at second", "出现在第几秒"),
    "ref_trim": Text("Use", "截取"),
    "trim_start": Text("Start of {name}", "{name} 的起点"),
    "trim_end": Text("End of {name}", "{name} 的终点"),
    "trim_says": Text("{start} to {end} s, {length} s long", "{start}–{end} 秒，共 {length} 秒"),
    "ref_fit": Text("Fill the frame", "适配画面"),
    "fit_crop": Text("Crop", "裁切"),
    "fit_fit": Text("Whole", "完整"),
    "fit_extend": Text("Extend", "扩展"),
    "fit_note_crop": Text("edges are cut off", "边缘会被裁掉"),
    "fit_note_fit": Text("shown whole, with bars", "完整显示，留边"),
    "fit_note_extend": Text("the model paints the rest", "其余由模型补画"),
    "ref_choose_aspect": Text("choose the new aspect ratio below", "请在下方选择新的画面比例"),
    "ref_structure": Text("Keep", "保留"),
    "structure_edges": Text("Edges", "轮廓"),
    "structure_grey": Text("Grey picture", "灰度"),
    "structure_depth": Text("Depth", "深度"),
    "role_auto": Text("Decide for me", "自动判断"),
    "role_auto_gives": Text(
        "What the prompt says of it, or what suits it best.",
        "由提示词指定；没有指定时按素材自动判断。",
    ),
    "report_strength": Text("strength", "强度"),
    "report_fit": Text("fit", "适配画面"),
    "report_trim": Text("part used", "截取"),
    "mention_list": Text("Files to name", "可引用的素材"),
    "mention_unknown": Text("no such file here", "没有这个素材"),
    # mask
    "mask_paint": Text("Paint what to replace", "涂出要替换的区域"),
    "mask_repaint": Text("Change the painted region", "修改涂抹区域"),
    "mask_title": Text("Paint what to replace", "涂出要替换的区域"),
    "mask_hint": Text(
        "What is painted is made anew; the rest stays as it is.",
        "涂抹的部分会重新生成，其余保持原样。",
    ),
    "mask_brush": Text("Brush", "笔刷"),
    "mask_erase": Text("Erase", "擦除"),
    "mask_clear": Text("Clear", "清空"),
    "mask_cancel": Text("Cancel", "取消"),
    "mask_done": Text("Done", "完成"),
    # camera
    "camera": Text("Camera", "运镜"),
    # sending clips on
    "send_image": Text("Go on from its last frame", "从尾帧继续"),
    "send_video": Text("Use as source video", "作为源视频"),
    "send_mixed": Text("Use as reference", "作为参考"),
    "sent": Text("It is on the board.", "已放入参考素材。"),
}
