"""The grid of a whole table: its columns sized by what they hold, its rows in groups."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from exporter.backends.pdf.boxes.rows import Cell, row_groups
from exporter.theme import Theme


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
        self.look = theme.table
        self.to_fill_in = to_fill_in
        self.header_rows = header_rows
        pen = theme.fill_in.row + 2 * self.look.padding_y if to_fill_in else 0.0
        least = [0.0] * header_rows + [pen] * (row_count - header_rows)
        self.groups = tuple(row_groups(cells, least, self.look))
        self.header_groups = sum(group.end <= header_rows for group in self.groups)
        self._shares = tuple(shares)
        self._columns: dict[float, tuple[float, ...]] = {}
        self._offsets: dict[float, list[float]] = {}

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
