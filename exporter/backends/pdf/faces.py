"""Faces of one document: what their text measures, how it is shown, and what the file keeps of them."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDictionary

from exporter.backends.pdf.fonts.operators import Piece, pieces, row, row_from_right, sized, spread
from exporter.backends.pdf.fonts.shaping import SPACES, UNHEARD, Cluster, shaper_of
from exporter.backends.pdf.fonts.type0 import add_type0
from exporter.theme import Face


class Shown(NamedTuple):
    """A text as a page shows it: the name of its font resource, the operators that follow ``Tf``, and
    its advance in em."""

    font: str
    operators: str
    advance: float


class LoadedFace:
    """One face in one document: a composite font that holds the glyphs shown so far.

    What a glyph says in this document is what it showed first; where it shows something else later,
    the page says so by ``ActualText``. Both follow from the order of drawing alone.
    """

    def __init__(self, face: Face) -> None:
        self.name = face.name
        self.ascent, self.descent = face.metrics
        self._face = face
        self._shaper = shaper_of(face)
        self._advance = self._shaper.advance
        self._resource = ""
        self._font = PDFDictionary()
        self._widths: dict[int, float] = {}
        self._said: dict[int, str] = {}
        self._parts: dict[int, str] = {}
        self._pieces = functools.cache(self._new_pieces)

    def width(self, text: str, size: float) -> float:
        """The advance of ``text`` in points at ``size`` points."""
        return self._advance(text) * size

    def shown(self, text: str, size: float, document: Any, spacing: float = 0) -> Shown:
        """``text`` in ReportLab's ``document``, each of its spaces wider by ``spacing`` / 1000 em."""
        if not self._resource:
            self._enter(document)
        parts = [part for part in SPACES.split(text) if part]
        found: list[Piece] = []
        for part in parts:
            found += self._pieces(part)
            if spacing and SPACES.match(part):
                found[-1] = spread(found[-1], spacing)
        advance = sum(part.advance for part in found)
        if not text.isascii() and self._runs_left(parts):
            operators = row_from_right(found, self._advance(text.rstrip()) * 1000)
        else:
            operators = row(found)
        return Shown(self._resource, sized(operators, size), advance / 1000)

    def addObjects(self, document: Any) -> None:  # noqa: N802 - ReportLab's name
        """Completes the font, when all pages are drawn."""
        said = {glyph: self._said.get(glyph) or self._parts[glyph] for glyph in self._widths}
        add_type0(document, self._font, self._face, self._widths, said)

    def _enter(self, document: Any) -> None:
        """Puts the font among the resources of the document's pages, to be completed at its end."""
        resources: PDFDictionary = document.idToObject["BasicFonts"]
        self._resource = f"F{len(resources.dict) + 1}"
        resources[self._resource] = document.Reference(self._font)
        document.delayedFonts.append(self)

    def _runs_left(self, parts: list[str]) -> bool:
        """Whether a text runs from right to left: as the first of its words that has a direction does."""
        words = map(self._shaper.word, parts)
        return next((word.direction == "rtl" for word in words if word.direction), False)

    def _new_pieces(self, text: str) -> tuple[Piece, ...]:
        """A word that this document has not shown yet."""
        word = self._shaper.word(text)
        found = pieces(word, self._is_explained)
        for cluster in word.clusters:
            for glyph in cluster.glyphs:
                self._widths[glyph.id] = glyph.width
                self._parts.setdefault(glyph.id, cluster.text)  # every glyph has to say something
        return found

    def _is_explained(self, cluster: Cluster) -> bool:
        """Whether the one glyph of a cluster says in this document what it shows; a space says space."""
        if len(cluster.glyphs) != 1 or UNHEARD.search(cluster.text):
            return False
        said = self._said.setdefault(cluster.glyphs[0].id, cluster.text)
        return said == cluster.text or (said.isspace() and cluster.text.isspace())


class FaceBook:
    """The faces of one document, each made when it is first needed."""

    def __init__(self) -> None:
        self.face = functools.cache(LoadedFace)
