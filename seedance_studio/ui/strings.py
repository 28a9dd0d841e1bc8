"""Every word of the page, in both languages.

A string may hold places in braces, `{step}`; both languages must name the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping

from seedance_studio.domain.sound import GENRES, MOODS
from seedance_studio.errors import Text
from seedance_studio.ui.strings_board import BOARD_STRINGS
from seedance_studio.ui.strings_check import CHECK_STRINGS
from seedance_studio.ui.strings_compare import COMPARE_STRINGS
from seedance_studio.ui.strings_finish import FINISH_STRINGS
from seedance_studio.ui.strings_jobs import JOB_STRINGS
from seedance_studio.ui.strings_library import LIBRARY_STRINGS
from seedance_studio.ui.strings_models import MODEL_STRINGS
from seedance_studio.ui.strings_montage import MONTAGE_STRINGS
from seedance_studio.ui.strings_page import PAGE_STRINGS
from seedance_studio.ui.strings_sketch import SKETCH_STRINGS
from seedance_studio.ui.strings_storyboard import STORYBOARD_STRINGS
from seedance_studio.ui.strings_styles import STYLE_STRINGS


def _capital(words: Mapping[str, Text]) -> dict[str, Text]:
    """Words of the domain as they stand alone."""
    return {key: Text(text.en[:1].upper() + text.en[1:], text.zh) for key, text in words.items()}


STRINGS: dict[str, Text] = {
    # header
    "tagline": Text("Open studio for AI video", "开源 AI 视频工作室"),
    "switch_theme": Text("Light or dark", "切换明暗"),
    "idle": Text("ready", "就绪"),
    "busy": Text("working", "生成中"),
    "busy_queue": Text("working, {waiting} waiting", "生成中，{waiting} 个等待"),
    # tabs
    "mode_text": Text("Text to video", "文生视频"),
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
    "num_inference_steps": Text("Steps", "步数"),
    "guidance_scale": Text("Guidance scale", "引导强度"),
    "size": Text("Delivered size", "成片尺寸"),
    "size_native": Text("Native", "原生"),
    "size_720p": Text("720p", "720p"),
    "size_1080p": Text("1080p", "1080p"),
    "size_1440p": Text("1440p", "1440p"),
    "size_4k": Text("4K", "4K"),
    "fps": Text("Delivered frames a second", "成片帧率"),
    "fps_native": Text("Native", "原生"),
    "fps_24": Text("24", "24"),
    "fps_25": Text("25", "25"),
    "fps_30": Text("30", "30"),
    "fps_50": Text("50", "50"),
    "fps_60": Text("60", "60"),
    "finish_preset": Text("Care in finishing", "成片精细程度"),
    "finish_preset_draft": Text("Draft", "草稿"),
    "finish_preset_standard": Text("Standard", "标准"),
    "finish_preset_quality": Text("Quality", "高质"),
    "finish_preset_best": Text("Best", "极致"),
    "codec": Text("Video codec", "视频编码"),
    "codec_h264": Text("H.264, plays everywhere", "H.264（通用）"),
    "codec_hevc": Text("HEVC 10-bit", "HEVC 10 位"),
    "codec_av1": Text("AV1, smallest file", "AV1（文件最小）"),
    "codec_prores": Text("ProRes, for editing", "ProRes（剪辑用）"),
    # sound
    "sound": Text("Sound", "声音"),
    "soundtrack": Text("Soundtrack", "配乐方式"),
    "sound_auto": Text("Composed", "自动配乐"),
    "sound_off": Text("Silent", "静音"),
    "sound_own": Text("The video's own", "保留原声"),
    "mood": Text("Mood", "音乐情绪"),
    "mood_auto": Text("By the scene", "随画面而定"),
    **{f"mood_{mood}": words for mood, words in _capital(MOODS).items()},
    "genre": Text("Instruments", "乐器"),
    "genre_auto": Text("By the scene", "随画面而定"),
    **{f"genre_{genre}": words for genre, words in _capital(GENRES).items()},
    "composer": Text("Music by", "作曲"),
    "composer_box": Text("The studio", "工作室自带"),
    "ambience_volume": Text("Ambience volume", "环境声音量"),
    "effects_volume": Text("Effects volume", "音效音量"),
    "music_volume": Text("Music volume", "音乐音量"),
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
    "report_speed": Text("Speed", "速度"),
    "report_estimate": Text("Estimate", "预估用时"),
    "report_bits": Text("Colour depth", "色深"),
    "report_alpha": Text("Transparency", "透明"),
    "report_detail": Text("detail", "细节"),
    "report_stretches": Text("Stretches", "分段"),
    "report_size": Text("Size", "尺寸"),
    "report_fps": Text("Frame rate", "帧率"),
    # actions
    "generate": Text("Generate", "生成"),
    "stop": Text("Stop", "停止"),
    "download": Text("Download", "下载"),
    "copy_recipe": Text("Copy recipe", "复制配方"),
    "copied": Text("Copied", "已复制"),
    "copy_link": Text("Copy link", "复制链接"),
    "shared": Text(
        "Link copied. Whoever has it can watch this clip; the library has a button to stop that.",
        "链接已复制。持有链接的人可观看此片段；可在片库中停止分享。",
    ),
    "not_in_browser": Text(
        "Browsers do not play ProRes: download it for your editing program.",
        "浏览器无法播放 ProRes，请下载后在剪辑软件中打开。",
    ),
    "redo_same": Text("Redo, same seed", "同种子重做"),
    "redo_new": Text("Redo, new seed", "换种子重做"),
    "load_recipe": Text("Load this recipe", "载入此配方"),
    "try_again": Text("Try again", "重试"),
    "close": Text("Close", "关闭"),
    # stage
    "stage_queued": Text("Waiting for its turn", "排队中"),
    "queue_place": Text("Place {place} in the queue", "排在第 {place} 位"),
    "stage_starting": Text("Starting", "正在启动"),
    "stage_loading": Text("Loading the model", "正在载入模型"),
    "stage_encoding": Text("Reading the prompt", "正在理解提示词"),
    "stage_denoising": Text("Drawing the clip", "正在绘制画面"),
    "stage_decoding": Text("Turning it into frames", "正在解码画面"),
    "stage_composing": Text("Composing the music", "正在创作音乐"),
    "stage_finishing": Text("Finishing: frames, size, marks", "正在制作成片：插帧、放大、加标识"),
    "stage_cancelling": Text("Stopping", "正在停止"),
    "step_of": Text("Step {step} of {total}", "第 {step} / {total} 步"),
    "elapsed": Text("{time} so far", "已用 {time}"),
    "remaining": Text("about {time} left", "约剩 {time}"),
    "cancelled_title": Text("Stopped", "已停止"),
    "cancelled_hint": Text(
        "Nothing was saved. Your prompt and settings are still here.",
        "没有保存任何内容，提示词和设置都还在。",
    ),
    "cancelled_film_hint": Text(
        "Nothing was published. What is done of a long film is kept for a day: Try again goes on "
        "from there.",
        "未发布任何内容。长片已完成的部分会保留一天，点“重试”即从停下处继续。",
    ),
    "seed_is": Text("seed {seed}", "种子 {seed}"),
    "took": Text("took {time}", "用时 {time}"),
    "seconds_short": Text("{seconds} s", "{seconds} 秒"),
    "minutes_short": Text("{minutes} min {seconds} s", "{minutes} 分 {seconds} 秒"),
    # recents and library
    "recents": Text("Recent", "最近"),
    "tile_waiting": Text("waiting", "排队"),
    "tile_running": Text("drawing", "生成中"),
    "newer": Text("Newer", "较新"),
    "older": Text("Older", "较早"),
    "page_number": Text("Page {page}", "第 {page} 页"),
    "report": Text("What became of the request", "请求的落实情况"),
    "measured": Text("Measured afterwards", "生成后实测"),
    "recipe_read": Text("Read by the model", "模型读到的内容"),
    "recipe_steps": Text("Steps and guidance", "步数与引导"),
    "recipe_steps_value": Text("{steps} steps, guidance {guidance}", "{steps} 步，引导 {guidance}"),
    "recipe_made": Text("Made", "生成时间"),
    "recipe_file": Text("File", "文件"),
    "recipe_time": Text("Time", "用时"),
    "recipe_model": Text("Model", "模型"),
    # messages
    "not_done": Text("This could not be done", "未能完成"),
    "recipe_loaded": Text("The recipe is in the form.", "配方已载入表单。"),
    **BOARD_STRINGS,
    **CHECK_STRINGS,
    **JOB_STRINGS,
    **LIBRARY_STRINGS,
    **PAGE_STRINGS,
    **FINISH_STRINGS,
    **MODEL_STRINGS,
    **MONTAGE_STRINGS,
    **SKETCH_STRINGS,
    **STORYBOARD_STRINGS,
    **STYLE_STRINGS,
    **COMPARE_STRINGS,
}


def say(key: str, **values: object) -> Text:
    """The string `key` with its places filled in, in both languages."""
    text = STRINGS[key]
    return Text(text.en.format(**values), text.zh.format(**values)) if values else text
