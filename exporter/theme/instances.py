"""Instances of variable fonts as fonts of their own: the tables that say which face of a family they are."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import NamedTuple

_TRUE_TYPE = 0x00010000
_WINDOWS, _UNICODE, _ENGLISH = 3, 1, 0x409
"""Platform, encoding and language of names that every program reads (OpenType, name)."""
_CHECKSUM_OF_ALL = 0xB1B0AFBA
_OF_VARIATIONS = frozenset(("DSIG", "STAT"))
"""A signature no longer holds, and style attributes tell of axes that are gone."""

_ITALIC, _BOLD, _REGULAR = 1 << 0, 1 << 5, 1 << 6
"""The style in ``fsSelection`` (OpenType, OS/2)."""
_MAC_BOLD, _MAC_ITALIC = 1 << 0, 1 << 1
"""The style in ``macStyle`` (OpenType, head)."""


class Style(NamedTuple):
    """Which face of ``family`` a font is. ``kept`` are names by their numbers that stay, as its licence.

    ``line`` is how far its lines reach above and below (negative) the baseline, in em.
    """

    family: str
    postscript: str
    bold: bool
    italic: bool
    kept: Mapping[int, str]
    line: tuple[float, float]

    @property
    def subfamily(self) -> str:
        words = ("Bold" if self.bold else "", "Italic" if self.italic else "")
        return " ".join(filter(None, words)) or "Regular"


def named(tables: Mapping[str, bytes], style: Style) -> bytes:
    """The font of ``tables``, which says of itself that it is the face ``style``: by this a program that
    gets it with a document knows it again."""
    own = {tag: data for tag, data in tables.items() if tag not in _OF_VARIATIONS}
    own["name"] = _names(style)
    (units,) = struct.unpack_from(">H", own["head"], 18)
    ascent, descent = (round(edge * units) for edge in style.line)
    own["hhea"] = own["hhea"][:4] + struct.pack(">3h", ascent, descent, 0) + own["hhea"][10:]
    own["OS/2"] = _with_line(_with_selection(own["OS/2"], style), ascent, descent)
    own["head"] = _with_mac_style(own["head"], style)
    return _font(own)


def _names(style: Style) -> bytes:
    """A ``name`` table of format 0."""
    full = f"{style.family} {style.subfamily}"
    names = {**style.kept, 1: style.family, 2: style.subfamily, 3: full, 4: full, 6: style.postscript}
    records, strings = b"", b""
    for number, text in sorted(names.items()):
        data = text.encode("utf-16-be")
        records += struct.pack(">6H", _WINDOWS, _UNICODE, _ENGLISH, number, len(data), len(strings))
        strings += data
    return struct.pack(">3H", 0, len(names), 6 + len(records)) + records + strings


def _with_selection(table: bytes, style: Style) -> bytes:
    (bits,) = struct.unpack_from(">H", table, 62)
    bits &= ~(_ITALIC | _BOLD | _REGULAR)
    bits |= (_BOLD * style.bold | _ITALIC * style.italic) or _REGULAR
    return table[:62] + struct.pack(">H", bits) + table[64:]


def _with_line(table: bytes, ascent: int, descent: int) -> bytes:
    """``OS/2`` with the same edges for those who ask for typographic ones, and for Windows."""
    return table[:68] + struct.pack(">3h2H", ascent, descent, 0, ascent, -descent) + table[78:]


def _with_mac_style(table: bytes, style: Style) -> bytes:
    bits = _MAC_BOLD * style.bold | _MAC_ITALIC * style.italic
    no_checksum = bytes(4)
    return table[:8] + no_checksum + table[12:44] + struct.pack(">H", bits) + table[46:]


def _font(tables: Mapping[str, bytes]) -> bytes:
    """An OpenType file: its directory, then each table at a multiple of four bytes."""
    power = len(tables).bit_length() - 1
    search = 16 << power
    start = 12 + 16 * len(tables)
    directory = struct.pack(">I4H", _TRUE_TYPE, len(tables), search, power, 16 * len(tables) - search)
    content = bytearray()
    places = {}
    for tag, data in sorted(tables.items()):
        places[tag] = start + len(content)
        directory += struct.pack(">4s3I", tag.encode("ascii"), _checksum(data), places[tag], len(data))
        content += data + bytes(-len(data) % 4)
    whole = bytearray(directory + content)
    adjustment = (_CHECKSUM_OF_ALL - _checksum(bytes(whole))) & 0xFFFFFFFF
    struct.pack_into(">I", whole, places["head"] + 8, adjustment)
    return bytes(whole)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
