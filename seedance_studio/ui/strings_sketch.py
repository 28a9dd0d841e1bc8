"""The words of previz."""

from __future__ import annotations

from seedance_studio.errors import Text

SKETCH_STRINGS: dict[str, Text] = {
    "sketch": Text("Sketch it", "先画草图"),
    "sketch_title": Text("Sketch", "画面草图"),
    "sketch_label": Text("Drawn, not generated", "由程序绘制，并非生成"),
    "sketch_note": Text(
        "This is how the prompt is understood: who, where, in what light, with which camera move. "
        "Change the words and sketch again, or have a model follow it.",
        "这是对提示词的理解：谁、在哪里、什么光线、怎样运镜。可以改词重画，也可以让模型照着它生成。",
    ),
    "sketch_unknown": Text("Not known, so not drawn: {words}.", "不认识、因而没有画出：{words}。"),
    "sketch_structure": Text("Use as structure", "用作结构参考"),
    "sketch_camera": Text("Use its camera only", "只用它的运镜"),
}
