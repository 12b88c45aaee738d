"""Bytes of a finished file -> View, written from each format's standard and not from our writers.

Nothing here knows how a backend names its classes, styles or files: what a reader leaves out, it
leaves out because the standard says that it is no content.
"""

from __future__ import annotations

import re

from exporter.errors import InputRefused, UsageError
from exporter.model import View
from exporter.readback.package import Package

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)

_LIBRARIES = {"pikepdf": "a PDF", "tinycss2": "EPUB and HTML", "cssselect2": "EPUB and HTML"}
"""What an export does without, by what it reads."""


def read_back(data: bytes, name: str = "") -> View:
    """The View of a file, its format told by its first bytes and not by its name.

    ``name`` is what notices call the file. Raises ``InputRefused`` for a file of no known format,
    or one that is damaged, encrypted or built to do harm; ``LimitReached`` for one too large;
    ``UsageError`` where the library that reads the format is not installed.
    """
    # Each reader stands on a library that is slow to import, and most runs never verify.
    try:
        return _read(data, name)
    except ModuleNotFoundError as missing:
        if missing.name not in _LIBRARIES:
            raise
        what, fix = (
            f"reading {_LIBRARIES[missing.name]} needs {missing.name}",
            "pip install 'exporter[verify]'",
        )
        raise UsageError.because(f"{missing.name}-missing", what, fix, file=name) from None


def _read(data: bytes, name: str) -> View:
    if data.lstrip()[:5] == b"%PDF-":
        from exporter.readback.pdf import read_pdf

        return read_pdf(data, name)
    if data[:4] == b"PK\x03\x04":
        return _of_package(Package(data, name))
    if _HTML.match(data[:4096]):
        from exporter.readback.html import read_html

        return read_html(data, name)
    raise _unknown(name)


def _of_package(package: Package) -> View:
    """A zip file says what it is by its first part (OCF 3.3, 4.2.6.3; ISO/IEC 29500-2, 7.2.3)."""
    if package.is_epub:
        from exporter.readback.epub import read_epub_package

        return read_epub_package(package)
    if "[Content_Types].xml" in package:
        from exporter.readback.docx import read_docx_package

        return read_docx_package(package)
    raise _unknown(package.name)


def _unknown(name: str) -> InputRefused:
    return InputRefused.because(
        "unknown-format",
        "this is no PDF, Word, EPUB or HTML file",
        "give a file that was exported",
        file=name,
    )
