"""The numbers of list items, as every format prints them."""

from __future__ import annotations

from exporter.model import Numbering

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def ordinal(number: int, numbering: Numbering) -> str:
    """A list number in its numbering; letters and Roman numerals have no zero, so it stays a digit."""
    match numbering:
        case "decimal":
            return str(number)
        case "lower-alpha":
            return _letters(number)
        case "upper-alpha":
            return _letters(number).upper()
        case "lower-roman":
            return _roman(number)
        case "upper-roman":
            return _roman(number).upper()


def _letters(number: int) -> str:
    """a … z, aa, ab … (CSS Counter Styles 3, alphabetic)."""
    if number < 1:
        return str(number)
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    """i … mmmcmxcix, beyond which Roman numerals have no letters (CSS Counter Styles 3, 6.1)."""
    if not 1 <= number <= 3999:
        return str(number)
    letters = ""
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        letters += letter * count
    return letters
