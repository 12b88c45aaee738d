"""Rules about characters and words."""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Iterator, Sequence

from exporter.checks.glyphs import missing_glyphs
from exporter.checks.subject import Finding, Subject, placed
from exporter.checks.wording import COLOURS, EVERYDAY, POINTING
from exporter.model import NOWHERE, Abbreviation, Conditional, Field, FootnoteRef, Node, Position, Text
from exporter.model.text import NOT_IN_XML, strings
from exporter.prepare import Part

_NO_STRINGS = frozenset(("pos", "blocks", "content", "rows", "cells", "columns", "colspan", "rowspan"))
_SHORT_FORM = re.compile(r"(?<![\w&/.’'-])(?<![A-Z] )([A-Z]{2,6})s?(?![\w&/-]|\.\w| [A-Z]{2})")
"""Capitals between spaces or brackets, and not beside other words in capitals, which are shouted."""
_CAPITALS = re.compile(r"[A-Z]{2,}")
_LONGEST_FORM = 6
_ROMAN = re.compile(r"[IVXLCDM]+")
_SPELT = re.compile(r"\b[A-Za-z][a-z]{1,5}\b")

_COLOURS_BEHIND_WORDS = [f" {colour}" for colour in COLOURS]


@functools.cache
def _colour_alone() -> re.Pattern[str]:
    """Compiled when a colour is named, for that takes longer than all rules together."""
    return re.compile(rf"\b(?:{'|'.join(POINTING)})\b", re.IGNORECASE)


def control_character(subject: Subject) -> Iterator[Finding]:
    """In any string, whatever escape it came through (hazards B1, B2)."""
    for text in strings(subject.document.metadata):
        if found := NOT_IN_XML.search(text):
            yield Finding(f"the character U+{ord(found[0]):04X} cannot stand in metadata", Position(1, 1))
    if not any(subject.each(_has_control)):
        return
    for node, pos in placed(subject.nodes):
        for name in _strings_of(type(node)):
            value = getattr(node, name)
            if isinstance(value, str) and (found := NOT_IN_XML.search(value)):
                yield Finding(f"the character U+{ord(found[0]):04X} cannot stand in a document", pos)


def _has_control(part: Part) -> bool:
    """Whether any string has one: each kind of string is looked at in one, which takes no time."""
    for kind, nodes in part.kinds.items():
        for name in _strings_of(kind):
            values = map(operator.attrgetter(name), nodes)
            if NOT_IN_XML.search("".join([value for value in values if isinstance(value, str)])):
                return True
    return False


@functools.cache
def _strings_of(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a type of node that may hold strings."""
    return tuple(name for name in kind.__struct_fields__ if name not in _NO_STRINGS)


def glyph_missing(subject: Subject) -> Iterator[Finding]:
    for found in missing_glyphs(subject):
        yield Finding(str(found), found.pos, found.fix)


def value_unfilled(places: Sequence[Field | Conditional]) -> Iterator[Finding]:
    for node in places:
        yield Finding(f"nothing says what {node.expression!r} is", node.pos)


_END = Text(""), Position()


def abbreviation_unexpanded(subject: Subject) -> Iterator[Finding]:
    """Where it comes first, in the order of reading. What is written in small letters elsewhere is a stressed
    word; Roman numerals and forms that everybody knows are none."""
    unknown = set().union(*subject.each(_capitals)) - EVERYDAY
    unknown = {form for form in unknown if len(form) <= _LONGEST_FORM and not _ROMAN.fullmatch(form)}
    unknown -= {node.text for node in subject.of(Abbreviation)}
    if unknown:
        unknown = unknown.difference(*subject.each(_spelt))
    if not unknown:
        return
    before = NOWHERE
    for first_uses, last in subject.each(_first_uses):
        for form, (is_explained, pos) in first_uses.items():
            if form in unknown and not is_explained:
                place = before if pos == NOWHERE else pos
                yield Finding(f"nothing says what {form!r} stands for at its first use", place)
        unknown -= first_uses.keys()
        before = before if last == NOWHERE else last


def _first_uses(part: Part) -> tuple[dict[str, tuple[bool, Position]], Position]:
    """The short forms of a part, whether each is explained where it comes first, and where that is; and the
    last place of the part."""
    found: dict[str, tuple[bool, Position]] = {}
    pos = NOWHERE
    for (node, pos), (following, _) in itertools.pairwise([*placed(part.nodes), _END]):
        if isinstance(node, Text) and _CAPITALS.search(node.text):
            for form in _SHORT_FORM.finditer(node.text):
                is_explained = _is_explained(node.text, form, isinstance(following, FootnoteRef))
                found.setdefault(form[1], (is_explained, pos))
    return found, pos


def _capitals(part: Part) -> frozenset[str]:
    return frozenset(_CAPITALS.findall(part.said))


def _spelt(part: Part) -> frozenset[str]:
    """Words that are written in small letters, in capitals."""
    return frozenset([word.upper() for word in _SPELT.findall(part.said)])


def _is_explained(text: str, found: re.Match[str], is_noted: bool) -> bool:
    """Whether a short form stands in brackets behind its long form, or the long one behind it, or a note."""
    before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    return before.endswith(("(", "（")) or after.startswith(("(", "（")) or (is_noted and len(after) < 3)


def colour_alone(subject: Subject) -> Iterator[Finding]:
    """Words that point at a part by its colour, in a few languages. Nothing else of a document can mean
    something by colour alone: the colours of all formats belong to kinds of text, which have a label."""
    if not any(subject.each(_points_at_colour)):
        return
    for node, pos in placed(subject.nodes):
        for found in _colour_alone().finditer(node.text if isinstance(node, Text) else ""):
            yield Finding(f"{found[0]!r} says it by colour alone", pos)


def _points_at_colour(part: Part) -> bool:
    said = part.said.lower()
    return any(map(said.__contains__, _COLOURS_BEHIND_WORDS)) and bool(_colour_alone().search(said))
