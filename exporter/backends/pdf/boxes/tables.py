"""Tables: columns sized by what they hold, rows that break between pages under their header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from exporter.backends.pdf.boxes.base import ROUNDING, Box
from exporter.theme import Theme

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


SMALL_TABLE = 8
"""A table of so many rows or fewer stays on one page where it can."""


class Cell(NamedTuple):
    """A cell in the grid: where it begins, how far it reaches, what it holds."""

    box: Box
    row: int
    column: int
    rowspan: int
    colspan: int


class TableGrid:
    """The whole table: its cells, and the sizes that all its parts on different pages share."""

    def __init__(
        self,
        cells: Sequence[Cell],
        shares: Sequence[float],
        row_count: int,
        header_rows: int,
        theme: Theme,
        *,
        to_fill_in: bool,
    ) -> None:
        self.cells = tuple(cells)
        self.header_rows = header_rows
        self.row_count = row_count
        self.look = theme.table
        self.pen = theme.fill_in
        self.to_fill_in = to_fill_in
        self._shares = tuple(shares)
        self._sizes: dict[float, tuple[list[float], list[float]]] = {}

    @cached_property
    def by_row(self) -> list[list[Cell]]:
        rows: list[list[Cell]] = [[] for _ in range(self.row_count)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows

    @cached_property
    def breakable(self) -> list[bool]:
        """For each row, whether a page may end below it: no cell reaches over that edge."""
        allowed = [True] * self.row_count
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan - 1):
                allowed[row] = False
        return allowed

    @cached_property
    def demands(self) -> tuple[list[float], list[float]]:
        """Of each column, the least width that breaks no word and the width that needs no break."""
        padding = 2 * self.look.padding_x
        least = [padding] * len(self._shares)
        most = [padding] * len(self._shares)
        for cell in sorted(self.cells, key=lambda cell: cell.colspan):
            span = range(cell.column, cell.column + cell.colspan)
            for widths, wanted in zip((least, most), cell.box.measures(), strict=True):
                missing = wanted + padding - sum(widths[column] for column in span)
                for column in span:
                    widths[column] += max(missing, 0) / cell.colspan
        return least, most

    def widths(self, width: float) -> list[float]:
        return self._sized(width)[0]

    def heights(self, width: float) -> list[float]:
        return self._sized(width)[1]

    def _sized(self, width: float) -> tuple[list[float], list[float]]:
        if width not in self._sizes:
            columns = self._columns(width)
            self._sizes[width] = columns, self._rows(columns)
        return self._sizes[width]

    def _columns(self, width: float) -> list[float]:
        if all(self._shares):
            return [share * width / sum(self._shares) for share in self._shares]
        least, most = self.demands
        if self.to_fill_in:
            return self._columns_to_fill_in(width)
        spare = width - sum(most)
        if spare >= 0:
            return [column + spare / len(most) for column in most]
        spare = width - sum(least)
        if spare >= 0:
            stretch = sum(most) - sum(least)
            return [low + (high - low) * spare / stretch for low, high in zip(least, most, strict=True)]
        return [column * width / sum(least) for column in least]

    def _columns_to_fill_in(self, width: float) -> list[float]:
        """Columns with cells to write in share what the others leave, equally."""
        least, most = self.demands
        written = {
            cell.column for cell in self.cells if cell.row >= self.header_rows and cell.box.measures()[1] > 0
        }
        kept = sum(most[column] for column in written)
        empty = len(most) - len(written)
        share = (width - kept) / empty if empty else 0.0
        if not empty or share < max(column for index, column in enumerate(least) if index not in written):
            return [column * width / sum(most) for column in most]
        return [most[column] if column in written else share for column in range(len(most))]

    def _rows(self, columns: list[float]) -> list[float]:
        padding = 2 * self.look.padding_y
        heights = [0.0] * self.row_count
        if self.to_fill_in:
            body = range(self.header_rows, self.row_count)
            heights = [float(self.pen.row) + padding if row in body else 0.0 for row in range(self.row_count)]
        for cell in sorted(self.cells, key=lambda cell: cell.rowspan):
            width = sum(columns[cell.column : cell.column + cell.colspan]) - 2 * self.look.padding_x
            reached = sum(heights[cell.row : cell.row + cell.rowspan - 1])
            last = cell.row + cell.rowspan - 1
            heights[last] = max(heights[last], cell.box.height(width) + padding - reached)
        return heights


class TableBox(Box):
    """The rows of a table that stand on one page; the header is drawn again above later parts."""

    def __init__(self, grid: TableGrid, start: int, end: int, *, before: float, after: float) -> None:
        self._grid = grid
        self._start = start
        self._end = end
        self.before = before
        self.after = after

    @classmethod
    def whole(cls, grid: TableGrid) -> TableBox:
        look = grid.look
        return cls(grid, 0, grid.row_count, before=look.before, after=look.after)

    def inside(self) -> Iterator[Box]:
        for row in range(self._start, self._end):
            yield from (cell.box for cell in self._grid.by_row[row])

    def measures(self) -> tuple[float, float]:
        least, most = self._grid.demands
        return sum(least), sum(most)

    @property
    def _repeats(self) -> bool:
        return self._start >= self._grid.header_rows > 0

    def height(self, width: float) -> float:
        heights = self._grid.heights(width)
        header = sum(heights[: self._grid.header_rows]) if self._repeats else 0.0
        return header + sum(heights[self._start : self._end])

    def baseline(self, width: float) -> float:
        first = self._grid.by_row[self._start]
        columns = self._grid.widths(width)
        return self._grid.look.padding_y + (first[0].box.baseline(columns[0]) if first else 0.0)

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        if strict and self._start == 0 and self._end <= SMALL_TABLE:
            return None, self
        row = self._last_fitting(width, room)
        least = self._start if self._repeats else self._grid.header_rows
        if row <= least or (row >= self._end):
            return None, self
        head = TableBox(self._grid, self._start, row, before=self.before, after=0)
        tail = TableBox(self._grid, row, self._end, before=0, after=self.after)
        return head, tail

    def _last_fitting(self, width: float, room: float) -> int:
        """The row before which the page must end: the last that fits and may be parted there."""
        heights = self._grid.heights(width)
        used = sum(heights[: self._grid.header_rows]) if self._repeats else 0.0
        last = self._start
        for row in range(self._start, self._end):
            used += heights[row]
            if used > room + ROUNDING:
                break
            if self._grid.breakable[row]:
                last = row + 1
        return last

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        if self._repeats:
            with painter.artifact():
                top = self._draw_rows(painter, x, top, width, range(self._grid.header_rows))
        self._draw_rows(painter, x, top, width, range(self._start, self._end))

    def _draw_rows(self, painter: Painter, x: float, top: float, width: float, rows: range) -> float:
        """Draws the rows downwards from ``top``; returns where they end."""
        heights = self._grid.heights(width)
        for row in rows:
            self._draw_ground(painter, x, top, width, row)
            for cell in self._grid.by_row[row]:
                self._draw_cell(painter, x, top, width, cell)
            top -= heights[row]
        return top

    def _draw_ground(self, painter: Painter, x: float, top: float, width: float, row: int) -> None:
        """The tint behind a header row, the rule below any row, and the rules between cells to fill in."""
        grid, look = self._grid, self._grid.look
        foot = top - grid.heights(width)[row]
        is_header = row < grid.header_rows
        with painter.artifact():
            if is_header:
                painter.rectangle(x, foot, width, top - foot, look.header_ground)
            if grid.to_fill_in and not is_header:
                edge = x
                for column in grid.widths(width)[:-1]:
                    edge += column
                    painter.rectangle(edge - look.rule / 2, foot, look.rule, top - foot, look.rule_colour)
            is_last_header = row == grid.header_rows - 1
            thickness = look.header_rule if is_last_header else look.rule
            colour = look.header_rule_colour if is_last_header else look.rule_colour
            if row == 0 and not is_header:
                painter.rectangle(x, top - look.rule / 2, width, look.rule, look.rule_colour)
            if is_last_header or grid.breakable[row]:
                painter.rectangle(x, foot - thickness / 2, width, thickness, colour)

    def _draw_cell(self, painter: Painter, x: float, top: float, width: float, cell: Cell) -> None:
        look = self._grid.look
        columns = self._grid.widths(width)
        left = x + sum(columns[: cell.column]) + look.padding_x
        inner = sum(columns[cell.column : cell.column + cell.colspan]) - 2 * look.padding_x
        cell.box.draw(painter, left, top - look.padding_y, inner)
