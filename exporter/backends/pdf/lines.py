"""Breaking runs into lines: first fit, ragged, at the places where words may part.

Breaks at spaces, after hyphens and dashes between letters, after slashes in addresses and at
zero-width spaces (a part of UAX #14); a word wider than the line is broken between characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.backends.pdf.bidi import visual_order
from exporter.backends.pdf.runs import NEWLINE, Line, Picture, Piece, Placed, Run

SOFT_HYPHEN = "\u00ad"
_BREAKING_SPACE = re.compile(f"([ \t\u2002-\u2006\u2008-\u200a]+|\u200b|{SOFT_HYPHEN}|\n)")
_INSIDE_WORD = re.compile(r"(?<=[^\W\d_][-\u2010\u2013])(?=[^\W\d_])|(?<=\u2014)(?=\w)|(?<=[/?&])(?=\w)")


class Word(NamedTuple):
    """Pieces that stay together, and the space before them; ``forced`` begins a new line, and what it
    follows then ends with the space.

    ``hyphen`` is what ends the line when it is broken after the word, at a soft hyphen.
    """

    pieces: tuple[Piece, ...]
    width: float
    space: Run | None
    forced: bool
    hyphen: Run | None = None

    @property
    def room(self) -> float:
        """The width to find for the word, in case the line ends after it."""
        return self.width + (self.hyphen.width if self.hyphen else 0.0)


def words(pieces: Iterable[Piece]) -> list[Word]:
    """The words of ``pieces``; one word may span several runs."""
    found: list[Word] = []
    current: list[Piece] = []
    space: Run | None = None
    forced = False
    for piece, ends in _fragments(pieces):
        if piece is not None:
            current.append(piece)
        if ends is None:
            continue
        if current or ends.text == NEWLINE:
            hyphen = ends if ends.text == SOFT_HYPHEN else None
            found.append(Word(tuple(current), sum(part.width for part in current), space, forced, hyphen))
            current, space, forced = [], None, False
        if ends.text == NEWLINE:
            space, forced = ends._replace(text=" "), True
        elif ends.text and ends.text != SOFT_HYPHEN and not forced:
            space = ends
    if current or forced:
        found.append(Word(tuple(current), sum(part.width for part in current), space, forced))
    return found


def _fragments(pieces: Iterable[Piece]) -> Iterator[tuple[Piece | None, Run | None]]:
    """Each unbreakable fragment, or the space, empty break or newline that ends a word."""
    for piece in pieces:
        if isinstance(piece, Picture):
            yield piece, None
            continue
        for index, part in enumerate(_BREAKING_SPACE.split(piece.text)):
            if index % 2:
                yield None, piece._replace(text="" if part == "\u200b" else part)
                continue
            fragments = _INSIDE_WORD.split(part) if part else []
            for number, fragment in enumerate(fragments):
                is_last = number == len(fragments) - 1
                yield piece._replace(text=fragment), None if is_last else piece._replace(text="")


def break_lines(pieces: Iterable[Piece], width: float) -> list[Line]:
    """The lines of ``pieces`` in ``width`` points; one empty line where there is nothing."""
    lines: list[Line] = []
    line: list[Piece] = []
    used = 0.0
    hyphen: Run | None = None
    for word in words(pieces):
        gap = word.space.width if word.space and line else 0.0
        if word.forced or (line and used + gap + word.room > width):
            lines.append(_line([*line, hyphen] if hyphen else line, word.space))
            line, used, gap = [], 0.0, 0.0
        hyphen = word.hyphen
        if word.room > width:
            *full, word_rest = _broken(word, width - (hyphen.width if hyphen else 0.0))
            lines += (_line(list(part)) for part in full)
            line, used = list(word_rest), sum(piece.width for piece in word_rest)
            continue
        if gap and word.space:
            line.append(word.space)
        line += word.pieces
        used += gap + word.width
    lines.append(_line(line))
    return lines


def _broken(word: Word, width: float) -> list[tuple[Piece, ...]]:
    """A word too wide for a line, in parts that are not."""
    parts: list[list[Piece]] = [[]]
    used = 0.0
    for piece in word.pieces:
        atoms = (
            [piece._replace(text=character) for character in piece.text]
            if isinstance(piece, Run)
            else [piece]
        )
        for atom in atoms:
            if parts[-1] and used + atom.width > width:
                parts.append([])
                used = 0.0
            parts[-1].append(atom)
            used += atom.width
    return [tuple(part) for part in parts]


def _line(pieces: Iterable[Piece], space: Run | None = None) -> Line:
    """The pieces in visual order, neighbouring runs of one ink and level as one."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, Run) and isinstance(last, Run) and _are_one(last, piece):
            merged[-1] = last._replace(text=last.text + piece.text)
        else:
            merged.append(piece)
    places = [0.0] * len(merged)
    width = 0.0
    levels = [piece.level for piece in merged]
    for index in visual_order(range(len(merged)), levels):
        places[index] = width
        width += merged[index].width
    return Line(tuple(map(Placed, places, merged)), width, space)


def _are_one(run: Run, following: Run) -> bool:
    return run.ink is following.ink and run.level == following.level


def single_line(pieces: Sequence[Piece]) -> Line:
    """The pieces as a line that other words follow."""
    return _line(pieces, Run(" ", pieces[-1].ink, pieces[-1].level))


def widest_word(pieces: Iterable[Piece]) -> float:
    """The least width that breaks no word."""
    return max((word.width for word in words(pieces)), default=0.0)


def whole_width(pieces: Iterable[Piece]) -> float:
    """The width of the longest line when only forced breaks count."""
    return max(line.width for line in break_lines(pieces, float("inf")))
