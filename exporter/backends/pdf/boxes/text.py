"""Text: runs set in lines of one leading."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.boxes.base import ROUNDING, Box
from exporter.backends.pdf.faces import LoadedFace
from exporter.backends.pdf.lines import Broken, Word, break_lines, filled, joined, widest_word, words
from exporter.backends.pdf.runs import Line, Piece, PlacedLine
from exporter.model import NOWHERE, Alignment

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

    __slots__ = ("_balanced", "_broken", "_unbroken", "pieces")

    def __init__(self, pieces: tuple[Piece, ...], *, balanced: bool) -> None:
        self.pieces = pieces
        self._balanced = balanced
        self._broken: tuple[tuple[float, list[Line]], ...] = ()
        self._unbroken: Broken | None = None

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
        found = words(self.pieces)
        self._unbroken = break_lines(found, float("inf"))
        return widest_word(found), max(line.width for line in self._unbroken.lines)

    def _new_lines(self, width: float) -> list[Line]:
        if self._unbroken and self._unbroken.reach <= width and not self._balanced:
            lines, self._unbroken = self._unbroken.lines, None
            return lines
        found = words(self.pieces)
        broken = break_lines(found, width).lines
        if self._balanced and len(broken) > 1:
            return self._evened(found, width, len(broken))
        return break_lines(paired, width).lines if (paired := _paired(found, broken, width)) else broken

    @staticmethod
    def _evened(found: Sequence[Word], width: float, count: int) -> list[Line]:
        """The same number of lines in the least width, so that they are of about one length."""
        narrow, wide = width / count, width
        for _ in range(_NARROWINGS):
            middle = (narrow + wide) / 2
            if len(break_lines(found, middle).lines) > count:
                narrow = middle
            else:
                wide = middle
        return break_lines(found, wide).lines


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

    def lines(self, width: float) -> list[Line]:
        return self.content.lines(width)[self._start : self._end]

    def height(self, width: float) -> float:
        end = len(self.content.lines(width)) if self._end is None else self._end
        return (end - self._start) * self.leading

    def baseline(self, width: float) -> float:
        """The face's ascent and descent are centred in the leading (CSS 2.2, 10.8.1)."""
        return (self.leading + (self.face.ascent + self.face.descent) * self.size) / 2

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
            painter.destination(self.anchor, x, top + self.before)
        first = top - self.baseline(width)
        painter.text(
            [
                PlacedLine(line, x + _shift(self.align, width - line.width), first - number * self.leading)
                for number, line in enumerate(self._set_lines(width))
            ]
        )


def _paired(found: Sequence[Word], broken: Sequence[Line], width: float) -> list[Word] | None:
    """The words with the last two as one, where the last stands alone on a line that is too short for it."""
    if len(found) < 2 or len(broken) < 2 or broken[-1].width > width * _LOOSE:
        return None
    *others, before, last = found
    pair = joined(before, last)
    is_alone = abs(broken[-1].width - last.width) < ROUNDING
    return (
        [*others, pair] if is_alone and not last.forced and not last.goes_on and pair.width <= width else None
    )


def _shift(align: Alignment, spare: float) -> float:
    """How far a line moves right for its alignment, given the width it leaves free."""
    match align:
        case "start":
            return 0.0
        case "center":
            return spare / 2
        case "end":
            return spare
