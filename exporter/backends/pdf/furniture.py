"""What stands around the text: letterhead and title before it, imprint after it, header and footer."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import NamedTuple, TypeVar

from exporter.backends.pdf.boxes import Box, LetterheadBox, Shared, SharedBox, StackBox, TextBox
from exporter.backends.pdf.boxes.base import ROUNDING
from exporter.backends.pdf.painter import Painter
from exporter.backends.pdf.renderer import PdfRenderer
from exporter.backends.pdf.runs import NEWLINE
from exporter.backends.pdf.setting import Setting
from exporter.backends.pdf.structure import StructElem

Key = TypeVar("Key")
Made = TypeVar("Made")
_NO_BREAK = "\u00a0"
_FEW = 5
"""A list of no more sources is not parted from the line of rights below it."""
_KEPT = 8
"""What most pages say is set once: all of the header, and the start of the footer."""
_NOTHING = StructElem("Artifact")
"""What stands for the structure of what is no content."""
_MANY = 999
"""A number of pages as wide as most are."""


class Flow(NamedTuple):
    """The whole document as one stack, from letterhead to imprint; ``parts`` are the roots of the structure
    elements of its parts, in their order."""

    box: StackBox
    parts: tuple[StructElem, ...]


def flow(renderer: PdfRenderer) -> Flow:
    """The document; what others have too is made once."""
    memory = renderer.prepared.memory
    boxes = [*_opening(renderer)]
    end = StructElem("Document")
    imprint = [*_imprint(renderer, end)]
    own = renderer.root
    parts = [own]
    used = set[StructElem]()
    runs = renderer.prepared.runs
    for run, following in zip_longest(runs, runs[1:]):
        stays = not following and bool(imprint)  # which would say nothing on a page of its own
        for places, shared in renderer.stretches(run, following[0] if following else None, stays=stays):
            if shared and shared.root not in used:  # at their second place blocks are a part of their own
                boxes.append(SharedBox(shared, memory))
                parts.append(shared.root)
                used.add(shared.root)
                continue
            if parts[-1] is not own:
                own = StructElem("Document")
                parts.append(own)
            start = renderer.start(own)
            boxes += [renderer.placed(place, start) for place in places]
    return Flow(StackBox([*boxes, *imprint]), (*parts, end))


def _opening(renderer: PdfRenderer) -> Iterator[Box]:
    """A title stays with the text, unless that would leave a letterhead alone on the first page."""
    metadata, text = renderer.prepared.metadata, renderer.theme.text
    start = renderer.start()
    has_letterhead = bool(metadata.publisher or renderer.prepared.said(renderer.theme.letterhead.end))
    if has_letterhead:
        yield _letterhead(renderer)
    title = start.restyled(text.title).within("Title")
    keep = bool(metadata.subtitle) or not has_letterhead
    yield renderer.text_box(renderer.plain(metadata.title, title), title, keep=keep)
    if metadata.subtitle:
        subtitle = start.restyled(text.subtitle).within("Subtitle")
        words = renderer.plain(metadata.subtitle, subtitle)
        yield renderer.text_box(words, subtitle, keep=not has_letterhead)


def _letterhead(renderer: PdfRenderer) -> Box:
    look, text, publisher = (
        renderer.theme.letterhead,
        renderer.theme.text,
        renderer.prepared.metadata.publisher,
    )
    head = renderer.start().within("Div")
    name_setting = head.restyled(text.letterhead_name).within("P")
    small = head.restyled(text.letterhead)
    name = renderer.plain(publisher.name if publisher else "", name_setting)
    if publisher and publisher.note:
        name += renderer.plain(f" ({publisher.note})", small._replace(elem=name_setting.elem))
    contacts_setting = small.within("P")
    contacts = renderer.pieces(
        renderer.prepared.contacts(renderer.theme.running.separator), contacts_setting
    ) or renderer.plain("", contacts_setting)
    start = StackBox([renderer.text_box(name, name_setting), renderer.text_box(contacts, contacts_setting)])
    at_end = small._replace(align="end")
    end = StackBox([_line(renderer, words, at_end) for words in renderer.prepared.said(look.end)])
    return LetterheadBox(
        start, end, thickness=look.rule, colour=look.rule_colour, gap=look.gap, after=text.title.before
    )


def _line(renderer: PdfRenderer, words: str, setting: Setting) -> TextBox:
    """A paragraph of words that are no node."""
    own = setting.within("P")
    return renderer.text_box(renderer.plain(words, own), own)


def _imprint(renderer: PdfRenderer, root: StructElem) -> Iterator[Box]:
    """Where the words come from, and who may use them how, each label with what it announces."""
    setting = renderer.start(root).restyled(renderer.theme.text.aside)
    boxes = renderer.blocks(renderer.prepared.colophon, setting.within("Div"))
    for box in boxes[:-1]:
        box.keep_with_next = isinstance(box, TextBox) or len(tuple(box.inside())) <= _FEW
    if boxes:
        yield StackBox(boxes, before=renderer.start().style.leading)


class _Side(NamedTuple):
    """What stands at one end of a running line, ``x`` points from the margin."""

    shared: Shared
    x: float
    width: float


class _Row(NamedTuple):
    """A running line: what of it says something, its height in points, and whether others have it, too."""

    sides: tuple[_Side, ...]
    height: float
    is_shared: bool


class Running:
    """The running header and footer, drawn as artifacts of pagination."""

    def __init__(self, renderer: PdfRenderer) -> None:
        self._renderer = renderer
        self._page = renderer.theme.page
        self._running = renderer.theme.running
        self._setting = Setting.of(renderer.theme.text.running)._replace(rtl=renderer.is_rtl)
        self._widths: dict[str, float] = {}
        self._sides: dict[tuple[tuple[str, ...], float, bool], _Side] = {}
        self._rows: dict[tuple[tuple[str, ...], tuple[str, ...]], _Row] = {}

    @functools.cached_property
    def area(self) -> tuple[float, float]:
        """How far below the head and above the foot of a page its text must stay.

        The margins of the theme, and more where header or footer need several lines.
        """
        page, gap = self._page, self._setting.style.after
        header = page.header + self._header().height + gap
        footer = page.footer + self._footer(_MANY, _MANY).height + gap
        return max(page.top, header), max(page.bottom, footer)

    def draw_header(self, painter: Painter, left: float) -> None:
        """On a page whose text begins ``left`` points from the edge."""
        with painter.artifact("/Type /Pagination /Subtype /Header"):
            _draw(painter, left, self._page.height - self._page.header, self._header())

    def draw_footer(self, painter: Painter, left: float, page: int, pages: int) -> None:
        """On page ``page`` of ``pages``."""
        footer = self._footer(page, pages)
        foot = self._page.footer + footer.height
        with painter.artifact("/Type /Pagination /Subtype /Footer"):
            _draw(painter, left, foot, footer)

    def _header(self) -> _Row:
        said = self._renderer.prepared.said
        return self._row(said(self._running.header_start), said(self._running.header_end))

    def _footer(self, page: int, pages: int) -> _Row:
        end = ""
        if self._running.page_numbers:
            end = self._renderer.prepared.phrases.page_of.format(page=page, pages=pages)
        return self._row(self._renderer.prepared.said(self._running.footer_start), (end,))

    def _row(self, start: tuple[str, ...], end: tuple[str, ...]) -> _Row:
        return _kept(self._rows, (start, end), lambda: self._row_again(start, end))

    def _row_again(self, start: tuple[str, ...], end: tuple[str, ...]) -> _Row:
        """As ``_new_row``; the one of another document, if that had it, too."""
        prepared, theme = self._renderer.prepared, self._renderer.theme
        key = ("pdf running", prepared.language, prepared.direction, start, end)
        known = prepared.memory.common(
            key, (theme,), lambda: self._new_row(start, end)._replace(is_shared=True)
        )
        return known or self._new_row(start, end)

    def _new_row(self, start: tuple[str, ...], end: tuple[str, ...]) -> _Row:
        """Words at both margins; those at the start give way where they would meet, down to half."""
        width, apart = self._page.text_width, self._setting.size
        wanted, taken = (self._width(self._running.separator.join(words)) for words in (start, end))
        taken = min(taken, max(width / 2, width - wanted - apart)) + ROUNDING
        left, right = width - taken - apart, taken
        sides = [
            self._side(words, room, at_end)
            for words, room, at_end in ((start, left, False), (end, right, True))
            if any(words)
        ]
        heights = [side.shared.height(side.width) for side in sides]
        return _Row(tuple(sides), max([self._setting.style.leading, *heights]), is_shared=False)

    def _side(self, words: tuple[str, ...], width: float, at_end: bool) -> _Side:
        return _kept(self._sides, (words, width, at_end), lambda: self._new_side(words, width, at_end))

    def _new_side(self, words: tuple[str, ...], width: float, at_end: bool) -> _Side:
        setting = self._setting._replace(align="end" if at_end else "start")
        lines = NEWLINE.join(self._lines(words, width))
        box = self._renderer.text_box(self._renderer.plain(lines, setting), setting)
        return _Side(Shared(box, _NOTHING), self._page.text_width - width if at_end else 0, width)

    def _lines(self, words: tuple[str, ...], width: float) -> list[str]:
        """What is said, in as many lines as it needs, so that no separator begins or ends one."""
        lines: list[str] = []
        for said in map(self._whole, words):
            joined = self._running.separator.join((*lines[-1:], said))
            if lines and self._width(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(said)
        return lines

    def _width(self, text: str) -> float:
        runs = self._renderer.typesetter.runs
        return _kept(self._widths, text, lambda: sum(run.width for run in runs(text, self._setting)))

    def _whole(self, words: str) -> str:
        """What is said, not to be parted by the end of a line unless it is long."""
        is_long = self._width(words) > self._page.text_width / 2
        return words if is_long else words.replace(" ", _NO_BREAK)


def _kept(known: dict[Key, Made], key: Key, make: Callable[[], Made]) -> Made:
    """What is known by ``key``; where a document has many pages, of the last few alone."""
    if key not in known:
        if len(known) == _KEPT:
            del known[next(iter(known))]
        known[key] = make()
    return known[key]


def _draw(painter: Painter, left: float, top: float, row: _Row) -> None:
    for side in row.sides:
        if row.is_shared:
            painter.shared([(side.shared, top)], left + side.x, side.width)
        else:
            side.shared.box.draw(painter, left + side.x, top, side.width)
