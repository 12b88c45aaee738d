"""What the package shows, and that its README's Python works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import exporter
from exporter.checks import check
from exporter.theme import named_theme
from tests.samples import minimal, paragraph

GUIDE = Path(__file__).parent.parent / "content/ketamine-cream.md"


def test_public_names_are_deliberate() -> None:
    shown = {name for name in dir(exporter) if not name.startswith("_")}
    rooms = {path.stem for path in Path(exporter.__file__).parent.iterdir()}
    assert shown - rooms == set(exporter.__all__) - rooms
    assert all(getattr(exporter, name) for name in exporter.__all__)


def test_the_function_is_not_covered_by_the_room_of_its_name() -> None:
    script = "import exporter, exporter.verify.compare; print(callable(exporter.verify))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_importing_the_package_loads_nothing_else() -> None:
    """So that a command can answer signals from the start."""
    script = "import sys, exporter.cli.process; print(*(set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.partition(".")[0] in ("exporter", "msgspec")}
    assert loaded == {"exporter", "exporter.cli", "exporter.cli.process"}


def test_load_check_export() -> None:
    document = exporter.load(GUIDE)
    assert exporter.check(document).errors == ()
    files = exporter.export(document, to=["html", "pdf"])
    assert list(files) == ["pdf", "html"]
    assert files["pdf"].data.startswith(b"%PDF-1.7")
    assert files["pdf"].page_map and files["pdf"].page_map.count > 1


def test_export_refuses_what_the_checks_refuse() -> None:
    with pytest.raises(exporter.InputRefused, match="language-missing"):
        exporter.export(minimal(paragraph("x"), language=""))


def test_notices_reach_the_caller() -> None:
    document = minimal(paragraph("x"), language="sw")
    assert check(document, named_theme("clinic")).notices
    files = exporter.export(document, to=["html"])
    assert [notice.code for notice in files["html"].notices] == ["phrases-missing"]


HEAVY = {"pdf": "reportlab", "docx": "docx", "epub": "ebooklib", "html": "jinja2"}


@pytest.mark.parametrize("wanted", HEAVY)
def test_a_format_s_libraries_are_imported_only_when_it_is_asked_for(wanted: str, tmp_path: Path) -> None:
    script = (
        "import sys; from exporter.cli import main;"
        f"main(['export', {str(GUIDE)!r}, '--to', {wanted!r}, '--out', {str(tmp_path)!r}]);"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert HEAVY[wanted] in loaded
    shared = {"epub": {"jinja2"}}.get(wanted, set())
    assert not (set(HEAVY.values()) - {HEAVY[wanted]} - shared) & loaded
    assert "reportlab.platypus" not in loaded
