"""The README is true: its examples run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from exporter.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("source", examples("markdown"))
def test_the_markdown_exports_to_every_format(source: str, tmp_path: Path) -> None:
    (tmp_path / "example.md").write_text(source, "utf-8")
    arguments = [str(tmp_path / "example.md"), "--out", str(tmp_path), "--to", "pdf,docx,epub,html"]
    values = ["--set", "patient.name=A. Person"] if "fields:" in source else []
    assert main(["export", *arguments, *values]) == 0


@pytest.mark.parametrize("theme", [text for text in examples("toml") if "[palette]" in text])
def test_the_theme_loads_with_contrast(theme: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(theme, "utf-8")
    arguments = ["--theme", str(tmp_path / "mine.toml"), "--out", str(tmp_path), "--to", "html"]
    assert main(["export", str(ROOT / "content/ketamine-cream.md"), *arguments]) == 0
    assert "#1B4B7A" in (tmp_path / "ketamine-cream.html").read_text("utf-8")


@pytest.mark.parametrize("code", examples("python"))
def test_the_python_runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {})


def test_the_commands_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z-]+)", README)) <= targets
    monkeypatch.chdir(ROOT)
    commands = re.findall(r"^\.venv/bin/exporter ((?:export|batch) .*)$", README, re.MULTILINE)
    assert len(commands) > 3
    (tmp_path / "letter.md").write_text(
        next(text for text in examples("markdown") if "fields:" in text), "utf-8"
    )
    (tmp_path / "patients.csv").write_text("".join(examples("csv")), "utf-8")
    (tmp_path / "cast.md").write_text(examples("markdown")[0], "utf-8")
    for command in commands:
        command = command.replace("--out build", "")
        words = shlex.split(
            re.sub(r"\b(letter\.md|cast\.md|patients\.csv)", lambda name: str(tmp_path / name[0]), command)
        )
        words += [] if "--help" in words else ["--out", str(tmp_path)]
        try:
            assert main(words) == 0
        except SystemExit as stopped:
            assert stopped.code == 0


def test_the_example_of_a_check_is_what_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("visit.md").write_text(next(text for text in examples("markdown") if "click here" in text), "utf-8")
    (shown,) = re.findall(r"^```\n((?:visit\.md.*\n)+)```$", README, re.MULTILINE)
    assert main(["check", "visit.md"]) == 0
    said = capsys.readouterr()
    assert said.err + said.out == shown


@pytest.mark.parametrize("profile", [text for text in examples("toml") if "[severities]" in text])
def test_the_profile_loads(profile: str, tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text(profile, "utf-8")
    assert (
        main(["check", str(ROOT / "content/ketamine-cream.md"), "--profile", str(tmp_path / "house.toml")])
        == 0
    )


def test_the_example_of_a_refusal_is_what_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = re.findall(r"^leaflet\.md:.*$", README, re.MULTILINE)
    place = re.search(r":(\d+):(\d+) ", line)
    assert place
    blank = "\n" * (int(place[1]) - 5)
    words = "x" * (int(place[2]) - 1)
    text = f"---\ntitle: T\nlanguage: en\n---\n{blank}{words}[x](javascript:a)\n"
    (tmp_path / "leaflet.md").write_text(text, "utf-8")
    assert main(["export", str(tmp_path / "leaflet.md")]) == 3
    assert capsys.readouterr().err.strip().endswith(line)
