"""The leading of paragraphs, measured from where the lines of each stand."""

from __future__ import annotations

import itertools
from collections import Counter

from exporter.readback.pdf.content import Shown
from exporter.readback.pdf.numbers import real
from exporter.readback.pdf.structure import StructElem
from exporter.readback.pdf.structure_types import PHRASES

_SAME_LINE = 0.5
"""What lengths of one line may differ by, in points: far less than any leading."""


class Leadings:
    """The leading of each element's paragraph, measured once."""

    def __init__(self) -> None:
        self._known: dict[StructElem, float | None] = {}

    def of(self, elem: StructElem) -> float | None:
        """How far the lines of the paragraph that ``elem`` stands in are apart, in points; ``None`` where
        it has no two of them on a page."""
        while elem.type in PHRASES and elem.parent is not None:
            elem = elem.parent
        if elem not in self._known:
            self._known[elem] = _measured(elem)
        return self._known[elem]


def _measured(paragraph: StructElem) -> float | None:
    """The distance that most neighbouring lines have: an image in a line may push one away."""
    found: Counter[float] = Counter()
    for (page, upper), (next_page, lower) in itertools.pairwise(sorted(_lines(paragraph), reverse=True)):
        if page == next_page and upper - lower > _SAME_LINE:
            found[round(upper - lower, 1)] += 1
    return found.most_common(1)[0][0] if found else None


def _lines(paragraph: StructElem) -> set[tuple[int, float]]:
    """The pages and heights of the baselines of a paragraph. Scripts are put down on theirs by the shift that
    their elements state (14.8.5.4.4); citations, which are mostly raised and state nothing, are left out."""
    found: set[tuple[int, float]] = set()
    stack: list[tuple[StructElem, float]] = [(paragraph, 0.0)]
    while stack:
        elem, shift = stack.pop()
        for kid in elem.kids:
            if isinstance(kid, Shown):
                found |= {(line.page, line.up - shift) for line in kid.baselines}
            elif isinstance(kid, StructElem) and kid.type in PHRASES and kid.type != "Reference":
                stack.append((kid, shift + real(kid.attribute("Layout", "BaselineShift"))))
    return found
