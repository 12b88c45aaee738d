"""Words: what of a paragraph stays together on a line, known by where it stands in its runs.

Words part at spaces, but for those inside a number, at zero-width spaces, at soft hyphens and where
``breaks`` says. Of each word there are a few numbers in lists, and no object: a book has a million.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from exporter.backends.pdf.breaks import fragments, is_between_ideographs
from exporter.backends.pdf.fonts.shaping import SOFT_HYPHEN
from exporter.backends.pdf.runs import NEWLINE, Picture, Piece, Run

_ZERO_WIDTH_SPACE = "\u200b"
_BREAKING_SPACE = re.compile(
    f"([ \t\u2002-\u2006\u2008-\u200a\u3000]+|{_ZERO_WIDTH_SPACE}|{SOFT_HYPHEN}|{NEWLINE})"
)
_SPACED_DIGITS = re.compile(r"\d \d")
_LONGEST_NUMBER = 20
"""Characters: groups of digits that make no more are one number, such as that of a telephone."""
_BREAKS_ELSEWHERE = re.compile(r"[\x00-\x1f&/?-]|  ").search
"""What ASCII may be broken at beside single spaces: a tab, a newline, hyphens, slashes, ``?`` and ``&``."""

Place: TypeAlias = tuple[int, int]
"""A piece by its index, and a character of it by its own."""


class Odd(NamedTuple):
    """What is said of few words.

    ``forced`` begins a new line. ``goes_on`` where the word before is but a part of one that this goes on
    with. ``hyphen`` is what a line that ends with the word is wider by, at a soft hyphen; else none.
    """

    forced: bool = False
    goes_on: bool = False
    hyphen: float | None = None


_USUAL = Odd()


class Words:
    """The words of ``pieces``, in lists that go together: where each starts and ends, its width in
    points, the width between it and the word before, and the space there, if any. ``odd`` tells by
    their index of those that are."""

    __slots__ = ("ends", "gaps", "odd", "pieces", "spaces", "starts", "widths")

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = pieces
        self.starts: list[Place] = []
        self.ends: list[Place] = []
        self.widths: list[float] = []
        self.gaps: list[float] = []
        self.spaces: list[Run | None] = []
        self.odd: dict[int, Odd] = {}

    def __len__(self) -> int:
        return len(self.widths)

    def is_odd(self, index: int) -> Odd:
        """What is odd of the word at ``index``; of one beyond the last, nothing is."""
        return self.odd.get(index, _USUAL)

    def with_last_paired(self) -> Words:
        """The words, the last two as one that no line parts."""
        paired = Words(self.pieces)
        paired.starts, paired.ends = self.starts[:-1], [*self.ends[:-2], self.ends[-1]]
        paired.widths = [*self.widths[:-2], self.widths[-2] + self.gaps[-1] + self.widths[-1]]
        paired.gaps, paired.spaces = self.gaps[:-1], self.spaces[:-1]
        paired.odd = {index: odd for index, odd in self.odd.items() if index < len(paired)}
        return paired

    def room(self, index: int) -> float:
        """The width to find for a word, in case the line ends after it."""
        return self.widths[index] + (self.is_odd(index).hyphen or 0.0)

    def measures(self) -> tuple[float, float]:
        """The width of the widest word, and of the longest line when only forced breaks count."""
        least = max(self.widths, default=0.0)
        if not self.odd:
            return least, sum(self.widths) + sum(self.gaps[1:])
        most = used = 0.0
        for index, width in enumerate(self.widths):
            begins = not index or self.is_odd(index).forced
            used = width if begins else used + self.gaps[index] + width
            most = max(most, used)
        return least, most

    def add(
        self, start: Place, end: Place, width: float, odd: Odd, gap: float = 0, space: Run | None = None
    ) -> None:
        if odd != _USUAL:
            self.odd[len(self)] = odd
        self.starts.append(start)
        self.ends.append(end)
        self.widths.append(width)
        self.gaps.append(gap)
        self.spaces.append(space)

    def between(self, start: Place, end: Place) -> list[Piece]:
        """What the pieces between two places show."""
        return [piece for _, piece in self._placed(start, end)] if start != end else []

    def placed(self, index: int) -> Iterator[tuple[Place, Piece]]:
        """The pieces of a word, and where each starts."""
        return self._placed(self.starts[index], self.ends[index])

    def _placed(self, start: Place, end: Place) -> Iterator[tuple[Place, Piece]]:
        for index in range(start[0], end[0] + 1):
            piece = self.pieces[index] if self.pieces else None
            begin = start[1] if index == start[0] else 0
            stop = end[1] if index == end[0] else None
            if isinstance(piece, Run):
                if text := shown(piece.text[begin:stop]):
                    yield (index, begin), Run(text, piece.ink, piece.level)
            elif piece and not begin and stop != 0:
                yield (index, 0), piece

    def parted(self, index: int) -> range | None:
        """The words that are one where hyphens do not part them, if a line parts them before ``index``.

        Those alone that one run sets, from left to right.
        """
        if not 0 < index < len(self) or self.is_odd(index - 1).hyphen is None:
            return None
        start, stop = index - 1, index
        while self.is_odd(start).goes_on and self.is_odd(start - 1).hyphen is not None:
            start -= 1
        while self.is_odd(stop).hyphen is not None and self.is_odd(stop + 1).goes_on:
            stop += 1
        first, last = self.starts[start][0], self.ends[stop][0]
        is_one = first == last and self.pieces[first].level % 2 == 0
        return range(start, stop + 1) if is_one and self.is_odd(index).goes_on else None

    def text(self, words: range) -> str:
        """What words say that one run sets."""
        pieces = self.between(self.starts[words.start], self.ends[words.stop - 1])
        return "".join([piece.text for piece in pieces if isinstance(piece, Run)])


def shown(text: str) -> str:
    """``text`` without what only says where a line may end."""
    if text.isascii():
        return text
    return text.replace(SOFT_HYPHEN, "").replace(_ZERO_WIDTH_SPACE, "")


def words(pieces: Sequence[Piece]) -> Words:
    """The words of ``pieces``; one word may span several runs."""
    finder = _Finder(tuple(merged(pieces)))
    before = ""
    for index, piece in enumerate(finder.words.pieces):
        if isinstance(piece, Picture):
            finder.extend(index, 0, 1, piece.width)
            before = ""
            continue
        text = piece.text
        if before.isascii() and _parts_at_spaces_only(text):
            finder.add_between_spaces(index, piece)
        else:
            finder.add_between_breaks(index, piece, before)
        before = text[-1:]
    return finder.finish()


def widest_word(run: Run) -> float:
    """The width of the widest word of a run by itself."""
    if _parts_at_spaces_only(run.text):
        return max(map(run.width_of, run.text.split(" ")))
    return words((run,)).measures()[0]


def _parts_at_spaces_only(text: str) -> bool:
    """Whether a text may be broken at single spaces only, as most may."""
    return text.isascii() and not _BREAKS_ELSEWHERE(text) and not _SPACED_DIGITS.search(text)


def merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, neighbouring runs of one ink and level as one."""
    start = 0
    for index in range(1, len(pieces)):
        piece, before = pieces[index], pieces[index - 1]
        is_like = type(piece) is type(before) is Run and piece.ink is before.ink
        if not (is_like and piece.level == before.level):
            yield whole(pieces[start:index])
            start = index
    if pieces:
        yield whole(pieces[start:])


def whole(pieces: Sequence[Piece]) -> Piece:
    """A picture, or runs of one ink and level as one."""
    first = pieces[0]
    if len(pieces) == 1 or not isinstance(first, Run):
        return first
    return Run("".join([piece.text for piece in pieces if isinstance(piece, Run)]), first.ink, first.level)


class _Finder:
    """Finds words from left to right: the one that is open may go on in the next run."""

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.words = Words(pieces)
        self._start: Place | None = None
        self._end: Place = (0, 0)
        self._width = 0.0
        self._space: Run | None = None
        self._gap = 0.0
        self._forced = self._goes_on = False

    def extend(self, index: int, start: int, end: int, width: float) -> None:
        """The open word, or a new one, has this part of a piece."""
        if self._start is None:
            self._start, self._width = (index, start), 0.0
        self._end = (index, end)
        self._width += width

    def add_between_spaces(self, index: int, run: Run) -> None:
        """The words of a run that may be broken at single spaces only."""
        text, ink, level = run.text, run.ink, run.level
        first, *inner = text.split(" ")
        measure, size = ink.face.width, ink.size
        if first:
            self.extend(index, 0, len(first), measure(first, size))
        if not inner:
            return
        space = Run(" ", ink, level)
        gap = space.width
        self._part(space)
        offset = len(first) + 1
        last = inner.pop()
        if inner and self._forced:
            self.extend(index, offset, offset + len(inner[0]), measure(inner[0], size))
            offset += len(inner.pop(0)) + 1
            self._part(space)
        words = self.words
        for part in inner:
            end = offset + len(part)
            words.starts.append((index, offset))
            words.ends.append((index, end))
            words.widths.append(measure(part, size))
            words.gaps.append(gap)
            words.spaces.append(space)
            offset = end + 1
        if last:
            self.extend(index, offset, len(text), measure(last, size))

    def add_between_breaks(self, index: int, run: Run, before: str) -> None:
        """The words of a run that may be broken elsewhere, too."""
        text, ink, level = run.text, run.ink, run.level
        if before and text and not _is_raised(run) and is_between_ideographs(before, text[0]):
            self._part(None)
        offset, known = 0, ""
        for number, part in enumerate(_parted(text)):
            if not number % 2:
                known = self._add_fragments(index, offset, run, known, part)
            elif part == NEWLINE:
                self._break(Run(" ", ink, level))
                known = ""
            elif part == SOFT_HYPHEN:
                hyphen = run.width_of(known + SOFT_HYPHEN) - run.width_of(known)
                self._part(None, goes_on=True, hyphen=hyphen)
            elif part == _ZERO_WIDTH_SPACE:
                self._part(None, goes_on=True)
            else:
                self._part(Run(part, ink, level))
                known = ""
            offset += len(part)

    def _add_fragments(self, index: int, offset: int, run: Run, known: str, part: str) -> str:
        """What no space parts, ``known`` before it; returns what is known before that which follows."""
        for number, text in enumerate(fragments(part) if part else ()):
            if number:
                self._part(None, goes_on=not is_between_ideographs(known[-1], text[0]))
            width = run.width_of(text)
            if known and self._start is None:  # the two may be kerned, joined or a ligature
                self._gap = run.width_of(known + text) - run.width_of(known) - width
            self.extend(index, offset, offset + len(text), width)
            offset += len(text)
            known = text
        return known

    def finish(self) -> Words:
        if self._start is not None:
            self._close(None)
        elif self._forced or not self.words.widths:
            self._add_empty()
        return self.words

    def _part(self, space: Run | None, *, goes_on: bool = False, hyphen: float | None = None) -> None:
        """A line may end here."""
        if self._start is not None:
            self._close(hyphen)
        self._goes_on = goes_on
        if space is not None and not self._forced:
            self._gap = space.width
            self._space = space

    def _break(self, space: Run) -> None:
        """A line ends here."""
        if self._start is not None:
            self._close(None)
        elif self._forced or not self.words.widths:
            self._add_empty()
        self._space, self._gap = space, 0.0
        self._forced, self._goes_on = True, False

    def _close(self, hyphen: float | None) -> None:
        assert self._start is not None
        self._add(self._start, self._end, self._width, hyphen)

    def _add_empty(self) -> None:
        self._add(self._end, self._end, 0.0, None)

    def _add(self, start: Place, end: Place, width: float, hyphen: float | None) -> None:
        is_odd = self._forced or self._goes_on or hyphen is not None
        odd = Odd(self._forced, self._goes_on, hyphen) if is_odd else _USUAL
        self.words.add(start, end, width, odd, self._gap, self._space)
        self._start, self._space, self._gap = None, None, 0.0
        self._forced = self._goes_on = False


def _parted(text: str) -> list[str]:
    """Every other one is what a line may end with: a space, but for one inside a number."""
    parts = _BREAKING_SPACE.split(text)
    if not _SPACED_DIGITS.search(text):
        return parts
    found = parts[:1]
    for space, part in zip(parts[1::2], parts[2::2], strict=True):
        is_inside = space == " " and found[-1][-1:].isdigit() and part[:1].isdigit()
        if is_inside and len(found[-1]) + len(part) < _LONGEST_NUMBER:
            found[-1] += space + part
        else:
            found += [space, part]
    return found


def _is_raised(run: Run) -> bool:
    """Whether a run belongs to what is before it: the number of a note, an exponent."""
    return run.ink.rise != 0
