"""One source, one theme: the same document as PDF, Word, EPUB and HTML.

import exporter

document = exporter.load("content/ketamine-cream.md")
files = exporter.export(document, to=["pdf", "docx"], theme="clinic")
files["pdf"].data

Names are looked up when they are first used: importing the package costs nothing, and the command
can answer signals before it loads what it works with.
"""

import importlib as _importlib
import sys as _sys
from types import ModuleType as _ModuleType
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any

if _TYPE_CHECKING:
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
    from exporter.pipeline import check, export, load, load_theme
    from exporter.render import PageMap, Rendered
    from exporter.theme import Theme
    from exporter.verify import Difference, verify

_HOMES = {
    "Difference": "exporter.verify",
    "Document": "exporter.model",
    "ExporterError": "exporter.errors",
    "InputRefused": "exporter.errors",
    "LimitReached": "exporter.errors",
    "Notice": "exporter.notices",
    "OutputInUse": "exporter.errors",
    "PageMap": "exporter.render",
    "Rendered": "exporter.render",
    "StorageError": "exporter.errors",
    "Theme": "exporter.theme",
    "UsageError": "exporter.errors",
    "Verdict": "exporter.notices",
    "check": "exporter.pipeline",
    "export": "exporter.pipeline",
    "load": "exporter.pipeline",
    "load_theme": "exporter.pipeline",
    "verify": "exporter.verify",
}
"""Where each public name is defined."""

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


def __getattr__(name: str) -> _Any:
    if name in _HOMES:
        return getattr(_importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(_ModuleType):
    """Keeps the function ``verify`` from being covered by the room of that name once it is loaded."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _HOMES or not isinstance(value, _ModuleType):
            super().__setattr__(name, value)


_sys.modules[__name__].__class__ = _Package
