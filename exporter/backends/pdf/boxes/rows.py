"""Rows of a table that belong together, and how a page parts those that are taller than it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from exporter.backends.pdf.boxes.base import ROUNDING, Box
from exporter.backends.pdf.boxes.columns import Columns
from exporter.backends.pdf.boxes.stack import StackBox
from exporter.backends.pdf.boxes.text import TextBox
from exporter.backends.pdf.boxes.turned import TurnedBox

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class Demand(NamedTuple):
    """What a cell asks of the columns from ``column``: the least width that breaks no word, and the width
    that needs no break, both without padding."""

    column: int
    colspan: int
    least: float
    most: float


class Group(Protocol):
    """Rows from ``start`` to before ``end`` that no page parts where it has room for them."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    def inside(self) -> Iterator[Box]:
        """The boxes that are there before it is drawn."""
        ...

    def demands(self) -> Iterator[Demand]: ...
    def height(self, columns: Columns) -> float: ...
    def baseline(self, columns: Columns) -> float:
        """How far below its top the first line stands."""
        ...

    def split(self, columns: Columns, room: float) -> tuple[Group | None, Group]:
        """What of the group stands in ``room`` points, and the rest: parted inside the row that the
        room ends in, else above that row."""
        ...

    def draw(self, painter: Painter, x: float, top: float, columns: Columns) -> None: ...


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

    def width(self, columns: Columns) -> float:
        """How wide its content is."""
        return columns.inside(self.column, self.colspan)[1]


class RowGroup:
    """The rows from ``start`` that cells reach over: one row, where none does.

    A page ends between groups. Inside of one it ends only where the group is taller than a page.
    ``least`` is the height that each row has at least.
    """

    __slots__ = ("_heights", "_least", "cells", "end", "start")

    def __init__(self, cells: Iterable[Cell], start: int, least: Sequence[float]) -> None:
        self.cells = tuple(cells)
        self.start = start
        self.end = start + len(least)
        self._least = tuple(least)
        self._heights: tuple[Columns, list[float]] | None = None

    def inside(self) -> Iterator[Box]:
        return (cell.box for cell in self.cells)

    def demands(self) -> Iterator[Demand]:
        return (Demand(cell.column, cell.colspan, *cell.box.measures()) for cell in self.cells)

    def turning(self) -> Iterator[TextBox]:
        """The cells that may be turned on their side."""
        return (cell.box for cell in self.cells if cell.turns and isinstance(cell.box, TextBox))

    def turned(self, length: float) -> RowGroup:
        """The group with those turned that may be; ``length`` is that of the longest such."""
        cells = [
            cell._replace(box=TurnedBox(cell.box, length))
            if cell.turns and isinstance(cell.box, TextBox)
            else cell
            for cell in self.cells
        ]
        return RowGroup(cells, self.start, self._least)

    def heights(self, columns: Columns) -> list[float]:
        """The height of each row, in points."""
        if self._heights is None or self._heights[0] is not columns:
            self._heights = columns, self._measured(columns)
        return self._heights[1]

    def height(self, columns: Columns) -> float:
        return sum(self.heights(columns))

    def baseline(self, columns: Columns) -> float:
        first = self.cells[0].box.baseline(self.cells[0].width(columns)) if self.cells else 0.0
        return columns.look.padding_y + first

    def _measured(self, columns: Columns) -> list[float]:
        heights = list(self._least)
        for cell in sorted(self.cells, key=lambda cell: cell.rowspan):
            first, last = cell.row - self.start, cell.end - self.start - 1
            own = cell.box.height(cell.width(columns)) + 2 * columns.look.padding_y
            heights[last] = max(heights[last], own - sum(heights[first:last]))
        return heights

    def split(self, columns: Columns, room: float) -> tuple[RowGroup | None, RowGroup]:
        row, above = self.start, 0.0
        for height in self.heights(columns):
            if above + height > room + ROUNDING or row == self.end - 1:
                break
            row, above = row + 1, above + height
        inside = self._cut(columns, row, room - above)
        if inside or row == self.start:
            return inside or (None, self)
        return self._cut(columns, row, 0.0) or (None, self)

    def _cut(self, columns: Columns, row: int, room: float) -> tuple[RowGroup, RowGroup] | None:
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
        return RowGroup(heads, self.start, kept), RowGroup(tails, row, left)

    def _reached(self, columns: Columns, first: int, row: int) -> float:
        """The height of the rows from ``first`` to the one before ``row``."""
        return sum(self.heights(columns)[first - self.start : row - self.start])

    def _part(self, cell: Cell, columns: Columns, room: float) -> tuple[Box | None, Box | None]:
        width, room = cell.width(columns), room - 2 * columns.look.padding_y
        if not cell.box.height(width):  # nothing to part, and no reason to part its row
            return None, cell.box
        if cell.box.fits(width, room):
            return cell.box, None
        head, tail = cell.box.split(width, room, strict=False)
        while head is None and tail is not None and tail is not cell.box:  # a page break is spent
            cell = cell._replace(box=tail)
            head, tail = tail.split(width, room, strict=False)
        return head, tail

    def draw(self, painter: Painter, x: float, top: float, columns: Columns) -> None:
        tops = [top]
        for height in self.heights(columns):
            tops.append(tops[-1] - height)
        if len(tops) > 2:
            self._draw_rules_inside(painter, x, tops, columns)
        for cell in self.cells:
            shift, inner = columns.inside(cell.column, cell.colspan)
            cell.box.draw(painter, x + shift, tops[cell.row - self.start] - columns.look.padding_y, inner)

    def _draw_rules_inside(self, painter: Painter, x: float, tops: list[float], columns: Columns) -> None:
        """The rules below cells of rows that others reach over."""
        look = columns.look
        with painter.artifact():
            for cell in self.cells:
                if cell.end < self.end:
                    start, end = columns.edges[cell.column], columns.edges[cell.column + cell.colspan]
                    foot = tops[cell.end - self.start] - look.rule / 2
                    painter.rectangle(x + start, foot, end - start, look.rule, look.rule_colour)


def row_groups(rows: Iterable[Sequence[Cell] | Group], least: Sequence[float]) -> Iterator[Group]:
    """The rows, ``least`` high at the least, in groups that no cell reaches out of. A row may be a group by
    itself already, which no cell reaches into."""
    start = end = 0
    waiting: list[Cell] = []
    for number, row in enumerate(rows):
        if not isinstance(row, Sequence):
            yield row
            continue
        if number >= end:
            start, end = number, number + 1
        waiting += row
        end = max(end, *(cell.end for cell in row)) if row else end
        if number == end - 1:
            yield RowGroup(waiting, start, least[start:end])
            waiting = []
