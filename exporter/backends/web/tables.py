"""Tables: what the element of a cell says of it (HTML, 4.9)."""

from __future__ import annotations

from exporter.backends.web.markup import Attributes, element
from exporter.grid import PlacedCell
from exporter.model import Table


def cell_element(table: Table, placed: PlacedCell, row: int, content: str) -> str:
    """A data cell, or a header cell with its scope; a header with no words is a data cell."""
    scope = _scope(table, placed, row)
    align = table.columns[placed.column].align
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
