"""The grid of a table: where its cells stand once spans have pushed their neighbours aside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from exporter.model import Table, TableCell


class PlacedCell(NamedTuple):
    """A cell and its first row and column, counted from 0."""

    cell: TableCell
    row: int
    column: int
    is_header: bool


def placed_cells(table: Table) -> Iterator[PlacedCell]:
    """The cells of ``table`` in reading order, placed as HTML places them (HTML, 4.9.12)."""
    taken: set[tuple[int, int]] = set()
    for row_number, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while (row_number, column) in taken:
                column += 1
            if cell.rowspan > 1:
                taken.update(
                    (row_number + down, column + across)
                    for down in range(1, cell.rowspan)
                    for across in range(cell.colspan)
                )
            is_header = row_number < table.header_rows or column < table.header_columns
            yield PlacedCell(cell, row_number, column, is_header)
            column += cell.colspan
