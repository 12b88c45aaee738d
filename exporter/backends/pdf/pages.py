"""Pagination: one flow of boxes onto pages, footnotes at the foot of the page that calls them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from exporter.backends.pdf.boxes import Box, StackBox
from exporter.backends.pdf.boxes.base import ROUNDING
from exporter.errors import LimitReached
from exporter.render import PageMap

MOST_PAGES = 20_000
_NEAR_ENOUGH = 1.0
"""Points: less than any line is high."""


class PageLayout(NamedTuple):
    """What stands on one page: its part of the flow, and the footnotes below it."""

    body: Box
    notes: tuple[Box, ...]


class Paginator:
    """Fills pages of one size.

    ``note`` gives the box of a footnote by its id; ``note_gap`` is the space that the rule above
    footnotes takes.
    """

    def __init__(self, width: float, height: float, note: Callable[[str], Box], note_gap: float) -> None:
        self._width = width
        self._height = height
        self._note = note
        self._note_gap = note_gap

    def pages(self, flow: StackBox) -> list[PageLayout]:
        """Every page; raises ``LimitReached`` for something too tall for any of them."""
        pages: list[PageLayout] = []
        placed: set[str] = set()
        owed: list[str] = []
        rest: Box | None = flow
        while rest is not None or owed:
            body, rest = self._fill(rest, owed, placed) if rest else (StackBox(()), None)
            called = [*owed, *_new_calls(body, placed)]
            placed.update(called)
            room = self._height - body.height(self._width)
            notes, owed = self._fitting(called, room, is_alone=not body.height(self._width))
            pages.append(PageLayout(body, notes))
            if len(pages) > MOST_PAGES:
                raise LimitReached.because("too-many-pages", f"there are more than {MOST_PAGES} pages")
        return pages

    def _fill(self, rest: Box, owed: Sequence[str], placed: set[str]) -> tuple[Box, Box | None]:
        """What goes on the next page.

        The notes it calls want room of their own, so it is the most that fits together with
        them, found by halving. A line whose note is larger than a page keeps its place, and
        the note goes on to the next page.
        """
        most = self._height - self._notes_height(owed)
        body, tail = self._part(rest, most)
        if self._fits_with_notes(body, owed, placed):
            return body, tail
        least = 0.0
        best: tuple[Box, Box | None] = body, tail
        while most - least > _NEAR_ENOUGH:
            room = (least + most) / 2
            fitting, tail = rest.split(self._width, room, strict=True)
            if body is None:  # less room than what must stay together needs
                least = room
            elif self._fits_with_notes(body, owed, placed):
                best, least = (body, tail), room
            else:
                most = room
        return best

    def _fits_with_notes(self, body: Box, owed: Sequence[str], placed: set[str]) -> bool:
        notes = self._notes_height([*owed, *_new_calls(body, placed)])
        return body.height(self._width) + notes <= self._height + ROUNDING

    def _part(self, rest: Box, room: float) -> tuple[Box, Box | None]:
        for strict in (True, False):
            body, tail = rest.split(self._width, room, strict=strict)
            if body:
                return body, tail
            if tail is not rest:  # a page break that stood at the head of the page is spent
                return self._part(tail, room) if tail else (StackBox(()), None)
        raise LimitReached.because("too-tall", "something here is taller than a page and cannot be split")

    def _notes_height(self, notes: Sequence[str]) -> float:
        if not notes:
            return 0.0
        return self._note_gap + sum(self._note_height(note) for note in notes)

    def _note_height(self, note: str) -> float:
        box = self._note(note)
        return box.height(self._width) + box.after

    def _fitting(
        self, notes: Sequence[str], room: float, *, is_alone: bool
    ) -> tuple[tuple[Box, ...], list[str]]:
        """The notes that fit in ``room``, and those owed to the next page."""
        fitting: list[Box] = []
        used = self._note_gap
        for index, note in enumerate(notes):
            used += self._note_height(note)
            if used > room + ROUNDING and not (is_alone and not fitting):
                return tuple(fitting), list(notes[index:])
            fitting.append(self._note(note))
        return tuple(fitting), []


def _new_calls(body: Box, placed: set[str]) -> list[str]:
    return [note for note in dict.fromkeys(body.calls()) if note not in placed]


def map_pages(pages: Sequence[PageLayout]) -> PageMap:
    """Where every anchor stands, its first page where it stands on several."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for box in (page.body, *page.notes):
            for anchor in box.anchors():
                found.setdefault(anchor, number)
    return PageMap(found, len(pages))
