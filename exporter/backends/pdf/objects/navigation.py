"""Ways through the document: destinations by their names, and bookmarks (ISO 32000-1, 12.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from exporter.backends.pdf.objects.syntax import (
    array,
    dictionary,
    numbers,
    string,
    text_string,
)

_MOST_NAMES = 64
"""Names in one leaf of the name tree."""


class Destination(NamedTuple):
    """A place: a page, as a reference to it, and a point on it from the lower left."""

    page: bytes
    left: float
    top: float


def name_tree(document: Any, destinations: Mapping[str, Destination]) -> bytes:
    """A reference to the tree of named destinations (7.9.6, 12.3.2.3), leaves below one root."""

    def tree() -> bytes:
        named = sorted((name.encode(), place) for name, place in destinations.items())
        leaves = [
            document.put(_leaf(named[start : start + _MOST_NAMES]))
            for start in range(0, len(named), _MOST_NAMES)
        ]
        root: bytes = document.put(dictionary(Kids=array(leaves)))
        return root

    made: bytes = document.again(("pdf names", *destinations.items()), (), tree)
    return made


def _leaf(named: Sequence[tuple[bytes, Destination]]) -> bytes:
    pairs = []
    for name, (page, left, top) in named:
        place = b"[%b /XYZ %b null]" % (page, numbers(left, top))
        pairs.append(string(name) + place)
    limits = array((string(named[0][0]), string(named[-1][0])))
    return dictionary(Limits=limits, Names=array(pairs))


class Bookmark(NamedTuple):
    """A line of the outline; ``level`` counts from 1, and is at most one below the line above."""

    title: str
    level: int
    destination: str


def outline(document: Any, bookmarks: Sequence[Bookmark]) -> bytes:
    """A reference to the outline (12.3.3), all of it open."""

    def items() -> bytes:
        top: bytes = document.reserve()
        references = [document.reserve() for _ in bookmarks]
        family = _families([bookmark.level for bookmark in bookmarks])
        for bookmark, own, kin in zip(bookmarks, references, family, strict=True):
            entries = {
                "Parent": top if kin.parent is None else references[kin.parent],
                "Title": text_string(bookmark.title),
                "Dest": string(bookmark.destination.encode()),
            }
            if kin.previous is not None:
                entries["Prev"] = references[kin.previous]
            if kin.next is not None:
                entries["Next"] = references[kin.next]
            document.give(own, dictionary(**entries, **_below(kin, references)))
        root = _Kin(None)
        root.children = [number for number, kin in enumerate(family) if kin.parent is None]
        root.below = len(family)
        document.give(top, dictionary(Type="/Outlines", **_below(root, references)))
        return top

    made: bytes = document.again(("pdf outline", *bookmarks), (), items)
    return made


class _Kin:
    """The neighbours of a bookmark, by their numbers; ``below`` is how many descend from it."""

    def __init__(self, parent: int | None) -> None:
        self.parent = parent
        self.previous: int | None = None
        self.next: int | None = None
        self.children: list[int] = []
        self.below = 0


def _families(levels: Sequence[int]) -> list[_Kin]:
    """Who stands where in the outline, from the levels of its lines."""
    kin: list[_Kin] = []
    last_of: dict[int | None, int] = {}
    ancestors: list[int] = []
    for number, level in enumerate(levels):
        del ancestors[level - 1 :]
        member = _Kin(ancestors[-1] if ancestors else None)
        member.previous = last_of.get(member.parent)
        if member.previous is not None:
            kin[member.previous].next = number
        last_of[member.parent] = number
        if member.parent is not None:
            kin[member.parent].children.append(number)
        for ancestor in ancestors:
            kin[ancestor].below += 1
        kin.append(member)
        ancestors.append(number)
    return kin


def _below(kin: _Kin, references: Sequence[bytes]) -> dict[str, bytes | int]:
    """``Count`` is of all that an open item shows, itself left out (table 153)."""
    if not kin.children:
        return {}
    first, last = kin.children[0], kin.children[-1]
    return {"First": references[first], "Last": references[last], "Count": kin.below}
