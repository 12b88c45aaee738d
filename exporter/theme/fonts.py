"""Faces: which glyphs they have, which of them sets a character, and subsets to embed."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from exporter.files import font_family
from exporter.files.resources import FontEntry, FontFamily
from exporter.theme.theme import FontRole, TextStyle, Theme

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

    def width(self, text: str) -> float:
        """The advance of ``text`` in em, without kerning (OpenType ``hmtx``)."""
        return sum(_advance(self, character) for character in text)

    def subset(self, characters: Iterable[int]) -> bytes:
        """A static TrueType font with the glyphs of ``characters`` only, always the same bytes."""
        return _subset(self, frozenset(characters))


def face_chain(theme: Theme, role: FontRole, *, bold: bool, italic: bool) -> tuple[Face, ...]:
    """The faces to try, in order, for text of this role and style."""
    stack = theme.fonts.code if role == "code" else theme.fonts.body
    return tuple(Face(family, bold, italic) for family in stack.families)


def itemise(text: str, chain: tuple[Face, ...]) -> Iterator[tuple[Face, str]]:
    """``text`` cut into runs, each with the first face of the chain that has its characters.

    A character that changes nothing visible stays with the run it is in. One that no face has
    goes to the first, which will show its missing glyph: the checks have refused it before.
    """
    if all(ord(character) in chain[0].characters for character in text):
        yield chain[0], text
        return
    start, current = 0, chain[0]
    for index, character in enumerate(text):
        face = _face_for(character, chain, current)
        if face is not current:
            if index > start:
                yield current, text[start:index]
            start, current = index, face
    yield current, text[start:]


def _face_for(character: str, chain: tuple[Face, ...], current: Face) -> Face:
    if is_ignorable(character) or (
        unicodedata.combining(character) and (ord(character) in current.characters)
    ):
        return current
    return next((face for face in chain if ord(character) in face.characters), chain[0])


def set_width(text: str, style: TextStyle, theme: Theme) -> float:
    """How wide ``text`` is in one line of ``style``, in points."""
    chain = face_chain(theme, style.font, bold=style.bold, italic=style.italic)
    return sum(face.width(part) for face, part in itemise(text, chain)) * style.size


def missing(text: str, chain: tuple[Face, ...]) -> Iterator[tuple[int, str]]:
    """The characters of ``text``, with their offsets, that no face of the chain can set."""
    if all(ord(character) in chain[0].characters for character in text):
        return
    for offset, character in enumerate(text):
        if not is_ignorable(character) and not any(ord(character) in face.characters for face in chain):
            yield offset, character


def is_ignorable(character: str) -> bool:
    """Whether a character needs no glyph: white space, controls of format, variation selectors."""
    return (
        character.isspace() or unicodedata.category(character) == "Cf" or ("\ufe00" <= character <= "\ufe0f")
    )


def licences(theme: Theme) -> dict[str, str]:
    """The licence (SPDX) of each family that the theme names."""
    names = (*theme.fonts.body.families, *theme.fonts.code.families)
    return {name: font_family(name).license for name in names}


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


@functools.cache
def _hb_face(face: Face) -> Any:
    """HarfBuzz's view of the file; kept, because reading its ``cmap`` takes milliseconds."""
    import uharfbuzz

    family, entry = _entry(face)
    return uharfbuzz.Face(family.read(entry))


@functools.cache
def _characters(face: Face) -> frozenset[int]:
    return frozenset(_hb_face(face).unicodes)


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
