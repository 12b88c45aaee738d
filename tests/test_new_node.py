"""A node type added to the model is missed by the type checker in every backend that lacks it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RENDERERS = {
    "exporter/backends/pdf/renderer.py",
    "exporter/backends/docx/renderer.py",
    "exporter/backends/web/xhtml.py",
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package with a new block in its model, and nothing else that knows of it."""
    shutil.copytree(ROOT / "exporter", tmp_path / "exporter", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / ".mypy_cache", tmp_path / ".mypy_cache", dirs_exist_ok=True) if (
        ROOT / ".mypy_cache"
    ).is_dir() else None
    edit(
        tmp_path / "exporter/model/blocks.py",
        "Block: TypeAlias = (\n",
        "class Sidebar(BlockBase, frozen=True):\n    text: str\n\n\nBlock: TypeAlias = (\n    Sidebar |\n",
    )
    edit(tmp_path / "exporter/model/__init__.py", "    QrCode,\n", "    QrCode,\n    Sidebar,\n")
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), "utf-8")


def complaints(folder: Path) -> dict[str, str]:
    """The files that mypy complains of, each with its first complaint."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy"], cwd=folder, capture_output=True, text=True, check=False
    )
    found: dict[str, str] = {}
    for path, message in re.findall(r"^(exporter/\S+?):\d+: error: (.*)$", done.stdout, re.MULTILINE):
        found.setdefault(path, message)
    return found


def test_mypy_names_the_renderer_then_every_backend(copy: Path) -> None:
    first = complaints(copy)
    assert "Sidebar" in first["exporter/render.py"]
    edit(copy / "exporter/render.py", "    QrCode,\n", "    QrCode,\n    Sidebar,\n")
    edit(
        copy / "exporter/render.py",
        "            case Conditional():\n",
        "            case Sidebar():\n                return self.sidebar(node, context)\n"
        "            case Conditional():\n",
    )
    edit(
        copy / "exporter/render.py",
        "    @abstractmethod\n    def paragraph(",
        "    @abstractmethod\n    def sidebar(self, node: Sidebar, context: Context) -> BlockOut: ...\n"
        "    @abstractmethod\n    def paragraph(",
    )
    then = complaints(copy)
    assert then.keys() >= RENDERERS
    assert all("sidebar" in then[path] for path in RENDERERS)
