"""What depends on nothing but the theme is made once in a process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from exporter.theme.theme import Theme
from exporter.theme.values import Colour

Key = TypeVar("Key")
Made = TypeVar("Made")
_MOST = 8
"""Themes remembered: one run has few, and each holds some hundred kilobytes."""


def once_a_theme(make: Callable[[Theme], Made]) -> Callable[[Theme], Made]:
    """``make``, whose result is kept for the last themes it was called with.

    A theme, with its editions, is immutable and known again by its values, however often it is loaded.
    """
    kept: dict[str, Made] = {}

    def made(theme: Theme) -> Made:
        digest = _digest(theme)
        found = kept.get(digest)
        if found is None:
            found = kept[digest] = make(theme)
            _forget_oldest(kept)
        return found

    return made


_digests: dict[int, tuple[Theme, str]] = {}
"""By the identities of themes, which are held so that no other takes the place of one."""


def _digest(theme: Theme) -> str:
    """A digest of all that a theme says."""
    known = _digests.get(id(theme))
    if known is None:
        said = msgspec.json.encode(theme, enc_hook=_plain)
        known = _digests[id(theme)] = theme, hashlib.sha256(said).hexdigest()
        _forget_oldest(_digests)
    return known[1]


def _plain(value: object) -> object:
    """Values of a theme's own types: a colour is also its name, which decides its place in the scheme."""
    return (str(value), value.name) if isinstance(value, Colour) else float(str(value))


def _forget_oldest(kept: dict[Key, Any]) -> None:
    for oldest in list(kept)[:-_MOST]:
        kept.pop(oldest, None)
