"""The box of blocks that several documents have: made once, parted once, painted once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import Box
from exporter.backends.pdf.structure import StructElem
from exporter.model import Position
from exporter.model.memory import Memory

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class Shared:
    """A box, or a part of one, that calls no notes; ``root`` is above all its structure elements. Nothing
    changes it, but that it remembers what it was measured as last."""

    __slots__ = ("_anchors", "_below", "_fits", "_height", "_positions", "box", "root")

    def __init__(self, box: Box, root: StructElem) -> None:
        self.box = box
        self.root = root
        self._anchors: tuple[str, ...] | None = None
        self._positions: tuple[Position, ...] | None = None
        self._height: tuple[float, float] | None = None
        self._below: tuple[float, float, float] | None = None
        self._fits: tuple[float, float, bool] | None = None

    @property
    def anchors(self) -> tuple[str, ...]:
        if self._anchors is None:
            self._anchors = tuple(self.box.anchors())
        return self._anchors

    @property
    def positions(self) -> tuple[Position, ...]:
        if self._positions is None:
            self._positions = tuple(self.box.positions())
        return self._positions

    def height(self, width: float) -> float:
        known = self._height
        if known is None or known[0] != width:
            known = self._height = width, self.box.height(width)
        return known[1]

    def below(self, top: float, width: float) -> float:
        known = self._below
        if known is None or known[0] != top or known[1] != width:
            known = self._below = top, width, self.box.below(top, width)
        return known[2]

    def fits(self, width: float, room: float) -> bool:
        known = self._fits
        if known is None or known[0] != width or known[1] != room:
            known = self._fits = width, room, self.box.fits(width, room)
        return known[2]


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

    @property
    def is_blank(self) -> bool:
        return self.shared.box.is_blank

    def inside(self) -> Iterator[Box]:
        yield self.shared.box

    def height(self, width: float) -> float:
        return self.shared.height(width)

    def below(self, top: float, width: float) -> float:
        return self.shared.below(top, width)

    def fits(self, width: float, room: float) -> bool:
        return self.shared.fits(width, room)

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
        return Shared(box, self.shared.root) if box else None

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        painter.shared([(self.shared, top)], x, width)
