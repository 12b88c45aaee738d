"""The box of a block that several documents have: made once, parted once, painted once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from exporter.backends.pdf.boxes.base import Box
from exporter.backends.pdf.structure import StructElem
from exporter.model import Position
from exporter.model.memory import Memory

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class Shared(NamedTuple):
    """A box, or a part of one, that calls no notes; ``root`` is above all its structure elements. Nothing
    changes it, but that it remembers what it has measured."""

    box: Box
    root: StructElem
    anchors: tuple[str, ...]
    positions: tuple[Position, ...]

    @classmethod
    def of(cls, box: Box, root: StructElem) -> Shared:
        return cls(box, root, tuple(box.anchors()), tuple(box.positions()))


class SharedBox(Box):
    """What one document has of it."""

    __slots__ = ("_memory", "after", "before", "breaks", "keep_with_next", "pos", "shared")

    def __init__(self, shared: Shared, memory: Memory) -> None:
        box = shared.box
        self.shared = shared
        self._memory = memory
        self.before = box.before
        self.after = box.after
        self.breaks = box.breaks
        self.keep_with_next = box.keep_with_next
        self.pos = box.pos

    def inside(self) -> Iterator[Box]:
        yield self.shared.box

    def height(self, width: float) -> float:
        return self.shared.box.height(width)

    def fits(self, width: float, room: float) -> bool:
        return self.shared.box.fits(width, room)

    def baseline(self, width: float) -> float:
        return self.shared.box.baseline(width)

    def measures(self) -> tuple[float, float]:
        return self.shared.box.measures()

    def opens_with_marker(self, width: float) -> bool:
        return self.shared.box.opens_with_marker(width)

    def calls(self) -> Iterator[str]:
        return iter(())

    def anchors(self) -> Iterator[str]:
        return iter(self.shared.anchors)

    def positions(self) -> Iterator[Position]:
        return iter(self.shared.positions)

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        shared = self.shared

        def parted() -> tuple[Shared | None, Shared | None]:
            head, tail = (self._part(part) for part in shared.box.split(width, room, strict=strict))
            return head, tail

        head, tail = self._memory.of(("pdf parts", width, room, strict), (shared,), parted)
        return (
            SharedBox(head, self._memory) if head else None,
            self if tail is shared else SharedBox(tail, self._memory) if tail else None,
        )

    def _part(self, box: Box | None) -> Shared | None:
        if box is self.shared.box:
            return self.shared
        return Shared.of(box, self.shared.root) if box else None

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        painter.shared([(self.shared, top)], x, width)
