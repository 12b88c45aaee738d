"""Fonts of one document: a subset of each face, measured and encoded for the page."""

from __future__ import annotations

import functools
import io
import re
import unicodedata
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

from exporter.theme import Face, clusters
from exporter.theme.fonts import is_ignorable

SUBSTITUTES = str.maketrans({"\u2011": "-", "\u202f": "\u00a0", "\u00ad": "", "\u200b": "", "\u2060": ""})
"""Characters that a page sets as others, or as nothing, where a face has no glyph for them."""


_BEYOND_16_BITS = re.compile("<([0-9A-F]{5,6})>")


class _Font(TTFont):  # type: ignore[misc]
    """A font whose characters beyond U+FFFF can be copied and read: ReportLab writes their code points
    where UTF-16 belongs (ISO 32000-1, 9.10.3)."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - the name is ReportLab's
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _BEYOND_16_BITS.sub(_as_utf_16, stream.content)


def _as_utf_16(code_point: re.Match[str]) -> str:
    return f"<{chr(int(code_point[1], 16)).encode('utf-16-be').hex().upper()}>"


class LoadedFace:
    """One face as ReportLab sets it.

    Not registered with ``pdfmetrics``: its table is global, and ignores a second font of a name.
    """

    def __init__(self, face: Face, characters: frozenset[int]) -> None:
        self.name = face.name
        self.ascent, self.descent = face.metrics
        self._font = _Font(face.name, io.BytesIO(face.subset(characters)), asciiReadable=True)
        self._font.face.name = face.name.encode()
        self._advances: dict[int, float] = self._font.face.charWidths
        self._default: float = self._font.face.defaultWidth
        self._widths: dict[str, float] = {}

    def width(self, text: str, size: float) -> float:
        """The advance of ``text`` in points at ``size`` points."""
        known = self._widths.get(text)
        if known is None:
            advances, default = self._advances, self._default
            known = sum(advances.get(ord(character), default) for character in self.set_as(text)) / 1000
            self._widths[text] = known
        return known * size

    def encoded(self, text: str, document: Any) -> list[tuple[str, bytes]]:
        """``text`` as (font resource name, character codes), one pair for each PDF font it needs.

        A TrueType font of PDF has 256 codes (ISO 32000-1, 9.6.6), so a face may become several.
        """
        return [
            (self._font.getSubsetInternalName(number, document), codes)
            for number, codes in self._font.splitString(self.set_as(text), document)
        ]

    def set_as(self, text: str) -> str:
        """``text`` in characters that the face has."""
        if text.isascii():
            return text
        if not unicodedata.is_normalized("NFC", text):
            text = "".join(map(self._composed, clusters(text)))
        if all(ord(character) in self._advances for character in text):
            return text
        return "".join(
            character
            if ord(character) in self._advances
            else character.translate(SUBSTITUTES) * (character.isspace() or not is_ignorable(character))
            for character in text
        )

    def _composed(self, cluster: str) -> str:
        """A letter with its marks as one glyph, if there is one: the page cannot place marks itself."""
        composed = unicodedata.normalize("NFC", cluster)
        return composed if all(ord(character) in self._advances for character in composed) else cluster


class FaceBook:
    """The loaded faces of one document, each made when it is first needed."""

    def __init__(self, characters: frozenset[int]) -> None:
        self._characters = characters
        self.face = functools.cache(self._load)

    def _load(self, face: Face) -> LoadedFace:
        return LoadedFace(face, self._characters)
