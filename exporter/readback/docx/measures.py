"""Measures of WordprocessingML (ISO/IEC 29500-1, 22.9.2.14 and 22.9.2.15) -> points."""

from __future__ import annotations

import re

TWIPS, HALF_POINTS = 1 / 20, 1 / 2
"""Points in the units that numbers without one of their own are in."""
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_MEASURE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(mm|cm|in|pt|pc|pi)?")


def points(measure: str, unit: float = TWIPS) -> float | None:
    """A measure in points: a number of ``unit``, or one with a unit; ``None`` for what is none."""
    found = _MEASURE.fullmatch(measure)
    if not found:
        return None
    return float(found[1]) * (_UNITS[found[2]] if found[2] else unit)
