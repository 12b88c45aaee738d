"""Rules, page breaks, and the letterhead above its rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import ROUNDING, Box
from exporter.theme import Colour

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class RuleBox(Box):
    """A rule across a share of the width, in the middle."""

    def __init__(
        self, thickness: float, colour: Colour, share: float, *, before: float, after: float
    ) -> None:
        self._thickness = thickness
        self._colour = colour
        self._share = share
        self.before = before
        self.after = after

    def height(self, width: float) -> float:
        return self._thickness

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        length = width * self._share
        with painter.artifact():
            start = x + (width - length) / 2
            painter.rectangle(start, top - self._thickness, length, self._thickness, self._colour)


class PageBreakBox(Box):
    """What follows begins a page, and is where links to ``anchor`` lead. It is taken out where the page
    ends; in the cell of a table that goes on it stands as nothing."""

    is_page_break = True
    breaks = True

    def __init__(self, anchor: str = "") -> None:
        self.anchor = anchor

    def height(self, width: float) -> float:
        return 0.0

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        if self.anchor:
            painter.destination(self.anchor, x, top, width)


class LetterheadBox(Box):
    """The publisher at the start, what kind of document it is at the end, a rule below both."""

    def __init__(
        self, start: Box, end: Box, *, thickness: float, colour: Colour, gap: float, after: float
    ) -> None:
        self._start = start
        self._end = end
        self._thickness = thickness
        self._colour = colour
        self._gap = gap
        self.after = after

    def inside(self) -> Iterator[Box]:
        yield self._start
        yield self._end

    def _columns(self, width: float) -> tuple[float, float]:
        """The end takes what it needs, up to half; the start the rest."""
        end = min(self._end.measures()[1] + ROUNDING, width / 2)
        return width - end - self._gap, end

    def height(self, width: float) -> float:
        start, end = self._columns(width)
        text = max(self._start.height(start), self._end.height(end))
        return text + self._gap + self._thickness

    def baseline(self, width: float) -> float:
        return self._start.baseline(self._columns(width)[0])

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        start, end = self._columns(width)
        self._start.draw(painter, x, top, start)
        drop = self._start.baseline(start) - self._end.baseline(end)
        self._end.draw(painter, x + width - end, top - drop, end)
        foot = top - self.height(width)
        with painter.artifact():
            painter.rectangle(x, foot, width, self._thickness, self._colour)
