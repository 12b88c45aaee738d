"""Numbers among the objects of a PDF (ISO 32000-1, 7.3.3)."""

from __future__ import annotations

from decimal import Decimal


def real(value: object, otherwise: float = 0.0) -> float:
    """A number as it is, ``otherwise`` for every other object."""
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    return float(value) if is_number else otherwise  # type: ignore[arg-type]
