"""The XHTML content documents (EPUB 3.3, 6.1) and the navigation document (7)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from markupsafe import Markup

from exporter.backends.epub.chapters import (
    COLOPHON_FILE,
    COVER_FILE,
    NAVIGATION_FILE,
    TITLE_FILE,
    Chapter,
)
from exporter.backends.epub.cover import COVER_IMAGE
from exporter.backends.epub.page_list import PageList
from exporter.backends.web import (
    Place,
    Site,
    XhtmlRenderer,
    closing,
    legal,
    letterhead,
    page_mark,
    printed,
    written,
)
from exporter.backends.web.markup import element
from exporter.model import plain_text
from exporter.prepare import Note, Prepared
from exporter.theme import Theme

ALL_LEVELS = 6


class Page(msgspec.Struct, frozen=True):
    """A file of the publication, with the manifest properties it calls for (EPUB 3.3, D.8)."""

    file: str
    title: str
    markup: str
    properties: tuple[str, ...] = ()


class ShownNote(msgspec.Struct, frozen=True):
    """A note at the end of a chapter; ``label`` is the id of its number, which names it."""

    anchor: str
    label: str
    body: Markup


class Pages:
    """Makes the pages of one publication; holds nothing that changes."""

    def __init__(self, prepared: Prepared, theme: Theme, site: Site, pages: PageList) -> None:
        self._prepared = prepared
        self._theme = theme
        self._site = site
        self._list = pages
        self._renderer = XhtmlRenderer(prepared, theme, legal)
        self._fixed = {
            "language": prepared.language,
            "direction": prepared.direction,
            "phrase_language": Markup(written(self._renderer.phrase_language(self._place("")))),
        }

    def cover(self) -> Page:
        """The page that shows the cover, and nothing else."""
        return self._page("cover.xhtml.j2", COVER_FILE, self._prepared.title, fixed={"image": COVER_IMAGE})

    def chapter(self, chapter: Chapter) -> Page:
        """A chapter, or the title page with what comes before the first heading."""
        place = self._place(chapter.file)
        ready = {"text": self._renderer.passage(chapter.blocks, place)}
        notes = tuple([self._note(note, place) for note in chapter.notes])
        if chapter.heading is not None:
            title = plain_text(chapter.heading.content)
            heading = chapter.heading.id
            return self._page(
                "chapter.xhtml.j2", chapter.file, title, ready=ready, notes=notes, heading=heading
            )
        return self._page(
            "title.xhtml.j2",
            chapter.file,
            self._prepared.title,
            ready=ready,
            notes=notes,
            subtitle=self._prepared.metadata.subtitle,
            letterhead=letterhead(self._prepared, self._theme, self._renderer, place),
            fixed={"first_page": Markup(page_mark(1) if self._list.entries else "")},
        )

    def colophon(self) -> Page | None:
        """The last page: sources, rights and facts; none where there are none."""
        last = closing(self._prepared, self._theme, self._renderer, self._place(COLOPHON_FILE))
        if last is None:
            return None
        return self._page("colophon.xhtml.j2", COLOPHON_FILE, self._prepared.phrases.about, closing=last)

    def navigation(self, first: str, colophon: Page | None) -> Page:
        """The navigation document: the contents, landmarks with ``first`` as the start of the text, and
        the pages of the PDF.
        """
        outline = self._renderer.contents_list(ALL_LEVELS, self._place(NAVIGATION_FILE))
        return self._page(
            "nav.xhtml.j2",
            NAVIGATION_FILE,
            self._prepared.phrases.contents,
            properties=("nav",),
            ready={"outline": outline.removeprefix("<ol>").removesuffix("</ol>")},
            document=self._prepared.title,
            fixed={
                "cover": COVER_FILE,
                "title_page": TITLE_FILE,
                "first": first,
                "colophon": colophon.file if colophon else "",
                "pages": self._list.entries,
            },
        )

    def _note(self, note: Note, place: Place) -> ShownNote:
        inside = place.at(f"at.{note.anchor}")
        label = inside.own_id("number")
        number = element("span", f"{note.number}.", {"class": "number", "id": label})
        return ShownNote(note.anchor, label, Markup(self._renderer.note_body(note, inside, f"{number} ")))

    def _place(self, file: str) -> Place:
        return Place(self._site, file, "at", self._prepared.language)

    def _page(
        self,
        template: str,
        file: str,
        title: str,
        *,
        properties: tuple[str, ...] = (),
        ready: Mapping[str, str] = MappingProxyType({}),
        fixed: Mapping[str, Any] = MappingProxyType({}),
        **values: object,
    ) -> Page:
        """A page called ``title``, with what is ``ready`` and what is ``fixed`` as ``printed`` takes it."""
        markup = printed(
            template,
            self._prepared.memory,
            self._prepared.phrases,
            legal,
            fixed={**self._fixed, **fixed},
            ready=ready,
            title=title,
            **values,
        )
        return Page(file, title, markup, (*properties, "svg") if "<svg" in markup else properties)
