"""Faces: which glyphs they have, how wide they are, and subsets to embed."""

from __future__ import annotations

import functools
import struct
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from exporter.files import font_family
from exporter.files.fonts import FontEntry, FontFamily
from exporter.theme.instances import Style, named

REGULAR, BOLD = 400, 700


class Look(NamedTuple):
    """A face in figures: its ``units`` to the em, degrees counter-clockwise (``post``), lengths in em."""

    units: int
    glyph_count: int
    is_cff: bool
    is_fixed_pitch: bool
    italic_angle: float
    capital_height: float
    stem: float


class GlyphSubset(NamedTuple):
    """Outlines without characters, layout and names: a TrueType font, or a bare ``CFF`` table.

    ``box`` is around all glyphs of the face, in its units.
    """

    data: bytes
    is_cff: bool
    box: tuple[int, int, int, int]


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

    def has_all(self, text: str) -> bool:
        """Whether the face has a glyph for each character of ``text``: set against set, as it is asked
        of every text there is."""
        return _letters(self).issuperset(text)

    def sets(self, text: str) -> bool:
        """Whether the face has a glyph for each character of ``text`` that needs one."""
        known = self.characters
        return all(ord(character) in known or is_ignorable(character) for character in text)

    def width(self, text: str) -> float:
        """The advance of ``text`` in em, without kerning (OpenType ``hmtx``)."""
        return sum(map(_advances(self).__getitem__, text))

    def shaped_width(self, text: str) -> float:
        """The advance of ``text`` in em as HarfBuzz shapes it: letters that join are narrower than alone."""
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self.hb_font, buffer)
        return float(sum(glyph.x_advance for glyph in buffer.glyph_positions) / self.hb_font.face.upem)

    @property
    def hb_font(self) -> Any:
        """HarfBuzz's font of the whole face, in the units of its em; one for all who ask."""
        return _hb_font(self)

    @property
    def look(self) -> Look:
        """What a file that embeds the face has to say of it."""
        return _look(self)

    def glyph_subset(self, glyphs: frozenset[int]) -> GlyphSubset:
        """The outlines of ``glyphs`` under the numbers they have in the face; always the same bytes."""
        return _glyph_subset(self, glyphs)

    def letters_subset(self, characters: frozenset[int]) -> GlyphSubset:
        """The outlines of ``characters``, found by their code points; always the same bytes."""
        return _letters_subset(self, characters)

    def whole(self, line: tuple[float, float]) -> bytes | None:
        """The face as a file, to be installed with a document that others edit: of a variable font, the
        instance, whose lines reach as far above and below (negative) the baseline as ``line`` says, in em.
        ``None`` where its licence does not allow that, or where the family has no such style.
        """
        return _whole(self, line)

    def excerpt(self, characters: Iterable[int], line: tuple[float, float]) -> bytes | None:
        """The same with the glyphs of ``characters`` only, always the same bytes; ``None`` also where its
        licence does not allow to leave glyphs out."""
        return _excerpt(self, frozenset(characters), line)

    def subset(self, characters: Iterable[int], *, is_hinted: bool = True) -> bytes:
        """A static TrueType font with the glyphs of ``characters`` only, always the same bytes; where it is
        for large sizes alone, without the instructions by which small ones are drawn."""
        return _subset(self, frozenset(characters), is_hinted)


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
def _letters(face: Face) -> frozenset[str]:
    return frozenset(map(chr, face.characters))


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


class _Advances(dict[str, float]):
    """The advances of characters in em, each looked up when it is first asked for."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._font, self._em = _hb_font(face), _hb_face(face).upem

    def __missing__(self, character: str) -> float:
        glyph = self._font.get_nominal_glyph(ord(character))
        advance = 0.0 if glyph is None else self._font.get_glyph_h_advance(glyph) / self._em
        self[character] = advance
        return advance


_advances = functools.cache(_Advances)


@functools.cache
def _metrics(face: Face) -> tuple[float, float]:
    import uharfbuzz

    hb_face = _hb_face(face)
    extents = uharfbuzz.Font(hb_face).get_font_extents("ltr")
    return extents.ascender / hb_face.upem, extents.descender / hb_face.upem


@functools.cache
def _look(face: Face) -> Look:
    import uharfbuzz

    hb_font = _hb_font(face)
    hb_face = _hb_face(face)
    post = _table(hb_face, "post")
    (italic_angle,) = struct.unpack_from(">i", post, 4)
    (fixed_pitch,) = struct.unpack_from(">I", post, 12)
    capital = hb_font.get_metric_position_with_fallback(uharfbuzz.OTMetricsTag.CAP_HEIGHT)
    weight = BOLD if face.bold else REGULAR
    return Look(
        units=hb_face.upem,
        glyph_count=hb_face.glyph_count,
        is_cff=not {"CFF ", "CFF2"}.isdisjoint(hb_face.table_tags),
        is_fixed_pitch=fixed_pitch != 0,
        italic_angle=italic_angle / (1 << 16),
        capital_height=capital / hb_face.upem,
        stem=(50 + (weight / 65) ** 2) / 1000,  # no table has it; this is what it is for most faces
    )


def _table(hb_face: Any, tag: str) -> bytes:
    table = hb_face.reference_table(tag)
    return bytes(table if isinstance(table, bytes) else table.data)


_OUTLINES = frozenset(
    ("CFF ", "CFF2", "avar", "fvar", "glyf", "gvar", "head", "hhea", "hmtx", "loca", "maxp", "HVAR")
)
"""The tables of a font that is embedded by glyph numbers, and those that its instances are made from."""


def _glyph_subset(face: Face, glyphs: frozenset[int]) -> GlyphSubset:
    import uharfbuzz

    request = _outlines(face, _OUTLINES)
    request.glyph_set.update(glyphs)
    request.flags |= uharfbuzz.SubsetFlags.RETAIN_GIDS
    return _made(face, request)


def _letters_subset(face: Face, characters: frozenset[int]) -> GlyphSubset:
    request = _outlines(face, _OUTLINES | {"cmap"})
    request.unicode_set.update(characters)
    return _made(face, request)


def _outlines(face: Face, tables: frozenset[str]) -> Any:
    """The request for a subset of ``tables`` with plain outlines, of glyphs still to be named."""
    import uharfbuzz

    flags = uharfbuzz.SubsetFlags
    request = uharfbuzz.SubsetInput()
    request.drop_table_tag_set.update(
        int.from_bytes(tag.encode("ascii")) for tag in _hb_face(face).table_tags if tag not in tables
    )
    request.flags = (
        flags.NO_LAYOUT_CLOSURE
        | flags.NO_HINTING
        | flags.NOTDEF_OUTLINE
        | flags.DOWNGRADE_CFF2
        | flags.CFF_IDENTITY_CHARSET
    )
    return request


def _made(face: Face, request: Any) -> GlyphSubset:
    """The subset that was asked for; of a variable font, of one of its instances."""
    import uharfbuzz

    _pin(request, face)
    subset = uharfbuzz.subset(_hb_face(face), request)
    is_cff = "CFF " in subset.table_tags
    data = _table(subset, "CFF ") if is_cff else bytes(subset.blob.data)
    return GlyphSubset(data, is_cff, struct.unpack_from(">4h", _table(subset, "head"), 36))


_INSTALLABLE, _EDITABLE = 0, 8
"""What ``fsType`` says in its lowest four bits of fonts that may travel with what is edited."""
_WHOLE_ONLY, _BITMAPS_ONLY = 0x100, 0x200
_KEPT_NAMES = (0, 5, 7, 13, 14)
"""Whose a font is, its version, and under which licence it may be used (OpenType, name)."""


def _travels(face: Face, restriction: int = 0) -> bool:
    """Whether the family has a face of this style, whose licence (OpenType, OS/2, fsType) allows that it
    travels with what is edited, and does not say ``restriction``."""
    _, entry = _entry(face)
    style, weight = "italic" if face.italic else "normal", BOLD if face.bold else REGULAR
    if entry.style != style or (not entry.variable and entry.weight != weight):
        return False
    (licence,) = struct.unpack_from(">H", _table(_hb_face(face), "OS/2"), 8)
    return licence & 0xF in (_INSTALLABLE, _EDITABLE) and not licence & (_BITMAPS_ONLY | restriction)


def _whole(face: Face, line: tuple[float, float]) -> bytes | None:
    import uharfbuzz

    if not _travels(face):
        return None
    family, entry = _entry(face)
    if not entry.variable:
        return family.read(entry)
    request = uharfbuzz.SubsetInput()
    request.keep_everything()
    return _instance(face, request, line)


def _excerpt(face: Face, characters: frozenset[int], line: tuple[float, float]) -> bytes | None:
    import uharfbuzz

    if not _travels(face, _WHOLE_ONLY):
        return None
    request = uharfbuzz.SubsetInput()
    request.unicode_set.update(characters)
    return _instance(face, request, line)


def _instance(face: Face, request: Any, line: tuple[float, float]) -> bytes:
    """What was asked for of a face, under the name of the face."""
    import uharfbuzz

    _pin(request, face)
    hb_face = _hb_face(face)
    made = uharfbuzz.subset(hb_face, request)
    kept = {number: text for number in _KEPT_NAMES if (text := hb_face.get_name(number))}
    style = Style(face.family, face.name, face.bold, face.italic, kept, line)
    return named({tag: _table(made, tag) for tag in made.table_tags}, style)


@functools.lru_cache(maxsize=256)
def _subset(face: Face, characters: frozenset[int], is_hinted: bool) -> bytes:
    import uharfbuzz

    hb_face = _hb_face(face)
    request = uharfbuzz.SubsetInput()
    if not is_hinted:
        request.flags = uharfbuzz.SubsetFlags.NO_HINTING
    request.unicode_set.update(characters | {0x20, 0xA0})
    _pin(request, face)
    return bytes(uharfbuzz.subset(hb_face, request).blob.data)


def _pin(request: Any, face: Face) -> None:
    """Makes a subset of a variable font one of its instances."""
    hb_face = _hb_face(face)
    for axis in hb_face.axis_infos:
        if axis.tag == "wght":
            request.pin_axis_location(hb_face, axis.tag, BOLD if face.bold else REGULAR)
        else:
            request.pin_axis_to_default(hb_face, axis.tag)
