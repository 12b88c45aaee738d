"""Files that a library writes once, with blanks for what differs between documents.

The libraries that own a package build a tree of objects for each file, which takes longer than all else
about a small document. They are given blanks in the place of words, and the words are put in here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_BLANK = re.compile("\ue000([0-9]+)\ue001")
_VALUE_BEGINS = '="'
_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_VALUE = {**_TEXT, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
_PLAIN = re.compile(r'[^&<>\r\n\t"]*')


def blank(number: int) -> str:
    """What stands for the word of this number; no word is given to a library beside blanks."""
    return f"\ue000{number}\ue001"


class Form(NamedTuple):
    """XML in pieces: after each but the last comes a word, by its number."""

    pieces: tuple[str, ...]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, xml: bytes) -> Form:
        """``xml`` as a library wrote it, in UTF-8, with its blanks."""
        parts = _BLANK.split(xml.decode())
        return cls(tuple(parts[::2]), tuple(map(int, parts[1::2])))

    def filled(self, words: Sequence[str]) -> bytes:
        """The file, with ``words`` written as libxml2 writes text and the values of attributes."""
        if not self.numbers:
            return self.pieces[0].encode()
        out: list[str] = []
        for piece, number in zip(self.pieces, self.numbers, strict=False):
            word = words[number]
            if not _PLAIN.fullmatch(word):
                word = word.translate(_VALUE if piece.endswith(_VALUE_BEGINS) else _TEXT)
            out += (piece, word)
        return "".join((*out, self.pieces[-1])).encode()
