"""Every word of the page, in both languages.

A string may hold places in braces, `{step}`; both languages must name the same ones.
"""

from __future__ import annotations

from seedance_studio.errors import Text

STRINGS: dict[str, Text] = {
    # header
    "tagline": Text("Open studio for AI video", "开源 AI 视频工作室"),
    "switch_theme": Text("Light or dark", "切换明暗"),
    "idle": Text("ready", "就绪"),
    "busy": Text("working", "生成中"),
    "busy_queue": Text("working, {waiting} waiting", "生成中，{waiting} 个等待"),
    # tabs
    "mode_text": Text("Text to video", "文生视频"),
    "library": Text("Library", "片库"),
    # prompt
    "prompt": Text("Prompt", "提示词"),
    "prompt_placeholder": Text(
        "Who or what, doing what, where, at what time of day",
        "谁、在做什么、在哪里、什么时间。例如：一只金毛犬在海边奔跑，夕阳西下",
    ),
    "words_hint": Text(
        "What the model makes of each word appears here.", "这里会显示模型如何理解每个词。"
    ),
    "words_understood": Text("understood", "已理解"),
    "words_mapped": Text("shown as", "呈现为"),
    "words_unknown": Text("not known", "不认识"),
    "words_unknown_note": Text(
        "Struck-out words are not known to this model and will not show.",
        "划掉的词该模型不认识，不会出现在画面中。",
    ),
    "words_added": Text("added", "补充"),
    "enhance": Text("Fill in what the prompt leaves open", "自动补全画面细节"),
    "enhanced": Text("What the model will read", "模型将读到的内容"),
    "enhanced_info": Text("You can edit this text.", "可以直接修改。"),
    "undo_edits": Text("Undo my edits", "撤销修改"),
    "engine": Text("Model", "模型"),
    "aspect": Text("Aspect ratio", "画面比例"),
    "seconds": Text("Length in seconds", "时长（秒）"),
    # advanced
    "advanced": Text("Advanced", "高级设置"),
    "seed": Text("Seed", "种子"),
    "seed_placeholder": Text("Empty: a new one for each clip", "留空则每次随机"),
    "negative_prompt": Text("Negative prompt", "反向提示词"),
    "negative_placeholder": Text("What should not be seen", "不希望出现的内容"),
    "num_inference_steps": Text("Quality, in steps", "质量（步数）"),
    "guidance_scale": Text("Guidance scale", "引导强度"),
    "size": Text("Delivered size", "成片尺寸"),
    "size_native": Text("Native", "原生"),
    "size_720p": Text("720p", "720p"),
    "fps": Text("Delivered frame rate", "成片帧率"),
    "fps_native": Text("Native", "原生"),
    "fps_24": Text("24 fps", "24 fps"),
    # the plan
    "plan_title": Text("What will run", "将要执行"),
    "plan_estimate": Text("About {time} of work", "预计用时约 {time}"),
    "native": Text("native {width}×{height}, {fps} fps", "原生 {width}×{height}，{fps} fps"),
    "delivered": Text("delivered {width}×{height}, {fps} fps", "成片 {width}×{height}，{fps} fps"),
    "how_both": Text("interpolated and enlarged", "经插帧与放大"),
    "how_interpolated": Text("interpolated", "经插帧"),
    "how_enlarged": Text("enlarged", "经放大"),
    "honoured": Text("honoured", "已满足"),
    "adapted": Text("adapted", "有调整"),
    "ignored": Text("ignored", "已忽略"),
    "report_seconds": Text("Length", "时长"),
    "report_size": Text("Size", "尺寸"),
    "report_fps": Text("Frame rate", "帧率"),
    # actions
    "generate": Text("Generate", "生成"),
    "stop": Text("Stop", "停止"),
    "download": Text("Download", "下载"),
    "copy_recipe": Text("Copy recipe", "复制配方"),
    "copied": Text("Copied", "已复制"),
    "redo_same": Text("Redo, same seed", "同种子重做"),
    "redo_new": Text("Redo, new seed", "换种子重做"),
    "load_recipe": Text("Load this recipe", "载入此配方"),
    "try_again": Text("Try again", "重试"),
    "delete": Text("Delete", "删除"),
    "delete_question": Text(
        "Delete this clip and its recipe for good?", "永久删除此片段及其配方？"
    ),
    "delete_yes": Text("Delete for good", "永久删除"),
    "close": Text("Close", "关闭"),
    # stage
    "empty_title": Text(
        "Describe a scene. Watch it become a clip.", "写下一个画面，看它变成视频。"
    ),
    "empty_hint": Text("Or start from one of these:", "也可以从这些例子开始："),
    "example_1": Text(
        "A golden retriever runs along the beach at sunset", "一只金毛犬在海边奔跑，夕阳西下"
    ),
    "example_2": Text(
        "A red lantern rises over the city at night", "夜晚，一盏红灯笼从城市上空升起"
    ),
    "example_3": Text(
        "An astronaut floats in space, slow orbit shot", "宇航员在太空中漂浮，环绕镜头"
    ),
    "stage_queued": Text("Waiting for its turn", "排队中"),
    "queue_place": Text("Place {place} in the queue", "排在第 {place} 位"),
    "stage_starting": Text("Starting", "正在启动"),
    "stage_loading": Text("Loading the model", "正在载入模型"),
    "stage_encoding": Text("Reading the prompt", "正在理解提示词"),
    "stage_denoising": Text("Drawing the clip", "正在绘制画面"),
    "stage_decoding": Text("Turning it into frames", "正在解码画面"),
    "stage_finishing": Text("Finishing: frames, size, marks", "正在成片：插帧、放大、标识"),
    "stage_cancelling": Text("Stopping", "正在停止"),
    "step_of": Text("Step {step} of {total}", "第 {step} / {total} 步"),
    "elapsed": Text("{time} so far", "已用 {time}"),
    "remaining": Text("about {time} left", "约剩 {time}"),
    "cancelled_title": Text("Stopped", "已停止"),
    "cancelled_hint": Text(
        "Nothing was saved. Your prompt and settings are still here.",
        "没有保存任何内容，提示词和设置都还在。",
    ),
    "seed_is": Text("seed {seed}", "种子 {seed}"),
    "took": Text("took {time}", "用时 {time}"),
    "seconds_short": Text("{seconds} s", "{seconds} 秒"),
    "minutes_short": Text("{minutes} min {seconds} s", "{minutes} 分 {seconds} 秒"),
    # recents and library
    "recents": Text("Recent", "最近"),
    "tile_waiting": Text("waiting", "排队"),
    "tile_running": Text("drawing", "生成中"),
    "library_empty_title": Text("Nothing here yet", "片库还是空的"),
    "library_empty_hint": Text(
        "Every finished clip is kept here with its recipe.",
        "每个完成的片段都会连同配方保存在这里。",
    ),
    "newer": Text("Newer", "较新"),
    "older": Text("Older", "较早"),
    "page_number": Text("Page {page}", "第 {page} 页"),
    "report": Text("What became of the request", "请求的落实情况"),
    "recipe_read": Text("Read by the model", "模型读到的内容"),
    "recipe_steps": Text("Steps and guidance", "步数与引导"),
    "recipe_steps_value": Text("{steps} steps, guidance {guidance}", "{steps} 步，引导 {guidance}"),
    "recipe_made": Text("Made", "生成时间"),
    "recipe_file": Text("File", "文件"),
    "recipe_time": Text("Time", "用时"),
    "recipe_model": Text("Model", "模型"),
    # messages
    "not_done": Text("This could not be done", "未能完成"),
    "deleted": Text("The clip was deleted.", "片段已删除。"),
    "recipe_loaded": Text("The recipe is in the form.", "配方已载入表单。"),
}


def say(key: str, **values: object) -> Text:
    """The string `key` with its places filled in, in both languages."""
    text = STRINGS[key]
    return Text(text.en.format(**values), text.zh.format(**values)) if values else text
