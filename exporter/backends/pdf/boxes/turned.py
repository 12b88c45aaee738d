"""A line of text on its side: its words run upwards, as the headers of narrow columns do."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import Box
from exporter.backends.pdf.boxes.text import TextBox

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class TurnedBox(Box):
    """A text of one line, in the middle of its width; it stands on the foot of ``length`` points."""

    def __init__(self, box: TextBox, length: float) -> None:
        self.box = box
        self.length = length
        self.pos = box.pos

    def inside(self) -> Iterator[Box]:
        yield self.box

    def height(self, width: float) -> float:
        self.box.lines(math.inf)
        return self.length

    def measures(self) -> tuple[float, float]:
        return (self.box.height(math.inf),) * 2

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        height = self.box.height(math.inf)
        with painter.turned(x + (width - height) / 2, top - self.length, height) as upright:
            self.box.draw(upright, 0, height, self.box.measures()[1])
