"""What depends on one immutable value alone is made once in a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
Made = TypeVar("Made")
_MOST = 8
"""Values remembered: one run has few themes and documents, and what is made of each is large."""


def once(make: Callable[[Value], Made]) -> Callable[[Value], Made]:
    """``make``, whose result is kept for the last values it was called with.

    A theme or document is immutable, and known again by being the same object: to compare two by what they
    hold would cost as much as most of what is kept here. It is held, so that no other takes its place.
    """
    kept: dict[int, tuple[Value, Made]] = {}

    def made(value: Value) -> Made:
        found = kept.get(id(value))
        if found is None:
            found = value, make(value)
            kept[id(value)] = found
            for oldest in list(kept)[:-_MOST]:
                kept.pop(oldest, None)
        return found[1]

    return made
