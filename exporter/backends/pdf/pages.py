"""Pagination: one flow of boxes onto pages, footnotes at the foot of the page that calls them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from exporter.backends.pdf.boxes import Box, StackBox
from exporter.backends.pdf.boxes.base import ROUNDING
from exporter.errors import LimitReached
from exporter.model import NOWHERE, Position
from exporter.render import PageMap

MOST_PAGES = 20_000
MOST_OWED = 0.5
"""The most of a page that notes owed from the page before may keep from the text."""
_NEAR_ENOUGH = 1.0
"""Points: less than any line is high."""


class PageLayout(NamedTuple):
    """What stands on one page: its part of the flow, and the footnotes below it."""

    body: StackBox
    notes: tuple[Box, ...]


class Paginator:
    """Fills pages of one size.

    ``note`` gives the box of a footnote by its id; ``note_gap`` is the space that the rule above
    footnotes takes; ``source`` is the name that its notices are given.
    """

    def __init__(
        self, width: float, height: float, note: Callable[[str], Box], note_gap: float, source: str = ""
    ) -> None:
        self._source = source
        self._width = width
        self._height = height
        self._note = note
        self._note_gap = note_gap

    def pages(self, flow: StackBox) -> list[PageLayout]:
        """Every page; raises ``LimitReached`` for something too tall for any of them."""
        pages: list[PageLayout] = []
        placed: set[str] = set()
        owed: list[Box] = []
        rest: StackBox | None = flow
        while rest is not None or owed:
            body, rest = self._fill(rest, owed, placed) if rest else (StackBox(()), None)
            if rest is not None and rest.is_blank:  # it makes no page
                body, rest = StackBox((*body.boxes, rest)), None
            called = self._called(body, placed)
            placed.update(called)
            room = self._height - body.height(self._width)
            notes, owed = self._fitting([*owed, *map(self._note, called)], room)
            pages.append(PageLayout(body, notes))
            if not notes and not body.height(self._width) and owed:
                raise self._too_tall(owed[0])
            if len(pages) > MOST_PAGES:
                message = f"there are more than {MOST_PAGES} pages"
                raise LimitReached.because("too-many-pages", message, file=self._source)
        return pages

    def _fill(
        self, rest: StackBox, owed: Sequence[Box], placed: set[str]
    ) -> tuple[StackBox, StackBox | None]:
        """What goes on the next page.

        The notes it calls want room of their own, so it is the most that fits together with
        them, found by halving. A line whose notes are larger than a page keeps its place, and
        the notes go on to the next page.
        """
        most = self._height - min(self._notes_height(owed), self._height * MOST_OWED)
        body, tail = self._part(rest, most)
        if self._fits_with_notes(body, owed, placed):
            return body, tail
        least = 0.0
        best: tuple[StackBox, StackBox | None] = body, tail
        while most - least > _NEAR_ENOUGH:
            room = (least + most) / 2
            fitting, tail = rest.split(self._width, room, strict=True)
            if fitting is None:  # less room than what must stay together needs
                least = room
            elif self._fits_with_notes(fitting, owed, placed):
                best, least = (fitting, tail), room
            else:
                most = room
        return best

    def _fits_with_notes(self, body: Box, owed: Sequence[Box], placed: set[str]) -> bool:
        notes = self._notes_height([*owed, *map(self._note, self._called(body, placed))])
        return body.height(self._width) + notes <= self._height + ROUNDING

    def _called(self, body: Box, placed: set[str]) -> list[str]:
        """The notes that ``body`` calls, and those that they call, which no page holds yet."""
        called = [note for note in dict.fromkeys(body.calls()) if note not in placed]
        for note in called:
            called += [
                inner
                for inner in dict.fromkeys(self._note(note).calls())
                if inner not in placed and inner not in called
            ]
        return called

    def _part(self, rest: StackBox, room: float) -> tuple[StackBox, StackBox | None]:
        for strict in (True, False):
            body, tail = rest.split(self._width, room, strict=strict)
            if body:
                return body, tail
            if tail is not rest:  # a page break that stood at the head of the page is spent
                return self._part(tail, room) if tail else (StackBox(()), None)
        raise self._too_tall(rest)

    def _notes_height(self, notes: Sequence[Box]) -> float:
        if not notes:
            return 0.0
        return self._note_gap + sum(box.height(self._width) + box.after for box in notes)

    def _fitting(self, notes: Sequence[Box], room: float) -> tuple[tuple[Box, ...], list[Box]]:
        """The notes, and perhaps a part of one, that fit in ``room``; and those owed to the next page."""
        fitting: list[Box] = []
        left = room - self._note_gap
        for index, note in enumerate(notes):
            if not note.fits(self._width, left):
                head, tail = note.split(self._width, left, strict=False)
                fitting += [head] if head else []
                return tuple(fitting), [*([tail] if tail else []), *notes[index + 1 :]]
            fitting.append(note)
            left -= note.height(self._width) + note.after
        return tuple(fitting), []

    def _too_tall(self, box: Box) -> LimitReached:
        """What opens ``box`` is higher than a page; where that stands in the source, as far as is known."""
        pos = box.pos
        while (inner := next(box.inside(), None)) is not None:
            box = inner
            pos = box.pos if box.pos != NOWHERE else pos
        message = "something here is taller than a page and cannot be split"
        return LimitReached.because("too-tall", message, file=self._source, line=pos.line, column=pos.column)


def map_pages(pages: Sequence[PageLayout]) -> PageMap:
    """Where every anchor stands, its first page where it stands on several, and what opens each page."""
    found: dict[str, int] = {}
    starts: dict[Position, int] = {}
    seen = {NOWHERE}
    for number, page in enumerate(pages, 1):
        for box in (page.body, *page.notes):
            for anchor in box.anchors():
                found.setdefault(anchor, number)
        here = dict.fromkeys(page.body.positions())
        if first := next((pos for pos in here if pos not in seen), None):
            starts[first] = number
        seen.update(here)
    return PageMap(found, len(pages), starts)
