"""Breaking runs into lines: first fit, ragged, at the places where words may part.

Breaks at spaces, at zero-width spaces, at soft hyphens and where ``breaks`` says; a word wider than
the line is broken between characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from exporter.backends.pdf.bidi import visual_order
from exporter.backends.pdf.breaks import fragments, is_between_ideographs
from exporter.backends.pdf.runs import NEWLINE, Line, Picture, Piece, Placed, Run
from exporter.theme import clusters

SOFT_HYPHEN = "\u00ad"
_BREAKING_SPACE = re.compile(f"([ \t\u2002-\u2006\u2008-\u200a\u3000]+|\u200b|{SOFT_HYPHEN}|\n)")


_BETWEEN = "\u2063"
"""Stands where a line may end between ideographs: no word goes on there, and no space is."""
_WITHOUT_SPACE = (SOFT_HYPHEN, _BETWEEN)


class Word(NamedTuple):
    """Pieces that stay together, and the space before them; ``forced`` begins a new line.

    ``hyphen`` is what ends the line when it is broken after the word, at a soft hyphen. ``goes_on``
    where the word before is but a part of one that this goes on with.
    """

    pieces: tuple[Piece, ...]
    width: float
    space: Run | None
    forced: bool
    hyphen: Run | None = None
    goes_on: bool = False

    @property
    def room(self) -> float:
        """The width to find for the word, in case the line ends after it."""
        return self.width + (self.hyphen.width if self.hyphen else 0.0)


def words(pieces: Iterable[Piece]) -> list[Word]:
    """The words of ``pieces``; one word may span several runs."""
    found: list[Word] = []
    current: list[Piece] = []
    space: Run | None = None
    forced = goes_on = False
    for piece, ends in _fragments(pieces):
        if piece is not None:
            current.append(piece)
        if ends is None:
            continue
        if current or ends.text == NEWLINE:
            hyphen = ends if ends.text == SOFT_HYPHEN else None
            width = sum(part.width for part in current)
            found.append(Word(tuple(current), width, space, forced, hyphen, goes_on))
            current, space, forced = [], None, False
        goes_on = ends.text in ("", SOFT_HYPHEN)
        if ends.text == NEWLINE:
            forced = True
        elif ends.text not in (*_WITHOUT_SPACE, "") and not forced:
            space = ends
    if current or forced:
        width = sum(part.width for part in current)
        found.append(Word(tuple(current), width, space, forced, None, goes_on))
    return found


def _fragments(pieces: Iterable[Piece]) -> Iterator[tuple[Piece | None, Run | None]]:
    """Each unbreakable fragment, or what ends a word: a space, a newline, a hyphen that is shown only
    there, ``_BETWEEN`` ideographs, or nothing, where the word goes on in the next line."""
    before = ""
    for piece in pieces:
        if isinstance(piece, Picture):
            yield piece, None
            before = ""
            continue
        if before and piece.text and not _is_raised(piece) and is_between_ideographs(before, piece.text[0]):
            yield None, Run(_BETWEEN, piece.ink)
        for index, part in enumerate(_BREAKING_SPACE.split(piece.text)):
            if index % 2:
                yield None, piece._replace(text="" if part == "\u200b" else part)
            elif part:
                yield from _parts(fragments(part), piece)
        before = piece.text[-1:]


def _parts(texts: list[str], run: Run) -> Iterator[tuple[Piece | None, Run | None]]:
    """The fragments of a text that no space parts, and what is between them."""
    for index, text in enumerate(texts):
        if index:
            between = is_between_ideographs(texts[index - 1][-1], text[0])
            yield None, run._replace(text=_BETWEEN if between else "")
        yield run._replace(text=text), None


def _is_raised(run: Run) -> bool:
    """Whether a run belongs to what is before it: the number of a note, an exponent."""
    return run.ink.rise != 0


def break_lines(pieces: Iterable[Piece], width: float) -> list[Line]:
    """The lines of ``pieces`` in ``width`` points; one empty line where there is nothing."""
    lines: list[Line] = []
    line: list[Piece] = []
    used = 0.0
    hyphen: Run | None = None
    for word in words(pieces):
        gap = word.space.width if word.space and line else 0.0
        if word.forced or (line and used + gap + word.room > width):
            ends_word = word.forced or word.space is not None
            turns = ends_word or not word.goes_on
            lines.append(_line([*line, hyphen] if hyphen else line, ends_word=ends_word, turns=turns))
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
        atoms = list(_atoms(piece))
        for atom in atoms:
            if parts[-1] and used + atom.width > width:
                parts.append([])
                used = 0.0
            parts[-1].append(atom)
            used += atom.width
    return [tuple(part) for part in parts]


def _atoms(piece: Piece) -> Iterator[Piece]:
    """What is not broken in any case."""
    if isinstance(piece, Picture):
        yield piece
    else:
        yield from (piece._replace(text=part) for part in clusters(piece.text))


def _line(pieces: Iterable[Piece], *, ends_word: bool = False, turns: bool = False) -> Line:
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
    return Line(tuple(map(Placed, places, merged)), width, ends_word, turns)


def _are_one(run: Run, following: Run) -> bool:
    return run.ink is following.ink and run.level == following.level


def single_line(pieces: Iterable[Piece]) -> Line:
    """The pieces as the last line of a text."""
    return _line(pieces, ends_word=True)


def widest_word(pieces: Iterable[Piece]) -> float:
    """The least width that breaks no word."""
    return max((word.width for word in words(pieces)), default=0.0)


def whole_width(pieces: Iterable[Piece]) -> float:
    """The width of the longest line when only forced breaks count."""
    return max(line.width for line in break_lines(pieces, float("inf")))
