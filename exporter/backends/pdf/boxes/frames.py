"""Boxes around boxes: callouts and quotations with their bar and ground, code on its ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from exporter.backends.pdf.boxes.base import Box
from exporter.backends.pdf.boxes.stack import anchored
from exporter.theme import Colour

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class Frame(NamedTuple):
    """The look of a frame: padding inside, a bar at its start, a ground behind it.

    ``least`` is the width that what is inside keeps where there is little room: first the padding
    gives way, above and below as much as at the sides, then the bar.
    """

    padding_x: float = 0
    padding_y: float = 0
    bar: float = 0
    bar_colour: Colour | None = None
    ground: Colour | None = None
    radius: float = 0
    least: float = 0

    def within(self, width: float) -> Frame:
        """The frame as it is ``width`` points wide."""
        spare = width - self.least
        bar = self.bar if spare >= self.bar else 0.0
        padding_x = min(self.padding_x, max((spare - bar) / 2, 0.0))
        if padding_x == self.padding_x:
            return self
        share = padding_x / self.padding_x
        return self._replace(bar=bar, padding_x=padding_x, padding_y=self.padding_y * share)

    @property
    def sides(self) -> float:
        """The width that bar and padding take."""
        return self.bar + 2 * self.padding_x


class FrameBox(Box):
    """A box in a frame; over a page break, both parts are framed."""

    def __init__(
        self,
        box: Box,
        frame: Frame,
        *,
        before: float = 0,
        after: float = 0,
        anchor: str = "",
        whole: float = 0,
    ) -> None:
        """One that is no higher than ``whole`` stays on one page where it can."""
        self.box = box
        self.frame = frame
        self.before = before
        self.after = after
        self.anchor = anchor
        self.breaks = box.breaks
        self.whole = whole

    def inside(self) -> Iterator[Box]:
        yield self.box

    def height(self, width: float) -> float:
        frame = self.frame.within(width)
        return self.box.height(width - frame.sides) + 2 * frame.padding_y

    def baseline(self, width: float) -> float:
        frame = self.frame.within(width)
        return frame.padding_y + self.box.baseline(width - frame.sides)

    def measures(self) -> tuple[float, float]:
        least, most = self.box.measures()
        return least + self.frame.sides, most + self.frame.sides

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        if strict and not self.breaks and self.height(width) <= self.whole:
            return None, self
        frame = self.frame.within(width)
        head, tail = self.box.split(width - frame.sides, room - 2 * frame.padding_y, strict=strict)
        if head is None and tail is self.box:
            return None, self
        return self._around(head, first=True), self._around(tail, first=head is None)

    def _around(self, box: Box | None, *, first: bool) -> Box | None:
        if box is None:
            return None
        anchor = self.anchor if first else ""
        if box.is_blank:
            return anchored(box, anchor)
        return FrameBox(
            box,
            self.frame,
            before=self.before if first else 0,
            after=self.after,
            anchor=anchor,
        )

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        frame, height = self.frame.within(width), self.height(width)
        if self.anchor:
            painter.destination(self.anchor, x, top, width)
        with painter.artifact():
            if frame.ground:
                painter.rectangle(x, top - height, width, height, frame.ground, frame.radius)
            if frame.bar and frame.bar_colour:
                painter.rectangle(x, top - height, frame.bar, height, frame.bar_colour)
        inner_x = x + frame.bar + frame.padding_x
        self.box.draw(painter, inner_x, top - frame.padding_y, width - frame.sides)
