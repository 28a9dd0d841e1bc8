"""What a file's marks mean, in plain words and no stronger than they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seedance_studio.domain.clip import Recipe
from seedance_studio.errors import Text
from seedance_studio.provenance.credentials import Credentials
from seedance_studio.provenance.watermark import Watermark

FindingStatus = Literal["found", "warning", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one kind of mark says."""

    mark: str
    """signature, aigc, watermark or recipe."""
    status: FindingStatus
    """warning: it is there and something is wrong with it."""
    words: Text


def signature_finding(credentials: Credentials | None) -> Finding:
    """Say who signed, and whether the file has changed since."""
    if credentials is None:
        words = Text("It is not signed.", "文件没有签名。")
        return Finding(mark="signature", status="none", words=words)
    if credentials.state == "altered":
        reason = ", ".join(credentials.problems) or "-"
        words = Text(
            f"The file was changed after it was signed, or the signature is not valid ({reason}).",
            f"文件在签名之后被改动过，或签名无效（{reason}）。",
        )
        return Finding(mark="signature", status="warning", words=words)
    day = credentials.made_at[:10] or "-"
    if credentials.is_own:
        words = Text(
            f"Signed by this installation of the studio ({day}). "
            "Picture, sound and data are unchanged since.",
            f"由本机的工作室签名（{day}），此后画面、声音和数据均未改动。",
        )
    else:
        signer, program = credentials.signer or "-", credentials.generator or "-"
        words = Text(
            f"Unchanged since it was signed by “{signer}” with {program} ({day}). "
            "The signature is valid, but nobody here has checked who that is.",
            f"自“{signer}”用 {program} 签名（{day}）以来未被改动。"
            "签名有效，但签名者的身份未经核实。",
        )
    if credentials.sources:
        names = ", ".join(credentials.sources)
        words = Text(f"{words.en} Made from: {names}.", f"{words.zh}素材：{names}。")
    return Finding(mark="signature", status="found", words=words)


def aigc_finding(aigc: dict[str, str] | None) -> Finding:
    """Say what the AIGC label says."""
    if aigc is None:
        words = Text("There is no AIGC label.", "没有 AIGC 隐式标识。")
        return Finding(mark="aigc", status="none", words=words)
    label = _label_words(aigc)
    producer = aigc.get("ContentProducer") or "-"
    number = aigc.get("ProduceID") or "-"
    words = Text(
        f"The AIGC label says: {label.en}; producer {producer}, number {number}.",
        f"AIGC 标识写明：{label.zh}；生成方 {producer}，编号 {number}。",
    )
    return Finding(mark="aigc", status="found", words=words)


def watermark_finding(
    watermark: Watermark | None, clip_id: str | None, labelled_id: str
) -> Finding:
    """Say which clip the invisible mark names."""
    if watermark is None:
        words = Text(
            "No invisible mark of this studio was found in the picture.",
            "画面中未发现本工作室的隐形水印。",
        )
        return Finding(mark="watermark", status="none", words=words)
    if clip_id is not None:
        words = Text(
            f"The picture carries the invisible mark of clip {clip_id}.",
            f"画面中有视频 {clip_id} 的隐形水印。",
        )
        is_other = bool(labelled_id) and clip_id != labelled_id
    else:
        words = Text(
            f"The picture carries the invisible mark {watermark.payload} of a Seedance Studio.",
            f"画面中有 Seedance Studio 的隐形水印，编号 {watermark.payload}。",
        )
        is_other = bool(labelled_id)
    if is_other:
        words = Text(
            f"{words.en} That is another clip than the label names.",
            f"{words.zh}这与 AIGC 标识所写的不是同一个视频。",
        )
    return Finding(mark="watermark", status="warning" if is_other else "found", words=words)


def recipe_finding(
    recipe: Recipe | None, *, is_damaged: bool, is_finish: bool, is_composed: bool
) -> Finding:
    """Say whether the clip can be made again."""
    if recipe is not None:
        engine, seed = recipe.plan.pipeline_key.engine, recipe.plan.seed
        words = Text(
            f"It holds its recipe: engine {engine}, seed {seed}. It can be made again.",
            f"文件内含配方：引擎 {engine}，种子 {seed}，可以重新生成。",
        )
        return Finding(mark="recipe", status="found", words=words)
    if is_damaged:
        words = Text(
            "Its recipe is damaged or was written by another version.",
            "配方已损坏，或由其他版本写入。",
        )
        return Finding(mark="recipe", status="warning", words=words)
    if is_finish:
        words = Text(
            "It was enlarged or smoothed with Seedance Studio; nothing says who made the film.",
            "由 Seedance Studio 放大或补帧；没有信息说明原片由谁制作。",
        )
        return Finding(mark="recipe", status="found", words=words)
    if is_composed:
        words = Text(
            "Several films were put together in it with Seedance Studio, "
            "and it holds the recipe of each that was generated there.",
            "由 Seedance Studio 将多段影片合成，其中生成的片段各自附有配方。",
        )
        return Finding(mark="recipe", status="found", words=words)
    words = Text("It holds no recipe.", "文件中没有配方。")
    return Finding(mark="recipe", status="none", words=words)


def summary_text(
    recipe: Recipe | None,
    aigc: dict[str, str] | None,
    credentials: Credentials | None,
    watermark: Watermark | None,
    *,
    is_sketch: bool,
) -> Text:
    """Say in one sentence what the strongest mark says; that it is a sketch is the weakest."""
    is_altered = credentials is not None and credentials.state == "altered"
    changed = (
        Text(" It was changed after it was signed.", "但在签名后被改动过。")
        if is_altered
        else Text("", "")
    )
    words = _making(recipe, aigc, credentials, watermark)
    if words is None:
        words = _SKETCH if is_sketch else _UNMARKED
    return Text(words.en + changed.en, words.zh + changed.zh)


def _making(
    recipe: Recipe | None,
    aigc: dict[str, str] | None,
    credentials: Credentials | None,
    watermark: Watermark | None,
) -> Text | None:
    if recipe is not None:
        engine, day = recipe.plan.pipeline_key.engine, recipe.created_at[:10]
        return Text(
            f"Generated by AI: Seedance Studio, engine {engine}, {day}.",
            f"由人工智能生成：Seedance Studio，引擎 {engine}，{day}。",
        )
    if watermark is not None:
        return Text(
            "Generated by AI with Seedance Studio, says the invisible mark in its picture.",
            "由 Seedance Studio 借助人工智能生成（据画面中的隐形水印）。",
        )
    if credentials is not None and credentials.is_generated and credentials.state == "intact":
        return Text(
            f"Generated by AI, at least in part, says its signature ({credentials.generator}).",
            f"全部或部分由人工智能生成（据其签名：{credentials.generator}）。",
        )
    if aigc is not None:
        label, producer = _label_words(aigc), aigc.get("ContentProducer") or "-"
        return Text(
            f"{label.en}, says its AIGC label (producer: {producer}).",
            f"{label.zh}（据其 AIGC 标识，生成方：{producer}）。",
        )
    return None


_SKETCH = Text(
    "A sketch of a prompt, says the file: drawn by Seedance Studio, not generated. "
    "Nothing proves that.",
    "文件自称是提示词的草图：由 Seedance Studio 的程序绘制，并非生成；但没有可供验证的凭据。",
)
_UNMARKED = Text(
    "No marks found: nothing in this file says how it was made. "
    "That does not prove that it was filmed.",
    "未发现标识：文件中没有说明其制作方式的信息，但这并不能证明它是实拍。",
)


def _label_words(aigc: dict[str, str]) -> Text:
    return {
        "1": Text("Generated by AI", "由人工智能生成"),
        "2": Text("Possibly generated by AI", "可能由人工智能生成"),
        "3": Text("Suspected to be generated by AI", "疑似由人工智能生成"),
    }[aigc["Label"]]
