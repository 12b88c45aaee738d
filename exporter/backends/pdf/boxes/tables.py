"""The part of a table that stands on a page, under its header."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import ROUNDING, Box
from exporter.backends.pdf.boxes.columns import Columns
from exporter.backends.pdf.boxes.grid import TableGrid
from exporter.backends.pdf.boxes.rows import Group

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


SMALL_TABLE = 8
"""A table of so many groups of rows or fewer stays on one page where it can."""
MOST_HEADER = 1 / 2
"""The most of a page that a header takes on every page; a taller one stands there once."""


class TableBox(Box):
    """The groups of rows of a table that stand on one page, from ``start`` to before ``end``.

    ``parts`` are what is here of groups that are parted by the edges of the page, by their
    numbers. The header is drawn again above later parts that say it ``repeats``.
    """

    def __init__(
        self,
        grid: TableGrid,
        start: int,
        end: int,
        *,
        parts: Mapping[int, Group] = {},
        repeats: bool = False,
        before: float = 0,
        after: float = 0,
    ) -> None:
        self._grid = grid
        self._start = start
        self._end = end
        self._parts = dict(parts)
        self._repeats = repeats
        self.before = before
        self.after = after

    @classmethod
    def whole(cls, grid: TableGrid) -> TableBox:
        return cls(grid, 0, len(grid.groups), before=grid.look.before, after=grid.look.after)

    def _group(self, grid: TableGrid, index: int) -> Group:
        return self._parts.get(index) or grid.groups[index]

    def _groups(self, grid: TableGrid) -> Iterator[Group]:
        return (self._group(grid, index) for index in range(self._start, self._end))

    def inside(self) -> Iterator[Box]:
        for group in self._groups(self._grid):
            yield from group.inside()

    def measures(self) -> tuple[float, float]:
        demands = self._grid.demands
        return sum(demands.least), sum(demands.most)

    def height(self, width: float) -> float:
        grid = self._grid.fitted(width)
        offsets, columns = grid.offsets(width), grid.columns(width)
        spared = sum(
            offsets[index + 1] - offsets[index] - part.height(columns) for index, part in self._parts.items()
        )
        return self._header(width) + offsets[self._end] - offsets[self._start] - spared

    def _header(self, width: float) -> float:
        return self._grid.fitted(width).offsets(width)[self._grid.header_groups] if self._repeats else 0.0

    def baseline(self, width: float) -> float:
        grid = self._grid.fitted(width)
        return (
            self._group(grid, self._start).baseline(grid.columns(width)) if self._start < self._end else 0.0
        )

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        if strict and self._start == 0 and self._end <= SMALL_TABLE:
            return None, self
        end = self._last_fitting(width, room - self._header(width))
        least = max(self._start, self._grid.header_groups if self._start == 0 else 0)
        if end > least:
            return self._upto(end), self._rest(end, width, room)
        return (None, self) if strict else self._split_inside(end, width, room)

    def _last_fitting(self, width: float, room: float) -> int:
        """The group before which the page must end, where ``room`` is left for groups."""
        grid = self._grid.fitted(width)
        offsets, start = grid.offsets(width), self._start
        if start in self._parts:
            first = self._parts[start].height(grid.columns(width))
            if first > room + ROUNDING:
                return start
            start, room = start + 1, room - first
        return bisect_right(offsets, offsets[start] + room + ROUNDING, start, self._end + 1) - 1

    def _split_inside(self, index: int, width: float, room: float) -> tuple[Box | None, Box | None]:
        """Parted inside the group at ``index``; failing that, the header is given up, or parted from
        the rows below it."""
        grid = self._grid.fitted(width)
        offsets, columns = grid.offsets(width), grid.columns(width)
        left = room - self._header(width) - (offsets[index] - offsets[self._start])
        head, tail = self._group(grid, index).split(columns, left)
        if head:
            return self._upto(index + 1, {index: head}), self._rest(index, width, room, {index: tail})
        if self._repeats:
            bare = TableBox(self._grid, self._start, self._end, parts=self._parts, after=self.after)
            if bare.fits(width, room):
                return bare, None
            return bare.split(width, room, strict=False)
        if index > self._start:
            return self._upto(index), self._rest(index, width, 0.0)
        return None, self

    def _upto(self, end: int, parts: Mapping[int, Group] = {}) -> TableBox:
        kept = {index: part for index, part in self._parts.items() if index < end}
        return TableBox(
            self._grid,
            self._start,
            end,
            parts={**kept, **parts},
            repeats=self._repeats,
            before=self.before,
        )

    def _rest(self, start: int, width: float, room: float, parts: Mapping[int, Group] = {}) -> TableBox:
        """What is left from ``start``, under the header again where that leaves enough of ``room``."""
        grid = self._grid
        header = grid.fitted(width).offsets(width)[grid.header_groups]
        repeats = start >= grid.header_groups > 0 and header <= room * MOST_HEADER
        return TableBox(grid, start, self._end, parts=parts, repeats=repeats, after=self.after)

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        grid = self._grid.fitted(width)
        columns, offsets = grid.columns(width), grid.offsets(width)
        if self._repeats:
            with painter.artifact():
                for group in grid.groups[: grid.header_groups]:
                    top = _draw(painter, x, top, group.height(columns), grid, columns, group)
        for index in range(self._start, self._end):
            part = self._parts.get(index)
            height = part.height(columns) if part else offsets[index + 1] - offsets[index]
            top = _draw(painter, x, top, height, grid, columns, part or grid.groups[index])


def _draw(
    painter: Painter,
    x: float,
    top: float,
    height: float,
    grid: TableGrid,
    columns: Columns,
    group: Group,
) -> float:
    """Draws the rows of a group, ``height`` high, downwards from ``top``; returns where they end."""
    foot = top - height
    with painter.artifact():
        _draw_ground(painter, x, top, foot, grid, columns, group)
    group.draw(painter, x, top, columns)
    return foot


def _draw_ground(
    painter: Painter, x: float, top: float, foot: float, grid: TableGrid, columns: Columns, group: Group
) -> None:
    """The tint behind header rows, the rule below any group, and the rules between cells to fill in."""
    look, width = grid.look, columns.edges[-1]
    is_header = group.start < grid.header_rows
    if is_header:
        painter.rectangle(x, foot, width, top - foot, look.header_ground)
    if grid.to_fill_in and not is_header:
        upper = top - (look.header_rule / 2 if group.start == grid.header_rows else 0)
        for edge in columns.edges[1:-1]:
            painter.rectangle(x + edge - look.rule / 2, foot, look.rule, upper - foot, look.rule_colour)
    is_last_header = group.end == grid.header_rows
    thickness = look.header_rule if is_last_header else look.rule
    colour = look.header_rule_colour if is_last_header else look.rule_colour
    if group.start == 0 and not is_header:
        painter.rectangle(x, top - look.rule / 2, width, look.rule, look.rule_colour)
    painter.rectangle(x, foot - thickness / 2, width, thickness, colour)
