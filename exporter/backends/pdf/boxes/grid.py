"""The grid of a whole table: its columns sized by what they hold, its rows in groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import msgspec

from exporter.backends.pdf.boxes.base import ROUNDING
from exporter.backends.pdf.boxes.columns import Columns
from exporter.backends.pdf.boxes.rows import Group, RowGroup
from exporter.theme import Theme
from exporter.theme.theme import TableLook

MOST_TURNED = 1 / 4
"""The most of a page's height that headers on their side may take: they cannot be parted."""


class Demanded(NamedTuple):
    """Of each column, the least width that breaks no word and the width that needs no break, and the
    columns that say something below their headers."""

    least: list[float]
    most: list[float]
    written: frozenset[int]


class TableGrid:
    """The whole table: its groups of rows, and the sizes that all its parts on different pages share."""

    def __init__(
        self,
        groups: Sequence[Group],
        shares: Sequence[float],
        header_rows: int,
        theme: Theme,
        *,
        to_fill_in: bool,
        look: TableLook | None = None,
    ) -> None:
        self.groups = tuple(groups)
        self.look = look or theme.table
        self.to_fill_in = to_fill_in
        self.header_rows = header_rows
        self.header_groups = sum(group.end <= header_rows for group in self.groups)
        self._theme = theme
        self._shares = tuple(shares)
        self._fitted: dict[float, TableGrid] = {}
        self._columns: dict[float, Columns] = {}
        self._offsets: dict[float, list[float]] = {}

    def fitted(self, width: float) -> TableGrid:
        """The first way of setting the table in which no word has to be broken: as it is, with the narrow
        padding of small screens, with the headers of its columns on their side."""
        if width not in self._fitted:
            ways = self._ways() if not any(self._shares) else iter(())
            fits = (way for way in ways if sum(way.demands.least) <= width + ROUNDING)
            self._fitted[width] = next(fits, self)
        return self._fitted[width]

    def _ways(self) -> Iterator[TableGrid]:
        yield self
        yield self._with(self.groups)
        headers = self.groups[: self.header_groups]
        turning = [box for group in headers if isinstance(group, RowGroup) for box in group.turning()]
        length = max((box.measures()[1] for box in turning), default=0.0)
        if length > self._theme.page.height * MOST_TURNED:
            return
        turned = [group.turned(length) if isinstance(group, RowGroup) else group for group in headers]
        yield self._with((*turned, *self.groups[self.header_groups :]))

    def _with(self, groups: Sequence[Group]) -> TableGrid:
        """The table with these groups and narrow padding."""
        look = msgspec.structs.replace(self.look, padding_x=self.look.padding_x_narrow)
        return TableGrid(
            groups, self._shares, self.header_rows, self._theme, to_fill_in=self.to_fill_in, look=look
        )

    @cached_property
    def demands(self) -> Demanded:
        padding = 2 * self.look.padding_x
        least = [padding] * len(self._shares)
        most = [padding] * len(self._shares)
        written: set[int] = set()
        wide = []
        for group in self.groups:
            is_header = group.end <= self.header_rows
            for demand in group.demands():
                column, colspan, low, high = demand
                if high > 0 and not is_header:
                    written.add(column)
                if colspan > 1:
                    wide.append(demand)
                    continue
                if low + padding > least[column]:
                    least[column] = low + padding
                if high + padding > most[column]:
                    most[column] = high + padding
        for column, colspan, low, high in sorted(wide, key=lambda demand: demand.colspan):
            span = range(column, column + colspan)
            for widths, wanted in ((least, low), (most, high)):
                missing = wanted + padding - sum(widths[inner] for inner in span)
                for inner in span:
                    widths[inner] += max(missing, 0) / colspan
        empty = [column for column in range(len(most)) if column not in written]
        if self.to_fill_in and empty:  # columns to write in are as wide as the widest of them
            for widths in (least, most):
                widest = max(widths[column] for column in empty)
                for column in empty:
                    widths[column] = widest
        return Demanded(least, most, frozenset(written))

    def columns(self, width: float) -> Columns:
        """The columns where the table is ``width`` points wide."""
        if width not in self._columns:
            self._columns[width] = Columns(self._sized(width), self.look)
        return self._columns[width]

    def offsets(self, width: float) -> list[float]:
        """How far below the top of the table each group begins, and where the last ends."""
        if width not in self._offsets:
            columns = self.columns(width)
            heights = (group.height(columns) for group in self.groups)
            self._offsets[width] = list(accumulate(heights, initial=0.0))
        return self._offsets[width]

    def _sized(self, width: float) -> list[float]:
        if all(self._shares):
            return [share * width / sum(self._shares) for share in self._shares]
        least, most, written = self.demands
        kept = sum(most[column] for column in written)
        empty = len(most) - len(written)
        share = (width - kept) / empty if self.to_fill_in and empty else 0.0
        if share and share >= max(low for column, low in enumerate(least) if column not in written):
            # Columns with cells to write in share what the others leave, equally.
            return [most[column] if column in written else share for column in range(len(most))]
        spare = width - sum(most)
        if spare >= 0:
            return [column + spare / len(most) for column in most]
        spare = width - sum(least)
        if spare >= 0:
            stretch = sum(most) - sum(least)
            return [low + (high - low) * spare / stretch for low, high in zip(least, most, strict=True)]
        return [column * width / sum(least) for column in least]
