"""Table nodes -> grids of cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes import Cell, StackBox, TableGrid, TextBox
from exporter.backends.pdf.setting import Setting
from exporter.grid import is_to_fill_in, placed_rows
from exporter.model import Table

if TYPE_CHECKING:
    from exporter.backends.pdf.renderer import PdfRenderer


def table_grid(renderer: PdfRenderer, node: Table, context: Setting) -> TableGrid:
    """The grid of a table, each cell a stack of boxes in the table's own styles."""
    return TableGrid(
        list(_cells(renderer, node, context)),
        [column.width for column in node.columns],
        len(node.rows),
        node.header_rows,
        renderer.theme,
        to_fill_in=is_to_fill_in(node),
    )


def _cells(renderer: PdfRenderer, node: Table, context: Setting) -> Iterator[Cell]:
    text = renderer.theme.text
    for number, row in enumerate(placed_rows(node)):
        for place in row.cells:
            style = text.table_header if place.is_header else text.table
            align = node.columns[place.column].align if place.colspan == 1 else "start"
            setting = context.restyled(style, "TH" if place.is_header else "TD")
            boxes = renderer.blocks(place.cell.blocks, setting._replace(align=align, list_depth=0))
            box = boxes[0] if len(boxes) == 1 and isinstance(boxes[0], TextBox) else StackBox(boxes)
            for anchor in (place.cell.id, row.row.id if place.column == 0 else ""):
                box = StackBox([box], anchor=anchor) if anchor else box
            yield Cell(box, number, place.column, place.rowspan, place.colspan)
