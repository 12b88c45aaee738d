"""The pages of the PDF in the publication (EPUB 3.3, ``page-list``; EPUB Accessibility 1.1, page navigation).

A page begins before the first block that begins on it; a paragraph that goes over from the page before
stays whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from exporter.backends.epub.chapters import TITLE_FILE, Chapter
from exporter.backends.web import page_anchor
from exporter.render import PageMap


class PageEntry(msgspec.Struct, frozen=True):
    """A page in the list of pages: its number, and where it begins."""

    number: int
    href: str


class PageList(msgspec.Struct, frozen=True):
    """The pages in order, and those after the first by the identity of the block that opens each."""

    entries: tuple[PageEntry, ...] = ()
    starts: Mapping[int, int] = {}


def page_list(cut: Iterable[Chapter], page_map: PageMap | None) -> PageList:
    """The pages of ``page_map`` as they fall in the chapters; none where nothing says where they begin.

    The first page begins with the title page. A block that stands in several places opens none.
    """
    if page_map is None or (page_map.count > 1 and not page_map.starts):
        return PageList()
    blocks = [
        (node, chapter.file)
        for chapter in cut
        for node in chapter.found.blocks
        if node.pos in page_map.starts
    ]
    places = Counter(id(node) for node, _ in blocks)
    starts: dict[int, int] = {}
    entries = {1: PageEntry(1, f"{TITLE_FILE}#{page_anchor(1)}")}
    for node, file in blocks:
        page = page_map.starts.get(node.pos, 0)
        if page > 1 and page not in entries and places[id(node)] == 1:
            starts[id(node)] = page
            entries[page] = PageEntry(page, f"{file}#{page_anchor(page)}")
    return PageList(tuple(entries.values()), starts)
