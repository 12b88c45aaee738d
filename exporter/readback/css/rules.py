"""Style sheets -> the declarations that apply to an element, in the order of the cascade.

A medium is chosen: the screen, by day, as wide as it takes. Rules for other media, or with a condition, are
left out (Media Queries 4). Of origins there are two: what the user agent begins with, and the author.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import cssselect2
import tinycss2

from exporter.readback.css.agent import AGENT_SHEET

Tokens: TypeAlias = list[Any]
_MEDIA = frozenset(("", "all", "screen", "only screen"))
_AUTHOR, _INLINE = 1, 2
_MARKER = "marker"


class Sheet(NamedTuple):
    """A style sheet as it is written, and the media that it is for."""

    text: str
    media: str = ""


class Declaration(NamedTuple):
    """A property with its value; ``rank`` decides which of two prevails (CSS Cascading 4, 6.1)."""

    rank: tuple[bool, int, tuple[int, int, int], int]
    name: str
    value: Tokens


class Rules:
    """The rules of a page."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.lengths: dict[str, Tokens] = {}
        """The custom properties that are lengths, with what they begin with (Properties and Values 1, 2)."""
        self._matcher = cssselect2.Matcher()
        self._place = 0
        self._add(AGENT_SHEET, 0)
        for sheet in sheets:
            if _is_for_screens(sheet.media):
                self._add(sheet.text, _AUTHOR)

    def of(self, element: cssselect2.ElementWrapper) -> list[Declaration]:
        """What is declared of an element, the strongest last."""
        style = element.etree_element.get("style")
        inline = tinycss2.parse_blocks_contents(style, True, True) if style else ()
        own = [
            Declaration((each.important, _INLINE, (0, 0, 0), 0), each.lower_name, each.value)
            for each in inline
            if each.type == "declaration"
        ]
        return sorted([*self._matched(element, None), *own], key=lambda declaration: declaration.rank)

    def of_marker(self, element: cssselect2.ElementWrapper) -> list[Declaration]:
        """What is declared of the marker of a list item (CSS Lists 3, 3.1)."""
        return sorted(self._matched(element, _MARKER), key=lambda declaration: declaration.rank)

    def _matched(self, element: cssselect2.ElementWrapper, pseudo: str | None) -> Iterator[Declaration]:
        for specificity, _, kind, (origin, declarations) in self._matcher.match(element):
            if kind == pseudo:
                for place, each in declarations:
                    # Among important ones the user agent's would prevail; it has none.
                    rank = (each.important, origin, specificity, place)
                    yield Declaration(rank, each.lower_name, each.value)

    def _add(self, text: str, origin: int) -> None:
        self._add_rules(tinycss2.parse_stylesheet(text, True, True), origin)

    def _add_rules(self, rules: Sequence[Any], origin: int) -> None:
        for rule in rules:
            if rule.type == "qualified-rule":
                self._add_rule(rule, origin)
            elif _is_media_rule(rule) and _is_for_screens(tinycss2.serialize(rule.prelude)):
                self._add_rules(tinycss2.parse_rule_list(rule.content, True, True), origin)
            elif rule.type == "at-rule" and rule.lower_at_keyword == "property" and rule.content is not None:
                self._add_property(rule)

    def _add_property(self, rule: Any) -> None:
        """A custom property with a syntax; only those of lengths that are inherited are looked at."""
        said = {
            each.lower_name: tinycss2.serialize(each.value).strip().strip("\"'")
            for each in tinycss2.parse_blocks_contents(rule.content, True, True)
            if each.type == "declaration"
        }
        if (said.get("syntax"), said.get("inherits")) == ("<length>", "true"):
            name = tinycss2.serialize(rule.prelude).strip()
            self.lengths[name] = tinycss2.parse_component_value_list(said.get("initial-value", ""))

    def _add_rule(self, rule: Any, origin: int) -> None:
        """A selector that is not understood makes its rule count for nothing (Selectors 4, 3.9)."""
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            return
        declarations = []
        for each in tinycss2.parse_blocks_contents(rule.content, True, True):
            if each.type == "declaration":
                self._place += 1
                declarations.append((self._place, each))
        for selector in selectors:
            self._matcher.add_selector(selector, (origin, declarations))


def _is_media_rule(rule: Any) -> bool:
    return rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None


def _is_for_screens(media: str) -> bool:
    """Whether one of a list of media is any screen, whatever it is like."""
    return any(medium.strip().lower() in _MEDIA for medium in media.split(","))
