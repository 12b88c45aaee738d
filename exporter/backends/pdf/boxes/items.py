"""List items: content that hangs beside its marker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from exporter.backends.pdf.boxes.base import Box
from exporter.backends.pdf.runs import Piece
from exporter.backends.pdf.structure import StructElem
from exporter.theme import Colour
from exporter.theme.theme import FillInLook

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter

Shape: TypeAlias = Literal["disc", "circle", "square", "unchecked", "checked"]


class Marker(NamedTuple):
    """What stands before an item: a shape, or runs whose end lines up with those of its siblings.

    ``box`` is the look of a shape to tick, ``elem`` what a shape belongs to.
    """

    shape: Shape | None
    runs: tuple[Piece, ...]
    size: float
    colour: Colour
    gap: float
    box: FillInLook | None = None
    elem: StructElem | None = None


class Hanging(NamedTuple):
    """How far in the content of an item stands.

    ``least`` is the width that it keeps: where less would be left, it stands no further in than the
    list around it, whose markers then have room for its own. ``leading`` is that of its text.
    """

    indent: float
    least: float = 0
    leading: float = 0


class ItemBox(Box):
    """A list item: its content hangs beside its marker, which stands on the first baseline."""

    def __init__(self, box: Box, marker: Marker | None, hanging: Hanging, *, after: float = 0) -> None:
        self.box = box
        self.marker = marker
        self.hanging = hanging
        self.after = after
        self.breaks = box.breaks

    def inside(self) -> Iterator[Box]:
        yield self.box

    def opens_with_marker(self, width: float) -> bool:
        return self.marker is not None and not self._indent(width)

    def _indent(self, width: float) -> float:
        indent, least, _ = self.hanging
        return indent if width - indent >= least else 0.0

    def _lead(self, width: float) -> float:
        """The line of its own that a marker needs where that of a list inside would stand on it."""
        meets = self.marker is not None and self.box.opens_with_marker(width - self._indent(width))
        return self.hanging.leading if meets else 0.0

    def height(self, width: float) -> float:
        return self._lead(width) + self.box.height(width - self._indent(width))

    def baseline(self, width: float) -> float:
        return self.box.baseline(width - self._indent(width))

    def measures(self) -> tuple[float, float]:
        least, most = self.box.measures()
        return least + self.hanging.indent, most + self.hanging.indent

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        inner = width - self._indent(width)
        head, tail = self.box.split(inner, room - self._lead(width), strict=strict)
        if head is None and tail is self.box:
            return None, self
        first = self._around(head, self.marker)
        return first, self._around(tail, None if first else self.marker)

    def _around(self, box: Box | None, marker: Marker | None) -> Box | None:
        if box is None or box.is_blank:
            return box
        return ItemBox(box, marker, self.hanging, after=self.after)

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        indent = self._indent(width)
        if self.marker:
            painter.marker(self.marker, x + indent - self.marker.gap, top - self.baseline(width))
        self.box.draw(painter, x + indent, top - self._lead(width), width - indent)
