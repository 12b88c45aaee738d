"""Finding words: where a paragraph may part into lines.

At spaces, but for those inside a number, at zero-width spaces, at soft hyphens and where ``breaks`` says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.backends.pdf.breaks import fragments, is_between_ideographs
from exporter.backends.pdf.fonts.shaping import SOFT_HYPHEN
from exporter.backends.pdf.runs import NEWLINE, Picture, Piece, Run
from exporter.backends.pdf.words import USUAL, ZERO_WIDTH_SPACE, Odd, Place, Words, merged

_BREAKING_SPACE = re.compile(
    f"([ \t\u2002-\u2006\u2008-\u200a\u3000]+|{ZERO_WIDTH_SPACE}|{SOFT_HYPHEN}|{NEWLINE})"
)
_SPACED_DIGITS = re.compile(r"\d \d")
_LONGEST_NUMBER = 20
"""Characters: groups of digits that make no more are one number, such as that of a telephone."""
_BREAKS_ELSEWHERE = re.compile(r"[\x00-\x1f&/?-]|  ").search
"""What ASCII may be broken at beside single spaces: a tab, a newline, hyphens, slashes, ``?`` and ``&``."""


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


def measures(run: Run) -> tuple[float, float]:
    """What ``Words.measures`` says of a run by itself, one that neither begins nor ends with a space."""
    if not _parts_at_spaces_only(run.text):
        return words((run,)).measures()
    parts = run.text.split(" ")
    if len(parts) == 1:
        return (run.width,) * 2
    widths = list(map(run.width_of, parts))
    return max(widths), sum(widths) + (len(parts) - 1) * run.width_of(" ")


def _parts_at_spaces_only(text: str) -> bool:
    """Whether a text may be broken at single spaces only, as most may."""
    return text.isascii() and not _BREAKS_ELSEWHERE(text) and not _SPACED_DIGITS.search(text)


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
        if inner:  # the word that may have something odd before it
            self.extend(index, offset, offset + len(inner[0]), measure(inner[0], size))
            offset += len(inner[0]) + 1
            self._part(space)
        words = self.words
        for part in inner[1:]:
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
            elif part == ZERO_WIDTH_SPACE:
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
            self._gap += space.width
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
        odd = Odd(self._forced, self._goes_on, hyphen) if is_odd else USUAL
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
