"""Previz on the page: a button that has the prompt drawn at once, and the card that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.reference import is_stored_name
from seedance_studio.domain.sketch import Sketch, SketchRequest
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.ui import board
from seedance_studio.ui.events import PRIVATE, QUIET, Updates, told_to_user
from seedance_studio.ui.markup import button, file_url, in_both, said
from seedance_studio.ui.strings import STRINGS

if TYPE_CHECKING:
    from seedance_studio.domain.request import Mode
    from seedance_studio.studio import Studio
    from seedance_studio.ui.workspace import Focus, Workspace

USES = ("structure", "camera")
"""What a sketch can be taken as; each is a button of the card and a use of the board."""
SKETCH_EVENTS = tuple(f"sketch_{use}" for use in USES)


def wire_sketch(workspace: Workspace) -> None:
    """Connect the button, where the tab has one."""
    composer = workspace.composer
    pressed = composer.form.sketch_button
    if pressed is None:
        return
    if not workspace.studio.is_demo:
        # Who turns to the prompt may soon want it drawn: what draws takes seconds to load, once.
        warm_up = workspace.studio.previz.warm_up
        composer.form.fields["prompt"].focus(warm_up, None, None, **QUIET)
    stage = f"document.getElementById('{composer.mode.id}-stage')"
    drawn = pressed.click(
        lambda **values: draw(workspace, values),
        inputs_kwargs=composer.inputs,
        outputs=[*workspace.focused_view, *composer.form.problems.values()],
        js=f"(...seen) => {{ {stage}.setAttribute('aria-busy', 'true'); "
        "return studioPage.clicked(seen).slice(1) }",
        trigger_mode="once",
        **QUIET,
    )
    drawn.then(None, None, None, js=f"() => {stage}.removeAttribute('aria-busy')", **PRIVATE)


def draw(workspace: Workspace, values: Mapping[str, Any]) -> Updates:
    """Put the sketch of what the form holds on the stage."""
    composer = workspace.composer
    with told_to_user(values["language"]):
        try:
            request, _ = composer.request(values)
            sketch = workspace.studio.previz.draw(
                SketchRequest(
                    prompt=request.prompt,
                    seconds=request.seconds,
                    aspect=request.aspect,
                    seed=request.seed,
                )
            )
        except RequestError as error:
            return composer.problem_lines(error.problems)
    focus = focus_on(sketch, values["language"])
    return {
        workspace.focus: focus,
        **workspace.look(focus),
        **composer.problem_lines({}),
    }


def focus_on(sketch: Sketch, language: Language) -> Focus:
    """What the browser remembers of a sketch on the stage, drawn for one who reads `language`."""
    return {
        "kind": "sketch",
        "id": sketch.file.stored,
        "en": sketch.scene.en,
        "zh": sketch.scene.zh,
        "language": language,
        "unknown": " · ".join(sketch.unknown),
        "size": f"{sketch.shape.width}/{sketch.shape.height}",
    }


def sketch_card(focus: Focus, studio: Studio, *, is_taken: bool) -> str | None:
    """The stage with a sketch, or None when it is not kept any more.

    Args:
        focus: what the browser remembers.
        studio: which keeps it.
        is_taken: whether some tab can take it.
    """
    stored = focus["id"]
    path = studio.inputs_dir / stored
    if not is_stored_name(stored) or not path.is_file():
        return None
    url, scene = escape(file_url(path)), Text(focus.get("en", ""), focus.get("zh", ""))
    first: Language = "zh" if focus.get("language") == "zh" else "en"
    unknown = focus.get("unknown")
    missing = said("sketch_unknown", words=unknown) if unknown else ""
    size = escape(focus.get("size", "16/9"))
    uses = "".join(
        button(event, event, stored, look="solid" if use == "structure" else "quiet")
        for use, event in zip(USES, SKETCH_EVENTS, strict=True)
    )
    return (
        '<section class="card card-result card-sketch"><div class="sketch-picture">'
        f'<video class="player" controls playsinline loop autoplay muted preload="auto" '
        f'style="aspect-ratio:{size};--ratio:calc({size})" aria-label="{escape(scene.en)}" '
        f'src="{url}"></video><p class="sketch-label">{said("sketch_label")}</p></div>'
        f'<div class="result-text"><h2>{said("sketch_title")}</h2>{in_both(scene, first)}'
        f'<p class="sketch-note">{missing} {said("sketch_note")}</p><div class="actions">'
        f"{uses if is_taken else ''}"
        f'<a class="act act-quiet" href="{url}" download="{escape(stored[:8])}.mp4">'
        f"{said('download')}</a></div></div></section>"
    )


def wire_uses(workspaces: dict[Mode, Workspace], tabs: gr.Tabs) -> None:
    """Let the card's buttons take the sketch and its prompt to the tab for videos."""
    target = workspaces.get("video")
    if target is None:
        return
    form, studio = target.composer.form, target.studio
    taken_fields = [form.fields["prompt"], form.fields["seconds"]]
    for source in workspaces.values():
        if source.composer.form.sketch_button is None:
            continue
        asked = [source.composer.form.fields[name] for name in ("prompt", "seconds")]
        for use, event in zip(USES, SKETCH_EVENTS, strict=True):
            taken = getattr(source.stage, event)(
                _taker(use, studio), source.language, [tabs, form.boards[0]], **QUIET
            )
            # Only when the board has the sketch: a tab that opens would else plan without it,
            # and the answer to that would take the sketch away again.
            taken.success(
                lambda prompt, seconds, engine: [prompt, fitted(seconds, engine, studio)],
                [*asked, form.fields["engine"]],
                taken_fields,
                **QUIET,
            )


def _taker(use: str, studio: Studio) -> Callable[..., list[Any]]:
    def on_click(language: Language, event: gr.EventData) -> list[Any]:
        return take(use, studio, language, event)

    return on_click


def take(use: str, studio: Studio, language: Language, event: gr.EventData) -> list[Any]:
    """Turn to the tab for videos and put the sketch on its board, to be used as `use`."""
    with told_to_user(language):
        if not is_stored_name(event.clip):
            raise RequestError({"file": STRINGS["board_not_uploaded"]})
        kept = studio.keep_input(studio.inputs_dir / event.clip)
    gr.Info(STRINGS["sent"].in_language(language), title="", duration=3)
    files = [(kept, STRINGS["sketch_title"].in_language(language), use)]
    return [gr.Tabs(selected="video"), board.incoming(event.key, files, is_whole=True)]


def fitted(seconds: float, engine: str, studio: Studio) -> float:
    """As long as the sketch, or as the engine can."""
    card = studio.engines()[engine]
    return min(max(seconds, card.min_seconds), card.max_seconds)
