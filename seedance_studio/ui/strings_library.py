"""The words of the library: finding, sorting, versions, the bin, projects."""

from __future__ import annotations

from seedance_studio.errors import Text

LIBRARY_STRINGS: dict[str, Text] = {
    "library": Text("Library", "片库"),
    "library_empty_title": Text("Nothing here yet", "片库还是空的"),
    "library_empty_hint": Text(
        "Every finished clip is kept here with its recipe.",
        "每个完成的片段都会连同配方保存在这里。",
    ),
    "library_none_title": Text("Nothing was found", "没有找到"),
    "library_none_hint": Text(
        "Try fewer words, in English or Chinese, or show all clips.",
        "请减少关键词（中英文均可），或显示全部片段。",
    ),
    "library_count": Text("{total} clips", "共 {total} 个片段"),
    "library_search": Text("Search", "搜索"),
    "library_search_hint": Text(
        "Prompt, title, note, in either language", "提示词、标题、备注，中英文均可"
    ),
    "library_stage": Text("Kind", "类型"),
    "stage_all": Text("All", "全部"),
    "stage_draft": Text("Drafts", "草稿"),
    "stage_final": Text("Clips", "正式"),
    "stage_finished": Text("Finished", "成片"),
    "library_starred": Text("Starred only", "仅看星标"),
    "library_folder": Text("Folder", "文件夹"),
    "library_export": Text("Export what is shown", "导出当前结果"),
    "library_import": Text("Import a project", "导入项目"),
    "library_imported": Text(
        "{new} clips came in, {known} were here already.", "导入 {new} 个片段，{known} 个已存在。"
    ),
    "library_exported": Text("{total} clips are in the file.", "已导出 {total} 个片段。"),
    "library_bin": Text("Bin", "回收站"),
    "library_back": Text("Back to the library", "返回片库"),
    "bin_empty": Text("The bin is empty.", "回收站是空的。"),
    "bin_hint": Text(
        "Deleted clips stay here for {days} days, or until a new clip needs the room.",
        "删除的片段会在这里保留 {days} 天；空间不足时，会先清除最早删除的片段。",
    ),
    "bin_restore": Text("Put back", "恢复"),
    "bin_clear": Text("Empty the bin", "清空回收站"),
    "bin_question": Text("Delete all that is in the bin for good?", "永久删除回收站中的全部内容？"),
    "star": Text("Star", "加星标"),
    "unstar": Text("Take the star away", "取消星标"),
    "note": Text("Note", "备注"),
    "delete": Text("Delete", "删除"),
    "is_shared": Text("Whoever has the link can watch it.", "持有链接的人可观看。"),
    "stop_sharing": Text("Stop sharing", "停止分享"),
    "deleted": Text("The clip is in the bin.", "片段已移入回收站。"),
    "restored": Text("The clip is back.", "片段已恢复。"),
    "delete_yes": Text("Delete for good", "永久删除"),
    "versions": Text("Versions", "版本"),
    "version_draft": Text("Draft", "草稿"),
    "version_final": Text("Clip", "正式"),
    "version_finished": Text("Finished", "成片"),
    "made_from": Text("Made from", "来源"),
    "used_in": Text("Used in", "用于"),
    "differs": Text("How the recipes differ", "配方差异"),
    "differs_this": Text("This clip", "当前"),
    "promote": Text("Make at full quality", "升级为正式版"),
    "draft_button": Text("Draft", "草稿"),
    "draft_tag": Text("draft", "草稿"),
    "report_draft": Text("Draft", "草稿"),
    "quality": Text("Quality", "质量"),
    "quality_fast": Text("Fast", "快速"),
    "quality_balanced": Text("Balanced", "均衡"),
    "quality_fine": Text("Fine", "精细"),
}
