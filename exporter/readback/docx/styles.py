"""Styles (17.7): what a paragraph or a run is, told by the names that the standard gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from exporter.model import Direction
from exporter.readback.docx.markup import child, value, whole
from exporter.readback.xml import Element, elements, local

BODY_LEVEL = 9
"""The outline level of text that is no heading (17.3.1.20)."""


class Style(NamedTuple):
    name: str
    based_on: str
    properties: Element


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        self._defaults = child(root, "docDefaults")
        self.language = value(child(root, "docDefaults", "rPrDefault", "rPr", "lang"))
        for style in elements(root) if root is not None else ():
            if local(style) != "style":
                continue
            name = value(child(style, "name")).lower()
            self._styles[value(style, "styleId")] = Style(name, value(child(style, "basedOn")), style)
            if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on"):
                self._default = value(style, "styleId")

    def chain(self, style_id: str) -> Iterator[Style]:
        """A style and those it is based on, nearest first; a circle ends where it closes."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = self._styles[style_id].based_on

    def names(self, style_id: str) -> tuple[str, ...]:
        """The names of a style and of those it is based on, in lower case, nearest first."""
        return tuple(style.name for style in self.chain(style_id))

    def of_paragraph(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        return value(child(paragraph, "pPr", "pStyle")) or self._default

    def heading_level(self, paragraph: Element) -> int:
        """The level of a heading, counted from 1; 0 for what is none (17.3.1.20 and 17.7.9.1)."""
        style_id = self.of_paragraph(paragraph)
        stated = value(child(paragraph, "pPr", "outlineLvl"))
        for style in self.chain(style_id):
            built_in = re.fullmatch(r"heading ([1-9])", style.name)
            stated = stated or value(child(style.properties, "pPr", "outlineLvl"))
            stated = stated or (str(int(built_in[1]) - 1) if built_in else "")
        level = whole(stated, BODY_LEVEL)
        return level + 1 if 0 <= level < BODY_LEVEL else 0

    def direction(self, paragraph: Element) -> Direction:
        """Which way a paragraph runs (17.3.1.6)."""
        said = [child(paragraph, "pPr"), *self._paragraph_properties(paragraph)]
        stated = (child(properties, "bidi") for properties in said)
        nearest = next((each for each in stated if each is not None), None)
        return "rtl" if nearest is not None and value(nearest) not in ("0", "false", "off") else "ltr"

    def _paragraph_properties(self, paragraph: Element) -> Iterator[Element | None]:
        for style in self.chain(self.of_paragraph(paragraph)):
            yield child(style.properties, "pPr")
        yield self.defaults("pPr")

    def defaults(self, kind: str) -> Element | None:
        """What holds of runs (``rPr``) or paragraphs (``pPr``) where no style says otherwise (17.7.5)."""
        return child(self._defaults, f"{kind}Default", kind)

    def list_level(self, paragraph: Element) -> int:
        """How deep in a list a paragraph stands, counted from 1; 0 outside (17.9.19)."""
        number, depth = self.numbering(paragraph)
        return depth + 1 if number else 0

    def numbering(self, paragraph: Element) -> tuple[str, int]:
        """The id of a paragraph's numbering, empty where it has none, and its level from 0 (17.9.19)."""
        numbering = child(paragraph, "pPr", "numPr")
        for style in self.chain(self.of_paragraph(paragraph)):
            if numbering is not None:
                break
            numbering = child(style.properties, "pPr", "numPr")
        number = value(child(numbering, "numId"))
        return ("" if number == "0" else number), whole(value(child(numbering, "ilvl")), 0)
