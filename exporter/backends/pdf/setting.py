"""The setting: what words take on from what they stand in."""

from __future__ import annotations

import string
from typing import Any, NamedTuple

from exporter.backends.pdf.faces import LoadedFace, loaded
from exporter.backends.pdf.runs import Backing, Ink, Run
from exporter.backends.pdf.structure import StructElem
from exporter.model import Alignment
from exporter.theme import Chain, Colour, Face, TextStyle, Theme, face_chains, itemise
from exporter.theme.theme import FontRole

_TYPED = string.ascii_letters + string.digits + string.punctuation + " "
_MOST_INKS = 1 << 10
"""The inks that are remembered: those of a paragraph, for a book has as many as it has elements."""


class Setting(NamedTuple):
    """A style, changed by the marks and boxes around the words; passed down, never changed.

    ``language`` is that of a passage; empty where it is the document's.
    """

    style: TextStyle
    colour: Colour
    bold: bool
    italic: bool
    font: FontRole
    size: float
    rise: float = 0
    backing: Backing | None = None
    struck: bool = False
    target: str = ""
    title: str = ""
    align: Alignment = "start"
    list_depth: int = 0
    elem: StructElem | None = None
    rtl: bool = False
    language: str = ""

    @classmethod
    def of(cls, style: TextStyle, elem: StructElem | None = None) -> Setting:
        """``elem`` is what the words belong to; those of none are artifacts."""
        return cls(style, style.colour, style.bold, style.italic, style.font, style.size, elem=elem)

    def restyled(self, style: TextStyle) -> Setting:
        """The setting for a text of another style in the same place."""
        own = Setting.of(style, self.elem)
        return own._replace(
            list_depth=self.list_depth, align=self.align, rtl=self.rtl, language=self.language
        )

    def spoken(self, language: str) -> Setting:
        """The setting for a passage in ``language``, where it says that it is in one."""
        return self._replace(language=language) if language else self

    def within(self, type: str, **properties: Any) -> Setting:
        """The setting for what belongs to a new structure element in this one's."""
        return self._replace(elem=StructElem(type, self.elem, **properties))

    def marked(self, type: str, **properties: Any) -> Setting:
        """The setting for words that a new inline element says something of."""
        return self.within(type, inline=True, **properties)

    def bolder(self) -> Setting:
        return self._replace(bold=True)

    def shifted(self, rise: float, size: float) -> Setting:
        """``rise`` of the size above the baseline, and at a share ``size`` of it."""
        return self._replace(rise=self.rise + rise * self.size, size=self.size * size)

    def as_code(self, size: float, backing: Backing) -> Setting:
        """Monospaced, at a share ``size`` of the size; code in code is as large as the code."""
        if self.font == "code":
            return self._replace(backing=backing)
        return self._replace(font="code", size=self.size * size, backing=backing)


class Typesetter:
    """Turns text in a setting into runs, each with the face that has its characters."""

    def __init__(self, theme: Theme, language: str = "") -> None:
        self._language = language
        self._chains = face_chains(theme)
        self._inks: dict[tuple[Any, ...], Ink] = {}

    def runs(self, text: str, setting: Setting, *, note: str = "", anchor: str = "") -> list[Run]:
        chain, usual = self._chain(setting.font, setting.bold, setting.italic, setting.language)
        return [
            Run(part, self._ink(face, setting, note, anchor))
            for face, part in itemise(text, chain, usual)
            if part
        ]

    def face(self, setting: Setting) -> LoadedFace:
        """The face that sets a space, and by which lines stand in their leading."""
        chain, _ = self._chain(setting.font, setting.bold, setting.italic, setting.language)
        first = next((face for face in chain if face.has_all(" ")), chain[0])
        return loaded(first)

    def typing_face(self, setting: Setting) -> Face | None:
        """The face for what is typed into a field: it has to have outlines of TrueType, and Latin letters."""
        chain, _ = self._chain(setting.font, False, False, setting.language)
        return next((face for face in chain if face.has_all(_TYPED) and not face.look.is_cff), None)

    def _chain(self, font: FontRole, bold: bool, italic: bool, language: str) -> Chain:
        return self._chains(font, bold, italic, language or self._language)

    def _ink(self, face: Face, setting: Setting, note: str, anchor: str) -> Ink:
        """One ink for neighbouring runs that look alike, so that they can be told to be one."""
        look = (
            loaded(face),
            setting.size,
            setting.colour,
            setting.rise,
            setting.backing,
            setting.struck,
            setting.target,
            setting.title,
            note,
            anchor,
            setting.elem,
        )
        known = self._inks.get(look)
        if known is None:
            if len(self._inks) == _MOST_INKS:
                self._inks.clear()
            known = self._inks[look] = Ink(*look)
        return known
