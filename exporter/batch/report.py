"""The report: a table of what became of each row, as CSV that opens in any program for tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from exporter.batch.record import Record
from exporter.files import Place, written_atomically

COLUMNS = ("row", "name", "status", "pages", "bytes", "files", "notices")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_report(path: Place, records: Iterable[Record]) -> None:
    """Writes a line for each record (RFC 4180, UTF-8 with a mark, by which Excel knows it)."""
    with written_atomically(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        table = csv.writer(text)
        table.writerow(COLUMNS)
        for record in records:
            table.writerow(map(_harmless, _cells(record)))
        text.flush()
        text.detach()


def _cells(record: Record) -> tuple[str, ...]:
    return (
        str(record.row),
        record.key,
        record.status,
        str(record.pages or ""),
        str(sum(file.bytes for file in record.files) or ""),
        " ".join(file.path for file in record.files),
        "; ".join(map(str, record.notices)),
    )


def _harmless(cell: str) -> str:
    """A cell that no program takes for a formula (hazard H19)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
