"""The columns of a table as it is set: where each begins, how wide it is, and what it leaves free."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from exporter.theme.theme import TableLook

NARROWEST = 1 / 4
"""The most of a cell's width that the padding at each of its sides takes."""


class Columns:
    """``widths`` in points; ``edges`` are where the columns begin, and where the last ends. ``singles`` is
    what ``inside`` says of each column by itself."""

    __slots__ = ("edges", "look", "singles", "widths")

    def __init__(self, widths: Sequence[float], look: TableLook) -> None:
        self.widths = tuple(widths)
        self.look = look
        self.edges = tuple(accumulate(widths, initial=0.0))
        self.singles = [self._inside(column, column + 1) for column in range(len(self.widths))]

    def inside(self, column: int, colspan: int = 1) -> tuple[float, float]:
        """Where the content of a cell begins, from the start of the row, and how wide that is."""
        return self.singles[column] if colspan == 1 else self._inside(column, column + colspan)

    def _inside(self, start: int, end: int) -> tuple[float, float]:
        whole = self.edges[end] - self.edges[start]
        padding = min(float(self.look.padding_x), whole * NARROWEST)
        return self.edges[start] + padding, whole - 2 * padding
