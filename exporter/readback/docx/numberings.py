"""Numberings (ISO/IEC 29500-1, 17.9): the level that a paragraph's marker is made by."""

from __future__ import annotations

from exporter.model import Numbering
from exporter.ordinals import LAST, ordinal
from exporter.readback.docx.markup import child, value, whole
from exporter.readback.xml import Element, elements, local

_NUMBERINGS: dict[str, Numbering] = {
    "decimal": "decimal",
    "lowerLetter": "lower-alpha",
    "upperLetter": "upper-alpha",
    "lowerRoman": "lower-roman",
    "upperRoman": "upper-roman",
}
"""The formats of numbers (17.18.59) that are read; all others mark an item without counting it."""


class Counter:
    """Counts the items of a story in the order they stand in (17.9.10, 17.9.26 and 17.9.27): instances of
    one numbering go on counting together, but where one begins anew."""

    def __init__(self, numberings: Numberings) -> None:
        self._numberings = numberings
        self._reached: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, number: str, depth: int) -> str:
        """The number of the next item at this level, empty for a bullet."""
        level = self._numberings.level(number, depth)
        reached = self._reached.setdefault(self._numberings.abstract_of(number), {})
        anew = self._numberings.start_override(number, depth)
        if anew is not None and (number, depth) not in self._begun:
            reached[depth] = anew
        else:
            reached[depth] = reached.get(depth, whole(value(child(level, "start")), 1) - 1) + 1
        self._begun.add((number, depth))
        for deeper in [each for each in reached if each > depth]:
            del reached[deeper]
        numbering = _NUMBERINGS.get(value(child(level, "numFmt")))
        count = reached[depth]
        if numbering is None:
            return ""
        return ordinal(count, numbering if 1 <= count <= LAST.get(numbering, count) else "decimal")


class Numberings:
    """The numberings of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        parts = list(elements(root)) if root is not None else []
        self._abstract = {
            value(part, "abstractNumId"): part for part in parts if local(part) == "abstractNum"
        }
        self._instances = {value(part, "numId"): part for part in parts if local(part) == "num"}

    def abstract_of(self, number: str) -> str:
        """The id of the numbering that this one is an instance of."""
        return value(child(self._instances.get(number), "abstractNumId"))

    def start_override(self, number: str, depth: int) -> int | None:
        """The number that an instance begins a level with (17.9.27), if it does so anew."""
        instance = self._instances.get(number)
        for override in elements(instance) if instance is not None else ():
            if (
                value(override, "ilvl") == str(depth)
                and (start := child(override, "startOverride")) is not None
            ):
                return whole(value(start), 1)
        return None

    def level(self, number: str, depth: int) -> Element | None:
        """The level ``depth``, counted from 0, of a numbering: its own (17.9.8), else the one it is an
        instance of; ``None`` where there is no such."""
        instance = self._instances.get(number)
        for override in elements(instance) if instance is not None else ():
            own = child(override, "lvl")
            if value(override, "ilvl") == str(depth) and own is not None:
                return own
        abstract = self._abstract.get(value(child(instance, "abstractNumId")))
        levels = elements(abstract) if abstract is not None else ()
        return next((part for part in levels if value(part, "ilvl") == str(depth)), None)
