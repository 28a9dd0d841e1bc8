"""The studio as a Hugging Face Space: what would be uploaded, and uploading it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from seedance_studio.errors import RequestError, Text
from seedance_studio.fleet import PREFERRED
from seedance_studio.models.hub_errors import asking_the_hub

ROOT = Path(__file__).parents[1]
HARDWARE: dict[str, Text] = {
    "cpu-basic": Text("free: Seedling alone", "免费：仅 Seedling 小苗"),
    "zero-a10g": Text(
        "ZeroGPU: large engines for seconds at a time, charged to each visitor's quota",
        "ZeroGPU：按秒借用 GPU 运行大模型，计入访问者各自的额度",
    ),
    "l4x1": Text("24 GB GPU, paid by the hour", "24 GB 显卡，按小时计费"),
    "l40sx1": Text("48 GB GPU, paid by the hour", "48 GB 显卡，按小时计费"),
    "a100-large": Text("80 GB GPU, paid by the hour", "80 GB 显卡，按小时计费"),
    "h200": Text("141 GB GPU, paid by the hour", "141 GB 显卡，按小时计费"),
}
"""What a Space may run on, by the hub's names."""
_LEFT_OUT = re.compile(
    r"(tests|\.ci|\.github)/|Makefile$|requirements-dev\.txt$|Dockerfile$|\.docker"
)
_MAX_PLAIN_MB = 10.0
"""The hub wants larger files as large files; ours are all smaller, so a plain clone is whole."""
_SPACE_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_LARGE = "filter=lfs diff=lfs merge=lfs -text"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployPlan:
    """What would be done."""

    space: str
    """owner/name."""
    hardware: str
    is_private: bool
    files: tuple[str, ...]
    total_mb: float
    variables: dict[str, str]
    attributes: str
    """The Space's own .gitattributes: the hub takes pictures and weights as large files only."""


def plan_deploy(
    space: str, hardware: str = "cpu-basic", *, is_private: bool = False, root: Path = ROOT
) -> DeployPlan:
    """Look at everything that an upload needs; touches no network.

    Args:
        space: owner/name.
        hardware: one of HARDWARE.
        is_private: whether only the owner sees it.
        root: of a clone of the studio.

    Raises:
        RequestError: all problems at once.
    """
    names = _tracked(root)
    problems: dict[str, Text] = {}
    if not _SPACE_ID.fullmatch(space):
        problems["space"] = Text(f"'{space}' is not OWNER/NAME", f"“{space}”应形如 用户名/名称")
    if hardware not in HARDWARE:
        offered = ", ".join(HARDWARE)
        problems["hardware"] = Text(
            f"'{hardware}' is not offered; choose {offered}", f"不提供“{hardware}”，可选 {offered}"
        )
    problems |= _front_matter_problems(root)
    sizes = {name: (root / name).stat().st_size / 1e6 for name in names}
    for name, size in sizes.items():
        if size > _MAX_PLAIN_MB:
            problems[name] = Text(
                f"{size:.0f} MB; files stay under {_MAX_PLAIN_MB:g} MB",
                f"{size:.0f} MB，单个文件应小于 {_MAX_PLAIN_MB:g} MB",
            )
    if problems:
        raise RequestError(problems)
    return DeployPlan(
        space=space,
        hardware=hardware,
        is_private=is_private,
        files=tuple(names),
        total_mb=round(sum(sizes.values()), 1),
        variables={
            "SEEDANCE_VISITORS": "one" if is_private else "many",
            # On a GPU the model that plays every mode is wanted; the host asks by choosing one.
            **({} if hardware == "cpu-basic" else {"SEEDANCE_FETCH": PREFERRED}),
        },
        attributes=_attributes(root),
    )


def deploy(plan: DeployPlan, root: Path = ROOT) -> str:
    """Make the Space and upload to it; gives its address.

    Raises:
        HubFailed: the hub cannot be reached, or there is no token with the right to write.
    """
    from huggingface_hub import (  # noqa: PLC0415 - only who deploys needs it
        CommitOperationAdd,
        CommitOperationDelete,
        HfApi,
    )

    with asking_the_hub(plan.space):
        api = HfApi()
        address = api.create_repo(
            plan.space,
            repo_type="space",
            space_sdk="gradio",
            space_hardware=plan.hardware,
            private=plan.is_private,
            exist_ok=True,
            space_variables=[{"key": key, "value": value} for key, value in plan.variables.items()],
        )
        there = set(api.list_repo_files(plan.space, repo_type="space"))
        new = [CommitOperationAdd(name, root / name) for name in plan.files]
        new.append(CommitOperationAdd(".gitattributes", plan.attributes.encode()))
        gone = there - {*plan.files, ".gitattributes"}
        api.create_commit(
            plan.space,
            [*new, *(CommitOperationDelete(name) for name in sorted(gone))],
            repo_type="space",
            commit_message="Deploy the studio",
        )
    return str(address)


def _tracked(root: Path) -> list[str]:
    """Give the files of the clone that a Space needs; without git all but the hidden ones."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if (root / name).is_file()]
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
        names = [name for name in names if not re.search(r"(^|/)[._]", name)]
    wanted = (name for name in names if not _LEFT_OUT.match(name))
    return sorted(name for name in wanted if name != ".gitattributes")


def _front_matter_problems(root: Path) -> dict[str, Text]:
    """Compare what the README tells the hub with what the studio needs."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^(\w+): *(.+)$", readme.split("---")[1], re.MULTILINE))
    needs = (root / "requirements.txt").read_text(encoding="utf-8")
    gradio = re.search(r"^gradio==(\S+)$", needs, re.MULTILINE)
    wanted = {"sdk": "gradio", "app_file": "app.py", "sdk_version": gradio[1] if gradio else ""}
    return {
        f"README.{key}": Text(
            f"says '{told.get(key)}'; the studio needs '{value}'",
            f"写的是“{told.get(key)}”，应为“{value}”",
        )
        for key, value in wanted.items()
        if told.get(key) != value
    }


def _attributes(root: Path) -> str:
    ours = (root / ".gitattributes").read_text(encoding="utf-8")
    lines = [line for line in ours.splitlines() if not line.startswith("#")]
    return "\n".join(line.replace(" binary", f" {_LARGE}") for line in lines) + "\n"
