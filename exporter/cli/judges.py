"""Programs by others that say whether a file keeps to its standard, where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

_SECONDS = 300
_MOST_LINES = 6
"""Lines of what a judge says that are repeated."""


class Judgement(NamedTuple):
    """What a judge said of a file: ``passed`` is ``None`` where it did not run, and ``said`` tells why."""

    judge: str
    standard: str
    passed: bool | None
    said: str = ""


class _Judge(NamedTuple):
    name: str
    standard: str
    ask: Callable[[Path], tuple[bool | None, str]]


def judgements(data: bytes, suffix: str) -> list[Judgement]:
    """What each judge of a format says of a file, also which of them did not run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file.{suffix}")
        path.write_bytes(data)
        return [
            Judgement(judge.name, judge.standard, passed, said.replace(folder, ""))
            for judge in _JUDGES.get(suffix, ())
            for passed, said in [judge.ask(path)]
        ]


def _program(name: str, *arguments: str) -> Callable[[Path], tuple[bool | None, str]]:
    """A program that ends with another exit code than 0 where a file fails."""

    def ask(path: Path) -> tuple[bool | None, str]:
        beside_python = os.pathsep.join((os.environ.get("PATH", ""), str(Path(sys.executable).parent)))
        program = shutil.which(name, path=beside_python)
        if program is None:
            return None, "it is not installed"
        try:
            command = [program, *arguments, str(path)]
            ran = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None, "it gave no verdict"
        said = (ran.stdout + ran.stderr).decode("utf-8", "replace").splitlines()
        lines = [line.strip() for line in said if line.strip()]
        return ran.returncode == 0, "; ".join(lines[-_MOST_LINES:])

    return ask


def _page_validation(path: Path) -> tuple[bool | None, str]:
    try:
        import page  # an optional judge, and slow to import
    except ModuleNotFoundError:
        return None, "it is not installed"
    try:
        report = page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1)
    except page.PageError as error:
        return False, str(error)
    return report.is_compliant, "; ".join(str(failure) for failure in report.failures[:_MOST_LINES])


_JUDGES: dict[str, tuple[_Judge, ...]] = {
    "pdf": (
        _Judge("page-validation", "PDF/UA-1", _page_validation),
        _Judge("veraPDF", "PDF/A and PDF/UA", _program("verapdf", "--format", "text")),
    ),
    "docx": (_Judge("Open XML SDK", "ISO/IEC 29500", _program("ooxml-validator")),),
    "epub": (_Judge("EPUBCheck", "EPUB 3.3", _program("epubcheck")),),
    "html": (_Judge("Nu Html Checker", "HTML", _program("vnu")),),
}
