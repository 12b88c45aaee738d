"""The words of a View, each with its place in the source."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from exporter.model import Look, Position, ViewNode
from exporter.model.inlines import NOWHERE

_GLUED = frozenset(
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
_FURNITURE = frozenset(("label", "image", "contents"))
_BREAK = " "


class Word(NamedTuple):
    """A word, and the position of the block that it stands in."""

    text: str
    pos: Position


class Worded(NamedTuple):
    """A word with the look of each of its characters."""

    text: str
    pos: Position
    looks: tuple[Look | None, ...]


def words_of(nodes: Iterable[ViewNode]) -> list[Word]:
    """The words of ``nodes`` in order, without furniture; the call of a note is its number in brackets."""
    words: list[Word] = []
    line: list[str] = []
    at = NOWHERE
    for text, pos, _ in _pieces(nodes):
        if text == _BREAK:
            words += (Word(word, at) for word in folded("".join(line)).split())
            line, at = [], pos
        else:
            line.append(text)
    return words + [Word(word, at) for word in folded("".join(line)).split()]


def looks_of(nodes: Iterable[ViewNode]) -> Iterator[Worded]:
    """The words of ``nodes`` as ``words_of`` has them, with their looks."""
    text: list[str] = []
    looks: list[Look | None] = []
    at = NOWHERE
    for piece, pos, look in _pieces(nodes):
        for character in folded(piece):
            if not character.isspace():
                text.append(character)
                looks.append(look)
            elif text:
                yield Worded("".join(text), at, tuple(looks))
                text, looks = [], []
        if piece == _BREAK:
            at = pos
    if text:
        yield Worded("".join(text), at, tuple(looks))


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
            yield _BREAK, around, None
            continue
        if node.role in _FURNITURE:
            continue
        pos = node.pos if node.pos != NOWHERE else around
        if node.role not in _GLUED:
            yield _BREAK, pos, None
            stack.append((None, around))
        if node.role == "note-reference":
            yield f"[{node.label}]", pos, node.look
        elif node.text:
            yield node.text, pos, node.look
        stack += ((child, pos) for child in node.children[::-1])
