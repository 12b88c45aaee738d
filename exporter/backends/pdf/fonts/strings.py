"""What stands in the array of a ``TJ``: strings of codes, and moves between them (ISO 32000-1, 9.4.3)."""

from __future__ import annotations

import functools

_ESCAPED = {**{code: f"\\{code:03o}" for code in range(128, 256)}, 10: "\\n", 13: "\\r"}
_ESCAPED |= {ord(character): f"\\{character}" for character in "()\\"}
_BYTES = tuple(_ESCAPED.get(code, chr(code)) for code in range(256))
"""Each byte as it stands in a literal string (7.3.4.2): that is half as long as hexadecimal."""


def string(code: int) -> str:
    """The string of one code of two bytes."""
    return f"({_BYTES[code >> 8]}{_BYTES[code & 0xFF]})"


def moved(right: float) -> str:
    """A move of the pen to the right, in thousandths of an em; below a hundredth of one it is none."""
    return number(-right) if abs(right) * 100 >= 1 else ""


@functools.lru_cache(1 << 12)
def number(value: float) -> str:
    """A number as a content stream writes it: no exponent, no needless digits."""
    if value == int(value):
        return str(int(value))
    return f"{value:.2f}".rstrip("0").rstrip(".")
