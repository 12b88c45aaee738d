"""Numberings (ISO/IEC 29500-1, 17.9): the level that a paragraph's marker is made by."""

from __future__ import annotations

from exporter.readback.docx.markup import child, value
from exporter.readback.xml import Element, elements, local


class Numberings:
    """The numberings of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        parts = list(elements(root)) if root is not None else []
        self._abstract = {
            value(part, "abstractNumId"): part for part in parts if local(part) == "abstractNum"
        }
        self._instances = {value(part, "numId"): part for part in parts if local(part) == "num"}

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
