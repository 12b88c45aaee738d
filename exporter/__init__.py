"""One source, one theme: the same document as PDF, Word, EPUB and HTML.

import exporter

document = exporter.load("content/ketamine-cream.md")
files = exporter.export(document, to=["pdf", "docx"], theme="clinic")
files["pdf"].data
"""

from collections.abc import Sequence as _Sequence

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
from exporter.pipeline import look_of as _look_of
from exporter.render import PageMap, Rendered
from exporter.theme import Theme
from exporter.verify import Difference, verify

__all__ = [
    "Difference",
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
    "verify",
]


def check(
    document: Document,
    *,
    theme: str | Theme = "clinic",
    editions: _Sequence[str] = (),
    profile: str = "strict",
) -> Verdict:
    """What the checks say of ``document`` in ``theme``; nothing is raised for what they find."""
    return _check(document, _look_of(theme, editions), named_profile(profile))
