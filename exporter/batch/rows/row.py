"""One row of data: strings by the names of their columns, exactly as ``--set`` would be given them."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Mapping
from typing import Any

import msgspec

from exporter.errors import InputRefused

EXTRA = 'pip install "exporter[batch]"'
"""What brings the libraries that read workbooks and Parquet."""


class Row(msgspec.Struct, frozen=True):
    """``number`` counts the rows from 1; ``line`` is where it stands in its file, as editors count.

    ``fault`` says why the row cannot be read, and then it has no values.
    """

    number: int
    line: int
    values: dict[str, str] = {}
    fault: str = ""


class NotPlain(ValueError):
    """A value that no field can hold; the message says what it is."""


def as_text(value: Any) -> str:
    """A value of a workbook, of JSON or of Parquet as it would be typed; nothing is the empty string.

    Raises ``NotPlain``.
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float() | decimal.Decimal():
            return _digits(value)
        case datetime.datetime():
            if value.time() == datetime.time():
                return value.date().isoformat()
            return value.isoformat(" ")
        case datetime.date() | datetime.time():
            return value.isoformat()
    raise NotPlain(f"a value of the type {type(value).__name__}")


def _digits(value: float | decimal.Decimal) -> str:
    """A number without exponent, and without a fraction of nothing."""
    exact = decimal.Decimal(repr(value) if isinstance(value, float) else value)
    if not exact.is_finite():
        raise NotPlain("a number that is none")
    return f"{exact.to_integral_value():f}" if exact == exact.to_integral_value() else f"{exact:f}"


def flattened(record: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """The values of a record by their names; those of records in it have dots in theirs.

    Raises ``NotPlain`` for a value that no field can hold, and for a name that comes twice.
    """
    found: dict[str, str] = {}
    for name, value in record.items():
        path = f"{above}{name}"
        try:
            inner = flattened(value, f"{path}.") if isinstance(value, Mapping) else {path: as_text(value)}
        except NotPlain as fault:
            raise NotPlain(str(fault) if isinstance(value, Mapping) else f"{path!r} is {fault}") from None
        if twice := found.keys() & inner.keys():
            raise NotPlain(f"the name {min(twice)!r} comes twice")
        found |= inner
    return found


def missing_extra(file: str, library: str) -> InputRefused:
    """The refusal of a file whose library is not installed."""
    return InputRefused.because("data-extra", f"reading it takes {library}", EXTRA, file=file)
