"""One source, one theme: the same document as PDF, Word, EPUB and HTML.

import exporter

document = exporter.load("content/ketamine-cream.md")
files = exporter.export(document, to=["pdf", "docx"], theme="clinic")
files["pdf"].data
"""

from exporter.checks import check as _check
from exporter.checks import named_profile
from exporter.errors import (
    ExporterError,
    InputRefused,
    LimitReached,
    OutputInUse,
    StorageError,
    UsageError,
)
from exporter.model import Document
from exporter.notices import Notice, Verdict
from exporter.pipeline import export, load, load_theme
from exporter.render import PageMap, Rendered
from exporter.theme import Theme

__all__ = [
    "Document",
    "ExporterError",
    "InputRefused",
    "LimitReached",
    "Notice",
    "OutputInUse",
    "PageMap",
    "Rendered",
    "StorageError",
    "Theme",
    "UsageError",
    "Verdict",
    "check",
    "export",
    "load",
    "load_theme",
]


def check(document: Document, *, theme: str | Theme = "clinic", profile: str = "strict") -> Verdict:
    """What the checks say of ``document`` in ``theme``; nothing is raised for what they find."""
    look = load_theme(theme) if isinstance(theme, str) else theme
    return _check(document, look, named_profile(profile))
