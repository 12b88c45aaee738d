"""What a publication offers to those who read with ears, fingers or large type: found in its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from exporter.backends.web import Found
from exporter.language import AccessibilityPhrases
from exporter.model import Asset


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
    def of(cls, found: Found, assets: Mapping[str, Asset], *, paged: bool) -> Accessibility:
        """What holds of a publication in which that is ``found``, and which is ``paged`` if its pages are
        listed. A QR code always has its address beside it."""
        return cls(
            shows=found.shows,
            described=not found.undescribed,
            moves=any(_is_animated(assets[image].data) for image in found.images),
            headings=bool(found.headings),
            table_headers=found.table_headers,
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


def _is_animated(data: bytes) -> bool:
    """Whether a picture is an animated PNG: ``acTL`` comes before the image (PNG 3, 11.3.6.1)."""
    return b"acTL" in data[: max(data.find(b"IDAT"), 0)]
