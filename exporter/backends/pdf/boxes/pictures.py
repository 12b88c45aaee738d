"""Pictures: images, and QR codes with what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import Box
from exporter.backends.pdf.boxes.stack import StackBox
from exporter.backends.pdf.structure import StructElem
from exporter.model import Asset
from exporter.theme.theme import FigureLook, QrLook

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter

POINTS_PER_PIXEL = 0.75
"""The natural size of an image, at the 96 pixels an inch of CSS."""


class ImageBox(Box):
    """An image at its natural size, or at a share of the width; never wider or higher than it may be.

    One of no element is an artifact.
    """

    def __init__(
        self, asset: Asset, elem: StructElem | None, *, share: float, highest: float, look: FigureLook
    ) -> None:
        self._asset = asset
        self._elem = elem
        self._share = share
        self._highest = highest
        self._least = look.least
        self.before = look.before
        self.after = look.after

    def _size(self, width: float) -> tuple[float, float]:
        wanted = width * self._share if self._share else self._asset.width * POINTS_PER_PIXEL
        ratio = self._asset.height / self._asset.width
        used = min(wanted, width, self._highest / ratio)
        return used, used * ratio

    def height(self, width: float) -> float:
        return self._size(width)[1]

    def measures(self) -> tuple[float, float]:
        natural = self._asset.width * POINTS_PER_PIXEL
        return min(natural, self._least), natural

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        used, height = self._size(width)
        with painter.figure(self._elem, x, top - height, used, height):
            painter.image(self._asset, x, top - height, used, height)


class QrCodeBox(Box):
    """A QR code (ISO/IEC 18004), its quiet zone inside its size.

    One that ``hangs`` has its quiet zone in the margin and in the space around it, so that what is seen of it
    begins where text does, and as far from what is above as other things.
    """

    def __init__(
        self, rows: Sequence[Sequence[int]], look: QrLook, elem: StructElem | None, *, hangs: bool = False
    ) -> None:
        self._rows = rows
        self._elem = elem
        self._look = look
        quiet = look.quiet_zone / (len(rows) + 2 * look.quiet_zone)
        self.hang = float(look.size) * quiet if hangs else 0.0
        self.size = float(look.size) - 2 * self.hang
        self.after = look.gap + self.hang

    def height(self, width: float) -> float:
        return min(self.size, width)

    def measures(self) -> tuple[float, float]:
        return self.size, self.size

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        size = self.height(width) + 2 * self.hang
        x, y = x - self.hang, top + self.hang - size
        with painter.figure(self._elem, x, y, size, size):
            painter.modules(self._rows, x, y, size, self._look)


class QrBox(Box):
    """A QR code with text beside it, or below it where there is too little room."""

    def __init__(self, code: QrCodeBox, text: Box, look: QrLook, *, before: float) -> None:
        self._code = code
        self._text = text
        self._aside = code.size + code.after
        self._below = StackBox((code, text))
        self.before = self.after = max(before, code.hang)

    def inside(self) -> Iterator[Box]:
        yield self._code
        yield self._text

    def _is_beside(self, width: float) -> bool:
        return self._text.measures()[0] <= width - self._aside

    def height(self, width: float) -> float:
        if not self._is_beside(width):
            return self._below.height(width)
        return max(self._code.height(width), self._text.height(width - self._aside))

    def measures(self) -> tuple[float, float]:
        least, most = self._text.measures()
        return max(least, self._code.measures()[0]), self._aside + most

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        """Parted only where its text is taller than a page: then that goes on below the code."""
        if strict:
            return None, self
        head, tail = self._below.split(width, room, strict=False)
        return (head, tail) if head else (None, self)

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        if not self._is_beside(width):
            self._below.draw(painter, x, top, width)
            return
        text_width = width - self._aside
        drop = (self.height(width) - self._text.height(text_width)) / 2
        self._code.draw(painter, x, top, width)
        self._text.draw(painter, x + self._aside, top - drop, text_width)
