"""Composite fonts (ISO 32000-1, 9.7): a face in the file, as a subset whose codes are glyph numbers.

Outlines of TrueType (``glyf``) make a CIDFontType2, those of PostScript (``CFF``) a CIDFontType0.
Either way the character codes are ``Identity-H``, and CIDs the numbers that glyphs have in the whole
face: in a CFF program without CIDs of its own they are that (9.7.4.2), and the subset of one with
CIDs is renumbered so.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import NamedTuple

from exporter.backends.pdf.fonts.descriptor import (
    SYMBOLIC,
    Program,
    descriptor,
    program_of,
    program_stream,
    scale_of,
)
from exporter.backends.pdf.fonts.glyf import with_made
from exporter.backends.pdf.fonts.shaping import Form
from exporter.backends.pdf.fonts.strings import number
from exporter.backends.pdf.fonts.tounicode import to_unicode
from exporter.backends.pdf.objects.syntax import Stream, array, dictionary
from exporter.theme import Face

_KEPT_SUBSETS = 256


class Type0(NamedTuple):
    """The objects of a composite font: its dictionary, and what that needs, numbered one after the other."""

    font: bytes
    needed: tuple[bytes, ...]


def type0(face: Face, codes: Mapping[int, Form], first: int) -> Type0:
    """The font of a face of which ``codes`` are shown; what it needs has the numbers from ``first``."""
    beyond = face.look.glyph_count
    program = _program(
        face,
        frozenset([part.glyph for form in codes.values() for part in form.parts]),
        tuple([(code, form) for code, form in sorted(codes.items()) if code >= beyond]),
    )
    stream, said_of_it, cid_font, to_text = (b"%d 0 R" % (first + number) for number in range(4))
    name = f"{program.name}-Identity-H" if program.is_cff else program.name
    font = dictionary(
        Type="/Font",
        Subtype="/Type0",
        BaseFont=f"/{name}",
        Encoding="/Identity-H",
        DescendantFonts=array((cid_font,)),
        ToUnicode=to_text,
    )
    needed = (
        program_stream(program),
        descriptor(face, program, stream, SYMBOLIC),
        _cid_font(face, program, codes, said_of_it),
        Stream(to_unicode({code: form.text for code, form in codes.items()}), {}).data,
    )
    return Type0(font, needed)


@functools.lru_cache(_KEPT_SUBSETS)
def _program(face: Face, glyphs: frozenset[int], made: tuple[tuple[int, Form], ...]) -> Program:
    """The program of a subset, with glyphs of its own that are ``made`` of others."""
    subset = face.glyph_subset(glyphs)
    data, box = with_made(subset.data, dict(made)) if made else (subset.data, subset.box)
    return program_of(face, data, box, is_cff=subset.is_cff)


def _cid_font(face: Face, program: Program, codes: Mapping[int, Form], said_of_it: bytes) -> bytes:
    return dictionary(
        Type="/Font",
        Subtype="/CIDFontType0" if program.is_cff else "/CIDFontType2",
        BaseFont=f"/{program.name}",
        CIDSystemInfo="<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
        FontDescriptor=said_of_it,
        W=_widths(codes, scale_of(face)),
        **({} if program.is_cff else {"CIDToGIDMap": "/Identity"}),
    )


def _widths(codes: Mapping[int, Form], scale: float) -> str:
    """``W`` (9.7.4.3): the first of neighbouring CIDs, then the width of each."""
    said: list[str] = []
    following = -1
    for cid in sorted(codes):
        if cid != following:
            said.append(f"] {cid} [")
        said.append(number(codes[cid].width * scale))
        following = cid + 1
    return f"[{' '.join(said).removeprefix('] ')}{']' * bool(said)}]"
