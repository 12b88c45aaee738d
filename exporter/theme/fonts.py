"""Faces: which glyphs they have, how wide they are, and subsets to embed."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from exporter.files import font_family
from exporter.files.fonts import FontEntry, FontFamily

REGULAR, BOLD = 400, 700


class Face(NamedTuple):
    """One face of a family: a value, so that it can be a key; the bytes are read when asked for."""

    family: str
    bold: bool
    italic: bool

    @property
    def name(self) -> str:
        """A PostScript name of its own, also for an instance of a variable font."""
        style = ("Bold" if self.bold else "") + ("Italic" if self.italic else "")
        return f"{self.family.replace(' ', '')}-{style or 'Regular'}"

    @property
    def characters(self) -> frozenset[int]:
        """The code points that the face has glyphs for (OpenType ``cmap``)."""
        return _characters(self)

    @property
    def metrics(self) -> tuple[float, float]:
        """Ascent and descent in em, the descent negative (OpenType ``hhea``)."""
        return _metrics(self)

    def sets(self, text: str) -> bool:
        """Whether the face has a glyph for each character of ``text`` that needs one."""
        known = self.characters
        return all(ord(character) in known or is_ignorable(character) for character in text)

    def width(self, text: str) -> float:
        """The advance of ``text`` in em, without kerning (OpenType ``hmtx``)."""
        return sum(_advance(self, character) for character in text)

    def subset(self, characters: Iterable[int]) -> bytes:
        """A static TrueType font with the glyphs of ``characters`` only, always the same bytes."""
        return _subset(self, frozenset(characters))


def is_ignorable(character: str) -> bool:
    """Whether a character needs no glyph: white space, controls of format, variation selectors."""
    return (
        character.isspace() or unicodedata.category(character) == "Cf" or ("\ufe00" <= character <= "\ufe0f")
    )


@functools.cache
def _entry(face: Face) -> tuple[FontFamily, FontEntry]:
    """The file that holds ``face``: its own, or a variable one; upright where there is no italic."""
    family = font_family(face.family)
    style = "italic" if face.italic else "normal"
    weight = BOLD if face.bold else REGULAR
    styled = [file for file in family.files if file.style == style] or list(family.files)
    return family, min(
        styled, key=lambda file: 0 if file.variable else abs((file.weight or REGULAR) - weight)
    )


def _hb_face(face: Face) -> Any:
    """HarfBuzz's view of the file of a face."""
    return _opened(*_entry(face))


@functools.cache
def _opened(family: FontFamily, entry: FontEntry) -> Any:
    """Kept, because files are read whole, and one with Chinese has 18 MB; faces may share one."""
    import uharfbuzz

    return uharfbuzz.Face(family.read(entry))


@functools.cache
def _characters(face: Face) -> frozenset[int]:
    return _code_points(*_entry(face))


@functools.cache
def _code_points(family: FontFamily, entry: FontEntry) -> frozenset[int]:
    return frozenset(_opened(family, entry).unicodes)


@functools.cache
def _hb_font(face: Face) -> Any:
    """HarfBuzz's font of a face, a variable one at the weight wanted."""
    import uharfbuzz

    font = uharfbuzz.Font(_hb_face(face))
    font.set_variations({"wght": BOLD if face.bold else REGULAR})
    return font


@functools.lru_cache(maxsize=1 << 16)
def _advance(face: Face, character: str) -> float:
    font = _hb_font(face)
    glyph = font.get_nominal_glyph(ord(character))
    return 0.0 if glyph is None else font.get_glyph_h_advance(glyph) / _hb_face(face).upem


@functools.cache
def _metrics(face: Face) -> tuple[float, float]:
    import uharfbuzz

    hb_face = _hb_face(face)
    extents = uharfbuzz.Font(hb_face).get_font_extents("ltr")
    return extents.ascender / hb_face.upem, extents.descender / hb_face.upem


@functools.lru_cache(maxsize=256)
def _subset(face: Face, characters: frozenset[int]) -> bytes:
    import uharfbuzz

    hb_face = _hb_face(face)
    request = uharfbuzz.SubsetInput()
    request.unicode_set.update(characters | {0x20, 0xA0})
    for axis in hb_face.axis_infos:
        if axis.tag == "wght":
            request.pin_axis_location(hb_face, axis.tag, BOLD if face.bold else REGULAR)
        else:
            request.pin_axis_to_default(hb_face, axis.tag)
    return bytes(uharfbuzz.subset(hb_face, request).blob.data)
