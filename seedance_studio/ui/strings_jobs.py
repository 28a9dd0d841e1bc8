"""The words of My jobs, of quotas and of consent."""

from __future__ import annotations

from seedance_studio.errors import Text

JOB_STRINGS: dict[str, Text] = {
    "my_jobs": Text("My jobs", "我的任务"),
    "jobs_empty_title": Text("No jobs yet", "还没有任务"),
    "jobs_empty_hint": Text(
        "What you generate is listed here; it goes on when this tab is closed.",
        "生成的任务会列在这里，关闭页面也会继续。",
    ),
    "job_waiting": Text("waiting, place {place}", "排队中，第 {place} 位"),
    "job_paused": Text("paused", "已暂停"),
    "job_running": Text("drawing", "生成中"),
    "job_stopping": Text("stopping", "正在停止"),
    "job_done": Text("done", "已完成"),
    "job_failed": Text("failed", "失败"),
    "job_stopped": Text("stopped", "已停止"),
    "job_pause": Text("Pause", "暂停"),
    "job_resume": Text("Resume", "继续"),
    "job_sooner": Text("Sooner", "提前"),
    "job_later": Text("Later", "推后"),
    "job_edit": Text("Edit", "修改"),
    "job_editing": Text(
        "The job is paused and in the form: Generate puts the new one in its place.",
        "任务已暂停并载入表单：点击“生成”即可用新任务替换它。",
    ),
    "forget_me": Text("Delete everything of mine", "删除我的全部内容"),
    "forget_question": Text(
        "Delete all your jobs, clips and uploaded files for good?",
        "永久删除你的所有任务、视频和上传的文件？",
    ),
    "forgotten": Text("Everything of yours was deleted.", "你的全部内容已删除。"),
    "consent_title": Text("There is a person in your file", "你的文件中有人物或人声"),
    "consent_hint": Text(
        "Say who is seen or heard before a clip is made. Your answer is recorded with the time and "
        "a fingerprint of the file; nobody is recognised, and nothing of a face or voice is kept. "
        "You can take it back at any time.",
        "生成视频前请说明其中出现或说话的人是谁。回答会连同时间和文件指纹一并记录；"
        "不识别身份，也不保留任何人脸或声音特征。你可以随时撤回。",
    ),
    "consent_me": Text("It is me", "是我本人"),
    "consent_agreed": Text("Someone who agreed to this", "他人，已取得其单独同意"),
    "consent_invented": Text("Invented, drawn or AI-made", "虚构、绘制或 AI 生成"),
    "consent_public_figure": Text("A public figure", "公众人物"),
    "consent_recorded": Text("Your answer is on record.", "你的回答已记录。"),
    "consent_withdrawn": Text(
        "Taken back: the file is deleted, and jobs that used it are stopped. "
        "Clips made from it: {number}; you can delete them in the library.",
        "已撤回：文件已删除，使用它的任务已停止。由它生成的视频有 {number} 个，可在片库中删除。",
    ),
    "consents": Text("People in your files", "文件中的人物声明"),
    "consent_withdraw": Text("Take consent back", "撤回声明"),
}
