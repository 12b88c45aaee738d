"""The two kinds of design value that TOML has no type for: a length and a colour."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)\s*(pt|mm|px)?")
_POINTS_PER_UNIT = {"pt": 1.0, "mm": 72 / 25.4, "px": 0.75}
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def is_hex(value: object) -> bool:
    """Whether ``value`` is an sRGB colour as ``#RRGGBB``."""
    return isinstance(value, str) and bool(_HEX.fullmatch(value))


class Length(float):
    """A length in points; in TOML a number of points, or a string such as ``"28mm"``."""

    @classmethod
    def parse(cls, value: object) -> Length:
        """Raises ``ValueError`` for what is neither a number nor a length with a known unit."""
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return cls(value)
        found = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
        if not found:
            raise ValueError(f'{value!r} is not a length; write 12, "12pt" or "28mm"')
        return cls(float(found[1]) * _POINTS_PER_UNIT[found[2] or "pt"])

    @property
    def twips(self) -> int:
        """Twentieths of a point, the unit of WordprocessingML (ISO/IEC 29500-1, 17.18.81)."""
        return round(self * 20)

    @property
    def half_points(self) -> int:
        """The unit of font sizes in WordprocessingML (17.18.42)."""
        return round(self * 2)

    @property
    def eighths(self) -> int:
        """Eighths of a point, the unit of border widths in WordprocessingML (17.18.22)."""
        return round(self * 8)

    @property
    def emu(self) -> int:
        """English Metric Units, the unit of DrawingML (20.1.10.16)."""
        return round(self * 12700)


class Colour(str):
    """An sRGB colour ``#RRGGBB`` that knows its name in the palette, so that dark mode can swap it."""

    __slots__ = ("name",)
    name: str

    @classmethod
    def named(cls, name: object, palette: Mapping[str, str]) -> Colour:
        """Raises ``ValueError`` when the palette has no such name, or no colour behind it."""
        if not isinstance(name, str) or name not in palette:
            raise ValueError(f"the palette has no colour {name!r}; it has {', '.join(palette)}")
        if not is_hex(palette[name]):
            raise ValueError(f"{palette[name]!r} is not a colour; write #RRGGBB")
        colour = cls(palette[name].upper())
        colour.name = name
        return colour

    @property
    def rgb(self) -> tuple[float, float, float]:
        """Red, green and blue, each from 0 to 1."""
        return (int(self[1:3], 16) / 255, int(self[3:5], 16) / 255, int(self[5:7], 16) / 255)

    @property
    def digits(self) -> str:
        """``RRGGBB``, as ST_HexColorRGB wants it (ISO/IEC 29500-1, 22.9.2.5)."""
        return self[1:]
