"""Faces: what their text measures; and as fonts of a document, how it is shown and what the file keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from exporter.backends.pdf.fonts.codes import Codes
from exporter.backends.pdf.fonts.operators import Piece, pieces, plain_row, row, row_from_right, sized, spread
from exporter.backends.pdf.fonts.shaping import SPACES, Form, shaper_of
from exporter.backends.pdf.fonts.type0 import Type0, type0
from exporter.theme import Face

_MOST_ROWS = 1 << 10
"""The texts whose operators are remembered: what cells and running heads say many times."""


class LoadedFace:
    """What the text of a face measures, in any document."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.name = face.name
        self.ascent, self.descent = face.metrics
        self.shaper = shaper_of(face)
        self._advance = self.shaper.advance

    def width(self, text: str, size: float) -> float:
        """The advance of ``text`` in points at ``size`` points: of lines none is kept, for there are as many
        as a book has, but of words."""
        if " " not in text:
            return self._advance(text) * size
        parts = text.split(" ")
        return (sum(map(self._advance, parts)) + (len(parts) - 1) * self._advance(" ")) * size


_LOADED: dict[Face, LoadedFace] = {}


def loaded(face: Face) -> LoadedFace:
    """Each face is loaded once in a process, also when threads ask for it at once: documents know it again by
    being the same object."""
    return _LOADED.get(face) or _LOADED.setdefault(face, LoadedFace(face))


class Shown(NamedTuple):
    """A text as a page shows it: the name of its font resource, and the operators that follow ``Tf``."""

    font: str
    operators: str


class DocumentFont:
    """A face in one document of ReportLab: a composite font that will hold the glyphs shown by then.
    ``number`` counts the fonts of the document from 1."""

    def __init__(self, face: LoadedFace, document: Any, number: int) -> None:
        self.face = face
        self.codes = Codes(face.face)
        self.resource = f"F{number}"
        self.ref: bytes = document.reserve()
        self._document = document
        self._shaper = face.shaper
        self._pieces: dict[tuple[str, bool | None], tuple[Piece, ...]] = {}
        self._operands = _Operands(self)
        self._rows: dict[str, str] = {}
        document.delayedFonts.append(self)

    def shown(self, text: str, size: float, spacing: float = 0, *, rtl: bool | None = None) -> Shown:
        """``text`` with each of its spaces wider by ``spacing`` / 1000 em.

        ``rtl`` is the direction of the line there; where it is not said, that of the letters.
        """
        if self._document.texts is not None:
            self._document.texts.append((self, text, rtl))
        if rtl is None and not spacing and text.isascii() and "\t" not in text:  # as most are
            return Shown(self.resource, sized(self._plain_row(text), size))
        parts = [part for part in SPACES.split(text) if part]
        found: list[Piece] = []
        for part in parts:
            found += self.pieces(part, rtl)
            if spacing and SPACES.match(part):
                found[-1] = spread(found[-1], spacing)
        if not (rtl if rtl is not None else not text.isascii() and self._runs_left(parts)):
            operators = row(found)
        else:
            operators = row_from_right(found)
        return Shown(self.resource, sized(operators, size))

    def addObjects(self, document: Any) -> None:  # noqa: N802 - ReportLab's name
        """Completes the font, when all pages are drawn."""
        face, shown = self.face.face, self.codes.complete()
        first = document.objectcounter + 1
        codes = sorted(shown)
        forms = tuple([shown[code] for code in codes])
        made: Type0 = document.memory.of(
            ("pdf font", face, first, *codes), forms, lambda: type0(face, shown, first)
        )
        document.give_own(self.ref, made.font)
        for body in made.needed:
            document.put_own(body)

    def _runs_left(self, parts: list[str]) -> bool:
        """Whether a text runs from right to left: as the first of its words that has a direction does."""
        words = map(self._shaper.word, parts)
        return next((word.direction == "rtl" for word in words if word.direction), False)

    def pieces(self, text: str, rtl: bool | None) -> tuple[Piece, ...]:
        """A word as it is shown."""
        known = self._pieces.get((text, rtl))
        if known is None:
            word = (
                self._shaper.word(text) if rtl is None else self._shaper.word(text, rtl)
            )  # one key of a cache
            known = self._pieces[text, rtl] = pieces(word, self.codes, self._shaper.scale)
        return known

    def _plain_row(self, text: str) -> str:
        """The operators for words from left to right."""
        known = self._rows.get(text)
        if known is None:
            if len(self._rows) == _MOST_ROWS:
                self._rows.clear()
            known = self._rows[text] = self._new_plain_row(text)
        return known

    def _new_plain_row(self, text: str) -> str:
        words = list(map(self._operands.__getitem__, text.split(" ")))
        return plain_row((self._operands[" "].join(words) if len(words) > 1 else words[0],))


class _Operands(dict[str, str]):
    """Words from left to right, as they stand in the array of a ``TJ``."""

    def __init__(self, font: DocumentFont) -> None:
        self._font = font

    def __missing__(self, text: str) -> str:
        made = "".join([piece.operand for piece in self._font.pieces(text, None)]) if text else ""
        self[text] = made
        return made


class FontForms(NamedTuple):
    """What the codes of fonts show and say in some texts, by their faces: each glyph under its own number."""

    by_face: Mapping[LoadedFace, Mapping[int, Form]]

    @classmethod
    def of(cls, texts: Iterable[tuple[DocumentFont, str, bool | None]]) -> FontForms | None:
        """Those of ``texts`` as they are shown in the documents of their fonts; none, where one has a code
        that its words alone do not decide."""
        found: dict[LoadedFace, dict[int, Form]] = {}
        for font, text, rtl in texts:
            forms = found.setdefault(font.face, {})
            known, word_of = font.codes.shown, font.face.shaper.word
            for part in filter(None, SPACES.split(text)):
                word = word_of(part) if rtl is None else word_of(part, rtl)
                if word.clusters and not word.operand:
                    return None
                for cluster in word.clusters:
                    glyph = cluster.form.parts[0].glyph
                    if known[glyph].text != cluster.form.text:
                        return None
                    forms.setdefault(glyph, cluster.form)
        return cls(found)

    def can_stand(self, fonts: Mapping[LoadedFace, DocumentFont]) -> bool:
        """Whether no font of another document says something else with one of the codes."""
        for face, forms in self.by_face.items():
            if face in fonts:
                known = fonts[face].codes.shown.get
                others = [
                    form.text != own.text
                    for code, form in forms.items()
                    if (own := known(code, form)) is not form
                ]
                if any(others):
                    return False
        return True

    def enter(self, fonts: Mapping[LoadedFace, DocumentFont]) -> None:
        """The fonts show them too from now on, where they can; a code keeps what it has shown before."""
        for face, forms in self.by_face.items():
            shown = fonts[face].codes.shown
            shown.update({**forms, **shown})
