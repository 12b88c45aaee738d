"""Which judges are here, and what a test does when the one it needs is not."""

from __future__ import annotations

import os
from functools import cache
from typing import Protocol

import pytest

from tests.judges import (
    ace,
    chromium,
    epubcheck,
    libreoffice,
    ooxml,
    page_validation,
    pandoc,
    poppler,
    qpdf,
    reading_system,
    vnu,
)


class Judge(Protocol):
    """What every judge's module can tell of itself."""

    def missing(self) -> str | None:
        """Why it cannot be asked on this machine; None when it can."""

    def version(self) -> str:
        """Its name and version, in one line."""


JUDGES: dict[str, Judge] = {
    "ace": ace,
    "chromium": chromium,
    "epubcheck": epubcheck,
    "libreoffice": libreoffice,
    "ooxml": ooxml,
    "page_validation": page_validation,
    "pandoc": pandoc,
    "poppler": poppler,
    "qpdf": qpdf,
    "reading_system": reading_system,
    "vnu": vnu,
}


@cache
def why_missing(name: str) -> str | None:
    """Why a judge cannot be asked on this machine; None when it can."""
    return JUDGES[name].missing()


def require(*names: str) -> None:
    """Skips the test unless these judges are here; where judges are promised (CI), it fails instead."""
    reasons = [f"{name}: {reason}" for name in names if (reason := why_missing(name))]
    if not reasons:
        return
    message = f"{'; '.join(reasons)}; `make judges` installs it"
    if os.environ.get("EXPORTER_REQUIRE_JUDGES") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
