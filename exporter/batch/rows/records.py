"""Records of cells below a header: what CSV files and sheets of workbooks have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.batch.rows.row import Row
from exporter.errors import InputRefused


class Record(NamedTuple):
    """The cells of one line; ``fault`` says why they cannot be used."""

    line: int
    cells: Sequence[str]
    fault: str = ""


def rows_below_header(records: Iterable[Record], file: str) -> Iterator[Row]:
    """A row for each record below the first that says anything, which names the columns.

    Records in which nothing stands are left out. Raises ``InputRefused`` for a header whose names are
    missing or come twice; a row with more or fewer cells than the header has a fault (hazard B11).
    """
    names: list[str] | None = None
    number = 0
    for record in records:
        if not record.fault and not any(cell.strip() for cell in record.cells):
            continue
        if names is None:
            names = _header(record, file)
            continue
        number += 1
        if record.fault or len(record.cells) != len(names):
            fault = record.fault or f"it has {len(record.cells)} cells, and the header {len(names)}"
            yield Row(number, record.line, fault=fault)
        else:
            yield Row(number, record.line, dict(zip(names, record.cells, strict=True)))
    if names is None:
        raise InputRefused.because("data-empty", "there is no header in it", "name the columns", file=file)


def _header(record: Record, file: str) -> list[str]:
    names = [unicodedata.normalize("NFC", cell.strip()) for cell in record.cells]
    for place, name in enumerate(names, 1):
        problem = (
            "has no name" if not name else f"is called {name!r} like another" * (name in names[: place - 1])
        )
        if record.fault or problem:
            raise InputRefused.because(
                "data-header",
                record.fault or f"column {place} {problem}",
                "give each column a name of its own",
                file=file,
                line=record.line,
                column=place,
            )
    return names
