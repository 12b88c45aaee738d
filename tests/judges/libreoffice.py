"""LibreOffice Writer, which opens a DOCX as a second reader would and prints it to PDF."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from exporter.files import font_family
from exporter.theme import named_theme, theme_names
from tests.judges import programs
from tests.judges.finding import Finding


def missing() -> str | None:
    return programs.missing("soffice")


def version() -> str:
    return programs.first_line("soffice", "--version")


def to_pdf(files: Sequence[Path], folder: Path) -> dict[Path, Path | Finding]:
    """Prints many DOCX files to PDF, as to paper, without fields of a form: see ``_converted``."""
    no_form = 'pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"false"}}'
    return _converted(files, folder, "pdf", no_form)


def saved_again(files: Sequence[Path], folder: Path) -> dict[Path, Path | Finding]:
    """Opens many DOCX files and saves them as DOCX: see ``_converted``."""
    return _converted(files, folder, "docx", "docx:MS Word 2007 XML")


def _converted(files: Sequence[Path], folder: Path, suffix: str, to: str) -> dict[Path, Path | Finding]:
    """Converts many DOCX files into `folder` with one process; a file it cannot open gets a Finding.

    The profile is a new one for each call: with a shared profile the second of two runs does nothing.
    """
    made = {file: folder / f"{number:03}-{file.stem}.{suffix}" for number, file in enumerate(files)}
    with tempfile.TemporaryDirectory(prefix="soffice-") as scratch:
        copies = [shutil.copyfile(file, Path(scratch, f"{new.stem}.docx")) for file, new in made.items()]
        done = programs.run(
            "soffice",
            f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--infilter=MS Word 2007 XML",  # without it, anything that is no DOCX is printed as plain text
            "--convert-to",
            to,
            "--outdir",
            folder,
            *copies,
            timeout=60 + 20 * len(copies),
            environment={"FONTCONFIG_FILE": str(_with_our_fonts(Path(scratch)))},
        )
    said = (done.stderr or done.stdout).strip()
    return {file: new if new.is_file() else _failure(file, said) for file, new in made.items()}


def _with_our_fonts(scratch: Path) -> Path:
    """A configuration with the fonts of our themes beside those of the machine: what a file looks like
    must not hang on what happens to be installed."""
    themes = map(named_theme, theme_names())
    names = {
        name for theme in themes for stack in (theme.fonts.body, theme.fonts.code) for name in stack.families
    }
    folders = "".join(f"<dir>{escape(str(font_family(name).root))}</dir>" for name in sorted(names))
    path = scratch / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{folders}'
        f"<cachedir>{escape(str(scratch / 'fonts'))}</cachedir></fontconfig>"
    )
    return path


def _failure(file: Path, said: str) -> Finding:
    return Finding(str(file), "fatal", "not-converted", f"LibreOffice could not convert it: {said}")
