"""What a font dictionary says of its typeface (ISO 32000-1, 9.8)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pikepdf

from exporter.readback.pdf.numbers import real

_ITALIC, _FORCE_BOLD = 1 << 6, 1 << 18
"""Flags of a font descriptor (table 123)."""
_BOLD_FROM = 600
"""The first weight (``FontWeight``, table 122) that looks bold beside a regular one, as CSS has it."""
_SUBSET = re.compile("[A-Z]{6}[+]")


class Typeface(NamedTuple):
    """A family by its name, and which of its faces."""

    family: str
    bold: bool
    italic: bool


def typeface_of(font: Any) -> Typeface:
    """The typeface of a font dictionary: what its descriptor says, else what its PostScript name does.

    That name is the family's without spaces, a hyphen and the style (Adobe Technical Note 5088); in one of
    a subset six letters stand before it (9.6.4), and a comma is as good as the hyphen (9.6.3).
    """
    descriptor = _descriptor(font)
    name = _SUBSET.sub("", str(font.get("/BaseFont", "/"))[1:], count=1)
    family, _, style = name.replace(",", "-").partition("-")
    flags = _whole(descriptor.get("/Flags"))
    weight = _whole(descriptor.get("/FontWeight"))
    return Typeface(
        str(descriptor.get("/FontFamily", family)),
        weight >= _BOLD_FROM if weight else bool(flags & _FORCE_BOLD) or "Bold" in style,
        bool(flags & _ITALIC) or real(descriptor.get("/ItalicAngle")) != 0,
    )


def _descriptor(font: Any) -> Any:
    """The font descriptor, of a composite font that of its descendant (9.7.6)."""
    descendants = font.get("/DescendantFonts")
    if isinstance(descendants, pikepdf.Array) and len(descendants):
        font = descendants[0]
    found = font.get("/FontDescriptor") if isinstance(font, pikepdf.Dictionary) else None
    return found if isinstance(found, pikepdf.Dictionary) else {}


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
