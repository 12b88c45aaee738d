"""Two Views side by side: what one says and the other does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from exporter.model import Position, View, ViewNode
from exporter.model.inlines import NOWHERE
from exporter.verify.diff import Stretch, stretches
from exporter.verify.difference import Difference, Kind, quoted
from exporter.verify.look import looks, markers, sheets
from exporter.verify.standing import standings
from exporter.verify.structure import structure
from exporter.verify.words import Word, folded, text_of, walked, words_of


def compare(expected: View, found: View, facts: Iterable[str] = ()) -> list[Difference]:
    """What differs, in the order of the document. ``facts`` are what running headers and footers
    may say, and the last words of a file as well. Looks are compared where ``expected`` promises any."""
    before, text = _parted(expected.nodes)
    found_before, found_text = _parted(found.nodes)
    body = _without_contents_titles(found_text, _contents_titles(text))
    body = _without_facts(body, facts)
    notes = _in_order(found.notes)
    wanted, there = (*text, *expected.notes), (*body, *notes)
    return [
        *_values("title", expected.title, found.title),
        *_values("language", expected.language.lower(), found.language.lower()),
        *_values("direction", expected.direction or "ltr", found.direction or "ltr"),
        *_properties(expected, found),
        *_letterhead(before, found_before, facts),
        *_words("words", text, body),
        *_headings(text, body, found.deepest_heading),
        *_words("notes", expected.notes, notes),
        *_numbers(expected.notes, notes),
        *structure(wanted, there, found),
        *standings(expected, wanted, found, there),
        *looks(before, found_before),
        *looks(wanted, there),
        *markers(wanted, there),
        *sheets(expected.sheet, found.sheet),
    ]


def _values(kind: Kind, expected: str, found: str) -> Iterator[Difference]:
    if folded(expected).split() != folded(found).split():
        said = f"is {quoted(found)}" if found else "is not stated"
        yield Difference(kind, expected, found, f"the {kind} {said}, not {quoted(expected)}")


def _properties(expected: View, found: View) -> Iterator[Difference]:
    """What the document says of itself and the file does not, as far as its format has a place for it;
    formats part several values in their own ways. What is said beyond it is no matter."""
    for name, values in expected.properties.items():
        said, there = "; ".join(values), "; ".join(found.properties.get(name, ()))
        if name in found.properties and _bare(said) != _bare(there):
            stated = f"is {quoted(there)}" if there else "is not stated"
            yield Difference("metadata", said, there, f"its {name} {stated}, not {quoted(said)}")


def _bare(values: str) -> list[str]:
    """The words of values without the marks that part them, in one order."""
    return [bare for word in folded(values).split() if (bare := word.strip(",;"))]


def _numbers(expected: Sequence[ViewNode], found: Sequence[ViewNode]) -> Iterator[Difference]:
    """The numbers of the notes."""
    for note, other in zip(expected, found, strict=False):
        if note.label != other.label:
            said = f"the number {quoted(other.label)}" if other.label else "no number"
            message = f"the note {quoted(text_of(note))} has {said}, not {note.label}"
            yield Difference("notes", note.label, other.label, message, note.pos)


def _parted(nodes: Sequence[ViewNode]) -> tuple[Sequence[ViewNode], Sequence[ViewNode]]:
    """What stands before the printed title, and the text from there on."""
    for index, node in enumerate(nodes):
        if node.role == "title":
            return nodes[:index], nodes[index:]
    return (), nodes


# Furniture


def _contents_titles(text: Sequence[ViewNode]) -> frozenset[str]:
    return frozenset(node.label for node in walked(text) if node.role == "contents")


def _without_contents_titles(nodes: Sequence[ViewNode], titles: frozenset[str]) -> list[ViewNode]:
    """The title of the contents, where it stands before the list and not in it, is part of it."""
    followed = zip(nodes, (*nodes[1:], None), strict=True)
    return [
        node
        for node, following in followed
        if not (following and following.role == "contents" and text_of(node) in titles)
    ]


def _without_facts(nodes: list[ViewNode], facts: Iterable[str]) -> list[ViewNode]:
    """The last words without a closing line that says nothing but facts."""
    if not nodes or nodes[-1].label != "colophon" or not nodes[-1].children:
        return nodes
    group = nodes[-1]
    if not _says_only(_plain(text_of(group.children[-1])), facts):
        return nodes
    return [*nodes[:-1], msgspec.structs.replace(group, children=group.children[:-1])]


def _says_only(line: list[str], facts: Iterable[str]) -> bool:
    """Whether a line is made of whole facts, of which one may begin as another does."""
    known = [words for words in map(_plain, facts) if words]
    reached = {0}
    for place in range(len(line)):
        if place in reached:
            reached |= {place + len(words) for words in known if line[place : place + len(words)] == words}
    return len(line) in reached


def _plain(line: str) -> list[str]:
    """The words of a line without the marks that part them."""
    return [word for word in folded(line).split() if any(character.isalnum() for character in word)]


def _letterhead(
    expected: Iterable[ViewNode], found: Iterable[ViewNode], facts: Iterable[str]
) -> Iterator[Difference]:
    """The publisher's words must be there, in any order, and no others but facts."""
    wanted = Counter(_plain(" ".join(word.text for word in words_of(expected))))
    there = Counter(_plain(" ".join(word.text for word in words_of(found))))
    allowed = wanted + Counter(word for fact in facts for word in _plain(fact))
    missing, surplus = list((wanted - there).elements()), list((there - allowed).elements())
    if missing:
        yield Difference(
            "letterhead", " ".join(missing), "", f"the letterhead lacks {quoted(' '.join(missing))}"
        )
    if surplus:
        yield Difference(
            "letterhead", "", " ".join(surplus), f"the letterhead also says {quoted(' '.join(surplus))}"
        )


# Words


def _words(kind: Kind, expected: Iterable[ViewNode], found: Iterable[ViewNode]) -> list[Difference]:
    wanted = words_of(expected)
    there = words_of(found)
    texts, others = [word.text for word in wanted], [word.text for word in there]
    return [_difference(kind, wanted, there, stretch) for stretch in stretches(texts, others)]


def _difference(kind: Kind, wanted: list[Word], there: list[Word], stretch: Stretch) -> Difference:
    lost = _joined(wanted[stretch.start : stretch.end])
    put = _joined(there[stretch.other_start : stretch.other_end])
    after = _joined(wanted[max(stretch.start - 3, 0) : stretch.start])
    at = f" after {quoted(after)}" if after else " at the start"
    if lost and put:
        message = f"{quoted(put)} stands for {quoted(lost)}{at}"
    elif lost:
        message = f"{quoted(lost)} is missing{at}"
    else:
        message = f"{quoted(put)} is not in the document{at}"
    nearest = wanted[min(stretch.start, len(wanted) - 1)].pos if wanted else NOWHERE
    return Difference(kind, lost, put, message, nearest)


def _joined(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


# Headings


class _Title(NamedTuple):
    level: int
    text: str
    pos: Position


def _headings(expected: Sequence[ViewNode], found: Sequence[ViewNode], deepest: int) -> Iterator[Difference]:
    """Headings in order with their levels."""
    wanted = [title._replace(level=min(title.level, deepest)) for title in _titles(expected)]
    there = list(_titles(found))
    parted = stretches([title.text for title in wanted], [title.text for title in there])
    for stretch in parted:
        for lost in wanted[stretch.start : stretch.end]:
            message = f"{quoted(lost.text)} is no heading of level {lost.level}"
            yield Difference("headings", lost.text, "", message, lost.pos)
        for put in there[stretch.other_start : stretch.other_end]:
            message = f"{quoted(put.text)} is a heading of level {put.level}, and not in the document"
            yield Difference("headings", "", put.text, message)
    for one, other in _pairs(wanted, there, parted):
        if one.level != other.level:
            message = f"the heading {quoted(one.text)} has level {other.level}, not {one.level}"
            yield Difference("headings", str(one.level), str(other.level), message, one.pos)


def _titles(nodes: Iterable[ViewNode]) -> Iterator[_Title]:
    """The headings; one without words, which the checks have told of, is none to a reader."""
    found = (_Title(node.level, text_of(node), node.pos) for node in walked(nodes) if node.role == "heading")
    return (title for title in found if title.text)


def _pairs(
    first: list[_Title], second: list[_Title], parted: Iterable[Stretch]
) -> Iterator[tuple[_Title, _Title]]:
    """The headings that stand on both sides."""
    start = other = 0
    for stretch in (*parted, Stretch(len(first), len(first), len(second), len(second))):
        yield from zip(first[start : stretch.start], second[other : stretch.other_start], strict=True)
        start, other = stretch.end, stretch.other_end


def _in_order(notes: Sequence[ViewNode]) -> Sequence[ViewNode]:
    """Notes by their numbers, wherever a format prints them."""
    if all(note.label.isdecimal() for note in notes):
        return sorted(notes, key=lambda note: int(note.label))
    return notes
