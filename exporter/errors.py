"""The family of errors, all of which carry notices and none of which is a bug in the caller's code.

ExporterError
├── UsageError       the request makes no sense: an unknown format, theme or option
├── InputRefused     a document, theme or asset breaks a rule
├── StorageError     reading or writing failed
├── LimitReached     the input is larger or deeper than the limits allow
└── OutputInUse      another run is writing the same output

Exit codes belong to the command line; see ``exporter.cli.exits``.
"""

from __future__ import annotations

from typing import Self

from exporter.notices import Notice, Severity


class ExporterError(Exception):
    """Base of every error this package raises on purpose; ``notices`` says why, in full."""

    def __init__(self, *notices: Notice) -> None:
        super().__init__(*notices)
        self.notices = notices

    def __str__(self) -> str:
        return "\n".join(str(notice) for notice in self.notices)

    @classmethod
    def because(
        cls,
        code: str,
        message: str,
        fix: str = "",
        *,
        file: str = "",
        line: int = 0,
        column: int = 0,
        severity: Severity = "error",
    ) -> Self:
        """The error with one notice."""
        return cls(Notice(code, message, fix, severity, file, line, column))


class UsageError(ExporterError):
    """The request itself is wrong."""


class InputRefused(ExporterError):
    """A document, theme or asset breaks a rule, and is not exported."""


class StorageError(ExporterError):
    """The file system said no."""


class LimitReached(ExporterError):
    """The input passes one of the limits that keep an export bounded."""


class OutputInUse(ExporterError):
    """Another run holds the output folder."""
