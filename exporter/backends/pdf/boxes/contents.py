"""The contents: a line for each heading, its page at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import Box
from exporter.backends.pdf.boxes.text import TextBox
from exporter.backends.pdf.runs import Ink

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class ContentsBox(Box):
    """One entry. The page is only known when all pages are laid out, so it is looked up as it is drawn,
    in ``ink``.
    """

    def __init__(
        self, label: TextBox, anchor: str, ink: Ink, *, indent: float, room: float, after: float
    ) -> None:
        self._label = label
        self._ink = ink
        self._target = anchor
        self._indent = indent
        self._room = room
        self.after = after

    def inside(self) -> Iterator[Box]:
        yield self._label

    def _width(self, width: float) -> float:
        return width - self._indent - self._room

    def height(self, width: float) -> float:
        return self._label.height(self._width(width))

    def baseline(self, width: float) -> float:
        return self._label.baseline(self._width(width))

    def measures(self) -> tuple[float, float]:
        least, most = self._label.measures()
        return least + self._indent + self._room, most + self._indent + self._room

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        self._label.draw(painter, x + self._indent, top, self._width(width))
        last_baseline = top - self.height(width) + self._label.leading - self._label.baseline(width)
        painter.page_number(self._target, self._ink, x + width, last_baseline)
