"""Simple fonts (ISO 32000-1, 9.6.3): the letters of a face that can be typed, each with a code of one byte.

Fields take what is typed in no other font. A reader writes it by WinAnsiEncoding, so the font has all
of that encoding that the face has; for any other letter it takes a font of its own.
"""

from __future__ import annotations

import functools
from typing import Any

from exporter.backends.pdf.fonts.descriptor import (
    NONSYMBOLIC,
    Program,
    descriptor,
    program_of,
    program_stream,
    scale_of,
)
from exporter.backends.pdf.fonts.strings import number
from exporter.backends.pdf.objects.syntax import dictionary
from exporter.theme import Face

_FIRST, _LAST = 0x20, 0xFF
_ALIKE = {"\xa0": " ", "\xad": "-", "": "•"}
"""Characters that share the glyph of another, and what codes without a character show (annex D.2)."""


def _win_ansi(code: int) -> str:
    """What a code of WinAnsiEncoding (annex D.2) shows: the character of Windows code page 1252."""
    character = bytes((code,)).decode("cp1252", "ignore")
    return _ALIKE.get(character, character)


_CHARACTERS = tuple(map(_win_ansi, range(_FIRST, _LAST + 1)))


def simple_font(document: Any, face: Face) -> bytes:
    """A reference to a font with the outlines of TrueType that ``face`` has for the encoding."""
    scale = scale_of(face)
    widths = " ".join(number(_advance(face, character) * scale) for character in _CHARACTERS)
    program = _program(face)
    said_of_it = descriptor(face, program, document.put(program_stream(program)), NONSYMBOLIC)
    font: bytes = document.put(
        dictionary(
            Type="/Font",
            Subtype="/TrueType",
            BaseFont=f"/{program.name}",
            Encoding="/WinAnsiEncoding",
            FirstChar=_FIRST,
            LastChar=_LAST,
            Widths=f"[{widths}]",
            FontDescriptor=document.put(said_of_it),
        )
    )
    return font


@functools.cache
def _program(face: Face) -> Program:
    subset = face.letters_subset(face.characters & frozenset(map(ord, _CHARACTERS)))
    return program_of(face, subset.data, subset.box)


def _advance(face: Face, character: str) -> int:
    """The advance of a character in units of the face; of one it lacks, that of its ``.notdef``."""
    font = face.hb_font
    advance: int = font.get_glyph_h_advance(font.get_nominal_glyph(ord(character)) or 0)
    return advance
