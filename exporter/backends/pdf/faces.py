"""Faces of one document: what their text measures, how it is shown, and what the file keeps of them."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDictionary

from exporter.backends.pdf.fonts.codes import Codes
from exporter.backends.pdf.fonts.operators import Piece, pieces, plain_row, row, row_from_right, sized, spread
from exporter.backends.pdf.fonts.shaping import SPACES, shaper_of
from exporter.backends.pdf.fonts.type0 import add_type0
from exporter.theme import Face

_MOST_ROWS = 1 << 10
"""The texts whose operators are remembered: what cells and running heads say many times."""


class Shown(NamedTuple):
    """A text as a page shows it: the name of its font resource, and the operators that follow ``Tf``."""

    font: str
    operators: str


class LoadedFace:
    """One face in one document: a composite font that will hold the glyphs shown by then."""

    def __init__(self, face: Face) -> None:
        self.name = face.name
        self.ascent, self.descent = face.metrics
        self._face = face
        self._shaper = shaper_of(face)
        self._advances: dict[str, float] = {}
        self._resource = ""
        self._font = PDFDictionary()
        self._codes = Codes(face)
        self._pieces = functools.cache(self._new_pieces)
        self._operand = functools.cache(self._new_operand)
        self._plain_row = functools.lru_cache(_MOST_ROWS)(self._new_plain_row)

    def width(self, text: str, size: float) -> float:
        """The advance of ``text`` in points at ``size`` points."""
        advance = self._advances.get(text)
        if advance is not None:
            return advance * size
        if " " not in text:
            return self._advance(text) * size
        parts = text.split(" ")
        return (sum(map(self._advance, parts)) + (len(parts) - 1) * self._advance(" ")) * size

    def _advance(self, word: str) -> float:
        """The advance of a word in em; of lines none is kept, for there are as many as a book has."""
        known = self._advances.get(word)
        if known is None:
            known = self._advances[word] = self._shaper.advance(word)
        return known

    def shown(
        self, text: str, size: float, document: Any, spacing: float = 0, *, rtl: bool | None = None
    ) -> Shown:
        """``text`` in ReportLab's ``document``, each of its spaces wider by ``spacing`` / 1000 em.

        ``rtl`` is the direction of the line there; where it is not said, that of the letters.
        """
        if not self._resource:
            self._enter(document)
        if rtl is None and not spacing and text.isascii() and "\t" not in text:  # as most are
            return Shown(self._resource, sized(self._plain_row(text), size))
        parts = [part for part in SPACES.split(text) if part]
        found: list[Piece] = []
        for part in parts:
            found += self._pieces(part, rtl)
            if spacing and SPACES.match(part):
                found[-1] = spread(found[-1], spacing)
        if not (rtl if rtl is not None else not text.isascii() and self._runs_left(parts)):
            operators = row(found)
        else:
            operators = row_from_right(found)
        return Shown(self._resource, sized(operators, size))

    def addObjects(self, document: Any) -> None:  # noqa: N802 - ReportLab's name
        """Completes the font, when all pages are drawn."""
        add_type0(document, self._font, self._face, self._codes.shown)

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

    def _new_pieces(self, text: str, rtl: bool | None) -> tuple[Piece, ...]:
        word = self._shaper.word(text) if rtl is None else self._shaper.word(text, rtl)  # one key of a cache
        return pieces(word, self._codes, self._shaper.scale)

    def _new_plain_row(self, text: str) -> str:
        """The operators for words from left to right."""
        words = list(map(self._operand, text.split(" ")))
        return plain_row((self._operand(" ").join(words) if len(words) > 1 else words[0],))

    def _new_operand(self, text: str) -> str:
        """A word from left to right, as it stands in the array of a ``TJ``."""
        return "".join([piece.operand for piece in self._new_pieces(text, None)]) if text else ""


class FaceBook:
    """The faces of one document, each made when it is first needed."""

    def __init__(self) -> None:
        self.face = functools.cache(LoadedFace)
