"""Computed values (CSS Cascading 4, 4.4) of the properties that decide how words look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import cssselect2

from exporter.model import Look
from exporter.readback.css import values
from exporter.readback.css.rules import Declaration, Rules, Sheet, Tokens
from exporter.readback.xml import Element

T = TypeVar("T")
_BOLD_FROM = 600
"""The first weight for which fonts that have two faces use the bold one (CSS Fonts 4, 5.2)."""
_SIDES = ("margin-top", "margin-right", "margin-bottom", "margin-left")


class _Style(NamedTuple):
    """Lengths are points, ``None`` where they are not understood. ``line_height`` is a share of the size,
    ``line`` a length; without either it is the font's own."""

    families: tuple[str, ...] = ()
    size: float | None = values.MEDIUM
    weight: float = 400.0
    italic: bool = False
    colour: str | None = "#000000"
    line_height: float | None = None
    line: float | None = None
    marked: bool = True
    before: float | None = 0.0
    after: float | None = 0.0
    variables: Mapping[str, Tokens] = {}


_INITIAL = _Style()


class ComputedStyles:
    """The styles of the elements of one page, each computed when it is asked for."""

    def __init__(self, root: Element, sheets: Sequence[Sheet]) -> None:
        self._rules = Rules(sheets)
        tree = cssselect2.ElementWrapper.from_html_root(root)
        self._wrappers = {wrapper.etree_element: wrapper for wrapper in tree.iter_subtree()}
        self._styles: dict[Element, _Style] = {}
        self._root = root

    def look(self, element: Element, block: Element) -> Look:
        """The look of words in ``element``, which stand in the lines of ``block``."""
        style, lines = self._style(element), self._style(block)
        share = lines.size * lines.line_height if lines.size and lines.line_height else None
        return Look(
            families=style.families,
            size=style.size,
            bold=style.weight >= _BOLD_FROM,
            italic=style.italic,
            colour=style.colour,
            leading=share if lines.line is None else lines.line,
            before=lines.before,
            after=lines.after,
        )

    def marker(self, item: Element) -> Look | None:
        """The look of the marker of a list item, ``None`` where it has none."""
        style = self._style(item)
        if not style.marked:
            return None
        declared = _by_name(self._rules.of_marker(self._wrappers[item]))
        around = style._replace(before=0.0, after=0.0)
        marker = _computed(declared, around, self._rem(), self._rules.lengths)
        return Look(
            families=marker.families,
            size=marker.size,
            bold=marker.weight >= _BOLD_FROM,
            italic=marker.italic,
            colour=marker.colour,
        )

    def _rem(self) -> float | None:
        return self._style(self._root).size

    def _style(self, element: Element) -> _Style:
        """Computed from the root down, with a stack of its own: depth is no matter of Python's."""
        missing: list[Element] = []
        at: Element | None = element
        while at is not None and at not in self._styles:
            missing.append(at)
            at = at.getparent()
        for each in reversed(missing):
            parent = each.getparent()
            initial = _INITIAL._replace(variables=self._rules.lengths)
            around = initial if parent is None else self._styles[parent]
            rem = values.MEDIUM if parent is None else self._styles[self._root].size
            declared = _by_name(self._rules.of(self._wrappers[each]))
            self._styles[each] = _computed(declared, around, rem, self._rules.lengths)
        return self._styles[element]


def _by_name(declarations: Iterable[Declaration]) -> dict[str, Tokens]:
    """The value of each property that prevails; shorthands for margins and lists are taken apart."""
    found: dict[str, Tokens] = {}
    for _, name, value in declarations:
        if name == "margin":
            found |= dict(zip(_SIDES, _four(value), strict=True))
        elif name == "list-style":
            found["list-style-type"] = value
        else:
            found[name] = value
    return found


def _four(value: Tokens) -> list[Tokens]:
    """The values of four sides from one to four (CSS Box 4, 4.2); variables count as one."""
    kept = [[token] for token in values.parts(value)]
    match kept:
        case [all]:
            return [all] * 4
        case [block, inline]:
            return [block, inline] * 2
        case [top, inline, bottom]:
            return [top, inline, bottom, inline]
        case [_, _, _, _]:
            return kept
        case _:
            return [[]] * 4


def _computed(
    declared: Mapping[str, Tokens], around: _Style, rem: float | None, lengths: Iterable[str]
) -> _Style:
    """The style of an element by what is declared of it, and what it inherits. Custom properties that are
    ``lengths`` hand down what they come to here, others what they are written as."""
    own = {name: value for name, value in declared.items() if name.startswith("--")}
    variables = {**around.variables, **own} if own else around.variables
    measured = [name for name in own if name in lengths]
    if measured:  # a size cannot follow from what follows from it
        variables = _measured(variables, measured, None, rem)

    def stated(name: str) -> Tokens | None:
        """A value with its variables; one that is invalid for that counts as not stated."""
        value = declared.get(name)
        return None if value is None else values.substituted(value, variables)

    def taken(name: str, inherited: T, initial: T, read: Callable[[Tokens], T]) -> T:
        value = stated(name)
        if value is None or values.keyword(value) in ("inherit", "unset", "revert"):
            return inherited
        return initial if values.keyword(value) == "initial" else read(value)

    size = taken(
        "font-size", around.size, _INITIAL.size, lambda value: values.font_size(value, around.size, rem)
    )
    if measured:
        variables = _measured({**variables, **own}, measured, size, rem)
    line_height, line = taken(
        "line-height", (around.line_height, around.line), (None, None), lambda value: _line(value, size, rem)
    )
    return _Style(
        families=taken("font-family", around.families, (), values.families),
        size=size,
        weight=taken(
            "font-weight", around.weight, _INITIAL.weight, lambda value: values.weight(value, around.weight)
        ),
        italic=taken(
            "font-style", around.italic, False, lambda value: values.keyword(value) in ("italic", "oblique")
        ),
        colour=taken("color", around.colour, _INITIAL.colour, values.colour),
        line_height=line_height,
        line=line,
        marked=taken("list-style-type", around.marked, True, lambda value: values.keyword(value) != "none"),
        before=_margin(stated("margin-top"), size, rem),
        after=_margin(stated("margin-bottom"), size, rem),
        variables=variables,
    )


def _measured(
    variables: Mapping[str, Tokens], names: Iterable[str], em: float | None, rem: float | None
) -> Mapping[str, Tokens]:
    """``variables`` with the lengths that those of ``names`` come to; what is no length has no value."""
    found = dict(variables)
    for name in names:
        kept = values.parts(values.substituted(variables[name], variables) or [])
        length = values.length(kept[0], em, rem) if len(kept) == 1 else None
        found[name] = [] if length is None else values.points(length)
    return found


def _line(value: Tokens, size: float | None, rem: float | None) -> tuple[float | None, float | None]:
    """``line-height`` (CSS Inline 3, 5.1): a number is inherited as it is, a length as it comes out here."""
    kept = values.parts(value)
    if len(kept) == 1 and kept[0].type == "number":
        return kept[0].value, None
    return None, values.length(kept[0], size, rem) if len(kept) == 1 else None


def _margin(value: Tokens | None, size: float | None, rem: float | None) -> float | None:
    """A margin above or below; ``auto`` is none."""
    if not value or values.keyword(value):
        return 0.0
    kept = values.parts(value)
    return values.length(kept[0], size, rem) if len(kept) == 1 and kept[0].type != "percentage" else None
