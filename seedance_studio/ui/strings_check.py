"""The words of the page Check a file."""

from __future__ import annotations

from seedance_studio.errors import Text

CHECK_STRINGS: dict[str, Text] = {
    "check": Text("Check a file", "查验文件"),
    "check_title": Text("Where is this video from?", "这段视频从何而来？"),
    "check_hint": Text(
        "Drop any video here to read what it says of itself: who signed it, whether it was "
        "changed, its AI label, the invisible mark and the recipe. The studio sends it nowhere "
        "and deletes it after the check.",
        "把任意视频拖到这里，查看它自带的说明：谁签了名、是否被改动、AI 标识、隐形水印和生成配方。"
        "工作室不会把文件发往别处，查验后即删除。",
    ),
    "check_file": Text("Video file", "视频文件"),
    "check_drop": Text("Drop a video here, or click to choose one", "把视频拖到这里，或点击选择"),
    "checking": Text("Reading the marks", "正在读取标识"),
    "check_refused": Text("This file could not be checked", "无法查验此文件"),
    "check_refused_hint": Text(
        "Choose a video, for example an MP4, MOV or WebM.",
        "请选择视频文件，例如 MP4、MOV 或 WebM。",
    ),
    "mark_signature": Text("Signature", "签名"),
    "mark_aigc": Text("AI label", "AI 标识"),
    "mark_watermark": Text("Invisible mark", "隐形水印"),
    "mark_recipe": Text("Recipe", "配方"),
    "mark_found": Text("found", "有"),
    "mark_warning": Text("look closer", "存疑"),
    "mark_none": Text("none", "无"),
    "check_prompt": Text("Prompt", "提示词"),
    "check_picture": Text("Picture", "画面"),
    "check_picture_value": Text(
        "{width}×{height}, {fps} fps, {seconds} s", "{width}×{height}，{fps} fps，{seconds} 秒"
    ),
    "check_limits": Text(
        "Marks can be removed, and anyone can sign with a name of their own choosing. A mark that "
        "is there says something; that one is missing proves nothing.",
        "标识可能被去除，签名中的名称也可以随意填写。有标识可以说明问题，没有标识什么也证明不了。",
    ),
    "withheld_title": Text("Finished, but not published yet", "已完成但尚未发布"),
    "withheld_hint": Text(
        "A mark could not be written or read back. Sign again; nothing is generated anew.",
        "有标识未能写入或读回。重新签名即可发布，无需重新生成。",
    ),
    "sign_again": Text("Sign and publish", "签名并发布"),
    "signed": Text("The clip is signed and in the library.", "片段已签名并收入片库。"),
}
