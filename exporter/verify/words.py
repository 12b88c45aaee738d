"""The words of a View, each with its place in the source."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from exporter.model import Look, Position, ViewNode
from exporter.model.inlines import NOWHERE
from exporter.verify.diff import Stretch, stretches

Value = TypeVar("Value")
GLUED = frozenset(
    (
        "text",
        "strong",
        "emphasis",
        "strike",
        "subscript",
        "superscript",
        "mark",
        "code",
        "link",
        "note-reference",
        "abbreviation",
        "span",
        "image",
        "label",
    )
)
"""Roles that stand in a line: words go on through them. Every other role parts words."""
FURNITURE = frozenset(("label", "image", "contents"))
BREAK = " "
"""What parts words among pieces of text."""


class Word(NamedTuple):
    """A word, and the position of the block that it stands in."""

    text: str
    pos: Position


class Worded(NamedTuple, Generic[Value]):
    """A word with what is known of each of its characters."""

    text: str
    pos: Position
    values: tuple[Value, ...]


def words_of(nodes: Iterable[ViewNode]) -> list[Word]:
    """The words of ``nodes`` in order, without furniture; the call of a note is its number in brackets."""
    words: list[Word] = []
    line: list[str] = []
    at = NOWHERE
    for text, pos, _ in _pieces(nodes):
        if text == BREAK:
            words += (Word(word, at) for word in folded("".join(line)).split())
            line, at = [], pos
        else:
            line.append(text)
    return words + [Word(word, at) for word in folded("".join(line)).split()]


def looks_of(nodes: Iterable[ViewNode]) -> Iterator[Worded[Look | None]]:
    """The words of ``nodes`` as ``words_of`` has them, with their looks."""
    return cut(_pieces(nodes))


def cut(pieces: Iterable[tuple[str, Position, Value]]) -> Iterator[Worded[Value]]:
    """The words of texts that follow each other; ``BREAK`` parts them, and says where the next one stands."""
    text: list[str] = []
    values: list[Value] = []
    at = NOWHERE
    for piece, pos, value in pieces:
        for character in folded(piece):
            if not character.isspace():
                text.append(character)
                values.append(value)
            elif text:
                yield Worded("".join(text), at, tuple(values))
                text, values = [], []
        if piece == BREAK:
            at = pos
    if text:
        yield Worded("".join(text), at, tuple(values))


def pairs(
    words: Sequence[Worded[Value]], others: Sequence[Worded[Value]]
) -> Iterator[tuple[Worded[Value], Worded[Value]]]:
    """The words that stand on both sides."""
    texts, there = [word.text for word in words], [word.text for word in others]
    start = other = 0
    for stretch in (*stretches(texts, there), Stretch(len(texts), len(texts), len(there), len(there))):
        yield from zip(words[start : stretch.start], others[other : stretch.other_start], strict=True)
        start, other = stretch.end, stretch.other_end


def text_of(node: ViewNode) -> str:
    """The words of one node with single spaces between them."""
    return " ".join(word.text for word in words_of((node,)))


def walked(nodes: Iterable[ViewNode]) -> Iterator[ViewNode]:
    """Every node, parents before children, in order. A stack of its own: depth is no matter of Python's."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children[::-1])


def folded(text: str) -> str:
    """``text`` as it is compared: characters of no width of their own are left out, since the page
    of a PDF has none, the hyphen that does not break counts as the one that may, and a letter is the
    same with its mark composed or behind it (Unicode, canonical equivalence)."""
    if text.isascii():
        return text
    kept = "".join(character for character in text if not _has_no_width(character))
    return unicodedata.normalize("NFC", kept).replace("\u2011", "-")


def _has_no_width(character: str) -> bool:
    """Format characters and variation selectors (Unicode, default ignorable code points)."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _pieces(nodes: Iterable[ViewNode]) -> Iterator[tuple[str, Position, Look | None]]:
    """The texts of ``nodes`` in order with their looks; before and after each that parts words, a space and
    where the next word stands."""
    stack: list[tuple[ViewNode | None, Position]] = [(node, NOWHERE) for node in tuple(nodes)[::-1]]
    while stack:
        node, around = stack.pop()
        if node is None:
            yield BREAK, around, None
            continue
        if node.role in FURNITURE:
            continue
        pos = node.pos if node.pos != NOWHERE else around
        if node.role not in GLUED:
            yield BREAK, pos, None
            stack.append((None, around))
        if node.role == "note-reference":
            yield f"[{node.label}]", pos, node.look
        elif node.text:
            yield node.text, pos, node.look
        stack += ((child, pos) for child in node.children[::-1])
