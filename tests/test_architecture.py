"""The shape of the code: who may import whom, how large things get, what the map says."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomllib

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "seedance_studio"
FILES = sorted(PACKAGE.rglob("*.py"))
MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_APP_LINES = 400, 60, 30


def test_import_contracts_hold():
    lint = Path(sys.executable).with_name("lint-imports")
    finished = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout


def test_app_only_composes():
    assert len((ROOT / "app.py").read_text().splitlines()) <= MAX_APP_LINES


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_FILE_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length < MAX_FUNCTION_LINES, f"{node.name} has {length} lines"


@pytest.mark.parametrize(
    ("module", "others"),
    [
        ("seedance_studio.studio", ["gradio"]),
        ("seedance_studio.headless.commands", ["gradio"]),
        ("seedance_studio.jobs.engine_child", ["gradio"]),
        # Gradio would bring both, for a server and for tables that the page does not have.
        ("app", ["mcp", "pandas"]),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(module, others):
    heavy = ["torch", "diffusers", "transformers", *others]
    code = f"import sys, {module}\nprint([name for name in {heavy} if name in sys.modules])"
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert finished.stdout.strip() == "[]"


def test_the_map_in_the_documentation_is_the_tree():
    listed = _listed_paths((ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    assert [path for path in listed if not (ROOT / path).exists()] == []
    parts = {
        f"seedance_studio/{path.name}{'/' if path.is_dir() else ''}"
        for path in PACKAGE.iterdir()
        if path.name not in ("__init__.py", "__pycache__")
    }
    assert parts - set(listed) == set()


def test_the_layers_in_the_documentation_are_those_that_are_checked():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    checked = [
        {name.strip() for name in layer.split("|")} for layer in contracts["contracts"][0]["layers"]
    ]
    document = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in document.splitlines() if line.startswith("| `")]
    told = [set(re.findall(r"`([a-z_]+)`", row)) for row in rows]
    assert told[: len(checked)] == checked


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_setting_is_in_the_readme(readme):
    source = (PACKAGE / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'"SEEDANCE_([A-Z_]+)"', source))
    names |= set(re.findall(r'environment,\s+"(?:SEEDANCE_)?([A-Z_]+)"', source))
    document = (ROOT / readme).read_text(encoding="utf-8")
    assert len(names) > 20
    assert [name for name in sorted(names) if f"`SEEDANCE_{name}`" not in document] == []


def _listed_paths(document):
    """Read the first code block: names first on a line, two spaces deeper for what is inside."""
    block = re.search(r"```\w*\n(.*?)```", document, re.DOTALL)
    assert block is not None, "docs/ARCHITECTURE.md has no tree"
    paths, folders = [], []
    for line in block.group(1).splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        del folders[depth:]
        for word in line.split():
            if not re.fullmatch(r"[\w.-]+(/|\.\w+)", word):
                break
            paths.append("".join(folders) + word)
        if paths and paths[-1].endswith("/"):
            folders = [*folders, line.split()[0]]
    return paths
