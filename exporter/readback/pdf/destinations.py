"""Named destinations (ISO 32000-1, 12.3.2.3): the names by which links lead to what a file shows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import pikepdf

from exporter.readback.pdf.content import Shown
from exporter.readback.pdf.graphics import Baseline
from exporter.readback.pdf.numbers import real
from exporter.readback.pdf.structure import StructElem
from exporter.readback.pdf.structure_types import BY_WORDS, NOTES, UNREAD

Names: TypeAlias = "Mapping[int, tuple[str, ...]]"
"""The names that lead to characters and pictures, by the identity of these."""
_SLACK = 0.5
"""What a line may stand above its destination, in points: numbers are rounded."""

_BESIDE = 30.0
"""How far below its destination the first line of what stands there is, at most, in points: a title's."""
_FIRST_LINE = 1.5
"""How far the first line of a note is below where that begins, at most, in sizes of its letters."""
_ONE_LINE = 6.0
"""How far apart baselines of one line may be, in points: what is raised stands on one of its own."""


class Destination(NamedTuple):
    """A place on a page, counted from 0; how far up and from the left, in points."""

    name: str
    page: int
    top: float
    left: float | None = None


def destinations(pdf: pikepdf.Pdf) -> list[Destination]:
    """The destinations of a file that say how far up a page they are (``XYZ`` and ``FitH``)."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = ((name, _array(stated)) for name, stated in _named(pdf.Root))
    return [
        Destination(name, pages[place[0].objgen], top, _left(place))
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


def _left(place: list[Any]) -> float | None:
    """How far from the left: said by ``XYZ`` alone, and not where it is ``null``."""
    return real(place[2]) if str(place[1]) == "/XYZ" and place[2] is not None else None


class _Placed(NamedTuple):
    """Characters or a picture, the line on which it begins, and the innermost cell of a table and the note in
    which it stands. A picture begins where its first line would: at its upper edge."""

    shown: Shown | StructElem
    line: Baseline
    cell: StructElem | None
    note: StructElem | None


def names_of(root: StructElem, places: list[Destination]) -> Names:
    """What each destination leads to: what is on the line nearest below it, there or on the next page."""
    pages: dict[int, list[_Placed]] = {}
    for placed in _placed(root):
        pages.setdefault(placed.line.page, []).append(placed)
    found: dict[int, tuple[str, ...]] = {}
    for place in places:
        if first := _first(pages, place):
            found[id(first.shown)] = (*found.get(id(first.shown), ()), f"#{place.name}")
    return found


def _first(pages: Mapping[int, list[_Placed]], place: Destination) -> _Placed | None:
    there = pages.get(place.page, [])
    below = [placed for placed in there if placed.line.up <= place.top + _SLACK]
    after = min((page for page in pages if page > place.page), default=None)
    if after is not None and (not below or _is_above_notes(place, there, below)):
        return _nearest(pages[after], math.inf, None)
    return _nearest(below, place.top, place.left) if below else None


def _is_above_notes(place: Destination, there: Sequence[_Placed], below: Sequence[_Placed]) -> bool:
    """Whether there is nothing ``below`` a place but the notes of its page, all of them, and it is not where
    they begin."""
    first = max(below, key=lambda placed: placed.line.up)
    look = first.shown.look if isinstance(first.shown, Shown) else None
    return (
        look is not None
        and look.size is not None
        and place.top - first.line.up > _FIRST_LINE * look.size
        and [placed for placed in there if placed.note] == below
    )


def _nearest(below: list[_Placed], top: float, left: float | None) -> _Placed:
    """Of what is on the highest line, or on the highest that goes on to the right of ``left``: what begins
    there, or the first in logical order of the cell that is nearest to it. Where nothing stands beside the
    place, as of a decoration, its left says nothing."""
    is_alone = max(placed.line.up for placed in below) < top - _BESIDE
    right = (
        [placed for placed in below if _from(placed, left) >= -_SLACK]
        if left is not None and not is_alone
        else []
    )
    candidates = right or below
    highest = max(placed.line.up for placed in candidates)
    on_line = [placed for placed in candidates if placed.line.up >= highest - _ONE_LINE]
    if not right:
        return on_line[0]
    there = [placed for placed in right if _from(placed, left) <= _SLACK]
    if there and (begun := max(there, key=lambda placed: placed.line.up)).line.up >= highest - 2 * _ONE_LINE:
        return begun
    nearest = min(on_line, key=lambda placed: _from(placed, left))
    return next(placed for placed in on_line if placed.cell is nearest.cell)


def _from(placed: _Placed, left: float | None) -> float:
    """How far to the right of ``left`` characters begin; nowhere near where that is not known."""
    return -math.inf if left is None or placed.line.left is None else placed.line.left - left


def _placed(root: StructElem) -> Iterator[_Placed]:
    """The pictures, and the characters that are words of the text, in logical order: no labels, nothing that
    is replaced."""
    stack: list[tuple[object, StructElem | None, StructElem | None]] = [(root, None, None)]
    while stack:
        kid, cell, note = stack.pop()
        if isinstance(kid, Shown):
            if kid.text.strip() and kid.baselines:
                yield _Placed(kid, kid.baselines[0], cell, note)
        elif isinstance(kid, StructElem) and (line := _first_line(kid)):
            yield _Placed(kid, line, cell, note)
        elif isinstance(kid, StructElem) and not _is_passed_over(kid):
            cell = kid if kid.type in ("TD", "TH") else cell
            note = kid if kid.type in NOTES else note
            stack += [(below, cell, note) for below in reversed(kid.kids)]


def _first_line(picture: StructElem) -> Baseline | None:
    """Where a picture begins, where it says which place it takes (14.8.5.4.3)."""
    box = picture.attribute("Layout", "BBox")
    if picture.type != "Figure" or not picture.alt or picture.page is None:
        return None
    if not isinstance(box, pikepdf.Array) or len(box) != 4:
        return None
    left, _, _, upper = map(real, box)
    return Baseline(picture.page, upper, left)


def _is_passed_over(elem: StructElem) -> bool:
    is_label = elem.type == "Lbl" and (elem.holder in NOTES or _is_marker(elem))
    is_replaced = elem.actual_text is not None or (
        elem.alt is not None and elem.type in ("Figure", "Formula")
    )
    return is_label or is_replaced or elem.type in (*UNREAD, "TOC")


def _is_marker(label: StructElem) -> bool:
    """Whether a label is the sign or number of an item, and no term."""
    if label.holder != "LI":
        return False
    above = label.parent
    while above is not None and above.type != "L":
        above = above.parent
    return above is None or str(above.attribute("List", "ListNumbering") or "") not in BY_WORDS
