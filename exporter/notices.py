"""What the pipeline has to say about a document: notices, and the verdict they add up to.

Nothing here prints. A notice is data until ``cli`` formats it, and it reaches every caller.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

Severity: TypeAlias = Literal["error", "warning", "info"]

Standard: TypeAlias = Literal[
    "PDF/UA-1",
    "PDF/A-2a",
    "EPUB Accessibility 1.1 - WCAG 2.1 Level AA",
]
"""The claims a file can make, spelt as the standards spell them."""

ALL_STANDARDS: frozenset[Standard] = frozenset(
    ("PDF/UA-1", "PDF/A-2a", "EPUB Accessibility 1.1 - WCAG 2.1 Level AA")
)


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line about one place: ``file:line:column severity CODE message (fix)``.

    ``line`` and ``column`` count from 1; 0 means that the notice is about no place in particular.
    """

    code: str
    message: str
    fix: str = ""
    severity: Severity = "error"
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        line = f"{self.where} {self.severity} {self.code} {self.message}"
        return visible(f"{line} ({self.fix})" if self.fix else line)

    @property
    def where(self) -> str:
        """The place as editors and terminals know how to follow it."""
        if not self.line:
            return f"{self.file or '-'}:"
        return f"{self.file or '-'}:{self.line}:{self.column or 1}"


class Verdict(msgspec.Struct, frozen=True):
    """What the checks found, and the standards that what they read has earned.

    A backend writes a claim of conformance only when it stands in ``standards``.
    """

    notices: tuple[Notice, ...] = ()
    standards: frozenset[Standard] = frozenset()

    @property
    def errors(self) -> tuple[Notice, ...]:
        return errors_among(self.notices)


def errors_among(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices that stop an export."""
    return tuple(notice for notice in notices if notice.severity == "error")


def visible(text: str) -> str:
    """``text`` on one line, with control, format and surrogate characters written as escapes.

    File names and document text reach terminals and logs through here: escape sequences and
    bidirectional overrides in them must show, not act (Unicode Technical Report 36, section 3).
    """
    return "".join(
        character if _is_harmless(character) else f"\\u{{{ord(character):04X}}}" for character in text
    )


def _is_harmless(character: str) -> bool:
    return (character.isascii() and character.isprintable()) or (
        unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
