"""Progress on standard error: one line that changes on a terminal, one line a stage elsewhere."""

from __future__ import annotations

from typing import TextIO

from seedance_studio.domain.job import JobState, Queued, Running
from seedance_studio.errors import Language, Text

STAGES = {
    "loading": Text("loading the model", "正在载入模型"),
    "preparing": Text("preparing the lessons", "正在准备训练素材"),
    "training": Text("learning the style", "正在学习风格"),
    "encoding": Text("reading the prompt", "正在理解提示词"),
    "denoising": Text("generating", "正在生成"),
    "decoding": Text("decoding", "正在解码"),
    "composing": Text("composing the music", "正在创作音乐"),
    "finishing": Text("finishing", "正在制作成片"),
}


class ProgressLine:
    """Says what a job does, as often as it is worth a line."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self._stream = stream
        self._language = language
        self._is_terminal = stream.isatty()
        self._last = ""

    def show(self, state: JobState) -> None:
        """Say how the job stands, unless that was the last thing said."""
        words = self._words(state)
        if not words or words == self._last:
            return
        self._last = words
        self._stream.write(f"\r\x1b[K{words}" if self._is_terminal else f"{words}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the terminal on a line of its own."""
        if self._is_terminal and self._last:
            self._stream.write("\n")

    def _words(self, state: JobState) -> str:
        if isinstance(state, Queued):
            return Text("waiting", "正在排队").in_language(self._language)
        if not isinstance(state, Running) or state.progress is None:
            return ""
        progress = state.progress
        stage = STAGES.get(progress.stage, Text(progress.stage, progress.stage))
        words = stage.in_language(self._language)
        if not self._is_terminal or progress.num_steps == 0:
            return words
        words = f"{words} {progress.step}/{progress.num_steps} · {state.elapsed_s:.0f} s"
        if state.remaining_s is None:
            return words
        left = Text(f"{state.remaining_s:.0f} s left", f"约剩 {state.remaining_s:.0f} 秒")
        return f"{words} · {left.in_language(self._language)}"
