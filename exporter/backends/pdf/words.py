"""Words: what of a paragraph stays together on a line, known by where it stands in its runs.

Of each word there are a few numbers in lists, and no object: a book has a million.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from exporter.backends.pdf.fonts.shaping import SOFT_HYPHEN
from exporter.backends.pdf.runs import Piece, Run

ZERO_WIDTH_SPACE = "\u200b"

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


USUAL = Odd()


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
        return self.odd.get(index, USUAL)

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
        if odd != USUAL:
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
    return text.replace(SOFT_HYPHEN, "").replace(ZERO_WIDTH_SPACE, "")


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
