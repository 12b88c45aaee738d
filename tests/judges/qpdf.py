"""qpdf, which reads a PDF's syntax object by object."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.judges import programs
from tests.judges.finding import Finding, JudgeBroken, Level

# Its exit codes; findings go to standard error, and an account of what was checked to standard output.
CLEAN, ERRORS, WARNINGS = 0, 2, 3


def missing() -> str | None:
    return programs.missing("qpdf")


def version() -> str:
    return programs.first_line("qpdf", "--version")


def judge(files: Sequence[Path]) -> dict[Path, list[Finding]]:
    """Judges many PDFs, one quick process each."""
    return {file: _judge_one(file) for file in files}


def _judge_one(file: Path) -> list[Finding]:
    done = programs.run("qpdf", "--check", file)
    if done.returncode not in (CLEAN, ERRORS, WARNINGS):
        raise JudgeBroken(f"qpdf gave no verdict on {file}: {done.stderr.strip()}")
    level: Level = "error" if done.returncode == ERRORS else "warning"
    said = done.stderr.strip().splitlines()
    if not said and done.returncode != CLEAN:
        said = [f"exit code {done.returncode} without a word"]
    return [Finding(str(file), level, "qpdf", line) for line in said]
