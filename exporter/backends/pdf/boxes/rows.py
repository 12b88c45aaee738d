"""Rows of a table that belong together, and how a page parts those that are taller than it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from exporter.backends.pdf.boxes.base import ROUNDING, Box
from exporter.backends.pdf.boxes.stack import StackBox
from exporter.theme.theme import TableLook

NARROWEST = 1 / 4
"""The most of a cell's width that the padding at each of its sides takes."""


class Cell(NamedTuple):
    """A cell in the grid: where it begins, how far it reaches, what it holds.

    ``turns`` where its words may run upwards if the table has no room for them.
    """

    box: Box
    row: int
    column: int
    rowspan: int
    colspan: int
    turns: bool = False

    @property
    def end(self) -> int:
        """The row after the last it reaches."""
        return self.row + self.rowspan

    def place(self, columns: Sequence[float], look: TableLook) -> tuple[float, float]:
        """Where its content begins, from the start of the row, and how wide that is."""
        whole = sum(columns[self.column : self.column + self.colspan])
        padding = min(float(look.padding_x), whole * NARROWEST)
        return sum(columns[: self.column]) + padding, whole - 2 * padding


class RowGroup:
    """The rows from ``start`` that cells reach over: one row, where none does.

    A page ends between groups. Inside of one it ends only where the group is taller than a page.
    ``least`` is the height that each row has at least.
    """

    __slots__ = ("_heights", "_least", "_look", "cells", "end", "start")

    def __init__(self, cells: Sequence[Cell], start: int, least: Sequence[float], look: TableLook) -> None:
        self.cells = tuple(cells)
        self.start = start
        self.end = start + len(least)
        self._least = tuple(least)
        self._look = look
        self._heights: tuple[tuple[float, ...], list[float]] | None = None

    def heights(self, columns: tuple[float, ...]) -> list[float]:
        """The height of each row, in points, where the columns are so wide."""
        if self._heights is None or self._heights[0] != columns:
            self._heights = columns, self._measured(columns)
        return self._heights[1]

    def height(self, columns: tuple[float, ...]) -> float:
        return sum(self.heights(columns))

    def _measured(self, columns: tuple[float, ...]) -> list[float]:
        heights = list(self._least)
        for cell in sorted(self.cells, key=lambda cell: cell.rowspan):
            first, last = cell.row - self.start, cell.end - self.start - 1
            wanted = self._wanted(cell, columns) - sum(heights[first:last])
            heights[last] = max(heights[last], wanted)
        return heights

    def _wanted(self, cell: Cell, columns: tuple[float, ...]) -> float:
        return cell.box.height(cell.place(columns, self._look)[1]) + 2 * self._look.padding_y

    def split(self, columns: tuple[float, ...], room: float) -> tuple[RowGroup | None, RowGroup]:
        """What of the group stands in ``room`` points, and the rest: parted inside the row that the
        room ends in, else above that row."""
        row, above = self.start, 0.0
        for height in self.heights(columns):
            if above + height > room + ROUNDING or row == self.end - 1:
                break
            row, above = row + 1, above + height
        inside = self._cut(columns, row, room - above)
        if inside or row == self.start:
            return inside or (None, self)
        return self._cut(columns, row, 0.0) or (None, self)

    def _cut(self, columns: tuple[float, ...], row: int, room: float) -> tuple[RowGroup, RowGroup] | None:
        """The group parted ``room`` points below the top of ``row``; above it where there is no room.

        ``None`` where that parts no cell that begins in the row: it would leave an empty row behind.
        """
        heads: list[Cell] = []
        tails: list[Cell] = []
        last = row + 1 if room else row
        parts = not room
        for cell in self.cells:
            if cell.row >= last or cell.end <= row:
                (tails if cell.row >= last else heads).append(cell)
                continue
            head, tail = self._part(cell, columns, self._reached(columns, cell.row, row) + room)
            parts = parts or (head is not None and cell.row == row)
            heads.append(cell._replace(box=head or StackBox(()), rowspan=last - cell.row))
            start = max(cell.row, row)
            tails.append(cell._replace(box=tail or StackBox(()), row=start, rowspan=cell.end - start))
        if not parts:
            return None
        kept = (*self._least[: row - self.start], *([0.0] if room else ()))
        left = (0.0 if room else self._least[row - self.start], *self._least[row - self.start + 1 :])
        return RowGroup(heads, self.start, kept, self._look), RowGroup(tails, row, left, self._look)

    def _reached(self, columns: tuple[float, ...], first: int, row: int) -> float:
        """The height of the rows from ``first`` to the one before ``row``."""
        return sum(self.heights(columns)[first - self.start : row - self.start])

    def _part(self, cell: Cell, columns: tuple[float, ...], room: float) -> tuple[Box | None, Box | None]:
        width, room = cell.place(columns, self._look)[1], room - 2 * self._look.padding_y
        if not cell.box.height(width):  # nothing to part, and no reason to part its row
            return None, cell.box
        if cell.box.fits(width, room):
            return cell.box, None
        head, tail = cell.box.split(width, room, strict=False)
        while head is None and tail is not None and tail is not cell.box:  # a page break is spent
            cell = cell._replace(box=tail)
            head, tail = tail.split(width, room, strict=False)
        return head, tail


def row_groups(cells: Sequence[Cell], least: Sequence[float], look: TableLook) -> Iterator[RowGroup]:
    """The rows, ``least`` high at the least, in groups that no cell reaches out of."""
    ends = list(range(1, len(least) + 1))
    by_row: list[list[Cell]] = [[] for _ in least]
    for cell in cells:
        by_row[cell.row].append(cell)
        ends[cell.row] = max(ends[cell.row], cell.end)
    start = 0
    while start < len(least):
        end, row = ends[start], start
        while row < end:
            end = max(end, ends[row])
            row += 1
        inside = [cell for row in range(start, end) for cell in by_row[row]]
        yield RowGroup(inside, start, least[start:end], look)
        start = end
