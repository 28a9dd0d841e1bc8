"""The words of brand styles: the gallery and the composer."""

from __future__ import annotations

from seedance_studio.errors import Text

STYLE_STRINGS: dict[str, Text] = {
    "report_style": Text("Brand style", "品牌风格"),
    "styles": Text("Brand styles", "品牌风格"),
    "styles_browse": Text("Gallery", "打开风格库"),
    "styles_weight": Text("Weight of {name}", "{name}的权重"),
    "styles_remove": Text("Leave {name} out", "移除{name}"),
    "styles_title": Text("Brand styles", "品牌风格"),
    "styles_hint": Text(
        "A style is a small adapter that gives every clip one look. Mix several, turn them up or "
        "down, or bring your own.",
        "风格是一个小型适配器，让每段视频保持统一的视觉风格。可混合多个、调节强弱，也可制作自己的风格。",
    ),
    "styles_search": Text("Search", "搜索"),
    "styles_search_hint": Text("Name, word or colour", "名称、关键词或颜色"),
    "styles_for": Text("For", "适用模型"),
    "styles_for_all": Text("All models", "全部模型"),
    "styles_nothing": Text("No style fits.", "没有符合条件的风格。"),
    "style_use": Text("Use this style", "使用此风格"),
    "style_more": Text("What it changes", "查看效果"),
    "style_close": Text("Close", "关闭"),
    "style_export": Text("Export", "导出"),
    "style_delete": Text("Delete", "删除"),
    "style_before": Text("Without", "不使用"),
    "style_after": Text("With the style", "使用后"),
    "style_own": Text("yours", "自制"),
    "style_words": Text("Trigger words", "触发词"),
    "style_words_note": Text(
        "Put into the prompt by itself where the model reads free text; Seedling needs none.",
        "模型能读自由文本时自动加入提示词；Seedling 无需触发词。",
    ),
    "style_licence": Text("Licence", "许可"),
    "style_author": Text("By", "作者"),
    "style_file": Text("Adapter", "适配器"),
    "style_file_value": Text("rank {rank}, {size} MB", "秩 {rank}，{size} MB"),
    "style_used": Text("{name} is in the form.", "{name}已加入表单。"),
    "style_used_already": Text("{name} was there already.", "{name}已在表单中。"),
    "style_gone": Text("The style was deleted.", "风格已删除。"),
    "style_ask_delete": Text("Delete this style for good?", "永久删除该风格？"),
    "style_brought": Text("{name} is in the gallery.", "{name}已加入风格库。"),
    "style_saved": Text("Save the file", "保存文件"),
    "import_title": Text("Bring one in", "导入风格"),
    "import_hint": Text(
        "A style that was exported, or any .safetensors LoRA: its model is told from the weights. "
        "Pickle files are never opened.",
        "支持从本工作室导出的风格文件，以及任意 .safetensors LoRA；会自动识别其适用模型。"
        "绝不打开 pickle 文件。",
    ),
    "import_drop": Text("Drop a style or .safetensors here", "把风格文件或 .safetensors 拖到这里"),
    "import_file": Text("Style file", "风格文件"),
    "make_title": Text("Make your own", "制作自己的风格"),
    "make_hint": Text(
        "5 to 30 pictures with one look, or a short video. Training takes minutes on a processor.",
        "5 到 30 张风格统一的图片，或一段短视频。用 CPU 训练只需几分钟。",
    ),
    "make_drop": Text("Drop pictures or one video here", "把图片或一段视频拖到这里"),
    "make_files": Text("Pictures or a video", "图片或视频"),
    "make_name": Text("Name", "名称"),
    "make_name_hint": Text("Acme spring", "春季新品"),
    "make_minutes": Text("Minutes of training", "训练时长（分钟）"),
    "make_start": Text("Train the style", "开始训练"),
    "stage_preparing": Text("Preparing the lessons", "正在准备训练素材"),
    "stage_training": Text("Learning the style", "正在学习风格"),
}
