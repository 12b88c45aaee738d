"""One publication: its pages, its pictures and fonts, and what the package says of them."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator
from typing import final

from exporter.backends.archive import Deflated, deflated, deflated_around, deflated_once
from exporter.backends.blanks import Blanks
from exporter.backends.epub.chapters import TITLE_FILE, Chapter, chapters, homes
from exporter.backends.epub.container import File, Point, Publication, names_in, packed
from exporter.backends.epub.cover import COVER_IMAGE, cover
from exporter.backends.epub.package import claims, metadata
from exporter.backends.epub.page_list import page_list
from exporter.backends.epub.pages import Page, Pages
from exporter.backends.web import (
    Found,
    Site,
    contents_among,
    font_files,
    font_source,
    languages,
    legal,
    stylesheet,
)
from exporter.backends.web.outline import Branch, branches
from exporter.model import Asset
from exporter.prepare import Prepared
from exporter.render import PageMap, Rendered
from exporter.theme import Theme

XHTML, CSS, SVG, TRUETYPE = "application/xhtml+xml", "text/css", "image/svg+xml", "font/ttf"
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg"}


@final
class EpubBackend:
    """Renders one EPUB 3.3 publication, with an NCX beside the navigation for old readers."""

    suffix = "epub"

    def render(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Rendered:
        """The publication as bytes, with the list of the pages that ``page_map`` knows."""
        cut = chapters(prepared, theme.epub.split_level)
        found = Found.together([chapter.found for chapter in cut])
        used = {name: prepared.document.assets[name] for name in sorted(found.images)}
        listed = page_list(cut, page_map)
        site = Site(
            anchors=homes(cut),
            images={key: _image_file(asset) for key, asset in used.items()},
            namespaced=True,
            page_starts=listed.starts,
            contents=contents_among(found),
        ).remembered(prepared.memory)
        pages = Pages(prepared, theme, site, listed)
        text = [pages.cover(), *map(pages.chapter, cut)]
        colophon = pages.colophon()
        navigation = pages.navigation(_start(cut), colophon)
        spine = [*text, colophon] if colophon else text
        paged = bool(listed.entries)
        points, headings = _outlined(prepared, site)
        words = Blanks(headings)
        title, identifier = legal(prepared.title), legal(prepared.identifier)
        said = Publication(
            words.blank(identifier),
            words.blank(title),
            prepared.language,
            "rtl" if prepared.direction == "rtl" else "",
            tuple(metadata(prepared, words, paged=paged)),
            claims(prepared, found, paged=paged),
            tuple([page.file for page in spine]),
            (
                Point(TITLE_FILE, words.blank(title), "at-title"),
                *points,
                *([Point(colophon.file, words.blank(colophon.title), "at-colophon")] if colophon else ()),
            ),
            listed.entries,
            prepared.date.astimezone(datetime.UTC),
        )
        own = names_in(title, identifier)
        files = [_page_file(page, own) for page in (*spine, navigation)]
        files += _resources(prepared, theme, found, used)
        return Rendered(packed(said, words.words, files, own, prepared.memory))


def _outlined(prepared: Prepared, site: Site) -> tuple[tuple[Point, ...], tuple[str, ...]]:
    """The headings as entries of the NCX, and the words for their blanks, the first there are."""

    def made() -> tuple[tuple[Point, ...], tuple[str, ...]]:
        words = Blanks()
        return _points(branches(prepared.outline), site, words), tuple(words.words)

    return prepared.memory.of("points", (site.known, *prepared.outline), made)


def _start(cut: tuple[Chapter, ...]) -> str:
    """Where the text starts: the first chapter, or the title page of a document without any."""
    return cut[1].file if len(cut) > 1 else cut[0].file


def _image_file(asset: Asset) -> str:
    return f"images/{asset.digest}.{_EXTENSIONS[asset.media_type]}"


def _resources(prepared: Prepared, theme: Theme, found: Found, assets: dict[str, Asset]) -> Iterator[File]:
    """The cover, the style sheet, the fonts and the pictures, each picture once."""
    spoken = languages(prepared, found)
    fonts = font_files(prepared, theme, found, spoken)
    sources = [font_source(font, f"fonts/{font.name}") for font in fonts]
    sheet = stylesheet(prepared, theme, sources, spoken, book=True)
    yield File(COVER_IMAGE, SVG, cover(prepared, theme), ("cover-image",))
    yield File("style.css", CSS, _deflated_text(sheet))
    for font in fonts:
        yield File(f"fonts/{font.name}", TRUETYPE, deflated_once(font.data))
    for name, asset in {_image_file(asset): asset for asset in assets.values()}.items():
        yield File(name, asset.media_type, asset.data)


@functools.lru_cache(maxsize=16)
def _deflated_text(text: str) -> Deflated:
    """``text``, which is the same object in the documents of a run and so knows its hash."""
    return deflated(text.encode("utf-8"))


def _page_file(page: Page, own: tuple[bytes, ...]) -> File:
    return File(page.file, XHTML, deflated_around(page.markup.encode("utf-8"), own), page.properties)


def _points(forest: Iterable[Branch], site: Site, words: Blanks) -> tuple[Point, ...]:
    return tuple(
        Point(
            f"{site.anchors[branch.entry.anchor]}#{branch.entry.anchor}",
            words.blank(legal(branch.entry.text)),
            f"point-{branch.entry.anchor}",
            _points(branch.below, site, words),
        )
        for branch in forest
    )
