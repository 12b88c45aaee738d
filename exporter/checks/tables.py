"""Rules about tables: their headers, their captions, their grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.checks.subject import Finding
from exporter.grid import has_spans, placed_rows
from exporter.model import Table, TableCell, plain_text


def table_header_missing(tables: Sequence[Table]) -> Iterator[Finding]:
    """No header at all, or headers without a word: cells are then read without what they are about."""
    for node in tables:
        if _lacks_headers(node):
            yield Finding("no row and no column of this table is a header", node.pos)


def _lacks_headers(table: Table) -> bool:
    return bool(table.rows) and not any(plain_text(cell.blocks).strip() for cell in _headers(table))


def _headers(table: Table) -> Iterator[TableCell]:
    if table.header_rows or table.header_columns:
        yield from (place.cell for row in placed_rows(table) for place in row.cells if place.is_header)


def table_caption_missing(tables: Sequence[Table]) -> Iterator[Finding]:
    for node in tables:
        if not plain_text(node.caption).strip():
            yield Finding("this table has no caption", node.pos)


def table_span(tables: Sequence[Table]) -> Iterator[Finding]:
    """A span that is cut off, by the end of its rows or by another cell; or that is a header in one column
    and data in the next. Cells then belong to other headers than those above and beside them."""
    for node in filter(has_spans, tables):
        for number, row in enumerate(placed_rows(node)):
            for place in row.cells:
                is_cut = place.colspan < place.cell.colspan or place.rowspan < place.cell.rowspan
                is_both = place.column < node.header_columns < place.column + place.colspan
                if is_cut or (is_both and number >= node.header_rows):
                    yield Finding("this cell spans beyond what its headers hold for", place.cell.pos)


def table_surplus(tables: Sequence[Table]) -> Iterator[Finding]:
    for node in tables:
        count = len(node.columns)
        is_sure = not has_spans(node) and all(len(row.cells) <= count for row in node.rows)
        for row in () if is_sure else placed_rows(node):
            for cell in row.surplus:
                yield Finding(f"none of the {count} columns is left for this cell", cell.pos)
