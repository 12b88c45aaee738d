"""Named destinations (ISO 32000-1, 12.3.2.3): the names by which links lead to what a file shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import pikepdf

from exporter.readback.pdf.content import Shown
from exporter.readback.pdf.numbers import real
from exporter.readback.pdf.structure import StructElem
from exporter.readback.pdf.structure_types import UNREAD

Names: TypeAlias = "Mapping[int, tuple[str, ...]]"
"""The names that lead to characters, by the identity of these."""
_SLACK = 0.5
"""What a line may stand above its destination, in points: numbers are rounded."""

_ONE_LINE = 6.0
"""How far apart baselines of one line may be, in points: what is raised stands on one of its own."""


class Destination(NamedTuple):
    """A place on a page, counted from 0; how far up, in points."""

    name: str
    page: int
    top: float


def destinations(pdf: pikepdf.Pdf) -> list[Destination]:
    """The destinations of a file that say how far up a page they are (``XYZ`` and ``FitH``)."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = ((name, _array(stated)) for name, stated in _named(pdf.Root))
    return [
        Destination(name, pages[place[0].objgen], top)
        for name, place in found
        if len(place) > 2
        and isinstance(place[0], pikepdf.Dictionary)
        and place[0].objgen in pages
        and (top := _top(place)) is not None
    ]


def _named(catalogue: Any) -> Iterator[tuple[str, Any]]:
    tree = catalogue.get("/Names", {}).get("/Dests")
    if isinstance(tree, pikepdf.Dictionary):
        yield from pikepdf.NameTree(tree).items()
    old = catalogue.get("/Dests")
    if isinstance(old, pikepdf.Dictionary):
        yield from ((name.removeprefix("/"), stated) for name, stated in old.items())


def _array(stated: Any) -> list[Any]:
    place = stated.get("/D") if isinstance(stated, pikepdf.Dictionary) else stated
    return list(place) if isinstance(place, pikepdf.Array) else []


def _top(place: list[Any]) -> float | None:
    index = {"/XYZ": 3, "/FitH": 2}.get(str(place[1]))
    return (
        real(place[index]) if index is not None and index < len(place) and place[index] is not None else None
    )


def names_of(root: StructElem, places: list[Destination]) -> Names:
    """Each destination by the line nearest below it; of several, the first in logical order."""
    lines: dict[int, list[tuple[float, Shown]]] = {}
    for shown in _shown(root):
        for baseline in shown.baselines[:1]:
            lines.setdefault(baseline.page, []).append((baseline.up, shown))
    found: dict[int, tuple[str, ...]] = {}
    for name, page, top in places:
        below = [line for line in lines.get(page, ()) if line[0] <= top + _SLACK]
        if below:
            highest = max(up for up, _ in below)
            first = next(shown for up, shown in below if up >= highest - _ONE_LINE)
            found[id(first)] = (*found.get(id(first), ()), f"#{name}")
    return found


def _shown(root: StructElem) -> Iterator[Shown]:
    """The characters that are words of the text, in logical order: no labels, nothing that is replaced."""
    stack: list[object] = [root]
    while stack:
        kid = stack.pop()
        if isinstance(kid, Shown):
            if kid.text.strip():
                yield kid
        elif isinstance(kid, StructElem) and not _is_passed_over(kid):
            stack.extend(kid.kids[::-1])


def _is_passed_over(elem: StructElem) -> bool:
    is_label = elem.type == "Lbl" and elem.holder in ("LI", "Note", "FENote")
    is_replaced = elem.actual_text is not None or (
        elem.alt is not None and elem.type in ("Figure", "Formula")
    )
    return is_label or is_replaced or elem.type in (*UNREAD, "TOC")
