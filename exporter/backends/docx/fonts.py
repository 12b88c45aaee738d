"""Fonts in the package (17.8.1): whole, so that who edits the text has every letter, and obfuscated."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from exporter.backends.archive import Deflated, deflated
from exporter.theme import Face, Theme, once_a_theme

_PLACES = {
    "embedRegular": (False, False),
    "embedBold": (True, False),
    "embedItalic": (False, True),
    "embedBoldItalic": (True, True),
}
"""The element of each face in the order of the schema (17.8.3.10), and whether it is bold and italic."""
_HIDDEN = 32
"""Bytes at the beginning of a font that are mixed with the key (17.8.1)."""


class EmbeddedFont(NamedTuple):
    """A face of ``family`` as a part of its own; ``key`` undoes what was done to its beginning."""

    id: str
    family: str
    place: str
    key: str
    data: Deflated

    @property
    def part(self) -> str:
        return f"/word/fonts/{self.id}.odttf"

    @property
    def element(self) -> str:
        return f'<w:{self.place} r:id="{self.id}" w:fontKey="{self.key}"/>'


@once_a_theme
def embedded_fonts(theme: Theme) -> tuple[EmbeddedFont, ...]:
    """The faces of the body and of code that may travel, if the theme asks for them."""
    found: list[EmbeddedFont] = []
    families = dict.fromkeys((theme.fonts.body.family, theme.fonts.code.family))
    for family in families if theme.fonts.embed else ():
        for place, (bold, italic) in _PLACES.items():
            data = Face(family, bold, italic).whole()
            if data is not None:
                key = _key(data)
                id = f"rIdFont{len(found) + 1}"
                found.append(EmbeddedFont(id, family, place, key, deflated(obfuscated(data, key))))
    return tuple(found)


def _key(data: bytes) -> str:
    """A GUID (22.9.2.4) that is always the same for the same font."""
    digits = hashlib.md5(data, usedforsecurity=False).hexdigest().upper()
    return f"{{{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}}}"


def obfuscated(data: bytes, key: str) -> bytes:
    """``data`` with its beginning mixed with ``key`` by exclusive or, from its last byte to its first
    (17.8.1); done twice, it is as it was."""
    mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1] * 2
    return bytes(a ^ b for a, b in zip(data[:_HIDDEN], mask, strict=True)) + data[_HIDDEN:]
