"""Fonts in the package (17.8.1): whole, so that who edits the text has every letter, and obfuscated.

Fonts with the thousands of Han characters would make a file of many megabytes: of these travels what the
document says, and ASCII.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from exporter.backends.archive import Deflated, deflated
from exporter.backends.docx.markers import signs
from exporter.theme import Face, Theme

_PLACES = {
    "embedRegular": (False, False),
    "embedBold": (True, False),
    "embedItalic": (False, True),
    "embedBoldItalic": (True, True),
}
"""The element of each face in the order of the schema (17.8.3.10), and whether it is bold and italic."""
_HIDDEN = 32
"""Bytes at the beginning of a font that are mixed with the key (17.8.1)."""


_MOST_GLYPHS = 10_000
"""Fonts with more are those of Han characters."""
_ASCII = frozenset(map(chr, range(0x20, 0x7F)))


class _Hidden(NamedTuple):
    """A font as its part holds it. ``key`` undoes what was done to its beginning."""

    key: str
    data: Deflated
    is_subset: bool


class EmbeddedFont(NamedTuple):
    """A face of ``family`` as a part of its own."""

    id: str
    family: str
    place: str
    hidden: _Hidden

    @property
    def part(self) -> str:
        return f"/word/fonts/{self.id}.odttf"

    @property
    def element(self) -> str:
        """The relation of a font in the table to its part (17.8.3.3 to 17.8.3.6)."""
        subset = ' w:subsetted="1"' if self.hidden.is_subset else ""
        return f'<w:{self.place} r:id="{self.id}" w:fontKey="{self.hidden.key}"{subset}/>'


def embedded_fonts(theme: Theme, used: Mapping[str, Set[str]]) -> tuple[EmbeddedFont, ...]:
    """The faces that travel, if the theme asks for them, as far as their licences allow: those of the
    body, of the families that set the characters ``used``, and the signs of lists."""
    if not theme.fonts.embed:
        return ()
    set_in: dict[str, Set[str]] = {theme.fonts.body.family: frozenset(), **used}
    for sign in signs(theme).values():
        if sign.family:
            set_in[sign.family] = set_in.get(sign.family, frozenset()) | {sign.character}
    found = (
        (family, place, hidden)
        for family, characters in set_in.items()
        for place, hidden in _faces(theme, family, characters)
    )
    return tuple(
        EmbeddedFont(f"rIdFont{number}", family, place, hidden)
        for number, (family, place, hidden) in enumerate(found, 1)
    )


def _faces(theme: Theme, family: str, characters: Set[str]) -> Iterator[tuple[str, _Hidden]]:
    """The faces of a family by their places; only the body has its italics."""
    line = Face(theme.fonts.body.family, bold=False, italic=False).metrics
    for place, (bold, italic) in _PLACES.items():
        if italic and family != theme.fonts.body.family:
            continue
        face = Face(family, bold, italic)
        is_large = face.look.glyph_count > _MOST_GLYPHS
        hidden = _hidden(face, frozenset(characters | _ASCII) if is_large else None, line)
        if hidden:
            yield place, hidden


@functools.lru_cache(maxsize=64)
def _hidden(face: Face, characters: frozenset[str] | None, line: tuple[float, float]) -> _Hidden | None:
    """A face, or of a large one the glyphs of ``characters``; kept for the next document that needs it.

    Its lines are as high as those of the body, for which it stands in: a line is at least as high as its
    fonts say, and some leave room for piles of marks (as ``ascent-override`` of CSS does away with).
    """
    data = face.whole(line) if characters is None else face.excerpt(map(ord, characters), line)
    if data is None:
        return None
    key = _key(data)
    return _Hidden(key, deflated(obfuscated(data, key)), characters is not None)


def _key(data: bytes) -> str:
    """A GUID (22.9.2.4) that is always the same for the same font."""
    digits = hashlib.md5(data, usedforsecurity=False).hexdigest().upper()
    return f"{{{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}}}"


def obfuscated(data: bytes, key: str) -> bytes:
    """``data`` with its beginning mixed with ``key`` by exclusive or, from its last byte to its first
    (17.8.1); done twice, it is as it was."""
    mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1] * 2
    return bytes(a ^ b for a, b in zip(data[:_HIDDEN], mask, strict=True)) + data[_HIDDEN:]
