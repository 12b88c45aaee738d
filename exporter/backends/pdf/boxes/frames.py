"""Boxes around boxes: callouts and quotations with their bar and ground, items with their marker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from exporter.backends.pdf.boxes.base import Box
from exporter.backends.pdf.runs import Run
from exporter.theme import Colour
from exporter.theme.theme import FillInLook

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class Frame(NamedTuple):
    """The look of a frame: padding inside, a bar at its start, a ground behind it."""

    padding_x: float = 0
    padding_y: float = 0
    bar: float = 0
    bar_colour: Colour | None = None
    ground: Colour | None = None
    radius: float = 0


class FrameBox(Box):
    """A box in a frame; over a page break, both parts are framed."""

    def __init__(
        self,
        box: Box,
        frame: Frame,
        *,
        before: float = 0,
        after: float = 0,
        role: str = "Div",
        anchor: str = "",
    ) -> None:
        self.box = box
        self.frame = frame
        self.before = before
        self.after = after
        self.role = role
        self.anchor = anchor
        self.breaks = box.breaks

    def inside(self) -> Iterator[Box]:
        yield self.box

    def _inner(self, width: float) -> float:
        return width - self.frame.bar - 2 * self.frame.padding_x

    def height(self, width: float) -> float:
        return self.box.height(self._inner(width)) + 2 * self.frame.padding_y

    def baseline(self, width: float) -> float:
        return self.frame.padding_y + self.box.baseline(self._inner(width))

    def measures(self) -> tuple[float, float]:
        extra = self.frame.bar + 2 * self.frame.padding_x
        least, most = self.box.measures()
        return least + extra, most + extra

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        head, tail = self.box.split(self._inner(width), room - 2 * self.frame.padding_y, strict=strict)
        if head is None and tail is self.box:
            return None, self
        return self._around(head, first=True), self._around(tail, first=head is None)

    def _around(self, box: Box | None, *, first: bool) -> FrameBox | None:
        if box is None:
            return None
        return FrameBox(
            box,
            self.frame,
            before=self.before if first else 0,
            after=self.after,
            role=self.role,
            anchor=self.anchor if first else "",
        )

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        frame, height = self.frame, self.height(width)
        if self.anchor:
            painter.destination(self.anchor, x, top)
        with painter.artifact():
            if frame.ground:
                painter.rectangle(x, top - height, width, height, frame.ground, frame.radius)
            if frame.bar and frame.bar_colour:
                painter.rectangle(x, top - height, frame.bar, height, frame.bar_colour)
        inner_x = x + frame.bar + frame.padding_x
        self.box.draw(painter, inner_x, top - frame.padding_y, self._inner(width))


Shape: TypeAlias = Literal["disc", "circle", "square", "unchecked", "checked"]


class Marker(NamedTuple):
    """What stands before an item: a shape, or runs whose end lines up with those of its siblings.

    ``box`` is the look of a shape to tick.
    """

    shape: Shape | None
    runs: tuple[Run, ...]
    size: float
    colour: Colour
    gap: float
    box: FillInLook | None = None


class ItemBox(Box):
    """A list item: its content hangs ``indent`` points in, its marker on the first baseline."""

    def __init__(self, box: Box, marker: Marker | None, indent: float, *, after: float = 0) -> None:
        self.box = box
        self.marker = marker
        self.indent = indent
        self.after = after
        self.breaks = box.breaks

    def inside(self) -> Iterator[Box]:
        yield self.box

    def height(self, width: float) -> float:
        return self.box.height(width - self.indent)

    def baseline(self, width: float) -> float:
        return self.box.baseline(width - self.indent)

    def measures(self) -> tuple[float, float]:
        least, most = self.box.measures()
        return least + self.indent, most + self.indent

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        head, tail = self.box.split(width - self.indent, room, strict=strict)
        if head is None and tail is self.box:
            return None, self
        first = self._around(head, self.marker)
        return first, self._around(tail, None if first else self.marker)

    def _around(self, box: Box | None, marker: Marker | None) -> ItemBox | None:
        return ItemBox(box, marker, self.indent, after=self.after) if box else None

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        if self.marker:
            baseline = top - self.baseline(width)
            with painter.content("Lbl"):
                painter.marker(self.marker, x + self.indent - self.marker.gap, baseline)
        self.box.draw(painter, x + self.indent, top, width - self.indent)
