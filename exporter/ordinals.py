"""The numbers of list items, as every format prints them.

Formats agree on letters up to z and on Roman numerals up to 3999. Beyond, and at 0, each goes its own
way (after z, Word writes aa, bb, cc; CSS writes aa, ab, ac), so a list that goes there is numbered in
digits: ``numbered_alike`` is the rule, which ``prepare`` keeps and the checks report.
"""

from __future__ import annotations

from exporter.model import Numbering, OrderedList

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
LAST: dict[Numbering, int] = {
    "lower-alpha": 26,
    "upper-alpha": 26,
    "lower-roman": 3999,
    "upper-roman": 3999,
}
"""The last number that each numbering has a sign for; the first is 1. Digits have no end."""


def numbered_alike(node: OrderedList) -> Numbering:
    """The numbering in which every format prints the same markers for this list."""
    last = LAST.get(node.numbering)
    if last is None or (node.start >= 1 and node.start + len(node.items) - 1 <= last):
        return node.numbering
    return "decimal"


def ordinal(number: int, numbering: Numbering) -> str:
    """The sign for ``number``, which ``numbering`` must have."""
    match numbering:
        case "decimal":
            return str(number)
        case "lower-alpha":
            return _letter(number)
        case "upper-alpha":
            return _letter(number).upper()
        case "lower-roman":
            return _roman(number)
        case "upper-roman":
            return _roman(number).upper()


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        letters += letter * count
    return letters
