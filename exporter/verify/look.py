"""How the words of a file look, beside what the theme promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.model import Look, Position, Sheet, ViewNode
from exporter.model.inlines import NOWHERE
from exporter.verify.difference import Difference, quoted
from exporter.verify.words import Worded, looks_of, pairs, walked

_SAME_LENGTH = 0.26
"""What lengths may differ by, in points: Word counts sizes in half points, so a quarter is lost to it."""


class Departure(NamedTuple):
    """One property of one kind of text that is not as promised."""

    name: str
    what: str
    expected: str
    found: str


def looks(expected: Sequence[ViewNode], found: Sequence[ViewNode]) -> Iterator[Difference]:
    """Where words that stand on both sides look another way than promised; each way is told of once, where
    it is met first, and how many words look so. What the file does not tell of a look is not compared."""
    met: dict[Departure, list[Worded[Look | None]]] = {}
    for word, other in pairs(list(looks_of(expected)), list(looks_of(found))):
        for departure in _departures(word, other):
            met.setdefault(departure, []).append(word)
    for departure, words in met.items():
        first = words[0]
        said = f"{quoted(first.text)} and {len(words) - 1} more" if len(words) > 1 else quoted(first.text)
        yield _difference(departure, said, first.pos)


def markers(expected: Sequence[ViewNode], found: Sequence[ViewNode]) -> Iterator[Difference]:
    """The same of what stands before items of lists, where both sides have as many items."""
    items, others = _items(expected), _items(found)
    if len(items) != len(others):
        return
    met: dict[Departure, list[ViewNode]] = {}
    for item, other in zip(items, others, strict=True):
        if item.look and other.look:
            for departure in _compared(item.look, other.look, is_own=not _is_fallback(item.look, other.look)):
                met.setdefault(departure, []).append(item)
    for departure, departing in met.items():
        yield _difference(departure, f"{len(departing)} of {len(items)} items", departing[0].pos)


def sheets(expected: Sheet, found: Sheet) -> Iterator[Difference]:
    """What the paper measures."""
    for what in expected.__struct_fields__:
        promised, there = getattr(expected, what), getattr(found, what)
        if promised is not None and there is not None and not _same(promised, there):
            is_side = what in ("width", "height")
            name = f"{what} of the page" if is_side else f"{what} margin of the page"
            yield _difference(Departure(name, "", _length(promised), _length(there)))


def _difference(departure: Departure, where: str = "", pos: Position = NOWHERE) -> Difference:
    name, what, expected, found = departure
    said = f"{what} {found}".strip()
    message = f"{name}: {said}, the theme says {expected}{f' ({where})' if where else ''}"
    return Difference("look", expected, found, message, pos)


def _departures(word: Worded[Look | None], other: Worded[Look | None]) -> Iterable[Departure]:
    """Character by character, as a word may look more than one way.

    A theme's first family is promised for letters of words in ASCII alone: other characters have one that
    can set them, and its faces need be neither bold nor italic. (A hyphen may be one that does not break,
    and digits go with the script around them.)
    """
    if len(word.values) != len(other.values):
        return ()
    is_ascii = word.text.isascii()
    owns = (is_ascii and character.isalpha() for character in word.text)
    return dict.fromkeys(
        departure
        for look, there, is_own in dict.fromkeys(zip(word.values, other.values, owns, strict=True))
        if look and there
        for departure in _compared(look, there, is_own=is_own)
    )


def _compared(look: Look, there: Look, *, is_own: bool) -> Iterator[Departure]:
    if look.families and there.families and not _is_family(look, there, is_own=is_own):
        yield Departure(look.name, "font", look.families[0], there.families[0])
    for what in ("size", "leading", "before", "after"):
        promised, found = getattr(look, what), getattr(there, what)
        if promised is not None and found is not None and not _same(promised, found):
            yield Departure(look.name, what, _length(promised), _length(found))
    if look.colour and there.colour and look.colour.upper() != there.colour.upper():
        yield Departure(look.name, "colour", look.colour, there.colour)
    for what in ("bold", "italic") if is_own else ():
        promised, found = getattr(look, what), getattr(there, what)
        if promised is not None and found is not None and promised != found:
            yield Departure(look.name, "face", _face(what, is_so=promised), _face(what, is_so=found))


def _is_family(look: Look, there: Look, *, is_own: bool) -> bool:
    """Whether letters have the font that is promised; names differ by spaces and capitals (a PDF has
    those of PostScript, without spaces). A list, as in CSS, may name families for other scripts first."""
    first, *others = (_plain(family) for family in look.families)
    listed = [_plain(family) for family in there.families]
    if not is_own:
        return listed[0] in (first, *others)
    return first in listed and {*listed[: listed.index(first)]} <= {*others}


def _is_fallback(look: Look, there: Look) -> bool:
    """Whether the font is another one of the chain: digits go with the script around them."""
    fallbacks = [_plain(family) for family in look.families[1:]]
    return bool(there.families) and _plain(there.families[0]) in fallbacks


def _plain(family: str) -> str:
    return family.replace(" ", "").casefold()


def _face(what: str, *, is_so: bool) -> str:
    return what if is_so else f"not {what}"


def _same(length: float, other: float) -> bool:
    return abs(length - other) <= _SAME_LENGTH


def _length(points: float) -> str:
    return f"{points:.4g} pt"


def _items(nodes: Sequence[ViewNode]) -> list[ViewNode]:
    return [node for node in walked(nodes) if node.role == "item"]
