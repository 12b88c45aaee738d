"""Text: runs set in lines of one leading."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import ROUNDING, Box
from exporter.backends.pdf.faces import LoadedFace
from exporter.backends.pdf.lines import break_lines, count_lines, filled, only_line
from exporter.backends.pdf.runs import Line, Piece, PlacedLine
from exporter.backends.pdf.word_finder import words
from exporter.backends.pdf.words import Words
from exporter.model import NOWHERE, Alignment
from exporter.theme import TextStyle

if TYPE_CHECKING:
    from exporter.backends.pdf.painter import Painter

ORPHANS = WIDOWS = 2
"""The fewest lines of a paragraph that may stand alone at the foot and the head of a page."""
_NARROWINGS = 10
_LOOSE = 1 / 4
"""A last line of one word, and shorter than this share of the width, gets the word before it as well."""
_MOST_STRETCH = 0.5
"""The most that a space of a filled line is wider, in em; a line that would need more is left as it is."""


class TextContent:
    """A paragraph's pieces, broken once for each width; its slices share it."""

    __slots__ = ("_balanced", "_broken", "_words", "pieces")

    def __init__(self, pieces: tuple[Piece, ...], *, balanced: bool) -> None:
        self.pieces = pieces
        self._balanced = balanced
        self._broken: tuple[tuple[float, list[Line]], ...] = ()
        self._words: Words | None = None

    def lines(self, width: float) -> list[Line]:
        for known, lines in self._broken:
            if known == width:
                return lines
        broken = self._new_lines(width)
        self._broken = (*self._broken, (width, broken))
        return broken

    def lines_so_far(self) -> list[Line]:
        """The lines at the first width the text was broken for; none before that."""
        return self._broken[0][1] if self._broken else []

    def measures(self) -> tuple[float, float]:
        """The width of the widest word, and of the longest line when only forced breaks count."""
        self._words = words(self.pieces)
        return self._words.measures()

    def _new_lines(self, width: float) -> list[Line]:
        if self._words is None and (line := only_line(self.pieces, width)):
            return [line]
        found, self._words = self._words or words(self.pieces), None
        if self._balanced:
            return break_lines(found, _evened(found, width))
        lines = break_lines(found, width)
        return break_lines(found.with_last_paired(), width) if _is_alone(found, lines, width) else lines


def _evened(found: Words, width: float) -> float:
    """The least width that makes no more lines, so that they are of about one length."""
    count = count_lines(found, width)
    narrow, wide = width / count, width
    for _ in range(_NARROWINGS if count > 1 else 0):
        middle = (narrow + wide) / 2
        if count_lines(found, middle) > count:
            narrow = middle
        else:
            wide = middle
    return wide


class TextBox(Box):
    """A paragraph, or the part of one that stands on a page."""

    __slots__ = (
        "_end",
        "_start",
        "after",
        "align",
        "anchor",
        "before",
        "content",
        "face",
        "justified",
        "keep_with_next",
        "leading",
        "pos",
        "size",
    )

    def __init__(
        self,
        pieces: tuple[Piece, ...],
        *,
        face: LoadedFace,
        size: float,
        leading: float,
        before: float = 0,
        after: float = 0,
        align: Alignment = "start",
        balanced: bool = False,
        justified: bool = False,
        keep_with_next: bool = False,
        anchor: str = "",
    ) -> None:
        self.content = TextContent(pieces, balanced=balanced)
        self.face = face
        self.size = size
        self.leading = leading
        self.before = before
        self.after = after
        self.align = align
        self.justified = justified
        self.keep_with_next = keep_with_next
        self.anchor = anchor
        self.pos = NOWHERE
        self._start = 0
        self._end: int | None = None

    @classmethod
    def styled(
        cls,
        pieces: tuple[Piece, ...],
        style: TextStyle,
        face: LoadedFace,
        align: Alignment,
        *,
        anchor: str = "",
        keep: bool = False,
    ) -> TextBox:
        """A paragraph in a style of the theme; only one that begins at the start is filled."""
        return cls(
            pieces,
            face=face,
            size=style.size,
            leading=style.leading,
            before=style.before,
            after=style.after,
            align=align,
            balanced=style.balanced,
            justified=style.justified and align == "start",
            keep_with_next=keep,
            anchor=anchor,
        )

    def lines(self, width: float) -> list[Line]:
        return self.content.lines(width)[self._start : self._end]

    def height(self, width: float) -> float:
        end = len(self.content.lines(width)) if self._end is None else self._end
        return (end - self._start) * self.leading

    def baseline(self, width: float) -> float:
        return first_baseline(self.face, self.size, self.leading)

    def measures(self) -> tuple[float, float]:
        return self.content.measures()

    def calls(self) -> Iterator[str]:
        """Of the pieces, where nothing is broken yet; of the lines this part holds, where it is."""
        if self._start == 0 and self._end is None:
            yield from (piece.ink.note for piece in self.content.pieces if piece.ink.note)
            return
        for line in self._own_lines():
            yield from line.notes

    def anchors(self) -> Iterator[str]:
        if self.anchor and self._start == 0:
            yield self.anchor
        for line in self._own_lines():
            yield from line.anchors

    def _own_lines(self) -> list[Line]:
        """The lines of this part, at whichever width it has been broken."""
        return self.content.lines_so_far()[self._start : self._end]

    def split(self, width: float, room: float, *, strict: bool) -> tuple[Box | None, Box | None]:
        lines = self.lines(width)
        count = len(lines)
        fitting = min(math.floor(room / self.leading + ROUNDING), count)
        if strict:
            fitting = min(fitting, count - WIDOWS)
            while fitting >= ORPHANS and not lines[fitting - 1].turns:
                fitting -= 1  # no word begins on one page and ends on the next
            fitting = fitting if fitting >= ORPHANS else 0
        if fitting <= 0:
            return None, self
        return self._part(0, fitting, width), self._part(fitting, count, width)

    def _part(self, start: int, end: int, width: float) -> TextBox | None:
        if start >= end:
            return None
        part = copy.copy(self)
        part._start, part._end = self._start + start, self._start + end
        part.before = self.before if part._start == 0 else 0
        is_last = part._end == len(self.content.lines(width))
        part.after = self.after if is_last else 0
        part.keep_with_next = self.keep_with_next and is_last
        return part

    def _set_lines(self, width: float) -> list[Line]:
        """The lines as they are drawn: those that end where there was no room, filled."""
        lines = self.lines(width)
        if not self.justified:
            return lines
        return [filled(line, width, _MOST_STRETCH * self.size) if line.is_full else line for line in lines]

    def draw(self, painter: Painter, x: float, top: float, width: float) -> None:
        if self.anchor and self._start == 0:
            painter.destination(self.anchor, x, top, width)
        first = top - self.baseline(width)
        painter.text(
            [
                PlacedLine(line, x + shift_of(self.align, width - line.width), first - number * self.leading)
                for number, line in enumerate(self._set_lines(width))
            ]
        )


def _is_alone(found: Words, lines: Sequence[Line], width: float) -> bool:
    """Whether the last word stands alone on a line too short for it, which the one before could join."""
    if len(found) < 2 or len(lines) < 2 or lines[-1].width > width * _LOOSE:
        return False
    odd, last = found.is_odd(len(found) - 1), found.widths[-1]
    pair = found.widths[-2] + found.gaps[-1] + last
    return abs(lines[-1].width - last) < ROUNDING and not odd.forced and not odd.goes_on and pair <= width


def first_baseline(face: LoadedFace, size: float, leading: float) -> float:
    """How far below its top a line has its baseline: ascent and descent of the face are centred in the
    leading (CSS 2.2, 10.8.1)."""
    return (leading + (face.ascent + face.descent) * size) / 2


def shift_of(align: Alignment, spare: float) -> float:
    """How far a line moves right for its alignment, given the width it leaves free."""
    match align:
        case "start":
            return 0.0
        case "center":
            return spare / 2
        case "end":
            return spare
