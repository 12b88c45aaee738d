"""Exit codes."""

from __future__ import annotations

from exporter.errors import (
    ExporterError,
    InputRefused,
    LimitReached,
    OutputInUse,
    StorageError,
    UsageError,
)

OK = 0
DIFFERENT = 1
USAGE = 2
REFUSED = 3
STORAGE = 4
PARTLY = 6
INTERRUPTED = 130

_CODES: dict[type[ExporterError], int] = {
    UsageError: USAGE,
    InputRefused: REFUSED,
    StorageError: STORAGE,
    LimitReached: 5,
    OutputInUse: 7,
}


def code_for(error: ExporterError) -> int:
    """The exit code for an error of the family."""
    return next(code for kind, code in _CODES.items() if isinstance(error, kind))
