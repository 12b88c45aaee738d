"""What every box can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from exporter.model import NOWHERE, Position

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter


ROUNDING = 1e-6
"""What adding up lengths may be off by, in points."""


class Box(ABC):
    """A rectangle of content. All lengths are points; ``top`` is measured from the page's foot.

    ``before`` and ``after`` are the space it wants around itself; of two that meet, the larger
    counts. ``keep_with_next`` forbids a page break behind it. ``breaks`` says that a forced page
    break lies inside. ``anchors`` and ``calls`` name the destinations in it and the footnotes it
    calls, those of boxes inside it left out. ``pos`` is where its node stands in the source.
    """

    __slots__ = tuple[str, ...]()  # so that those there are many of can do without dictionaries

    before: float = 0
    after: float = 0
    keep_with_next: bool = False
    breaks: bool = False
    anchor: str = ""
    pos: Position = NOWHERE
    is_page_break: ClassVar[bool] = False

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to show, but that links may lead here."""
        return False

    @abstractmethod
    def height(self, width: float) -> float:
        """The height at ``width``, without the space around it."""

    @abstractmethod
    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        """Paints the box with its upper left corner at (x, top)."""

    def below(self, top: float, width: float) -> float:
        """Where the box ends whose upper edge is at ``top``."""
        return top - self.height(width)

    def fits(self, width: float, room: float) -> bool:
        """Whether the box needs no more than ``room``; a rounding error is no reason to part it."""
        return self.height(width) <= room + ROUNDING

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        """What fits in ``room``, and the rest.

        Called only where the whole does not fit, or breaks. ``strict`` keeps the rules of good
        setting (orphans, widows, what stays with what); without it anything is better than none.
        """
        return None, self

    def measures(self) -> tuple[float, float]:
        """The least width that breaks no word, and the width that needs no break."""
        return 0.0, 0.0

    def baseline(self, width: float) -> float:
        """How far below its top the first line of text stands."""
        return 0.0

    def opens_with_marker(self, width: float) -> bool:
        """Whether the marker of a list item stands on the first baseline, outside of the box."""
        return False

    def inside(self) -> Iterator[Box]:
        """The boxes directly inside this one, in reading order."""
        return iter(())

    def calls(self) -> Iterator[str]:
        """The ids of the footnotes called in this box and those inside it."""
        for box in self.inside():
            yield from box.calls()

    def anchors(self) -> Iterator[str]:
        """The destinations in this box and those inside it."""
        if self.anchor:
            yield self.anchor
        for box in self.inside():
            yield from box.anchors()

    def positions(self) -> Iterator[Position]:
        """Where the nodes of this box and those inside it stand in the source."""
        yield self.pos
        for box in self.inside():
            yield from box.positions()
