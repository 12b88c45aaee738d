"""Scripts: which one a character is of, and what it takes to set it (ISO 15924; Unicode, Annex 24)."""

from __future__ import annotations

import functools

RIGHT_TO_LEFT = frozenset(
    ("Adlm", "Arab", "Armi", "Avst", "Hebr", "Mand", "Nkoo", "Phnx", "Rohg", "Samr", "Syrc", "Thaa", "Yezi")
)
EAST_ASIAN = frozenset(("Bopo", "Hang", "Hani", "Hira", "Kana", "Yiii"))
"""Scripts whose characters are as wide as they are high; lines may break between most of them."""

_SIDE_BY_SIDE = EAST_ASIAN | frozenset(
    ("Armn", "Brai", "Cans", "Cher", "Copt", "Cyrl", "Ethi", "Geor", "Goth", "Grek", "Latn", "Lisu", "Tfng")
)

_MIXED = {
    "Hans": frozenset(("Hani", "Bopo")),
    "Hant": frozenset(("Hani", "Bopo")),
    "Jpan": frozenset(("Hani", "Hira", "Kana")),
    "Kore": frozenset(("Hani", "Hang")),
}
"""Ways of writing that ISO 15924 has codes for, and the scripts they are made of."""


@functools.lru_cache(maxsize=1 << 14)
def script_of(character: str) -> str:
    """The ISO 15924 code of a character's script; empty where several scripts share it.

    HarfBuzz knows the property; Python's ``unicodedata`` does not.
    """
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return buffer.script or ""


def is_complex(script: str) -> bool:
    """Whether characters of ``script`` join, stack, change places or run from right to left."""
    return bool(script) and script not in _SIDE_BY_SIDE


def writes(way: str, script: str) -> bool:
    """Whether ``way``, a script or a way of writing such as ``Jpan``, uses ``script``."""
    return script == way or script in _MIXED.get(way, ())
