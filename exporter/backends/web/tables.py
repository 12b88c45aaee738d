"""Tables: which column a cell stands in, and what its element says of it (HTML, 4.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from exporter.backends.web.markup import Attributes, element
from exporter.model import Table, TableCell, TableRow


class PlacedCell(NamedTuple):
    """A cell with its column (counted from 0), and spans that stay inside the table."""

    cell: TableCell
    column: int
    colspan: int
    rowspan: int


def placed_rows(table: Table) -> Iterator[tuple[TableRow, list[PlacedCell]]]:
    """The rows, their cells moved past those that reach down from above (HTML, 4.9.12.1).

    A span ends with its row group: no header cell reaches into the body.
    """
    free_from = [0] * len(table.columns)
    for index, row in enumerate(table.rows):
        end = table.header_rows if index < table.header_rows else len(table.rows)
        column, placed = 0, []
        for cell in row.cells:
            while column < len(free_from) and free_from[column] > index:
                column += 1
            colspan = max(1, min(cell.colspan, len(table.columns) - column))
            rowspan = max(1, min(cell.rowspan, end - index))
            free_from[column : column + colspan] = [index + rowspan] * colspan
            placed.append(PlacedCell(cell, column, colspan, rowspan))
            column += colspan
        yield row, placed


def cell_element(table: Table, placed: PlacedCell, row: int, content: str) -> str:
    """A data cell, or a header cell with its scope; a header with no words is a data cell."""
    scope = _scope(table, placed, row)
    align = table.columns[placed.column].align if placed.column < len(table.columns) else "start"
    attributes: Attributes = {
        "id": placed.cell.id,
        "scope": scope,
        "class": align if align != "start" else None,
        "colspan": placed.colspan if placed.colspan > 1 else None,
        "rowspan": placed.rowspan if placed.rowspan > 1 else None,
    }
    return element("th" if scope else "td", content, attributes)


def _scope(table: Table, placed: PlacedCell, row: int) -> str | None:
    if not placed.cell.blocks:
        return None
    if row < table.header_rows:
        return "col"
    return "row" if placed.column < table.header_columns else None


def column_widths(table: Table) -> str:
    """The stated shares as percentages of their sum; nothing where the content decides."""
    whole = sum(column.width for column in table.columns)
    if not whole:
        return ""
    columns = (
        element("col", "", {"style": f"width: {100 * column.width / whole:.4g}%" if column.width else None})
        for column in table.columns
    )
    return element("colgroup", "".join(columns))
