"""``exporter verify`` from the outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from exporter.cli import export, main
from exporter.model import Document
from exporter.render import Rendered

SOURCE = "---\ntitle: T\nlanguage: en\n---\n\n# One\n\nWear gloves.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.md").write_text(SOURCE, "utf-8")
    assert main(["export", "t.md", "--to", "pdf,docx,epub,html"]) == 0
    return tmp_path


def test_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["verify", "t.md", "t.pdf", "t.docx", "t.epub", "t.html"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [f"t.{name}  0 differences" for name in ("pdf", "docx", "epub", "html")]
    assert said.err == ""


def test_different(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "t.md").write_text(SOURCE.replace("gloves", "mittens"), "utf-8")
    capsys.readouterr()
    assert main(["verify", "t.md", "t.html", "t.pdf"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == ["t.html  1 difference", "t.pdf  1 difference"]
    assert said.err.splitlines() == [
        f"t.md:8:1 error words-differ t.{name}: “gloves.” stands for “mittens.” after “T One Wear”"
        for name in ("html", "pdf")
    ]


def test_metadata_given_as_for_the_export(folder: Path) -> None:
    assert main(["export", "t.md", "--to", "html", "--meta", "language=fr"]) == 0
    assert main(["verify", "t.md", "t.html"]) == 1
    assert main(["verify", "t.md", "t.html", "--meta", "language=fr"]) == 0


def test_each_file_stands_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.bin").write_bytes(b"nothing known")
    assert main(["verify", "t.md", "x.bin", "t.html"]) == 3
    assert main(["verify", "t.md", "gone.pdf", "t.html"]) == 4
    assert main(["verify", "gone.md", "t.html"]) == 4
    assert "x.bin: error unknown-format" in capsys.readouterr().err


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["verify", "t.md"])
    assert stopped.value.code == 2


ALL = "pdf,docx,epub,html"


def test_an_export_that_is_proved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "t.md", "--to", ALL, "--out", "new", "--verify", "--report", "proof.html"]) == 0
    assert sorted(path.name for path in (folder / "new").iterdir()) == ["t.docx", "t.epub", "t.html", "t.pdf"]
    sheet = (folder / "proof.html").read_text("utf-8")
    assert "4 files compared, 0 differences" in sheet
    assert "<script" not in sheet
    assert "Open XML SDK (ISO/IEC 29500)" in sheet


def test_what_cannot_be_proved_is_not_written(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backend that loses a word: its document has the word, and no file is put in place."""
    renderings = export.renderings

    def losing(document: Document, **options: object) -> Iterator[tuple[str, Rendered]]:
        for name, made in renderings(document, **options):  # type: ignore[arg-type]
            yield name, msgspec.structs.replace(made, data=made.data.replace(b"Wear gloves", b"Wear"))

    monkeypatch.setattr(export, "renderings", losing)
    capsys.readouterr()
    arguments = ["export", "t.md", "--to", "html", "--out", "new", "--verify", "--report", "proof.html"]
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert "t.md:8:1 error words-differ" in said.err
    assert not (folder / "new").exists() or not list((folder / "new").iterdir())
    assert "1 difference in 1 file" in (folder / "proof.html").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "t.md", "--report", "proof.html"],
        ["export", "t.md", "t.md", "--verify", "--report", "proof.html"],
        ["export", "t.md", "--to", "html", "--verify", "--report", "t.html"],
        ["verify", "t.md", "t.html", "--report", "t.html"],
        ["verify", "t.md", "t.html", "--report", "proof.pdf"],
    ],
)
def test_reports_that_can_never_be_written(folder: Path, arguments: list[str]) -> None:
    before = (folder / "t.html").read_bytes()
    assert main(arguments) == 2
    assert (folder / "t.html").read_bytes() == before


def test_the_report_of_a_comparison_names_the_line(folder: Path) -> None:
    (folder / "t.md").write_text(SOURCE.replace("gloves", "mittens"), "utf-8")
    assert main(["verify", "t.md", "t.html", "t.pdf", "--report", "proof.html", "--theme", "none"]) == 1
    sheet = (folder / "proof.html").read_text("utf-8")
    assert "<strong>Line 8</strong>: “gloves.” stands for “mittens.”" in sheet
    assert "beside what the theme promises" not in sheet
