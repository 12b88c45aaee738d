"""One publication: EbookLib writes the package, and the archive is packed again to be reproducible."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, final

from ebooklib import epub
from lxml import etree

from exporter.backends.archive import pack
from exporter.backends.epub.chapters import Chapter, chapters, homes
from exporter.backends.epub.cover import COVER_IMAGE, cover
from exporter.backends.epub.package import metadata
from exporter.backends.epub.page_list import page_list
from exporter.backends.epub.pages import Page, Pages
from exporter.backends.web import Site, font_files, font_source, languages, legal, stylesheet
from exporter.backends.web.outline import Branch, branches
from exporter.model import Asset, Figure, InlineImage, Node
from exporter.prepare import Prepared
from exporter.render import PageMap, Rendered
from exporter.theme import Theme

XHTML, CSS, SVG, TRUETYPE = "application/xhtml+xml", "text/css", "image/svg+xml", "font/ttf"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PACKAGE_DOCUMENT, _NCX = "EPUB/content.opf", "EPUB/toc.ncx"
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg"}


@final
class EpubBackend:
    """Renders one EPUB 3.3 publication, with an NCX beside the navigation for old readers."""

    suffix = "epub"

    def render(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Rendered:
        """The publication as bytes, with the list of the pages that ``page_map`` knows."""
        return Rendered(_packed(_book(prepared, theme, page_map), prepared.date))


def _packed(book: Any, date: datetime.datetime) -> bytes:
    """``book`` as EbookLib writes it, packed again without the time it was written at.

    EbookLib's first pass does not compress. It swallows an ``OSError`` unless told not to.
    """
    moment = date.astimezone(datetime.UTC)
    stream = io.BytesIO()
    options = {
        "epub3_pages": False,
        "package_direction": True,
        "mtime": moment,
        "raise_exceptions": True,
        "compresslevel": 0,
    }
    if not epub.write_epub(stream, book, options):
        raise OSError("EbookLib wrote no EPUB")
    with zipfile.ZipFile(stream) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    for name in (_PACKAGE_DOCUMENT, _NCX):
        entries[name] = _in_language(entries[name], book.language)
    return pack(entries.items(), moment, frozenset(["mimetype"]))


def _in_language(data: bytes, language: str) -> bytes:
    """A file of XML whose words are in ``language`` (EPUB 3.3, 5.3.6), which EbookLib does not say."""
    root = etree.fromstring(data)
    root.set(XML_LANG, language)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _book(prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Any:
    cut = chapters(prepared, theme.epub.split_level)
    nodes = [node for chapter in cut for node in chapter.nodes]
    used = _used_assets(prepared, nodes)
    listed = page_list(cut, page_map)
    site = Site(
        anchors=homes(cut),
        images={key: _image_file(asset) for key, asset in used.items()},
        namespaced=True,
        page_starts=listed.starts,
    )
    pages = Pages(prepared, theme, site, listed)
    text = [pages.chapter(chapter) for chapter in cut]
    colophon = pages.colophon()
    navigation = pages.navigation(_start(cut), colophon)
    book = _described(prepared, nodes, paged=bool(listed.entries))
    spine = [pages.cover(), *text, *([colophon] if colophon else ())]
    for page in (*spine, navigation):
        book.add_item(_page_item(page))
    book.add_item(_item(COVER_IMAGE, SVG, cover(prepared, theme), "cover-image"))
    for item in _resources(prepared, theme, nodes, used):
        book.add_item(item)
    book.add_item(epub.EpubNcx())
    book.spine = [_item_id(page.file) for page in spine]
    book.toc = [
        epub.Link(text[0].file, legal(prepared.title), "at-title"),
        *_points(branches(prepared.outline), site),
        *([epub.Link(colophon.file, colophon.title, "at-colophon")] if colophon else ()),
    ]
    return book


def _start(cut: tuple[Chapter, ...]) -> str:
    """Where the text starts: the first chapter, or the title page of a document without any."""
    return cut[1].file if len(cut) > 1 else cut[0].file


def _described(prepared: Prepared, nodes: Sequence[Node], *, paged: bool) -> Any:
    """An empty publication with its metadata; nothing random, nothing of today."""
    book = epub.EpubBook()
    book.set_identifier(legal(prepared.identifier))
    book.title = legal(prepared.title)
    book.language = prepared.language
    book.direction = "rtl" if prepared.direction == "rtl" else None
    for entry in metadata(prepared, nodes, paged=paged):
        book.add_metadata(entry.namespace, entry.name, entry.value, entry.attributes)
    return book


def _used_assets(prepared: Prepared, nodes: Sequence[Node]) -> dict[str, Asset]:
    """The pictures that ``nodes`` show, by their names."""
    shown = {node.asset for node in nodes if isinstance(node, Figure | InlineImage)}
    return {name: prepared.document.assets[name] for name in sorted(shown)}


def _image_file(asset: Asset) -> str:
    return f"images/{asset.digest}.{_EXTENSIONS[asset.media_type]}"


def _resources(
    prepared: Prepared, theme: Theme, nodes: Sequence[Node], assets: dict[str, Asset]
) -> Iterator[Any]:
    """The style sheet, the fonts and the pictures, each picture once."""
    spoken = languages(prepared, nodes)
    fonts = font_files(prepared, theme, nodes, spoken)
    sources = [font_source(font, f"fonts/{font.name}") for font in fonts]
    sheet = stylesheet(prepared, theme, sources, spoken, book=True)
    yield _item("style.css", CSS, sheet.encode("utf-8"))
    for font in fonts:
        yield _item(f"fonts/{font.name}", TRUETYPE, font.data)
    for file, asset in {_image_file(asset): asset for asset in assets.values()}.items():
        yield _item(file, asset.media_type, asset.data)


def _page_item(page: Page) -> Any:
    return _item(page.file, XHTML, page.markup.encode("utf-8"), *page.properties)


def _item(file: str, media_type: str, data: bytes, *properties: str) -> Any:
    """An item of raw bytes, which EbookLib writes without parsing them again."""
    item = epub.EpubItem(uid=_item_id(file), file_name=file, media_type=media_type, content=data)
    item.properties = list(properties)
    return item


def _item_id(file: str) -> str:
    """The id of a file in the manifest (an XML NCName)."""
    return f"item-{file.replace('/', '-')}"


def _points(forest: Iterable[Branch], site: Site) -> Iterator[Any]:
    """The outline as EbookLib wants it for the NCX (OPF 2.0.1, 2.4.1)."""
    for branch in forest:
        anchor = branch.entry.anchor
        link = epub.Link(f"{site.anchors[anchor]}#{anchor}", legal(branch.entry.text), f"point-{anchor}")
        yield (link, list(_points(branch.below, site))) if branch.below else link
