"""Many numbers in order, eight bytes each: as objects, those of a million rows would be most of a run."""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left

_PART = 10_000


def in_order(numbers: array[int]) -> array[int]:
    """``numbers`` from the least to the greatest; never are more than a part of them objects."""
    parts = [array("Q", sorted(numbers[start : start + _PART])) for start in range(0, len(numbers), _PART)]
    return array("Q", heapq.merge(*parts)) if len(parts) > 1 else array("Q", *parts)


def place_of(number: int, ordered: array[int]) -> int | None:
    """Where a number stands in an array that is in order; ``None`` where it does not."""
    place = bisect_left(ordered, number)
    return place if place < len(ordered) and ordered[place] == number else None
