"""What can be done with a file on the reference board, in a visitor's terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seedance_studio.domain.reference import Fit, Reference, Role
from seedance_studio.errors import Text

Control = Literal["strength", "amount", "at", "trim", "fit", "structure", "mask"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A role, and the controls that a card shows for it."""

    role: Role
    label: Text
    gives: Text
    keeps_out: Text
    """What is not taken over from the file."""
    shows: tuple[Control, ...] = ()
    fit: Fit | None = None
    """Set on the card when this use is chosen."""


USES: dict[str, Use] = {
    "first_frame": Use(
        role="first_frame",
        label=Text("First frame", "首帧"),
        gives=Text("the very picture that the clip starts from", "视频开头的画面本身"),
        keeps_out=Text("what happens next", "之后的动作"),
        shows=("fit",),
    ),
    "last_frame": Use(
        role="last_frame",
        label=Text("Last frame", "尾帧"),
        gives=Text("the picture that the clip ends on", "视频结尾的画面"),
        keeps_out=Text("the way there", "到达的过程"),
        shows=("fit",),
    ),
    "keyframe": Use(
        role="keyframe",
        label=Text("Keyframe", "关键帧"),
        gives=Text("the picture at the second given", "指定时刻的画面"),
        keeps_out=Text("what is before and after", "前后的内容"),
        shows=("at", "fit"),
    ),
    "identity": Use(
        role="identity",
        label=Text("Who or what it is", "主体"),
        gives=Text("shape, colours, features", "外形、颜色、特征"),
        keeps_out=Text("its background, pose and light", "背景、姿势与光线"),
        shows=("strength",),
    ),
    "setting": Use(
        role="setting",
        label=Text("Setting", "场景"),
        gives=Text("the place and its light", "地点与光线"),
        keeps_out=Text("who is in it", "其中的人和物"),
        shows=("strength",),
    ),
    "style": Use(
        role="style",
        label=Text("Style", "风格"),
        gives=Text("colours, texture, mood", "色彩、质感、氛围"),
        keeps_out=Text("what it shows", "画面内容"),
        shows=("strength",),
    ),
    "edit": Use(
        role="edit",
        label=Text("Restyle it", "改换风格"),
        gives=Text("its pictures, as far as the change leaves them", "原有画面，按改动幅度保留"),
        keeps_out=Text("its look, the more the change", "原有风格，幅度越大改得越多"),
        shows=("amount", "trim"),
    ),
    "region": Use(
        role="edit",
        label=Text("Replace a region", "替换局部"),
        gives=Text("everything outside what you paint", "涂抹区域以外的全部画面"),
        keeps_out=Text("what you paint over", "涂抹的部分"),
        shows=("mask", "amount", "trim"),
    ),
    "reframe": Use(
        role="edit",
        label=Text("Another aspect ratio", "改换画幅"),
        gives=Text("its pictures, whole", "完整的原画面"),
        keeps_out=Text("its frame: the model paints what is missing", "原画幅，缺少的由模型补画"),
        shows=("fit", "trim"),
        fit="extend",
    ),
    "structure": Use(
        role="structure",
        label=Text("Keep its structure", "保留结构"),
        gives=Text("where things are and how they move", "物体的位置与运动"),
        keeps_out=Text("colours and look", "颜色与外观"),
        shows=("structure", "strength", "trim"),
    ),
    "camera": Use(
        role="camera",
        label=Text("Only its camera move", "只取运镜"),
        gives=Text("how the camera moves", "镜头的运动方式"),
        keeps_out=Text("anything that is seen", "任何画面内容"),
        shows=("strength", "trim"),
    ),
    "motion": Use(
        role="motion",
        label=Text("Only its motion", "只取动作"),
        gives=Text("how things move", "物体的动作"),
        keeps_out=Text("what they are and where", "主体与场景"),
        shows=("strength", "trim"),
    ),
    "extend": Use(
        role="extend",
        label=Text("Continue it", "续写"),
        gives=Text("its last pictures, which the clip goes on from", "结尾画面，视频由此继续"),
        keeps_out=Text("what comes after", "之后的内容"),
        shows=("trim",),
    ),
    "music": Use(
        role="music",
        label=Text("Music", "配乐"),
        gives=Text("the soundtrack", "视频的配乐"),
        keeps_out=Text("anything seen", "画面内容"),
        shows=("strength", "trim"),
    ),
    "rhythm": Use(
        role="rhythm",
        label=Text("Rhythm", "节奏"),
        gives=Text("the beats that cuts and motion fall on", "动作与剪辑所踩的节拍"),
        keeps_out=Text("its tune", "旋律"),
        shows=("strength", "trim"),
    ),
    "voice": Use(
        role="voice",
        label=Text("Voice", "人声"),
        gives=Text("the voice, with recorded consent", "人声，须有授权记录"),
        keeps_out=Text("anything seen", "画面内容"),
        shows=("trim",),
    ),
}


def use_of(reference: Reference) -> str | None:
    """The use that a reference of a recipe was put to; None when the studio was to decide."""
    if reference.role == "edit":
        if reference.mask:
            return "region"
        return "reframe" if reference.fit == "extend" else "edit"
    return reference.role
