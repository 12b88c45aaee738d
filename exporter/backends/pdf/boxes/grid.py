"""The grid of a whole table: its columns sized by what they hold, its rows in groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

import msgspec

from exporter.backends.pdf.boxes.base import ROUNDING
from exporter.backends.pdf.boxes.rows import Cell, row_groups
from exporter.backends.pdf.boxes.text import TextBox
from exporter.backends.pdf.boxes.turned import TurnedBox
from exporter.theme import Theme
from exporter.theme.theme import TableLook

MOST_TURNED = 1 / 4
"""The most of a page's height that headers on their side may take: they cannot be parted."""


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
        look: TableLook | None = None,
    ) -> None:
        self.cells = tuple(cells)
        self.look = look or theme.table
        self.to_fill_in = to_fill_in
        self.header_rows = header_rows
        pen = theme.fill_in.row + 2 * self.look.padding_y if to_fill_in else 0.0
        least = [0.0] * header_rows + [pen] * (row_count - header_rows)
        self.groups = tuple(row_groups(cells, least, self.look))
        self.header_groups = sum(group.end <= header_rows for group in self.groups)
        self._theme, self._row_count = theme, row_count
        self._shares = tuple(shares)
        self._fitted: dict[float, TableGrid] = {}
        self._columns: dict[float, tuple[float, ...]] = {}
        self._offsets: dict[float, list[float]] = {}

    def fitted(self, width: float) -> TableGrid:
        """The first way of setting the table in which no word has to be broken: as it is, with the narrow
        padding of small screens, with the headers of its columns on their side."""
        if width not in self._fitted:
            ways = self._ways() if not any(self._shares) else iter(())
            fits = (way for way in ways if sum(way.demands[0]) <= width + ROUNDING)
            self._fitted[width] = next(fits, self)
        return self._fitted[width]

    def _ways(self) -> Iterator[TableGrid]:
        yield self
        yield self._with(self.cells)
        turning = [cell.box for cell in self.cells if cell.turns and isinstance(cell.box, TextBox)]
        length = max((box.measures()[1] for box in turning), default=0.0)
        if length > self._theme.page.height * MOST_TURNED:
            return
        yield self._with(
            [
                cell._replace(box=TurnedBox(cell.box, length))
                if cell.turns and isinstance(cell.box, TextBox)
                else cell
                for cell in self.cells
            ]
        )

    def _with(self, cells: Sequence[Cell]) -> TableGrid:
        """The table with these cells and narrow padding."""
        look = msgspec.structs.replace(self.look, padding_x=self.look.padding_x_narrow)
        return TableGrid(
            cells,
            self._shares,
            self._row_count,
            self.header_rows,
            self._theme,
            to_fill_in=self.to_fill_in,
            look=look,
        )

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
        empty = [column for column in range(len(most)) if column not in self._written]
        if self.to_fill_in and empty:  # columns to write in are as wide as the widest of them
            for widths in (least, most):
                widest = max(widths[column] for column in empty)
                for column in empty:
                    widths[column] = widest
        return least, most

    @cached_property
    def _written(self) -> frozenset[int]:
        """The columns that say something below their headers."""
        return frozenset(
            cell.column for cell in self.cells if cell.row >= self.header_rows and cell.box.measures()[1] > 0
        )

    def columns(self, width: float) -> tuple[float, ...]:
        """The width of each column where the table is ``width`` points wide."""
        if width not in self._columns:
            self._columns[width] = tuple(self._sized(width))
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
        least, most = self.demands
        kept = sum(most[column] for column in self._written)
        empty = len(most) - len(self._written)
        share = (width - kept) / empty if self.to_fill_in and empty else 0.0
        if share and share >= max(low for column, low in enumerate(least) if column not in self._written):
            # Columns with cells to write in share what the others leave, equally.
            return [most[column] if column in self._written else share for column in range(len(most))]
        spare = width - sum(most)
        if spare >= 0:
            return [column + spare / len(most) for column in most]
        spare = width - sum(least)
        if spare >= 0:
            stretch = sum(most) - sum(least)
            return [low + (high - low) * spare / stretch for low, high in zip(least, most, strict=True)]
        return [column * width / sum(least) for column in least]
