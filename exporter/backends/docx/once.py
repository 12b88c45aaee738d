"""What depends on nothing but the theme is made once in a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from exporter.theme import Theme

Made = TypeVar("Made")
_MOST = 8
"""Themes remembered: one run has few, and each holds some hundred kilobytes."""


def once_a_theme(make: Callable[[Theme], Made]) -> Callable[[Theme], Made]:
    """``make``, whose result is kept for the last themes it was called with.

    A theme is immutable, and known again by being the same object: to compare two by their values
    would cost as much as most of what is kept here. It is held, so that no other takes its place.
    """
    kept: dict[int, tuple[Theme, Made]] = {}

    def made(theme: Theme) -> Made:
        found = kept.get(id(theme))
        if found is None:
            found = theme, make(theme)
            kept[id(theme)] = found
            for oldest in list(kept)[:-_MOST]:
                kept.pop(oldest, None)
        return found[1]

    return made
