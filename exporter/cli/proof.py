"""The proof sheet of a command: made, exported as HTML, and put in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from exporter.cli.process import taking_back
from exporter.cli.sheet import Proved, proof_sheet
from exporter.errors import UsageError
from exporter.files import write_atomically
from exporter.model import Document
from exporter.pipeline import export


def refuse_report(report: str | None, inputs: Iterable[str], outputs: Sequence[Path] = ()) -> None:
    """Raises ``UsageError`` for a proof sheet that would be written over what is read or written."""
    if report is None:
        return
    place = Path(report)
    if place.suffix.lower() not in (".html", ".htm"):
        raise UsageError.because("report", f"--report {report} is no .html file", "give it a name in .html")
    taken = {path.resolve() for path in (*map(Path, inputs), *outputs)}
    if place.resolve() in taken:
        raise UsageError.because("output-over-source", f"--report {report} is another file of this command")
    if place.is_dir():
        raise UsageError.because("report", f"--report {report} is a folder", "name a file")


def write_sheet(report: str, document: Document, files: Sequence[Proved], theme: str) -> None:
    """Writes the proof sheet of ``files``."""
    sheet = proof_sheet(document, files, theme)
    data = export(sheet, to=["html"])["html"].data
    with taking_back():
        write_atomically(Path(report), data)


def look_named(theme: str, editions: Sequence[str]) -> str:
    """What a proof sheet calls the look that files were compared with."""
    return ", ".join((theme, *editions))
