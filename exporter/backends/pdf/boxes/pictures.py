"""Pictures: images, and QR codes with what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import Box
from exporter.model import Asset
from exporter.theme.theme import FigureLook, QrLook

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter

POINTS_PER_PIXEL = 0.75
"""The natural size of an image, at the 96 pixels an inch of CSS."""


class ImageBox(Box):
    """An image at its natural size, or at a share of the width; never wider or higher than it may be."""

    def __init__(self, asset: Asset, alt: str, *, share: float, highest: float, look: FigureLook) -> None:
        self._asset = asset
        self._alt = alt
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
        marked = painter.content("Figure") if self._alt else painter.artifact()
        with marked:
            painter.image(self._asset, x, top - height, used, height)


class QrBox(Box):
    """A QR code (ISO/IEC 18004), its quiet zone inside its size, and text beside it."""

    def __init__(self, rows: Sequence[Sequence[int]], text: Box, look: QrLook, *, before: float) -> None:
        self._rows = rows
        self._text = text
        self._look = look
        self.before = before
        self.after = before

    def inside(self) -> Iterator[Box]:
        yield self._text

    def _text_width(self, width: float) -> float:
        return width - self._look.size - self._look.gap

    def height(self, width: float) -> float:
        return max(float(self._look.size), self._text.height(self._text_width(width)))

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        size = self._look.size
        height = self.height(width)
        with painter.content("Figure"):
            painter.modules(self._rows, x, top - size, size, self._look)
        text_width = self._text_width(width)
        drop = (height - self._text.height(text_width)) / 2
        self._text.draw(painter, x + size + self._look.gap, top - drop, text_width)
