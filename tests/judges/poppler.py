"""Poppler, which reads text and facts out of a PDF as most Linux viewers do."""

from __future__ import annotations

from pathlib import Path

from tests.judges import programs
from tests.judges.finding import JudgeBroken


def missing() -> str | None:
    return programs.missing("pdftotext") or programs.missing("pdfinfo")


def version() -> str:
    return programs.first_line("pdftotext", "-v")


def text(file: Path) -> str:
    """The words in the order of the content, pages parted by form feeds."""
    return _ask("pdftotext", "-enc", "UTF-8", file, "-")


def info(file: Path) -> dict[str, str]:
    """What `pdfinfo` tells: `Title`, `Tagged`, `Pages`, `Page size` and so on, as it spells them."""
    pairs = (line.partition(":") for line in _ask("pdfinfo", file).splitlines())
    return {key: value.strip() for key, _, value in pairs}


def _ask(*command: str | Path) -> str:
    done = programs.run(*command)
    if done.returncode or done.stderr.strip():
        raise JudgeBroken(f"{command[0]}: {done.stderr.strip() or f'exit code {done.returncode}'}")
    return done.stdout
