"""Breaking runs into lines: first fit, ragged, at the places where words may part.

Breaks at spaces, but for those inside a number, at zero-width spaces, at soft hyphens and where
``breaks`` says; a word wider than the line is broken between characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.backends.pdf.bidi import visual_order
from exporter.backends.pdf.breaks import fragments, is_between_ideographs
from exporter.backends.pdf.fonts.shaping import SOFT_HYPHEN
from exporter.backends.pdf.runs import NEWLINE, Line, Picture, Piece, Placed, Run, spaces_in
from exporter.theme import clusters

_ROUNDING = 1e-6
"""What a word may be wider than a column that was made for it, in points."""
_BREAKING_SPACE = re.compile(f"([ \t\u2002-\u2006\u2008-\u200a\u3000]+|\u200b|{SOFT_HYPHEN}|\n)")
_SPACED_DIGITS = re.compile(r"\d \d")
_LONGEST_NUMBER = 20
"""Characters: groups of digits that make no more are one number, such as that of a telephone."""
_BREAKS_ELSEWHERE = re.compile(r"[\x00-\x1f&/?-]|  ").search
"""What ASCII may be broken at beside single spaces: a tab, a newline, hyphens, slashes, ``?`` and ``&``."""
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
    before = ""
    for piece in pieces:
        for fragment, ends in _fragments(piece, before):
            if fragment is not None:
                current.append(fragment)
            if ends is None:
                continue
            if current or ends.text == NEWLINE:
                hyphen = ends if ends.text == SOFT_HYPHEN else None
                found.append(Word(tuple(current), _width(current), space, forced, hyphen, goes_on))
                current, space, forced = [], None, False
            goes_on = ends.text in ("", SOFT_HYPHEN)
            if ends.text == NEWLINE:
                space, forced = Run(" ", ends.ink, ends.level), True
            elif ends.text not in (*_WITHOUT_SPACE, "") and not forced:
                space = ends
        before = "" if isinstance(piece, Picture) else piece.text[-1:]
    if current or forced:
        found.append(Word(tuple(current), _width(current), space, forced, None, goes_on))
    return found


def joined(word: Word, after: Word) -> Word:
    """Two words that no line may end between."""
    pieces = (*word.pieces, *((after.space,) if after.space else ()), *after.pieces)
    return Word(pieces, _width(pieces), word.space, word.forced, after.hyphen, word.goes_on)


_Fragment = tuple[Piece | None, Run | None]
"""An unbreakable fragment, and what ends a word behind it: a space, a newline, a hyphen that is shown only
there, ``_BETWEEN`` ideographs, or nothing, where the word goes on in the next line."""


def _fragments(piece: Piece, before: str) -> Iterable[_Fragment]:
    """The fragments of a piece that follows the character ``before``."""
    if isinstance(piece, Picture):
        return ((piece, None),)
    text = piece.text
    is_plain = before.isascii() and text.isascii() and not _BREAKS_ELSEWHERE(text)
    if is_plain and not _SPACED_DIGITS.search(text):
        return _between_spaces(piece)
    return _between_breaks(piece, before)


def _between_spaces(run: Run) -> list[_Fragment]:
    """The fragments of a run that may be broken at single spaces only, as most may."""
    _, ink, level = run
    *ended, last = run.text.split(" ")
    space = Run(" ", ink, level)
    found: list[_Fragment] = [(Run(text, ink, level) if text else None, space) for text in ended]
    if last:
        found.append((Run(last, ink, level), None))
    return found


def _between_breaks(piece: Run, before: str) -> Iterator[_Fragment]:
    if before and piece.text and not _is_raised(piece) and is_between_ideographs(before, piece.text[0]):
        yield None, Run(_BETWEEN, piece.ink)
    for index, part in enumerate(_parted(piece.text)):
        if index % 2:
            yield None, Run("" if part == "\u200b" else part, piece.ink, piece.level)
        elif part:
            yield from _parts(fragments(part), piece)


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


def _parts(texts: list[str], run: Run) -> Iterator[_Fragment]:
    """The fragments of a text that no space parts, and what is between them."""
    for index, text in enumerate(texts):
        if index:
            between = is_between_ideographs(texts[index - 1][-1], text[0])
            yield None, Run(_BETWEEN if between else "", run.ink, run.level)
        yield Run(text, run.ink, run.level), None


def _is_raised(run: Run) -> bool:
    """Whether a run belongs to what is before it: the number of a note, an exponent."""
    return run.ink.rise != 0


class Broken(NamedTuple):
    """Lines, and how much width they reach to: with as much as that, or more, they are the same."""

    lines: list[Line]
    reach: float


def break_lines(words: Iterable[Word], width: float) -> Broken:
    """The lines of ``words`` in ``width`` points; one empty line where there is nothing."""
    lines: list[Line] = []
    line: list[Piece] = []
    used = reach = 0.0
    limit = width + _ROUNDING
    hyphen: Run | None = None
    for word in words:
        gap = _gap(line, word) if line else 0.0
        room = word.room if word.hyphen else word.width
        if word.forced or (line and used + gap + room > limit):
            turns = word.space is not None or not word.goes_on
            ended = _line([*line, hyphen] if hyphen else line, word.space, turns=turns)
            lines.append(ended if word.forced else ended._replace(is_full=True))
            line, used, gap = [], 0.0, 0.0
        reach = max(reach, used + gap + room, room)
        hyphen = word.hyphen
        if room > limit:
            *full, word_rest = _broken(word, width - (hyphen.width if hyphen else 0.0))
            lines += (_line(list(part)) for part in full)
            line, used = list(word_rest), _width(word_rest)
            continue
        if line and word.space:
            line.append(word.space)
        line += word.pieces
        used += gap + word.width
    lines.append(_line(line))
    return Broken(lines, reach)


def _gap(line: list[Piece], word: Word) -> float:
    """The width between a line and the word that it goes on with: its space, or what it is to be
    set directly after the line's last piece."""
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
    if isinstance(one, Picture) or isinstance(two, Picture):
        return 0.0
    if one.ink is not two.ink or one.level != two.level:
        return 0.0
    if two.text == " " or one.text == " " or one.text[-1:].isspace() or two.text[:1].isspace():
        return 0.0
    return Run(one.text + two.text, one.ink, one.level).width - one.width - two.width


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
        yield from (Run(part, piece.ink, piece.level) for part in clusters(piece.text))


def _whole(atoms: Sequence[Piece]) -> Piece:
    """A picture, or runs of one ink as one."""
    if len(atoms) == 1:
        return atoms[0]
    first = atoms[0]
    if not isinstance(first, Run):
        return first
    return Run("".join([atom.text for atom in atoms if isinstance(atom, Run)]), first.ink, first.level)


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


def _line(pieces: Sequence[Piece], space: Run | None = None, *, turns: bool = False) -> Line:
    """The pieces in visual order, neighbouring runs of one ink and level as one."""
    merged = [_whole(group) for group in _likes(pieces)]
    width = 0.0
    if len(merged) == 1:
        return Line((Placed(width, merged[0]),), merged[0].width, space, turns)
    places = [0.0] * len(merged)
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


def _likes(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Neighbours that are set as one: runs of one ink and level."""
    start = 0
    for index in range(1, len(pieces)):
        piece, before = pieces[index], pieces[index - 1]
        is_like = type(piece) is type(before) is Run and piece.ink is before.ink
        if not (is_like and piece.level == before.level) and piece is not before:
            yield pieces[start:index]
            start = index
    if pieces:
        yield pieces[start:]


def widest_word(words: Iterable[Word]) -> float:
    """The least width that breaks no word."""
    return max((word.width for word in words), default=0.0)
