"""Breaking runs into lines: first fit, ragged, at the places where words may part.

Breaks at spaces, but for those inside a number, at zero-width spaces, at soft hyphens and where
``breaks`` says; a word wider than the line is broken between characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from exporter.backends.pdf.bidi import visual_order
from exporter.backends.pdf.breaks import fragments, is_between_ideographs
from exporter.backends.pdf.runs import NEWLINE, Line, Picture, Piece, Placed, Run, spaces_in
from exporter.theme import clusters

SOFT_HYPHEN = "\u00ad"
_ROUNDING = 1e-6
"""What a word may be wider than a column that was made for it, in points."""
_BREAKING_SPACE = re.compile(f"([ \t\u2002-\u2006\u2008-\u200a\u3000]+|\u200b|{SOFT_HYPHEN}|\n)")
_SPACED_DIGITS = re.compile(r"\d \d")
_LONGEST_NUMBER = 20
"""Characters: groups of digits that make no more are one number, such as that of a telephone."""
_BETWEEN = "\u2063"
"""Stands where a line may end between ideographs: no word goes on there, and no space is."""
_WITHOUT_SPACE = (SOFT_HYPHEN, _BETWEEN)


class Word(NamedTuple):
    """Pieces that stay together, and the space before them; ``forced`` begins a new line, and what it
    follows then ends with the space.

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
        return _width((*self.pieces, self.hyphen)) if self.hyphen else self.width


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
            found.append(Word(tuple(current), _width(current), space, forced, hyphen, goes_on))
            current, space, forced = [], None, False
        goes_on = ends.text in ("", SOFT_HYPHEN)
        if ends.text == NEWLINE:
            space, forced = ends._replace(text=" "), True
        elif ends.text not in (*_WITHOUT_SPACE, "") and not forced:
            space = ends
    if current or forced:
        found.append(Word(tuple(current), _width(current), space, forced, None, goes_on))
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
        for index, part in enumerate(_parted(piece.text)):
            if index % 2:
                yield None, piece._replace(text="" if part == "\u200b" else part)
            elif part:
                yield from _parts(fragments(part), piece)
        before = piece.text[-1:]


def _parted(text: str) -> list[str]:
    """Every other one is what a line may end with: a space, but for one inside a number."""
    parts = _BREAKING_SPACE.split(text)
    if not _SPACED_DIGITS.search(text):
        return parts
    whole = parts[:1]
    for space, part in zip(parts[1::2], parts[2::2], strict=True):
        is_inside = space == " " and whole[-1][-1:].isdigit() and part[:1].isdigit()
        if is_inside and len(whole[-1]) + len(part) < _LONGEST_NUMBER:
            whole[-1] += space + part
        else:
            whole += [space, part]
    return whole


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
        gap = _gap(line, word)
        if word.forced or (line and used + gap + word.room > width + _ROUNDING):
            turns = word.space is not None or not word.goes_on
            ended = _line([*line, hyphen] if hyphen else line, word.space, turns=turns)
            lines.append(ended if word.forced else ended._replace(is_full=True))
            line, used, gap = [], 0.0, 0.0
        hyphen = word.hyphen
        if word.room > width + _ROUNDING:
            *full, word_rest = _broken(word, width - (hyphen.width if hyphen else 0.0))
            lines += (_line(list(part)) for part in full)
            line, used = list(word_rest), _width(word_rest)
            continue
        if line and word.space:
            line.append(word.space)
        line += word.pieces
        used += gap + word.width
    lines.append(_line(line))
    return lines


def _gap(line: list[Piece], word: Word) -> float:
    """The width between a line and the word that it goes on with: its space, or what it is to be
    set directly after the line's last piece."""
    if not line:
        return 0.0
    if word.space:
        return word.space.width
    return _join(line[-1], word.pieces[0]) if word.pieces else 0.0


def _width(pieces: Sequence[Piece]) -> float:
    """The width of pieces that are set directly one after the other."""
    if len(pieces) == 1:
        return pieces[0].width
    return sum([piece.width for piece in pieces]) + sum(map(_join, pieces, pieces[1:]))


def _join(one: Piece, two: Piece) -> float:
    """How much wider two runs are as one than apart: they may be kerned, joined or a ligature."""
    if isinstance(one, Picture) or isinstance(two, Picture) or _alike(one) != _alike(two):
        return 0.0
    if two.text == " " or one.text == " " or one.text[-1:].isspace() or two.text[:1].isspace():
        return 0.0
    return one._replace(text=one.text + two.text).width - one.width - two.width


def _broken(word: Word, width: float) -> list[tuple[Piece, ...]]:
    """A word too wide for a line, in parts that are not."""
    parts: list[list[Piece]] = [[]]
    used = 0.0
    for piece in word.pieces:
        atoms: Sequence[Piece] = list(_atoms(piece))
        while atoms:
            count = _fitting(atoms, width - used)
            if not count and parts[-1]:
                parts.append([])
                used = 0.0
                continue
            head = _whole(atoms[: max(count, 1)])
            parts[-1].append(head)
            used += head.width
            atoms = atoms[max(count, 1) :]
    return [tuple(part) for part in parts]


def _atoms(piece: Piece) -> Iterator[Piece]:
    """What is not broken in any case."""
    if isinstance(piece, Picture):
        yield piece
    else:
        yield from (piece._replace(text=part) for part in clusters(piece.text))


def _whole(atoms: Sequence[Piece]) -> Piece:
    """A picture, or runs of one ink as one."""
    if len(atoms) == 1:
        return atoms[0]
    text = "".join([atom.text for atom in atoms if isinstance(atom, Run)])
    return atoms[0]._replace(text=text) if isinstance(atoms[0], Run) else atoms[0]


def _fitting(atoms: Sequence[Piece], room: float) -> int:
    """How many of the atoms fit, measured together as they will be set: by doubling, then by halving."""
    fits, least = 0, 1
    while least <= len(atoms) and _whole(atoms[:least]).width <= room:
        fits, least = least, 2 * least
    least = min(least, len(atoms) + 1)
    while least - fits > 1:
        middle = (fits + least) // 2
        if _whole(atoms[:middle]).width <= room:
            fits = middle
        else:
            least = middle
    return fits


def _line(pieces: Iterable[Piece], space: Run | None = None, *, turns: bool = False) -> Line:
    """The pieces in visual order, neighbouring runs of one ink and level as one."""
    merged = [_whole(list(group)) for _, group in groupby(pieces, _alike)]
    places = [0.0] * len(merged)
    width = 0.0
    for index in visual_order(range(len(merged)), [piece.level for piece in merged]):
        places[index] = width
        width += merged[index].width
    return Line(tuple(map(Placed, places, merged)), width, space, turns)


def filled(line: Line, width: float, most: float) -> Line:
    """``line`` with its spaces wider by so much that it fills ``width``; by no more than ``most``."""
    pieces = [placed.piece for placed in line.pieces]
    spaces = [spaces_in(piece) for piece in pieces]
    stretch = (width - line.width) / sum(spaces) if sum(spaces) else 0.0
    if not 0 < stretch <= most:
        return line
    places = [placed.x for placed in line.pieces]
    shift = 0.0
    for index in visual_order(range(len(pieces)), [piece.level for piece in pieces]):
        places[index] += shift
        shift += stretch * spaces[index]
    return line._replace(pieces=tuple(map(Placed, places, pieces)), width=width, stretch=stretch)


def single_line(pieces: Sequence[Piece]) -> Line:
    """The pieces as a line that other words follow."""
    return _line(pieces, Run(" ", pieces[-1].ink, pieces[-1].level))


def _alike(piece: Piece) -> tuple[int, int]:
    """What runs that are set as one have in common."""
    return id(piece.ink) if isinstance(piece, Run) else id(piece), piece.level


def widest_word(pieces: Iterable[Piece]) -> float:
    """The least width that breaks no word."""
    return max((word.width for word in words(pieces)), default=0.0)


def whole_width(pieces: Iterable[Piece]) -> float:
    """The width of the longest line when only forced breaks count."""
    return max(line.width for line in break_lines(pieces, float("inf")))
