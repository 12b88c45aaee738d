"""Table nodes -> grids of cells, and their structure elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from exporter.backends.pdf.boxes import (
    Box,
    Cell,
    PlainColumn,
    PlainRow,
    StackBox,
    TableGrid,
    TextBox,
    row_groups,
)
from exporter.backends.pdf.setting import Setting
from exporter.backends.pdf.structure import Attributes, StructElem, Value
from exporter.grid import PlacedCell, PlacedRow, has_spans, is_to_fill_in, placed_row, placed_rows
from exporter.model import Alignment, Paragraph, Table, TableCell, TableRow, Text

if TYPE_CHECKING:
    from exporter.backends.pdf.renderer import PdfRenderer


_ANY_TEXT = "".join(map(chr, range(0x20, 0x7F)))
_is_plain = re.compile("[!-~]+(?: [!-~]+)*").fullmatch


def summary(node: Table) -> dict[str, Attributes]:
    """What describes a table (ISO 32000-1, 14.8.5.7)."""
    return {"Table": {"Summary": node.description}} if node.description else {}


def table_grid(renderer: PdfRenderer, node: Table, context: Setting) -> TableGrid:
    """The grid of a table, each cell a stack of boxes in the table's own styles.

    ``context`` is that of the table's element.
    """
    theme, to_fill_in = renderer.theme, is_to_fill_in(node)
    pen = theme.fill_in.row + 2 * theme.table.padding_y if to_fill_in else 0.0
    least = [0.0] * node.header_rows + [pen] * (len(node.rows) - node.header_rows)
    return TableGrid(
        list(row_groups(_rows(renderer, node, context, may_be_plain=not to_fill_in), least)),
        [column.width for column in node.columns],
        node.header_rows,
        theme,
        to_fill_in=to_fill_in,
    )


def _rows(
    renderer: PdfRenderer, node: Table, context: Setting, *, may_be_plain: bool
) -> Iterator[list[Cell] | PlainRow]:
    """The rows; those below the headers that say no more than a few words are plain."""
    settings = _settings(renderer, node, context)
    headers: list[_Header] = []
    names_headers = _has_wide_headers(node)
    plain = _plain_columns(renderer, node, settings) if may_be_plain and not names_headers else ()
    spanned = placed_rows(node) if has_spans(node) else None
    part = context
    for number, own in enumerate(node.rows):
        if number in (0, node.header_rows):
            part = context.within("THead" if number < node.header_rows else "TBody")
        elem = StructElem("TR", part.elem)
        placed = next(spanned) if spanned else None
        may_be = plain and number >= node.header_rows and not (placed and _is_spanned(placed))
        texts = _plain_texts(own, len(plain)) if may_be else None
        if texts:
            yield PlainRow(texts, number, plain, elem)
            continue
        row = placed or placed_row(node, number)
        cells: list[Cell] = []
        for place in row.cells:
            above = _headers_of(place, number, headers) if names_headers and not place.is_header else ()
            said = _cell_attributes(node, number, place, above)
            inner = StructElem(_type(place), elem, attributes={"Table": said} if said else {})
            if place.is_header:
                headers.append(_Header(number, place, number < node.header_rows, inner))
            align = node.columns[place.column].align if place.colspan == 1 else "start"
            box = _content(renderer, place, settings[place.is_header, align]._replace(elem=inner))
            for anchor in (place.cell.id, row.row.id if place.column == 0 else ""):
                box = StackBox([box], anchor=anchor) if anchor else box
            turns = _turns(node, place, number)
            cells.append(Cell(box, number, place.column, place.rowspan, place.colspan, turns))
        yield cells


def _type(place: PlacedCell) -> str:
    return "TH" if place.is_header else "TD"


def _plain_columns(
    renderer: PdfRenderer, node: Table, settings: Mapping[tuple[bool, Alignment], Setting]
) -> tuple[PlainColumn, ...]:
    """How the plain cells of each column are set; none where no cell can be plain."""
    found: list[PlainColumn] = []
    for number, column in enumerate(node.columns):
        place = PlacedCell(TableCell(()), number, 1, 1, is_header=number < node.header_columns)
        setting = settings[place.is_header, column.align]._replace(elem=None)
        runs = renderer.typesetter.runs(_ANY_TEXT, setting)
        if len(runs) != 1 or setting.rtl or setting.style.hyphenated:
            return ()
        attributes = _cell_attributes(node, node.header_rows, place, ())
        face = renderer.typesetter.face(setting)
        found.append(PlainColumn.of(runs[0].ink, face, setting.style, column.align, _type(place), attributes))
    return tuple(found)


def _is_spanned(row: PlacedRow) -> bool:
    """Whether a cell of the row is over several columns or rows, or another reaches into it."""
    return any(place.continues or place.rowspan > 1 or place.colspan > 1 for place in row.places)


def _plain_texts(row: TableRow, count: int) -> tuple[str, ...] | None:
    """What the ``count`` cells say, where each is at most one text that a single face sets from left to
    right."""
    if row.id or len(row.cells) != count:
        return None
    found: list[str] = []
    for cell in row.cells:
        blocks = cell.blocks
        if cell.id or len(blocks) > 1:
            return None
        if not blocks:
            found.append("")
            continue
        block = blocks[0]
        if type(block) is not Paragraph or block.id or len(block.content) != 1:
            return None
        words = block.content[0]
        if type(words) is not Text or not _is_plain(words.text):
            return None
        found.append(words.text)
    return tuple(found)


def _turns(node: Table, place: PlacedCell, row: int) -> bool:
    """Whether a cell is the header of a column that could be turned on its side: not one of row headers."""
    return row < node.header_rows and place.column >= max(node.header_columns, 1) and place.colspan == 1


def _settings(renderer: PdfRenderer, node: Table, context: Setting) -> dict[tuple[bool, Alignment], Setting]:
    """The setting of each kind of cell, made once: whether it is a header, and how it is aligned."""
    text = renderer.theme.text
    aligned: set[Alignment] = {"start", *(column.align for column in node.columns)}
    return {
        (is_header, align): context.restyled(style)._replace(align=align, list_depth=0)
        for is_header, style in ((True, text.table_header), (False, text.table))
        for align in aligned
    }


class _Header(NamedTuple):
    """A header cell in its row; ``heads_columns`` those of the header rows."""

    row: int
    place: PlacedCell
    heads_columns: bool
    elem: StructElem


def _has_wide_headers(node: Table) -> bool:
    """Whether a header cell is over several columns or rows, so that scopes alone do not tell which."""
    rows = placed_rows(node) if node.header_columns else islice(placed_rows(node), node.header_rows)
    return any(
        place.is_header and (place.colspan > 1 or place.rowspan > 1) for row in rows for place in row.cells
    )


def _headers_of(place: PlacedCell, row: int, headers: Sequence[_Header]) -> tuple[StructElem, ...]:
    """The headers above a cell, and those beside it."""
    columns = range(place.column, place.column + place.colspan)
    rows = range(row, row + place.rowspan)
    return tuple(
        header.elem
        for header in headers
        if (
            _meet(columns, range(header.place.column, header.place.column + header.place.colspan))
            if header.heads_columns
            else _meet(rows, range(header.row, header.row + header.place.rowspan))
        )
    )


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _cell_attributes(
    node: Table, row: int, place: PlacedCell, headers: tuple[StructElem, ...]
) -> dict[str, Value]:
    """The attributes of a cell (ISO 32000-1, 14.8.5.7)."""
    attributes: dict[str, Value] = {}
    if place.is_header:
        heads_columns, heads_rows = row < node.header_rows, place.column < node.header_columns
        both = "/Both" if heads_rows else "/Column"
        attributes["Scope"] = both if heads_columns else "/Row"
    if place.colspan > 1:
        attributes["ColSpan"] = place.colspan
    if place.rowspan > 1:
        attributes["RowSpan"] = place.rowspan
    if headers:
        attributes["Headers"] = headers
    return attributes


def _content(renderer: PdfRenderer, place: PlacedCell, setting: Setting) -> Box:
    """What is in a cell; the words of a single paragraph are the cell's own."""
    match place.cell.blocks:
        case (Paragraph() as only,):
            return renderer.words(only, setting)
        case blocks:
            boxes = renderer.blocks(blocks, setting)
            return boxes[0] if len(boxes) == 1 and isinstance(boxes[0], TextBox) else StackBox(boxes)
