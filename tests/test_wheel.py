"""An installed wheel works from any folder: themes, templates and content travel inside it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_all_that_is_read(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    content = {f"exporter/content/{name}.md" for name in ("ketamine-cream", "languages")}
    assert {"exporter/py.typed", *content} <= names
    for path in (ROOT / "templates").rglob("*.*"):
        assert f"exporter/{path.relative_to(ROOT).as_posix()}" in names


def test_it_exports_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    """The unpacked wheel comes before the checkout on the path; the fonts come from their own wheels."""
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site)}
    source = site / "exporter/content/ketamine-cream.md"
    command = [sys.executable, "-m", "exporter", "export", str(source), "--to", "pdf,docx,epub,html"]
    subprocess.run(command, cwd=elsewhere, env=environment, check=True, capture_output=True)
    assert len(list(elsewhere.iterdir())) == 4
    where = [sys.executable, "-c", "import exporter; print(exporter.__file__)"]
    done = subprocess.run(where, cwd=elsewhere, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.startswith(str(site))
