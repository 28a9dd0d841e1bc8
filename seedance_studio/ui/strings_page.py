"""The words of examples, presets, the tour and demo mode."""

from __future__ import annotations

from seedance_studio.errors import Text

PAGE_STRINGS: dict[str, Text] = {
    "empty_hint": Text(
        "These were made here. Choose one to see it and have its recipe in the form.",
        "以下片段均由本工作室生成，点击即可观看，配方会填入左侧表单。",
    ),
    "example_hint": Text(
        "Its prompt and files are in the form: change a word and press Generate.",
        "提示词和素材已填入表单：改一个词，然后点击“生成”。",
    ),
    "send_finish": Text("Finish up to 4K", "输出 4K 成片"),
    "example_recipe": Text("Its recipe", "下载配方"),
    "example_back": Text("More examples", "更多示例"),
    "presets": Text("Where it will be seen", "用在哪里"),
    "preset_wide": Text("Web", "网页"),
    "preset_phone": Text("Phone", "手机竖屏"),
    "preset_square": Text("Square", "方形"),
    "preset_master": Text("4K master", "4K 母版"),
    "demo_note": Text(
        "This is a demo: all can be tried but Generate. Run the studio yourself, it is free.",
        "演示模式：除“生成”外均可体验。自行部署即可免费生成。",
    ),
    "tour_offer": Text("New here? See how it works in 40 seconds.", "第一次来？40 秒了解用法。"),
    "tour_start": Text("Show me", "带我看看"),
    "tour_skip": Text("No, thank you", "跳过"),
    "tour_next": Text("Next", "下一步"),
    "tour_done": Text("Start", "开始使用"),
    "tour_open": Text("Tour", "使用引导"),
    "tour_1_title": Text("Say what you want to see", "写下想看到的画面"),
    "tour_1_text": Text(
        "Who or what, doing what, where, when. Each word is marked as the model takes it.",
        "谁、做什么、在哪里、什么时间。模型如何理解每个词会标注出来。",
    ),
    "tour_2_title": Text("Draft first, then full quality", "先出草稿，再出正式版"),
    "tour_2_text": Text(
        "Draft is a quick look. One click makes the same take at full quality.",
        "草稿快速预览；满意后一键以同一种子生成正式视频。",
    ),
    "tour_3_title": Text("Watch it happen here", "在这里看过程与结果"),
    "tour_3_text": Text(
        "Preview, step and time left; then the clip, and where it can go next.",
        "预览、步数、剩余时间；完成后可直接送往下一步。",
    ),
    "tour_4_title": Text("Everything else is on the rail", "其余功能都在导航栏"),
    "tour_4_text": Text(
        "Start from a picture or a video, finish to 4K, find every clip in the library.",
        "从图片或视频出发、做成 4K 成片、在片库里找到每个片段。",
    ),
}
