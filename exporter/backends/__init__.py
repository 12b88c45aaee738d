"""The backends, in one visible table. They never see each other.

A backend's module is imported only when its format is asked for: the libraries behind them
take longer to import than most documents take to render. Plug-ins are looked for only when a
format is not in the table, or when all are listed.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import NamedTuple, cast

from exporter.backends import plugins
from exporter.errors import UsageError
from exporter.render import Backend


class BackendEntry(NamedTuple):
    """Where a backend lives: a module, and the class in it that makes one."""

    description: str
    module: str
    name: str


BACKENDS: dict[str, BackendEntry] = {
    "pdf": BackendEntry("PDF, to print", "exporter.backends.pdf", "PdfBackend"),
    "docx": BackendEntry("Word (Office Open XML), to edit", "exporter.backends.docx", "DocxBackend"),
    "epub": BackendEntry("EPUB 3.3, to read on a phone", "exporter.backends.epub", "EpubBackend"),
    "html": BackendEntry("HTML, one self-contained page", "exporter.backends.html", "HtmlBackend"),
}
"""In the order they run: the PDF first, because its page map serves the others."""


def backend(name: str) -> Backend:
    """The backend for a format, of our own or of a plug-in.

    Raises ``UsageError`` naming the formats there are, or the plug-in that does not work.
    """
    if entry := BACKENDS.get(name):
        return cast("Backend", getattr(importlib.import_module(entry.module), entry.name)())
    found = plugins.plug_ins(BACKENDS)
    if name not in found:
        there_are = ", ".join((*BACKENDS, *found))
        raise UsageError.because("format-unknown", f"there is no format {name!r}", f"choose from {there_are}")
    return plugins.made(found[name])


def described() -> Iterator[tuple[str, str]]:
    """Every format with its description, our own first."""
    for name, entry in BACKENDS.items():
        yield name, entry.description
    for name, found in plugins.plug_ins(BACKENDS).items():
        yield name, plugins.description(found)
