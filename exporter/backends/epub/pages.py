"""The XHTML content documents (EPUB 3.3, 6.1) and the navigation document (7)."""

from __future__ import annotations

from collections.abc import Iterator
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
from exporter.backends.web.markup import Attributes, element
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


class Landmark(msgspec.Struct, frozen=True):
    """A place readers jump to, by its name in the Structural Semantics Vocabulary."""

    type: str
    href: str
    words: str
    language: Markup


class Pages:
    """Makes the pages of one publication; holds nothing that changes."""

    def __init__(self, prepared: Prepared, theme: Theme, site: Site, pages: PageList) -> None:
        self._prepared = prepared
        self._theme = theme
        self._site = site
        self._list = pages
        self._renderer = XhtmlRenderer(prepared, theme, legal)

    def cover(self) -> Page:
        """The page that shows the cover, and nothing else."""
        return self._page("cover.xhtml.j2", COVER_FILE, self._prepared.title, image=COVER_IMAGE)

    def chapter(self, chapter: Chapter) -> Page:
        """A chapter, or the title page with what comes before the first heading."""
        place = self._place(chapter.file)
        opening: dict[str, Any] = {}
        if chapter.heading is None:
            title, template = self._prepared.title, "title.xhtml.j2"
            semantics: Attributes = {"epub:type": "preamble"}
            opening = {
                "subtitle": self._prepared.metadata.subtitle,
                "letterhead": letterhead(self._prepared, self._theme, self._renderer, place),
                "first_page": Markup(page_mark(1) if self._list.entries else ""),
            }
        else:
            title, template = plain_text(chapter.heading.content), "chapter.xhtml.j2"
            semantics = {
                "epub:type": "chapter",
                "role": "doc-chapter",
                "aria-labelledby": chapter.heading.id,
            }
        return self._page(
            template,
            chapter.file,
            title,
            semantics=Markup(written(semantics)),
            text=self._renderer.passage(chapter.blocks, place),
            notes=tuple([self._note(note, place) for note in chapter.notes]),
            **opening,
        )

    def colophon(self) -> Page | None:
        """The last page: sources, rights and facts; none where there are none."""
        last = closing(self._prepared, self._theme, self._renderer, self._place(COLOPHON_FILE))
        if last is None:
            return None
        title = self._prepared.phrases.about
        semantics: Attributes = {
            "epub:type": "colophon",
            "role": "doc-colophon",
            "aria-labelledby": "at.about",
        }
        return self._page(
            "colophon.xhtml.j2",
            COLOPHON_FILE,
            title,
            ours=True,
            semantics=Markup(written(semantics)),
            closing=last,
        )

    def navigation(self, first: str, colophon: Page | None) -> Page:
        """The navigation document: the contents, landmarks with ``first`` as the start of the text, and
        the pages of the PDF.
        """
        outline = self._renderer.contents_list(ALL_LEVELS, self._place(NAVIGATION_FILE))
        return self._page(
            "nav.xhtml.j2",
            NAVIGATION_FILE,
            self._prepared.phrases.contents,
            ours=True,
            extra=("nav",),
            outline=Markup(self._around(outline, colophon)),
            landmarks=tuple(self._landmarks(first)),
            pages=self._list.entries,
        )

    def _around(self, outline: str, colophon: Page | None) -> str:
        """The contents with the title page before the chapters and the last page after them."""
        title = element("li", element("a", str(Markup.escape(self._prepared.title)), {"href": TITLE_FILE}))
        last = ""
        if colophon is not None:
            ours = self._renderer.phrase_language(self._place(NAVIGATION_FILE))
            link = element("a", str(Markup.escape(colophon.title)), {"href": COLOPHON_FILE, **ours})
            last = element("li", link)
        return element("ol", title + outline.removeprefix("<ol>").removesuffix("</ol>") + last)

    def _landmarks(self, first: str) -> Iterator[Landmark]:
        phrases, ours = self._prepared.phrases, self._phrase_language()
        yield Landmark("cover", COVER_FILE, phrases.cover, ours)
        yield Landmark("titlepage", TITLE_FILE, self._prepared.title, Markup(""))
        yield Landmark("bodymatter", first, phrases.start, ours)

    def _note(self, note: Note, place: Place) -> ShownNote:
        inside = place.at(f"at.{note.anchor}")
        label = inside.own_id("number")
        number = element("span", f"{note.number}.", {"class": "number", "id": label})
        return ShownNote(note.anchor, label, Markup(self._renderer.note_body(note, inside, f"{number} ")))

    def _place(self, file: str) -> Place:
        return Place(self._site, file, "at", self._prepared.language)

    def _phrase_language(self) -> Markup:
        return Markup(written(self._renderer.phrase_language(self._place(""))))

    def _page(
        self,
        template: str,
        file: str,
        title: str,
        *,
        ours: bool = False,
        extra: tuple[str, ...] = (),
        text: str = "",
        **values: object,
    ) -> Page:
        """A page whose title is the document's, or one of ``ours``."""
        around = {
            "language": self._prepared.language,
            "direction": self._prepared.direction,
            "phrase_language": self._phrase_language(),
            "title_language": self._phrase_language() if ours else Markup(""),
        }
        markup = printed(
            template,
            self._prepared.memory,
            self._prepared.phrases,
            legal,
            fixed=around,
            ready={"text": text},
            title=title,
            **values,
        )
        properties = (*extra, "svg") if "<svg" in markup else extra
        return Page(file, title, markup, properties)
