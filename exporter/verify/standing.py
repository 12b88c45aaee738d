"""What words stand in: links, languages, directions, boxes, and marks that carry a meaning."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from exporter.model import Direction, Position, Unsaid, View, ViewNode
from exporter.model.inlines import NOWHERE
from exporter.verify.difference import Difference, Kind, quoted
from exporter.verify.words import BREAK, FURNITURE, GLUED, Worded, cut, folded, pairs

_BOXES = {"callout": "box", "quote": "quotation"}
_SCRIPTS = ("subscript", "superscript")
_RUNS = {"ltr": "left to right", "rtl": "right to left"}
_WORDS_OF_A_PLACE = 6
"""The words by which two places are told apart."""
_NEAR = 3
"""The words of a place that have to be among those of another, for the two to be one."""


class Standing(NamedTuple):
    """What a character stands in: empty where it is in nothing of the kind.

    ``target`` is where its link leads: an address, or the words that stand at a place; ``flow`` is the
    direction of its paragraph, ``direction`` its own; ``box`` says also whether it begins there.
    """

    target: str = ""
    language: str = ""
    direction: str = ""
    flow: str = ""
    box: str = ""
    script: str = ""
    struck: str = ""
    expansion: str = ""


class _Kind(NamedTuple):
    """How one property of a standing is told of, and which silence of a format hides it."""

    kind: Kind
    says: str
    unsaid: Unsaid | None = None


_KINDS: Mapping[str, _Kind] = {
    "target": _Kind("links", "leads to {}"),
    "language": _Kind("languages", "is in the language {}"),
    "direction": _Kind("directions", "runs from {}", "directions of phrases"),
    "flow": _Kind("directions", "runs from {}", "directions"),
    "box": _Kind("boxes", "stands {}", "boxes"),
    "script": _Kind("marks", "is {}"),
    "struck": _Kind("marks", "is {}"),
    "expansion": _Kind("abbreviations", "stands for {}"),
}
_NOTHING: Mapping[str, str] = {
    "target": "is no link",
    "language": "is in the language of the whole",
    "direction": "runs as the whole does",
    "flow": "runs as the whole does",
    "box": "stands in no box",
    "script": "stands on the line",
    "struck": "is not struck out",
    "expansion": "is no abbreviation",
}


class _Departure(NamedTuple):
    name: str
    expected: str
    found: str


def standings(
    expected: View, wanted: Sequence[ViewNode], found: View, there: Sequence[ViewNode]
) -> Iterator[Difference]:
    """Where words of ``wanted`` that are among those of ``there`` stand in something else."""
    names = [name for name, kind in _KINDS.items() if kind.unsaid not in found.unsaid]
    if "directions of phrases" not in found.unsaid:
        names.remove("flow")
    cut_off = found.longest_expansion
    without_calls = "calls" in found.unsaid
    sides = _worded(expected, wanted, without_calls), _worded(found, there, without_calls)
    met = [
        (word, departure)
        for word, other in pairs(*sides)
        for departure in [_departure(word, other, names, cut_off)]
    ]
    for departure, group in groupby(met, key=lambda one: one[1]):
        if departure:
            words = [word for word, _ in group]
            yield _difference(departure, " ".join(word.text for word in words), words[0].pos)


def _departure(
    word: Worded[Standing], other: Worded[Standing], names: Collection[str], cut_off: int | None
) -> _Departure | None:
    """The first way in which characters of a word stand in something else."""
    if len(word.values) != len(other.values):
        return None
    for own, got in zip(word.values, other.values, strict=True):
        for name in names if own != got else ():
            wanted, there = getattr(own, name), getattr(got, name)
            if name == "expansion" and cut_off is not None:
                wanted, there = wanted[: cut_off - 1], there[: cut_off - 1]
            if wanted != there and not (name == "target" and _is_same_place(wanted, there)):
                return _Departure(name, wanted, there)
    return None


def _is_same_place(wanted: str, there: str) -> bool:
    """Whether two places are one: a page says how far up a place is, and not where in its line."""
    if wanted.startswith("#"):
        return True
    if wanted == _BEHIND_ALL:
        return bool(there)
    near = there.strip("“”").split()[:_NEAR]
    is_told = there.startswith("“") and len(near) == _NEAR
    return is_told and f" {' '.join(near)} " in f" {wanted.strip('“”')} "


def _difference(departure: _Departure, words: str, pos: Position) -> Difference:
    name, expected, found = departure
    message = f"{quoted(words)} {_said(name, found)}; in the document it {_said(name, expected)}"
    return Difference(_KINDS[name].kind, expected, found, message, pos)


def _said(name: str, value: str) -> str:
    return _KINDS[name].says.format(value) if value else _NOTHING[name]


# Standings


class _Open(NamedTuple):
    """A node on the way down, with what is around it; none where a block ends."""

    node: ViewNode | None
    pos: Position
    around: Standing


def _worded(view: View, nodes: Sequence[ViewNode], without_calls: bool) -> list[Worded[Standing]]:
    """The words of ``nodes`` with what each of their characters stands in."""
    pieces = list(_pieces(view, nodes))
    places = _places(nodes)
    return [
        word._replace(values=tuple(_arrived(value, places, without_calls) for value in word.values))
        for word in cut(pieces)
    ]


def _arrived(standing: Standing, places: Mapping[str, str], without_calls: bool) -> Standing:
    if standing.target.startswith(_CALL):
        target = standing.target.removeprefix(_CALL)
        if without_calls:
            return standing._replace(target="its note" if target else "")
        return standing._replace(target=places.get(target, target))
    target = places.get(standing.target) or quote(standing.target, safe=_KEPT)
    return standing._replace(target=target)


_KEPT = string.punctuation + string.ascii_letters + string.digits
"""What stays as it is where an address is written as a URI (RFC 3987, 3.1)."""
_BEHIND_ALL = "“”"
"""The words at a place behind the last one: there are none by which to tell it."""
_CALL = "\0"
"""What a target begins with that the call of a note leads to."""


def _pieces(view: View, nodes: Iterable[ViewNode]) -> Iterator[tuple[str, Position, Standing]]:
    language, direction = view.language.lower(), view.direction or "ltr"
    stack = [_Open(node, NOWHERE, Standing()) for node in tuple(nodes)[::-1]]
    begins = ""
    while stack:
        node, pos, around = stack.pop()
        if node is None:
            yield BREAK, pos, around
            continue
        if node.role in FURNITURE:
            continue
        here = node.pos if node.pos != NOWHERE else pos
        standing = _inside(node, around, language, direction)
        if node.role not in GLUED:
            yield BREAK, here, standing
            stack.append(_Open(None, pos, around))
        if node.role in _BOXES and _says(node):
            begins = f"at the beginning of a {_BOXES[node.role]}"
        if node.role == "note-reference":
            yield f"[{node.label}]", here, standing
        elif node.text:
            space, first = _opening(node.text)
            yield space + first, here, standing._replace(box=begins) if begins else standing
            yield node.text[len(space + first) :], here, standing
            begins = "" if first else begins
        stack += (_Open(child, here, standing) for child in node.children[::-1])


def _says(node: ViewNode) -> bool:
    """Whether there are words in a node: one without any, as a rule in a quotation, begins nothing."""
    return bool(node.text.strip()) or node.role == "note-reference" or any(map(_says, node.children))


def _opening(text: str) -> tuple[str, str]:
    """The space that a text begins with, and its first character."""
    rest = text.lstrip()
    return text[: len(text) - len(rest)], rest[:1]


def _inside(node: ViewNode, around: Standing, language: str, direction: Direction) -> Standing:
    """What stands in ``node`` stands in, but for what that says itself; the language and the direction of
    the whole are told once, for the whole."""
    changes: dict[str, str] = {}
    if node.lang:
        said = node.lang.lower().removeprefix("und-")  # a tag of private use alone is no language in HTML
        changes["language"] = "" if said == language.removeprefix("und-") else said
    if node.dir:
        changes["direction"] = "" if node.dir == direction else _RUNS[node.dir]
        if node.role not in GLUED:
            changes["flow"] = changes["direction"]
    if node.role in _BOXES:
        changes["box"] = f"in a {_BOXES[node.role]}"
    if node.role in _SCRIPTS:
        changes["script"] = node.role
    if node.role == "strike":
        changes["struck"] = "struck out"
    if node.role == "note-reference":  # a sign and no word: it has no language, and is raised by itself
        return Standing(target=f"{_CALL}{node.target}", flow=around.flow, box=around.box)
    if node.role == "link":
        changes["target"] = node.target
    if node.role == "abbreviation":
        changes["expansion"] = node.expansion
    return around._replace(**changes) if changes else around


def _places(nodes: Iterable[ViewNode]) -> dict[str, str]:
    """The first words at each place that has a name."""
    words: list[str] = []
    begun: dict[str, int] = {}
    line = ""
    stack: list[ViewNode | None] = [*tuple(nodes)[::-1]]
    while stack:
        node = stack.pop()
        if node is None or node.role not in GLUED:
            words += folded(line).split()
            line = ""
        if node is None:
            continue
        begun |= dict.fromkeys(node.ids, len(words) + len(folded(line).split()))
        if node.role in FURNITURE:
            continue
        line += node.text
        if node.role not in GLUED:
            stack.append(None)
        stack += node.children[::-1]
    words += folded(line).split()
    return {name: f"“{' '.join(words[start : start + _WORDS_OF_A_PLACE])}”" for name, start in begun.items()}
