"""What a publication offers to those who read with ears, fingers or large type: found in its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from exporter.language import AccessibilityPhrases
from exporter.model import Asset, Figure, Heading, InlineImage, Node, QrCode, Table


class Accessibility(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of the content (Schema.org Accessibility Properties for Discoverability Vocabulary).

    ``shows`` says that something is to be seen that carries meaning, ``described`` that all of it
    stands in words as well; ``moves`` that a picture may be an animation.
    """

    shows: bool
    described: bool
    moves: bool
    headings: bool
    table_headers: bool
    paged: bool

    @classmethod
    def of(cls, nodes: Sequence[Node], assets: Mapping[str, Asset], *, paged: bool) -> Accessibility:
        """What holds of ``nodes``, all those of a publication, which is ``paged`` if its pages are listed."""
        seen = [node for node in nodes if _is_seen(node)]
        pictures = [node for node in nodes if isinstance(node, Figure | InlineImage)]
        return cls(
            shows=bool(seen),
            described=all(_is_described(node) for node in seen),
            moves=any(_is_animated(assets[picture.asset].data) for picture in pictures),
            headings=any(isinstance(node, Heading) for node in nodes),
            table_headers=any(_has_headers(node) for node in nodes),
            paged=paged,
        )

    @property
    def modes(self) -> Iterator[str]:
        yield "textual"
        if self.shows:
            yield "visual"

    @property
    def sufficient(self) -> Iterator[str]:
        """Each set of senses that is enough for all of the content; words alone only if they say all."""
        if self.described:
            yield "textual"
        if self.shows:
            yield "textual,visual"

    @property
    def features(self) -> Iterator[str]:
        """Always: contents, one order to read in, sizes and colours a reader may change, and roles."""
        yield from ("tableOfContents", "readingOrder", "displayTransformability", "ARIA")
        if self.headings:
            yield "structuralNavigation"
        if self.shows and self.described:
            yield "alternativeText"
        if self.paged:
            yield from ("pageBreakMarkers", "pageNavigation")

    @property
    def hazard(self) -> str:
        """Text and pictures that stand still harm nobody; what an animation does is not known."""
        return "unknown" if self.moves else "none"

    def summary(self, phrases: AccessibilityPhrases) -> str:
        """A sentence for each thing a reader may rely on, or has to know."""
        said = [phrases.reflows]
        if self.headings:
            said.append(phrases.headings)
        if self.shows:
            said.append(phrases.described if self.described else phrases.undescribed)
        if self.table_headers:
            said.append(phrases.table_headers)
        if self.paged:
            said.append(phrases.pages)
        if self.moves:
            said.append(phrases.moves)
        return " ".join(said)


def _is_seen(node: Node) -> bool:
    """Whether ``node`` says something to the eye."""
    return isinstance(node, QrCode) or (isinstance(node, Figure | InlineImage) and not node.decorative)


def _is_described(node: Node) -> bool:
    """Whether what it says stands in words as well; a QR code always has its address beside it."""
    return not isinstance(node, Figure | InlineImage) or bool(node.alt)


def _is_animated(data: bytes) -> bool:
    """Whether a picture is an animated PNG: ``acTL`` comes before the image (PNG 3, 11.3.6.1)."""
    return b"acTL" in data[: max(data.find(b"IDAT"), 0)]


def _has_headers(node: Node) -> bool:
    return isinstance(node, Table) and bool(node.header_rows or node.header_columns)
