"""The palette of camera moves: an icon that moves, and the words it writes into the prompt."""

from __future__ import annotations

from html import escape

from seedance_studio.errors import Text
from seedance_studio.ui.markup import both, said

MOVES: dict[str, tuple[Text, Text]] = {
    "push_in": (Text("Push in", "推近"), Text("push in", "镜头推进")),
    "pull_out": (Text("Pull out", "拉远"), Text("pull out", "镜头拉远")),
    "pan_left": (Text("Pan left", "左摇"), Text("pan left", "镜头向左摇")),
    "pan_right": (Text("Pan right", "右摇"), Text("pan right", "镜头向右摇")),
    "tilt_up": (Text("Tilt up", "上摇"), Text("tilt up", "镜头向上摇")),
    "tilt_down": (Text("Tilt down", "下摇"), Text("tilt down", "镜头向下摇")),
    "orbit": (Text("Orbit", "环绕"), Text("orbit shot", "环绕镜头")),
    "crane": (Text("Crane", "升降"), Text("crane up", "升镜头")),
    "tracking": (Text("Tracking", "跟拍"), Text("tracking shot", "跟拍镜头")),
    "handheld": (Text("Handheld", "手持"), Text("handheld shot", "手持镜头")),
    "zoom": (Text("Zoom", "变焦"), Text("zoom in", "镜头放大")),
    "static": (Text("Static", "固定"), Text("static shot", "固定镜头")),
}
"""By id: the label, and the words for the prompt."""

_SCENE = (
    '<svg viewBox="0 0 40 26" aria-hidden="true"><g class="scene">'
    '<path d="M-20 22 0 10l8 6 10-11 12 12 6-4 24 12v8h-80z"/><circle cx="30" cy="6" r="2.6"/>'
    '</g><rect x=".75" y=".75" width="38.5" height="24.5" rx="4"/></svg>'
)
"""Hills and a sun behind a frame; `board.css` moves the scene as each move would."""


def camera_palette(mode_id: str) -> str:
    """One toggle for each move; `camera.js` writes and marks."""
    tiles = "".join(
        f'<button type="button" class="move move-{move}" aria-pressed="false" '
        f'data-move="{mode_id}" data-en="{escape(words.en)}" data-zh="{escape(words.zh)}">'
        f"{_SCENE}<span>{both(label)}</span></button>"
        for move, (label, words) in MOVES.items()
    )
    return (
        f'<div class="moves-title" id="{mode_id}-camera-title">{said("camera")}</div>'
        f'<div class="moves" role="group" aria-labelledby="{mode_id}-camera-title">{tiles}</div>'
    )
