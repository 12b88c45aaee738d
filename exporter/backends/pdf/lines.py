"""Breaking words into lines: first fit, ragged; a word wider than the line is broken between characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from exporter.backends.pdf.bidi import visual_order
from exporter.backends.pdf.fonts.shaping import SOFT_HYPHEN
from exporter.backends.pdf.runs import Line, Piece, Placed, Run, spaces_in
from exporter.backends.pdf.words import Odd, Place, Words, merged, shown, whole
from exporter.theme import clusters

_ROUNDING = 1e-6
"""What a word may be wider than a column that was made for it, in points."""
_MOST_ON_ONE = 100
"""Characters: no line of a page holds more."""
_WORD = r"[^\x00-\x20\xad\u2002-\u200b\u3000]+"
_IS_PLAIN = re.compile(f"{_WORD}(?: {_WORD})*").fullmatch
"""Whether a text has all that it says where it says it, on whatever line: single spaces part its words."""


def break_lines(words: Words, width: float) -> list[Line]:
    """The lines of ``words`` in ``width`` points; one empty line where there is nothing."""
    parted = _with_wide_ones_broken(words, width)
    return [_set(parted, start, end) for start, end in pairwise((*_first_words(parted, width), len(parted)))]


def only_line(pieces: Sequence[Piece], width: float) -> Line | None:
    """The line that runs of one ink make where all of it fits ``width``, as most titles and cells do: nobody
    has to know its words. None, where it may be more."""
    run, *others = islice(merged(pieces), 2) if pieces else (None,)
    if others or not isinstance(run, Run) or len(run.text) > _MOST_ON_ONE or not _IS_PLAIN(run.text):
        return None
    own = run.width
    return Line((Placed(0.0, run),), own) if own <= width + _ROUNDING else None


def count_lines(words: Words, width: float) -> int:
    """How many lines ``break_lines`` makes."""
    return len(_first_words(_with_wide_ones_broken(words, width), width))


def _first_words(words: Words, width: float) -> list[int]:
    """The word that each line begins with, none of them wider than ``width``."""
    limit = width + _ROUNDING
    first = [0]
    odd = words.odd
    used = -words.gaps[0]
    for index, (gap, own) in enumerate(zip(words.gaps, words.widths, strict=True)):
        end = used + gap + own
        if (end > limit or (odd and index in odd and _is_forced(odd[index], end, limit))) and index:
            first.append(index)
            end = own
        used = end
    return first


def _is_forced(odd: Odd, end: float, limit: float) -> bool:
    """Whether a line ends before a word that is odd, and would otherwise reach to ``end``."""
    return odd.forced or end + (odd.hyphen or 0.0) > limit


def _with_wide_ones_broken(words: Words, width: float) -> Words:
    """The words, with those that are wider than ``width`` in parts that are not."""
    limit = width + _ROUNDING
    if max(words.widths) <= limit and all(words.room(index) <= limit for index in words.odd):
        return words
    found = Words(words.pieces)
    for index, own in enumerate(words.widths):
        odd = words.is_odd(index)
        parts = [(words.starts[index], words.ends[index], own)]
        if words.room(index) > limit:
            parts = list(_broken(words, index, width - (odd.hyphen or 0.0)))
        for number, (start, end, part) in enumerate(parts):
            is_first, is_last = not number, number == len(parts) - 1
            hyphen = odd.hyphen if is_last else None
            forced = odd.forced or not is_first  # two parts that would fit are not kerned
            found.add(start, end, part, Odd(forced, odd.goes_on or not is_first, hyphen))
            if is_first:
                found.gaps[-1], found.spaces[-1] = words.gaps[index], words.spaces[index]
    return found


def _broken(words: Words, index: int, width: float) -> Iterator[tuple[Place, Place, float]]:
    """Parts of a word that fit ``width``: where each starts and ends, and its own width."""
    start, used = words.starts[index], 0.0
    for (number, offset), piece in words.placed(index):
        atoms: Sequence[Piece] = list(_atoms(piece))
        while atoms:
            count = _fitting(atoms, width - used)
            if not count and start != (number, offset):
                yield start, (number, offset), used
                start, used = (number, offset), 0.0
                continue
            head = whole(atoms[: max(count, 1)])
            used += head.width
            offset += len(head.text) if isinstance(head, Run) else 1
            atoms = atoms[max(count, 1) :]
            if atoms:  # not even one more
                yield start, (number, offset), used
                start, used = (number, offset), 0.0
    yield start, words.ends[index], used


def _atoms(piece: Piece) -> Iterator[Piece]:
    """What is not broken in any case."""
    if isinstance(piece, Run):
        yield from (Run(part, piece.ink, piece.level) for part in clusters(piece.text))
    else:
        yield piece


def _fitting(atoms: Sequence[Piece], room: float) -> int:
    """How many of the atoms fit, measured together as they will be set: by doubling, then by halving."""
    fits, least = 0, 1
    while least <= len(atoms) and whole(atoms[:least]).width <= room:
        fits, least = least, 2 * least
    least = min(least, len(atoms) + 1)
    while least - fits > 1:
        middle = (fits + least) // 2
        if whole(atoms[:middle]).width <= room:
            fits = middle
        else:
            least = middle
    return fits


def _set(words: Words, start: int, end: int) -> Line:
    """The words from ``start`` to before ``end`` as a line."""
    is_last = end == len(words)
    following = words.is_odd(end)
    space = None if is_last else words.spaces[end]
    turns = not is_last and (space is not None or not following.goes_on)
    is_full = not is_last and not following.forced
    line = _only_run(words, start, end) or _line(_pieces(words, start, end))
    return line._replace(space=space, turns=turns, is_full=is_full) if not is_last else line


def _only_run(words: Words, start: int, end: int) -> Line | None:
    """A line that a single run makes, as most do; none where it is more."""
    (first, offset), (last, stop) = words.starts[start], words.ends[end - 1]
    run = words.pieces[first] if words.pieces else None
    if first != last or not isinstance(run, Run) or words.parted(start) or words.parted(end):
        return None
    width = sum(words.widths[start:end]) + sum(words.gaps[start + 1 : end])
    return Line((Placed(0.0, Run(shown(run.text[offset:stop]), run.ink, run.level)),), width)


def _pieces(words: Words, start: int, end: int) -> list[Piece]:
    """What a line shows. A word that hyphens part is said whole where it begins, and then no more."""
    tail, head = words.parted(start), words.parted(end)
    first, last = words.starts[start], words.ends[end - 1]
    tail_ends = words.ends[min(tail.stop, end) - 1] if tail else first
    head_starts = max(words.starts[head.start], tail_ends) if head else last
    said = words.text(head) if head and head.start >= start else ""
    found = [
        *_saying("", words.between(first, tail_ends)),
        *words.between(tail_ends, head_starts),
        *_saying(said, words.between(head_starts, last)),
    ]
    ending = found[-1] if found and end < len(words) else None
    if isinstance(ending, Run) and words.is_odd(end - 1).hyphen is not None:
        found[-1] = ending._replace(text=ending.text + SOFT_HYPHEN)
    return found


def _saying(said: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Runs that say something else than their text (ISO 32000-1, 14.9.4)."""
    return [piece._replace(said=said) if isinstance(piece, Run) else piece for piece in pieces]


def _line(pieces: Sequence[Piece], space: Run | None = None) -> Line:
    """The pieces, set directly one after the other in visual order."""
    places = [0.0] * len(pieces)
    width = 0.0
    for index in visual_order(range(len(pieces)), [piece.level for piece in pieces]):
        places[index] = width
        width += pieces[index].width
    return Line(tuple(map(Placed, places, pieces)), width, space)


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
    return _line(list(merged(pieces)), Run(" ", pieces[-1].ink, pieces[-1].level))
