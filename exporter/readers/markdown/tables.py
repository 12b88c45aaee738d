"""Pipe tables (GitHub) and their captions."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from exporter.model import Alignment, Inlines, Paragraph, Position, Table, TableCell, TableColumn, TableRow
from exporter.readers.markdown.attributes import Attributes
from exporter.readers.markdown.block_rules import CONTAINERS
from exporter.readers.markdown.inlines import InlineReader
from exporter.readers.markdown.parser import siblings
from exporter.readers.markdown.source import Source
from exporter.readers.reading import Notices

MOST_SHARE = 1e6
_ALIGNMENTS: dict[str, Alignment] = {
    "text-align:left": "start",
    "text-align:center": "center",
    "text-align:right": "end",
}


class TableReader:
    def __init__(self, source: Source, inlines: InlineReader, notices: Notices) -> None:
        self._source = source
        self._inlines = inlines
        self._notices = notices

    def table(self, tokens: Sequence[Token], pos: Position) -> Table:
        parts = {token.type: inner for token, inner in siblings(tokens)}
        header = siblings(parts["thead_open"])[0][1]
        columns = tuple(
            TableColumn(_ALIGNMENTS.get(str(cell.attrs.get("style", "")), "start"))
            for cell, _ in siblings(header)
        )
        rows = siblings(parts["thead_open"]) + siblings(parts.get("tbody_open", ()))
        return Table(
            columns=columns,
            rows=tuple(self._row(row, inner, len(columns)) for row, inner in rows),
            pos=pos,
        )

    def _row(self, row: Token, tokens: Sequence[Token], width: int) -> TableRow:
        self._refuse_surplus(row, width)
        pos = self._source.of_block(row)
        begin = first = len(_markers(self._source.lines[pos.line - 1])) if pos.line else 0
        cells = []
        for _, inner in siblings(tokens):
            cells.append(self._cell(inner[0], begin))
            begin = cells[-1].pos.column - 1 + len(inner[0].content)
        return TableRow(tuple(cells), pos=Position(pos.line, max(pos.column, first + 1)))

    def _cell(self, inline: Token, begin: int) -> TableCell:
        """A cell that is looked for from ``begin`` on, behind the one before it."""
        inline.meta["from"] = begin
        content = self._inlines.read(inline)
        pos = self._source.of_inline(inline, 0)
        return TableCell((Paragraph(content, pos=pos),) if content else (), pos=pos)

    def _refuse_surplus(self, row: Token, width: int) -> None:
        """Cells past the last column: markdown-it drops them, as GitHub's specification says."""
        pos = self._source.of_block(row)
        line = self._source.lines[pos.line - 1] if pos.line else ""
        line = line.removeprefix(_markers(line)).strip()
        cells = escapedSplit(line.strip().strip("|") if line.endswith("|") else line.lstrip("|"))
        if any(cell.strip() for cell in cells[width:]):
            self._notices.error(
                "table-surplus-cell",
                f"this row has {len(cells)} cells, the table {width} columns",
                pos,
                "write a | that is text as \\|",
            )


def _markers(line: str) -> str:
    """The markers of the quotes and lists that a row stands in."""
    found = CONTAINERS.match(line)
    return found[0] if found else ""


def with_caption(
    table: Table, caption: Inlines, attributes: Attributes, pos: Position, notices: Notices
) -> Table:
    """``table`` with what its caption line says of it."""
    values = dict(attributes.values)
    header_columns = _count(values.pop("header-columns", "0"), "header-columns", pos, notices)
    header_rows = _count(values.pop("header-rows", "1"), "header-rows", pos, notices)
    columns = _with_widths(table.columns, values.pop("widths", ""), pos, notices)
    description = values.pop("description", "")
    for key in values.keys() - {"lang", "dir"}:
        notices.error("attribute-unknown", f"a table caption has no attribute {key!r}", pos)
    return msgspec.structs.replace(
        table,
        caption=caption,
        columns=columns,
        header_columns=header_columns,
        header_rows=header_rows,
        description=description,
        id=attributes.id or table.id,
    )


def _count(value: str, key: str, pos: Position, notices: Notices) -> int:
    if re.fullmatch("[0-9]{1,3}", value):
        return int(value)
    notices.error("attribute-value", f"{key} is a number, not {value!r}", pos)
    return 0


def _with_widths(
    columns: tuple[TableColumn, ...], widths: str, pos: Position, notices: Notices
) -> tuple[TableColumn, ...]:
    """Columns with shares such as ``"2,1,1"``."""
    if not widths:
        return columns
    try:
        shares = [float(width) for width in widths.split(",")]
    except ValueError:
        shares = []
    if len(shares) != len(columns) or not all(0 < share < MOST_SHARE for share in shares):
        notices.error(
            "attribute-value", f"widths needs a number for each of {len(columns)} columns: {widths!r}", pos
        )
        return columns
    return tuple(
        msgspec.structs.replace(column, width=share / sum(shares))
        for column, share in zip(columns, shares, strict=True)
    )
