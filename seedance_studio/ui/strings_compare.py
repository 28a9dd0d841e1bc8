"""The words of the page Compare."""

from __future__ import annotations

from seedance_studio.errors import Text
from seedance_studio.player import PLAYER_WORDS

COMPARE_STRINGS: dict[str, Text] = {
    "compare": Text("Compare", "对比"),
    "compare_title": Text("Side by side, in step", "并排同步对比"),
    "compare_hint": Text(
        "Run one request in two to six variants, or put clips of the library beside one another.",
        "将同一请求生成二到六个变体，或直接对比片库中的片段。",
    ),
    "compare_what": Text("What to compare", "对比内容"),
    "compare_variants": Text("Variants", "变体"),
    "compare_clips": Text("Clips I have", "已有片段"),
    "compare_base": Text("Start from", "起点"),
    "compare_new": Text("A new prompt", "新的提示词"),
    "compare_base_hint": Text(
        "Everything that is not varied stays as it was in this clip, its seed too.",
        "未变动的设置（包括种子）均与该片段一致。",
    ),
    "compare_axis": Text("What varies", "变动项"),
    "axis_seeds": Text("Seeds", "种子"),
    "axis_styles": Text("Styles", "风格"),
    "axis_weights": Text("Style weight", "风格权重"),
    "axis_steps": Text("Steps", "步数"),
    "axis_guidance": Text("Guidance", "引导强度"),
    "axis_enhance": Text("Plain or filled in", "原样与补全"),
    "axis_prompts": Text("Prompts", "提示词"),
    "axis_engines": Text("Models", "模型"),
    "compare_values": Text("Values to try", "要尝试的值"),
    "compare_values_hint": Text("Divided by commas", "以逗号分隔"),
    "compare_prompts": Text("Prompts to try", "要尝试的提示词"),
    "compare_prompts_hint": Text("One on each line", "每行一个"),
    "compare_styles": Text("Styles", "风格"),
    "compare_styles_hint": Text(
        "Each is tried alone, beside the clip without a style.", "逐一尝试，并与无风格的版本对比。"
    ),
    "compare_one_style": Text("choose one style to weigh", "请选择一种风格来调整权重"),
    "compare_engines": Text("Models to try", "要尝试的模型"),
    "compare_picked": Text("Clips, two to six", "片段（二到六个）"),
    "compare_start": Text("Compare", "开始对比"),
    "compare_empty_title": Text("Nothing to compare yet", "还没有对比"),
    "compare_empty_hint": Text(
        "Choose on the left, or press “Compare” on any clip.",
        "请在左侧选择，或点击任意片段上的“加入对比”。",
    ),
    "compare_recent": Text("Earlier comparisons", "以往的对比"),
    "compare_number": Text("{number} clips", "{number} 个片段"),
    "compare_lost": Text("deleted since", "已被删除"),
    "compare_estimate": Text("{number} clips, about {time}", "{number} 个片段，预计约 {time}"),
    "compare_film": Text("Export as one video", "导出并排视频"),
    "compare_page": Text("Export as one page", "导出网页报告"),
    "compare_save_page": Text("Save the page", "保存网页"),
    "compare_delete": Text("Delete comparison", "删除对比"),
    "compare_delete_question": Text(
        "Delete this comparison and its votes? Its clips stay.", "删除此对比及其投票？片段会保留。"
    ),
    "compare_no_votes": Text("No votes yet.", "尚无投票。"),
    "compare_deleted": Text("The comparison was deleted.", "对比已删除。"),
    "compare_added": Text(
        "Added. Choose another clip, or vary this one.", "已加入，可再选一个片段，或生成其变体。"
    ),
    "compare_voted": Text("Your vote is counted.", "已计票。"),
    "send_compare": Text("Compare", "加入对比"),
    **{f"player_{key}": words for key, words in PLAYER_WORDS.items()},
}
