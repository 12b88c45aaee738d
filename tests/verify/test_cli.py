"""``exporter verify`` from the outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.cli import main

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
