"""HTML tables -> tables: the only way to write cells that span rows or columns.

Only the tags of a table mean something here; what is inside a cell is read as Markdown. End tags
that HTML lets one leave out may be left out (HTML, 13.1.2.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from exporter.model import Alignment, Blocks, Inlines, Position, Table, TableCell, TableColumn, TableRow
from exporter.readers.markdown.html import attributes_of
from exporter.readers.reading import Notices

MOST_SPAN = 1000
"""The widest span that HTML allows (HTML, 4.9.11)."""
_TABLE_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>table|caption|colgroup|col|thead|tbody|tfoot|tr|t[hd])\b(?P<attributes>[^<>]*)>"
    r"|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ALIGNMENTS: dict[str, Alignment] = {"left": "start", "center": "center", "right": "end"}

CellReader = Callable[[str, int, int], Blocks]
"""Reads the content of a cell that begins at a line and column of the source (counted from 0)."""
_KEPT = {"table": ("id",), "th": ("scope",), "col": ()}
"""Attributes that mean something, beside those of every cell."""
_KEPT_OF_CELLS = ("id", "colspan", "rowspan", "align", "style")


class _Cell(NamedTuple):
    tag: str
    attributes: dict[str, str]
    blocks: Blocks
    pos: Position


class _Row(NamedTuple):
    section: str
    cells: list[_Cell]
    pos: Position


class _Piece(NamedTuple):
    """A tag of the table, or the text before the next one."""

    name: str
    closes: bool
    attributes: dict[str, str]
    text: str
    line: int
    column: int
    comments: int


class HtmlTableReader:
    """Reads one table; the tables in its cells are read by the reader of its cells."""

    def __init__(
        self, read_cell: CellReader, read_line: Callable[[str, int], Inlines], notices: Notices
    ) -> None:
        self._read_cell = read_cell
        self._read_line = read_line
        self._notices = notices
        self._rows: list[_Row] = []
        self._section = "tbody"
        self._caption: Inlines = ()

    def read(self, content: str, line: int) -> Table:
        """The table in ``content``, whose first line is ``line`` of the source, counted from 0."""
        pieces = list(_pieces(content, line))
        table_id = pieces[0].attributes.get("id", "") if pieces else ""
        for piece in pieces:
            self._note_left_out(piece)
        index = 0
        while index < len(pieces):
            index = self._step(pieces, index)
        return msgspec.structs.replace(self._table(Position(line + 1, 1)), id=table_id)

    def _note_left_out(self, piece: _Piece) -> None:
        """Notices for comments, and for attributes that mean nothing to a document."""
        pos = Position(piece.line + 1, 1)
        kept = {*_KEPT.get(piece.name, ()), *(_KEPT_OF_CELLS if piece.name in ("td", "th") else ())}
        if names := sorted(piece.attributes.keys() - kept):
            self._notices.warning("html-attribute", f"left out of the tag: {', '.join(names)}", pos)
        if piece.comments:
            self._notices.warning("html-comment", "the comment is left out", pos)

    def _step(self, pieces: list[_Piece], index: int) -> int:
        """Takes in the piece at ``index``; returns the index of the next."""
        piece = pieces[index]
        if piece.closes and piece.name == "thead":
            self._section = "tbody"
        if piece.closes or piece.name in ("table", "colgroup", "col", ""):
            self._refuse_text(piece)
            return index + 1
        if piece.name in ("thead", "tbody", "tfoot"):
            self._section = piece.name
        elif piece.name == "tr":
            self._rows.append(_Row(self._section, [], Position(piece.line + 1, 1)))
        else:
            text, end = _content(pieces, index)
            self._take(piece, text)
            return end
        self._refuse_text(piece)
        return index + 1

    def _take(self, piece: _Piece, text: str) -> None:
        """A caption or a cell with what is in it."""
        if piece.name == "caption":
            self._caption = self._read_line(text.strip(), piece.line)
            return
        if not self._rows:
            self._rows.append(_Row(self._section, [], Position(piece.line + 1, 1)))
        blocks = self._read_cell(text, piece.line, piece.column) if text.strip() else ()
        self._rows[-1].cells.append(_Cell(piece.name, piece.attributes, blocks, Position(piece.line + 1, 1)))

    def _refuse_text(self, piece: _Piece) -> None:
        if piece.text.strip():
            pos = Position(piece.line + 1, 1)
            self._notices.error("html-table", f"{piece.text.strip()[:40]!r} stands in no cell", pos)

    def _table(self, pos: Position) -> Table:
        rows = [row for row in self._rows if row.cells]
        header_rows = _leading(rows, lambda row: row.section == "thead" or all(_is_th(c) for c in row.cells))
        rows = [*rows[:header_rows], *sorted(rows[header_rows:], key=lambda row: row.section == "tfoot")]
        body = rows[header_rows:]
        made = tuple(self._row(row) for row in rows)
        width = max((sum(cell.colspan for cell in row.cells) for row in made), default=0)
        if not width:
            self._notices.error("html-table", "the table has no cells", pos)
        return Table(
            caption=self._caption,
            columns=tuple(TableColumn(_alignment(body or rows, column)) for column in range(width)),
            header_rows=header_rows,
            header_columns=_header_columns(body, made[header_rows:]),
            rows=made,
            pos=pos,
        )

    def _row(self, row: _Row) -> TableRow:
        cells = tuple(
            TableCell(
                cell.blocks,
                self._span(cell, "colspan"),
                self._span(cell, "rowspan"),
                id=cell.attributes.get("id", ""),
                pos=cell.pos,
            )
            for cell in row.cells
        )
        return TableRow(cells, pos=row.pos)

    def _span(self, cell: _Cell, name: str) -> int:
        value = cell.attributes.get(name, "1")
        if value.isdecimal() and 1 <= int(value) <= MOST_SPAN:
            return int(value)
        self._notices.error(
            "html-table", f"{name} is a number from 1 to {MOST_SPAN}, not {value!r}", cell.pos
        )
        return 1


def _pieces(content: str, line: int) -> Iterator[_Piece]:
    """The tags of the table, each with the text that follows it; those of inner tables included."""
    found = [match for match in _TABLE_TAG.finditer(content) if match["name"]]
    counted = 0
    for match, following in zip(found, [*found[1:], None], strict=True):
        line += content.count("\n", counted, match.start())
        counted = match.start()
        text = content[match.end() : following.start() if following else len(content)]
        words, comments = _COMMENT.subn("", text)
        yield _Piece(
            match["name"].lower(),
            bool(match["close"]),
            attributes_of(match["attributes"]),
            words,
            line,
            match.end() - content.rfind("\n", 0, match.end()) - 1,
            comments,
        )


def _content(pieces: list[_Piece], index: int) -> tuple[str, int]:
    """What a cell or caption holds, inner tables as they were written, and the index behind it."""
    text = pieces[index].text
    depth = 0
    for position in range(index + 1, len(pieces)):
        piece = pieces[position]
        if piece.name == "table":
            depth += -1 if piece.closes else 1
            if depth < 0:
                return text, position
        elif depth == 0:
            return text, position
        text += _as_written(piece)
    return text, len(pieces)


def _as_written(piece: _Piece) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in piece.attributes.items())
    return f"<{'/' * piece.closes}{piece.name}{attributes}>{piece.text}"


def _is_th(cell: _Cell) -> bool:
    return cell.tag == "th"


def _leading(rows: list[_Row], holds: Callable[[_Row], bool]) -> int:
    count = 0
    while count < len(rows) and holds(rows[count]):
        count += 1
    return count


def _header_columns(body: list[_Row], made: tuple[TableRow, ...]) -> int:
    """The columns that hold header cells in every row of the body."""
    counts = []
    for row, cells in zip(body, made, strict=True):
        headers = next((i for i, cell in enumerate(row.cells) if not _is_th(cell)), len(row.cells))
        counts.append(sum(cell.colspan for cell in cells.cells[:headers]))
    return min(counts, default=0)


def _alignment(rows: list[_Row], column: int) -> Alignment:
    """What the first cell of a column says of its alignment."""
    for row in rows:
        if column < len(row.cells):
            attributes = row.cells[column].attributes
            stated = re.search(r"text-align:\s*(\w+)", attributes.get("style", ""))
            value = stated[1] if stated else attributes.get("align", "")
            return _ALIGNMENTS.get(value.lower(), "start")
    return "start"
