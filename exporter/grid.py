"""The grid of a table: where its cells stand once spans have pushed their neighbours aside."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import msgspec

from exporter.model import Table, TableCell, TableRow

_EMPTY = TableCell(())


class PlacedCell(NamedTuple):
    """A cell with its first column, counted from 0, and spans that stay inside the table.

    ``continues`` marks the places below its first row that it reaches down into.
    """

    cell: TableCell
    column: int
    colspan: int
    rowspan: int
    is_header: bool
    continues: bool = False


class PlacedRow(NamedTuple):
    """A row with what stands in every column, and the cells it has no column for."""

    row: TableRow
    places: tuple[PlacedCell, ...]
    surplus: tuple[TableCell, ...]

    @property
    def cells(self) -> Iterator[PlacedCell]:
        """The cells that begin in this row."""
        return (place for place in self.places if not place.continues)


def placed_rows(table: Table) -> Iterator[PlacedRow]:
    """The rows of ``table``, their cells placed as HTML places them (HTML, 4.9.12.1).

    A row with too few cells is filled up with empty ones. A span ends with its row group: no
    header cell reaches into the body.
    """
    if has_spans(table):
        yield from _rows_with_spans(table)
    else:
        yield from (placed_row(table, number) for number in range(len(table.rows)))


def placed_row(table: Table, number: int) -> PlacedRow:
    """A row of a table without spans."""
    row, count = table.rows[number], len(table.columns)
    cells = row.cells if len(row.cells) >= count else (*row.cells, *[_EMPTY] * (count - len(row.cells)))
    header_columns = count if number < table.header_rows else table.header_columns
    places = [
        PlacedCell(cell, column, 1, 1, column < header_columns) for column, cell in enumerate(cells[:count])
    ]
    return PlacedRow(row, tuple(places), cells[count:])


def has_spans(table: Table) -> bool:
    """Whether any cell says that it is over several columns or rows."""
    cells = list(chain.from_iterable(map(operator.attrgetter("cells"), table.rows)))
    return any(set(map(operator.attrgetter(span), cells)) - {1} for span in ("colspan", "rowspan"))


def _rows_with_spans(table: Table) -> Iterator[PlacedRow]:
    reached: dict[int, tuple[int, PlacedCell]] = {}
    for number, row in enumerate(table.rows):
        group_end = table.header_rows if number < table.header_rows else len(table.rows)
        cells = iter(row.cells)
        places: list[PlacedCell] = []
        column = 0
        while column < len(table.columns):
            end, above = reached.get(column, (0, None))
            if above and end > number:
                place = above._replace(continues=True)
            else:
                place = _placed(table, next(cells, _EMPTY), number, column, group_end, reached)
                reached[column] = number + place.rowspan, place
            places.append(place)
            column += place.colspan
        yield PlacedRow(row, tuple(places), tuple(cells))


def _placed(
    table: Table,
    cell: TableCell,
    row: int,
    column: int,
    group_end: int,
    reached: dict[int, tuple[int, PlacedCell]],
) -> PlacedCell:
    colspan = 1
    while colspan < cell.colspan and column + colspan < len(table.columns):
        if reached.get(column + colspan, (0, None))[0] > row:
            break
        colspan += 1
    is_header = row < table.header_rows or column < table.header_columns
    return PlacedCell(cell, column, colspan, min(cell.rowspan, max(group_end - row, 1)), is_header)


def narrowed(table: Table) -> Table:
    """``table`` without the columns in which no cell begins, and spans that count those there are.

    The width of such a column goes to the one before it, which all its cells come from.
    """
    if not has_spans(table):
        return table
    rows = list(placed_rows(table))
    begun = sorted({placed.column for row in rows for placed in row.cells})
    if len(begun) in (0, len(table.columns)):
        return table
    ends = [*begun[1:], len(table.columns)]
    columns = tuple(
        msgspec.structs.replace(
            table.columns[start], width=sum(column.width for column in table.columns[start:end])
        )
        for start, end in zip(begun, ends, strict=True)
    )
    return msgspec.structs.replace(
        table,
        columns=columns,
        header_columns=sum(column < table.header_columns for column in begun),
        rows=tuple(_narrowed(row, begun) for row in rows),
    )


def _narrowed(placed_row: PlacedRow, begun: list[int]) -> TableRow:
    cells = (
        msgspec.structs.replace(
            placed.cell,
            colspan=sum(placed.column <= column < placed.column + placed.colspan for column in begun),
        )
        for placed in placed_row.cells
    )
    return msgspec.structs.replace(placed_row.row, cells=(*cells, *placed_row.surplus))


def is_to_fill_in(table: Table) -> bool:
    """Whether a table is a form: below its headers, it has cells with nothing in them.

    Such cells get room for a pen, and rules between them.
    """
    return any(
        not cell.blocks
        for row in table.rows[table.header_rows :]
        for cell in row.cells[table.header_columns :]
    )
