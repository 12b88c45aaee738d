"""What a part points at: relationships (ISO/IEC 29500-2, 6.5) and bookmarks (29500-1, 17.13.6)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

_FIT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_LONGEST_NAME = 40


class Relationship(NamedTuple):
    """``target`` is an address outside for a hyperlink, the digest of an image for an image."""

    id: str
    target: str
    is_hyperlink: bool


class Relationships:
    """The relationships of one part, numbered as they are first asked for; a target has one."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._ids: dict[tuple[str, bool], str] = {}

    def hyperlink(self, target: str) -> str:
        return self._id(target, True)

    def image(self, digest: str) -> str:
        return self._id(digest, False)

    def __iter__(self) -> Iterator[Relationship]:
        for (target, is_hyperlink), id in self._ids.items():
            yield Relationship(id, target, is_hyperlink)

    def _id(self, target: str, is_hyperlink: bool) -> str:
        return self._ids.setdefault((target, is_hyperlink), f"{self._prefix}{len(self._ids) + 1}")


class Bookmarks:
    """Names for the anchors of a document that Word accepts, and a number for each bookmark set.

    A name has forty characters at most, letters, digits and underscores, begins with a letter (those
    that begin with an underscore are hidden, and the program's own), and differs from the others in
    more than case. It is found when an anchor or a link to it is first met, so that
    nothing has to be read twice.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}
        self._numbers = itertools.count(1)

    def name(self, anchor: str) -> str:
        if anchor not in self._names:
            self._names[anchor] = self._unused(_fit(anchor))
        return self._names[anchor]

    def _unused(self, wanted: str) -> str:
        """``wanted``, or with the next number of those that were wanted before it."""
        name = wanted
        while name.casefold() in self._taken:
            number = self._last[wanted.casefold()] = self._last.get(wanted.casefold(), 1) + 1
            ending = f"_{number}"
            name = wanted[: _LONGEST_NAME - len(ending)] + ending
        self._taken.add(name.casefold())
        return name

    def number(self) -> int:
        """That of the next bookmark."""
        return next(self._numbers)


def _fit(anchor: str) -> str:
    """``anchor``, or as much of it as a name can hold."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", anchor).strip("_")
    fit = anchor if _FIT_NAME.fullmatch(anchor) else plain if plain[:1].isalpha() else f"a_{plain}"
    return fit[:_LONGEST_NAME]
