"""What of an engine's weights is on this machine, told without opening them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from seedance_studio.domain.engine import ModelCard
from seedance_studio.errors import Text, WeightsMissing
from seedance_studio.seedling import manifest

State = Literal["ready", "partial", "damaged", "absent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The weights of one engine on this machine."""

    state: State
    """partial: a download was stopped and goes on where it was; damaged: a file is not as it was
    when it was checked."""
    revision: str | None
    """The hub's commit that they are of."""
    disk_gb: float
    folder: Path
    detail: str = ""
    """What is damaged."""


def hold(models: Path, card: ModelCard) -> Holding:
    """Look at an engine's weights; files are compared by size, `check_weights` reads them.

    Args:
        models: folder of the weights that were fetched.
        card: of an engine with weights that are fetched.
    """
    assert card.weights is not None
    lora = card.weights.few_step_lora
    names = [card.weights.folder, *([lora.folder] if lora else [])]
    holdings = [_folder(models / name) for name in names]
    worst = max(holdings, key=lambda one: _ORDER.index(one.state))
    return Holding(
        state=worst.state,
        revision=holdings[0].revision,
        disk_gb=round(sum(one.disk_gb for one in holdings), 2),
        folder=models / names[0],
        detail=worst.detail,
    )


_ORDER: tuple[State, ...] = ("ready", "damaged", "partial", "absent")


def _folder(folder: Path) -> Holding:
    if not folder.is_dir() or not any(path.is_file() for path in folder.rglob("*")):
        return Holding(state="absent", revision=None, disk_gb=0.0, folder=folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e9
    if not (folder / manifest.MANIFEST).is_file():
        return Holding(state="partial", revision=None, disk_gb=size, folder=folder)
    state: State = "ready"
    detail = ""
    try:
        revision = manifest.check_weights(folder, reads_files=False)
    except manifest.WeightsError as error:
        revision, state, detail = manifest.revision(folder), "damaged", str(error)
    return Holding(state=state, revision=revision, disk_gb=size, folder=folder, detail=detail)


def require_weights(models: Path, card: ModelCard) -> tuple[Path, Path | None]:
    """Give the folder of an engine's weights, and the file of its few-step adapter.

    Raises:
        WeightsMissing: they are not here whole; says how to get them.
    """
    assert card.weights is not None
    problem = weights_problem(models, card)
    if problem is not None:
        raise WeightsMissing(problem, _hint(card))
    lora = card.weights.few_step_lora
    folder = models / card.weights.folder
    if lora is None:
        return folder, None
    return folder, next(iter(sorted((models / lora.folder).rglob(lora.pattern))))


def weights_problem(models: Path, card: ModelCard) -> Text | None:
    """Say what is missing for an engine to run; None when nothing is."""
    if card.weights is None:
        return None
    holding = hold(models, card)
    title, size = card.title, f"{card.weights.total_gb:.0f} GB"
    command = f"`python -m seedance_studio models get {card.id}`"
    return {
        "ready": None,
        "absent": Text(
            f"the weights of {title.en} are not on this machine (about {size}); fetch them in "
            f"the model menu or with {command}, or choose Seedling, which is in the box",
            f"本机没有 {title.zh} 的权重（约 {size}）；请在模型菜单中下载，或运行 {command}，"
            "也可改用自带的 Seedling 小苗",
        ),
        "partial": Text(
            f"the weights of {title.en} are only half here ({holding.disk_gb:.1f} GB); "
            f"{command} goes on where it stopped. Seedling works meanwhile",
            f"{title.zh} 的权重只下载了一部分（{holding.disk_gb:.1f} GB）；"
            f"运行 {command} 可断点续传。在此期间可使用 Seedling 小苗",
        ),
        "damaged": Text(
            f"the weights of {title.en} are damaged ({holding.detail}); {command} fetches "
            "again what is wrong. Seedling works meanwhile",
            f"{title.zh} 的权重已损坏（{holding.detail}）；运行 {command} 会重新下载出错的文件。"
            "在此期间可使用 Seedling 小苗",
        ),
    }[holding.state]


def _hint(card: ModelCard) -> Text:
    return Text(
        f"Fetch them with `python -m seedance_studio models get {card.id}`, or run on Seedling.",
        f"请运行 `python -m seedance_studio models get {card.id}` 下载，或改用 Seedling 小苗。",
    )


def check_weights(models: Path, card: ModelCard) -> Holding:
    """Read every file of an engine's weights and compare it with what was fetched; takes minutes.

    What differs is fetched again with the next download, and nothing else.
    """
    holding = hold(models, card)
    if holding.state not in ("ready", "damaged"):
        return holding
    assert card.weights is not None
    lora = card.weights.few_step_lora
    for name in (card.weights.folder, *([lora.folder] if lora else [])):
        try:
            manifest.check_weights(models / name)
        except manifest.WeightsError as error:
            (models / name / manifest.MANIFEST).unlink(missing_ok=True)
            return replace(holding, state="damaged", detail=str(error))
    return holding


def remove_weights(models: Path, card: ModelCard) -> None:
    """Delete an engine's weights, wherever their link leads."""
    assert card.weights is not None
    home = models / card.weights.folder
    target = home.resolve()
    if home.is_symlink():
        home.unlink()
    shutil.rmtree(target, ignore_errors=True)
