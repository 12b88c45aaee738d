"""Files of data -> rows, one at a time: however many there are, few are in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from exporter.batch.delimiters import DELIMITERS
from exporter.batch.rows import delimited, jsonl, parquet, workbook
from exporter.batch.rows.row import Row
from exporter.errors import UsageError
from exporter.files import Place, open_data

_READERS: dict[str, Callable[[BinaryIO, str], Iterator[Row]]] = {
    ".csv": delimited.rows,
    ".jsonl": jsonl.rows,
    ".xlsx": workbook.rows,
    ".parquet": parquet.rows,
}


def refuse_unknown_data(data: Place) -> None:
    """Raises ``UsageError`` for a file that no reader is for."""
    if data.suffix.lower() not in _READERS:
        raise UsageError.because(
            "data-format", f"--data {str(data)!r} is none of {', '.join(_READERS)}", "save it as one of them"
        )


def read_rows(data: Place, delimiter: str = "") -> Iterator[Row]:
    """The rows of a file of data; raises ``InputRefused``, ``LimitReached`` or ``StorageError``."""
    refuse_unknown_data(data)
    with open_data(data) as stream:
        if delimiter and data.suffix.lower() == ".csv":
            yield from delimited.rows(stream, str(data), DELIMITERS[delimiter])
        else:
            yield from _READERS[data.suffix.lower()](stream, str(data))
