"""A box whose start is at the other side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import Box

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class MirroredBox(Box):
    """A part that runs the other way than what is around it: it looks like that part in a mirror, the
    words in it as they are."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.before = box.before
        self.after = box.after
        self.keep_with_next = box.keep_with_next
        self.breaks = box.breaks

    @property
    def is_blank(self) -> bool:
        return self.box.is_blank

    def inside(self) -> Iterator[Box]:
        yield self.box

    def height(self, width: float) -> float:
        return self.box.height(width)

    def measures(self) -> tuple[float, float]:
        return self.box.measures()

    def baseline(self, width: float) -> float:
        return self.box.baseline(width)

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        head, tail = self.box.split(width, room, strict=strict)
        if head is None and tail is self.box:
            return None, self
        return MirroredBox(head) if head else None, MirroredBox(tail) if tail else None

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        self.box.draw(painter.mirrored(x, width), x, top, width)
