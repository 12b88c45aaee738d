"""Files that a library writes once, with blanks for what differs between documents.

The libraries that own a package build a tree of objects for each file, which takes longer than all else
about a small document. They are given blanks in the place of words, and the words are put in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_BLANK = re.compile("\ue000([0-9]+)\ue001")
_VALUE_BEGINS = '="'
_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_VALUE = {**_TEXT, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
_PLAIN = re.compile(r'[^&<>\r\n\t"]*')


class Blanks:
    """Takes words away, and leaves blanks in their places; no word is given to a library beside blanks."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """``words`` have been taken away already."""
        self.words = list(words)

    def blank(self, words: str) -> str:
        """What stands for ``words``; nothing where there are none, for an empty element is written another
        way."""
        if not words:
            return ""
        self.words.append(words)
        return f"\ue000{len(self.words) - 1}\ue001"


class Form(NamedTuple):
    """XML in pieces: after each but the last comes a word, by its number."""

    pieces: tuple[str, ...]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, markup: str) -> Form:
        """``markup`` as a library wrote it, with its blanks."""
        parts = _BLANK.split(markup)
        return cls(tuple(parts[::2]), tuple(map(int, parts[1::2])))

    def joined(self, words: Sequence[str]) -> str:
        """The markup with ``words``, which are markup already."""
        if not self.numbers:
            return self.pieces[0]
        out: list[str] = []
        for piece, number in zip(self.pieces, self.numbers, strict=False):
            out += (piece, words[number])
        return "".join((*out, self.pieces[-1]))

    def filled(self, words: Sequence[str]) -> bytes:
        """The file, with ``words`` written as libxml2 writes text and the values of attributes."""
        out: list[str] = []
        for piece, number in zip(self.pieces, self.numbers, strict=False):
            out += (piece, (as_value if piece.endswith(_VALUE_BEGINS) else as_text)(words[number]))
        return "".join((*out, self.pieces[-1])).encode()


def as_text(words: str) -> str:
    """``words`` as libxml2 writes text."""
    return words if _PLAIN.fullmatch(words) else words.translate(_TEXT)


def as_value(words: str) -> str:
    """``words`` as libxml2 writes the value of an attribute."""
    return words if _PLAIN.fullmatch(words) else words.translate(_VALUE)
