"""A stack: boxes below each other, the larger of two meeting spaces between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import Box

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


class StackBox(Box):
    """The space before the first box and after the last is the stack's own, outside it."""

    def __init__(
        self,
        boxes: Sequence[Box],
        *,
        before: float | None = None,
        after: float | None = None,
        keep_with_next: bool = False,
        together: bool = False,
        anchor: str = "",
        may_break: bool = True,
    ) -> None:
        """``may_break`` is false where it is known that no forced page break lies inside."""
        self.boxes = tuple(boxes)
        first, last = (self.boxes[0], self.boxes[-1]) if self.boxes else (None, None)
        self.before = (first.before if first else 0) if before is None else before
        self.after = (last.after if last else 0) if after is None else after
        self.keep_with_next = keep_with_next
        self.together = together
        self.anchor = anchor
        self.breaks = may_break and any(box.breaks or box.is_page_break for box in self.boxes)
        self._heights: dict[float, float] = {}

    @property
    def is_blank(self) -> bool:
        return all(box.is_blank for box in self.boxes)

    def inside(self) -> Iterator[Box]:
        return iter(self.boxes)

    def height(self, width: float) -> float:
        if width not in self._heights:
            gaps = sum(gap(*pair) for pair in zip(self.boxes, self.boxes[1:], strict=False))
            self._heights[width] = gaps + sum(box.height(width) for box in self.boxes)
        return self._heights[width]

    def below(self, top: float, width: float) -> float:
        return self.boxes[0].below(top, width) if len(self.boxes) == 1 else super().below(top, width)

    def fits(self, width: float, room: float) -> bool:
        """Adds up only as far as the room goes: what follows it may be a whole book."""
        used = 0.0
        for index, box in enumerate(self.boxes):
            used += gap(self.boxes[index - 1], box) if index else 0.0
            if not box.fits(width, room - used):
                return False
            used += box.height(width)
        return True

    def measures(self) -> tuple[float, float]:
        pairs = [box.measures() for box in self.boxes]
        return max((least for least, _ in pairs), default=0.0), max((most for _, most in pairs), default=0.0)

    def baseline(self, width: float) -> float:
        return self.boxes[0].baseline(width) if self.boxes else 0.0

    def opens_with_marker(self, width: float) -> bool:
        return bool(self.boxes) and self.boxes[0].opens_with_marker(width)

    def split(self, width: float, room: float, *, strict: bool) -> tuple[StackBox | None, StackBox | None]:
        if self.together and strict and not self.breaks:
            return None, self
        used = 0.0
        for index, box in enumerate(self.boxes):
            if box.is_page_break:
                return self._parted(index, (), _led_to([box], self.boxes[index + 1 :]))
            lead = gap(self.boxes[index - 1], box) if index else 0.0
            if box.breaks or not box.fits(width, room - used - lead):
                head, tail = box.split(width, room - used - lead, strict=strict)
                return self._split_at(index, head, tail, strict=strict)
            used += lead + box.height(width)
        return self, None

    def _split_at(
        self, index: int, head: Box | None, tail: Box | None, *, strict: bool
    ) -> tuple[StackBox | None, StackBox | None]:
        """Parted inside the box at ``index``, or before it and all that must stay with it."""
        if head or tail is not self.boxes[index]:  # parted, or a page break at its head is spent
            following = self.boxes[index + 1 :]
            if tail is not None:
                following = _led_to([tail], following) if tail.is_blank else (tail, *following)
            return self._parted(index, (head,) if head else (), following)
        start = index
        while strict and start and self.boxes[start - 1].keep_with_next:
            start -= 1
        if start == 0:
            return None, self
        return self._parted(start, (), self.boxes[start:])

    def _parted(
        self, index: int, head: tuple[Box, ...], rest: tuple[Box, ...]
    ) -> tuple[StackBox | None, StackBox | None]:
        """The boxes before ``index`` with ``head``, and ``rest``, each as a stack. Those that show nothing
        make no page."""
        fitting = self.boxes[:index] + head
        if all(box.is_blank for box in fitting):
            fitting, rest = (), _led_to(fitting, rest)
        above = type(self)(fitting, before=self.before, after=0, anchor=self.anchor, may_break=False)
        below = type(self)(
            rest,
            before=0,
            after=self.after,
            keep_with_next=self.keep_with_next,
            anchor="" if fitting else self.anchor,
            may_break=self.breaks,
        )
        return above if fitting else None, below if rest or below.anchor else None

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        if self.anchor:
            painter.destination(self.anchor, x, top, width)
        for box, upper in self.placed(top, width):
            box.draw(painter, x, upper, width)

    def placed(self, top: float, width: float) -> Iterator[tuple[Box, float]]:
        """The boxes and where the upper edge of each is."""
        previous: Box | None = None
        for box in self.boxes:
            top -= gap(previous, box) if previous else 0.0
            yield box, top
            top = box.below(top, width)
            previous = box


class RunBox(StackBox):
    """A run of the parts of a text, which stand in it as if each were there by itself."""

    def _parted(
        self, index: int, head: tuple[Box, ...], rest: tuple[Box, ...]
    ) -> tuple[StackBox | None, StackBox | None]:
        parts = super()._parted(index, head, rest)
        for part in filter(None, parts):
            part.after, part.keep_with_next = part.boxes[-1].after, part.boxes[-1].keep_with_next
        return parts

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        for box, upper in self.placed(top, width):
            painter.part()
            box.draw(painter, x, upper, width)

    def below(self, top: float, width: float) -> float:
        """Box by box, so that no number is rounded otherwise than without the run."""
        for box, upper in self.placed(top, width):
            top = box.below(upper, width)
        return top


def gap(above: Box, below: Box) -> float:
    """The space between two boxes that meet: the larger of what each wants (CSS 2.2, 8.3.1)."""
    return max(above.after, below.before)


def anchored(box: Box, anchor: str) -> StackBox:
    """A box to which links to ``anchor`` lead."""
    return StackBox([box], keep_with_next=box.keep_with_next, anchor=anchor)


def _led_to(blank: Iterable[Box], boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """The boxes, the first of them what links to anything in ``blank`` lead to: where there is none, an empty
    one for what comes after."""
    for anchor in (anchor for box in blank for anchor in box.anchors()):
        first, *others = boxes or (StackBox(()),)
        boxes = (anchored(first, anchor), *others)
    return boxes
