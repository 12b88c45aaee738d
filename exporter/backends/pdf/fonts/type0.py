"""Composite fonts (ISO 32000-1, 9.7): a face in the file, as a subset whose codes are glyph numbers.

Outlines of TrueType (``glyf``) make a CIDFontType2, those of PostScript (``CFF``) a CIDFontType0.
Either way the character codes are ``Identity-H``, and CIDs the numbers that glyphs have in the whole
face: in a CFF program without CIDs of its own they are that (9.7.4.2), and the subset of one with
CIDs is renumbered so.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

from exporter.backends.pdf.fonts.descriptor import SYMBOLIC, Program, descriptor, program_of, scale_of
from exporter.backends.pdf.fonts.glyf import with_made
from exporter.backends.pdf.fonts.shaping import Form
from exporter.backends.pdf.fonts.strings import number
from exporter.backends.pdf.fonts.tounicode import to_unicode
from exporter.backends.pdf.objects.syntax import Stream
from exporter.theme import Face

_KEPT_SUBSETS = 256


def add_type0(document: Any, font: PDFDictionary, face: Face, codes: Mapping[int, Form]) -> None:
    """Completes ``font``, the font dictionary of a face of which ``codes`` are shown."""
    program = _program(face, frozenset(codes.items()))
    said = to_unicode({code: form.text for code, form in codes.items()})
    name = f"{program.name}-Identity-H" if program.is_cff else program.name
    font.dict |= {
        "Type": PDFName("Font"),
        "Subtype": PDFName("Type0"),
        "BaseFont": PDFName(name),
        "Encoding": PDFName("Identity-H"),
        "DescendantFonts": PDFArray([document.Reference(_cid_font(document, face, program, codes))]),
        "ToUnicode": document.Reference(Stream(said, {})),
    }


@functools.lru_cache(_KEPT_SUBSETS)
def _program(face: Face, codes: frozenset[tuple[int, Form]]) -> Program:
    """The program of a subset."""
    subset = face.glyph_subset(frozenset(part.glyph for _, form in codes for part in form.parts))
    made = {code: form for code, form in codes if code >= face.look.glyph_count}
    data, box = with_made(subset.data, made) if made else (subset.data, subset.box)
    return program_of(face, data, box, is_cff=subset.is_cff)


def _cid_font(document: Any, face: Face, program: Program, codes: Mapping[int, Form]) -> PDFDictionary:
    entries = {
        "Type": PDFName("Font"),
        "Subtype": PDFName("CIDFontType0" if program.is_cff else "CIDFontType2"),
        "BaseFont": PDFName(program.name),
        "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
        "FontDescriptor": document.Reference(descriptor(document, face, program, SYMBOLIC)),
        "W": f"[{' '.join(_stretches(codes, scale_of(face)))}]",
    }
    return PDFDictionary(entries if program.is_cff else {**entries, "CIDToGIDMap": PDFName("Identity")})


def _stretches(codes: Mapping[int, Form], scale: float) -> Iterator[str]:
    """``W`` (9.7.4.3): the first of neighbouring CIDs, then the width of each."""
    neighbours = groupby(enumerate(sorted(codes)), lambda numbered: numbered[1] - numbered[0])
    for _, stretch in neighbours:
        cids = [cid for _, cid in stretch]
        yield f"{cids[0]} [{' '.join(number(codes[cid].width * scale) for cid in cids)}]"
