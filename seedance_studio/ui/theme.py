"""The look of stock components: one accent colour, quiet surfaces, system type."""

from __future__ import annotations

import gradio as gr

FERN = gr.themes.Color(
    name="fern",
    c50="#eff7f3",
    c100="#dbeee4",
    c200="#b8dcc9",
    c300="#8ac5a7",
    c400="#5fae89",
    c500="#358c68",
    c600="#247254",
    c700="#1d5c45",
    c800="#194a38",
    c900="#153d2f",
    c950="#0a231b",
)

# Names of installed families only, so that nothing is fetched: Latin first, then Chinese.
FONTS = [
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "sans-serif",
]
MONOSPACE = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


TOKENS = {
    "body_background_fill": "#f6f7f6",
    "body_background_fill_dark": "#0f1110",
    "body_text_color": "#1a1f1c",
    "body_text_color_dark": "#e8ece9",
    "body_text_color_subdued": "#59645e",
    "body_text_color_subdued_dark": "#a3aea8",
    "background_fill_primary": "#ffffff",
    "background_fill_primary_dark": "#171a18",
    "background_fill_secondary": "#f1f3f1",
    "background_fill_secondary_dark": "#1e2220",
    "border_color_primary": "#dfe4e1",
    "border_color_primary_dark": "#2b312d",
    "block_background_fill": "transparent",
    "block_background_fill_dark": "transparent",
    "block_border_width": "0px",
    "block_border_width_dark": "0px",
    "block_padding": "0px",
    "block_shadow": "none",
    "block_label_background_fill": "transparent",
    "block_label_background_fill_dark": "transparent",
    "block_title_text_color": "#1a1f1c",
    "block_title_text_color_dark": "#e8ece9",
    "block_title_text_weight": "560",
    "block_title_text_size": "13px",
    "block_info_text_color": "#59645e",
    "block_info_text_color_dark": "#a3aea8",
    "block_info_text_size": "12px",
    "input_background_fill": "#ffffff",
    "input_background_fill_dark": "#121513",
    "input_border_width": "1px",
    "input_border_width_dark": "1px",
    "input_border_color": "#cfd6d2",
    "input_border_color_dark": "#343b37",
    "input_border_color_focus": "*primary_500",
    "input_border_color_focus_dark": "*primary_400",
    "input_shadow": "none",
    "input_shadow_focus": "0 0 0 3px rgba(53, 140, 104, 0.18)",
    "input_shadow_focus_dark": "0 0 0 3px rgba(95, 174, 137, 0.22)",
    "input_placeholder_color": "#6f7a74",
    "input_placeholder_color_dark": "#8a958f",
    "button_primary_background_fill": "*primary_600",
    "button_primary_background_fill_hover": "*primary_700",
    "button_primary_background_fill_dark": "*primary_400",
    "button_primary_background_fill_hover_dark": "*primary_300",
    "button_primary_text_color": "#ffffff",
    "button_primary_text_color_dark": "#0a1812",
    "button_secondary_background_fill": "#ffffff",
    "button_secondary_background_fill_dark": "#1e2220",
    "button_secondary_background_fill_hover": "#f1f3f1",
    "button_secondary_background_fill_hover_dark": "#262b28",
    "button_secondary_border_color": "#cfd6d2",
    "button_secondary_border_color_dark": "#343b37",
    "button_border_width": "1px",
    "button_primary_border_color": "transparent",
    "button_large_text_weight": "560",
    "color_accent": "*primary_600",
    "slider_color": "*primary_600",
    "slider_color_dark": "*primary_400",
    "checkbox_background_color_selected": "*primary_600",
    "checkbox_background_color_selected_dark": "*primary_400",
    "layout_gap": "0px",
}


def make_theme() -> gr.themes.Base:
    """The theme that `studio.css` completes."""
    base = gr.themes.Base(
        primary_hue=FERN,
        neutral_hue="zinc",
        radius_size="lg",
        spacing_size="md",
        text_size="md",
        font=FONTS,
        font_mono=MONOSPACE,
    )
    return base.set(**TOKENS)
