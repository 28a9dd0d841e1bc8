"""The words of the page Models and of the line below the model menu."""

from __future__ import annotations

from seedance_studio.errors import Text

MODEL_STRINGS: dict[str, Text] = {
    "models": Text("Models", "模型"),
    "models_title": Text("What can make your clips", "用什么来生成"),
    "models_hint": Text(
        "Seedling is in the box. Larger models are fetched when you ask, never before, and then "
        "chosen in the form. Their licences differ.",
        "Seedling 小苗随软件自带。大模型只在你要求时下载，之后可在表单中选择。"
        "各模型许可不同，请留意说明。",
    ),
    "models_device": Text("This machine: {name}, {gb} GB", "本机：{name}，{gb} GB"),
    "model_ready": Text("ready", "就绪"),
    "model_in_box": Text("in the box", "自带"),
    "model_absent": Text("not fetched", "未下载"),
    "model_partial": Text("half fetched", "未下完"),
    "model_damaged": Text("damaged", "已损坏"),
    "model_too_large": Text("too large for this machine", "本机放不下"),
    "model_licence": Text("Licence", "许可"),
    "model_territory": Text("Where, for whom", "地域与对象"),
    "model_memory": Text("Memory", "内存"),
    "model_memory_value": Text(
        "{most} GB held whole, {least} GB at the least", "完整载入 {most} GB，最少 {least} GB"
    ),
    "model_disk": Text("On disk", "磁盘"),
    "model_disk_value": Text("about {gb} GB to fetch", "约需下载 {gb} GB"),
    "model_disk_here": Text("{gb} GB, revision {revision}", "{gb} GB，版本 {revision}"),
    "model_time": Text("A 5 s clip here", "本机生成 5 秒"),
    "model_time_measured": Text("about {time}, as measured", "约 {time}（实测）"),
    "model_time_usual": Text("about {time} on two cores", "两个核心约 {time}"),
    "model_time_guessed": Text("perhaps {time}, not measured yet", "估计 {time}（尚未实测）"),
    "model_any_machine": Text("runs anywhere", "随处可运行"),
    "model_get": Text("Fetch", "下载"),
    "model_get_terms": Text("This fits me: fetch", "条款适用于我，下载"),
    "model_go_on": Text("Go on fetching", "继续下载"),
    "model_stop": Text("Stop", "停止"),
    "model_remove": Text("Delete from disk", "从磁盘删除"),
    "model_getting": Text("{done} of {total} GB", "已下载 {done} / {total} GB"),
    "model_getting_first": Text("asking the hub", "正在连接模型站"),
    "model_removed": Text("Its files are deleted.", "文件已删除。"),
    "model_disk_choice": Text("Fetch to", "下载到"),
    "model_disk_usual": Text(
        "folder on another disk; empty for the usual place", "其他磁盘的目录；留空为默认位置"
    ),
    "estimate_seconds": Text("{n} s", "{n} 秒"),
    "estimate_minutes": Text("{n} min", "{n} 分钟"),
    "estimate_hours": Text("{n} h", "{n} 小时"),
}
