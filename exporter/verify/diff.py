"""Where two sequences of words part: linear where they agree, bounded where they do not."""

from __future__ import annotations

import difflib
import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LONGEST = 2000
"""Words on either side of a stretch that is still compared word by word."""


class Stretch(NamedTuple):
    """Where two sequences differ: ``[start, end)`` of the first, and of the second."""

    start: int
    end: int
    other_start: int
    other_end: int


def stretches(first: Sequence[str], second: Sequence[str]) -> list[Stretch]:
    """The stretches in which ``first`` and ``second`` differ, in order; none when they are equal.

    Between words that each side has once and in the same order (patience diff), each gap is
    compared by itself, so that one difference in a long text costs little.
    """
    if list(first) == list(second):
        return []
    anchors = [(-1, -1), *_anchors(first, second), (len(first), len(second))]
    found: list[Stretch] = []
    for (start, other_start), (end, other_end) in itertools.pairwise(anchors):
        gap = Stretch(start + 1, end, other_start + 1, other_end)
        found += _within(first, second, gap)
    return found


def _anchors(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """The places of words that stand once on each side, as many as rise on both."""
    counts, others = Counter(first), Counter(second)
    places = {word: place for place, word in enumerate(second) if others[word] == 1}
    pairs = [
        (place, places[word]) for place, word in enumerate(first) if counts[word] == 1 and word in places
    ]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of ``pairs`` whose second numbers rise (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, other) in enumerate(pairs):
        pile = bisect_left(tops, other)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [other]
        ends[pile : pile + 1] = [index]
    chosen: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _within(first: Sequence[str], second: Sequence[str], gap: Stretch) -> Iterator[Stretch]:
    left, right = first[gap.start : gap.end], second[gap.other_start : gap.other_end]
    if left == right:
        return
    if len(left) > _LONGEST or len(right) > _LONGEST:
        yield gap
        return
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "equal":
            yield Stretch(
                gap.start + start, gap.start + end, gap.other_start + other_start, gap.other_start + other_end
            )
