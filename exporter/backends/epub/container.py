"""The container (OCF in EPUB 3.3, 4): EbookLib writes the package, everything else goes in as it is."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any, NamedTuple

from ebooklib import epub
from lxml import etree
from markupsafe import escape

from exporter.backends.archive import Content, deflated_around, pack
from exporter.backends.blanks import Form, as_text
from exporter.backends.epub.package import Entry
from exporter.backends.epub.page_list import PageEntry
from exporter.model.memory import Memory

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PACKAGE_DOCUMENT, _NCX = "content.opf", "toc.ncx"
_NCX_SPACE = "http://www.daisy.org/z3986/2005/ncx/"


class File(NamedTuple):
    """A resource of the publication, with the manifest properties it calls for (EPUB 3.3, D.8)."""

    name: str
    media_type: str
    data: Content
    properties: tuple[str, ...] = ()


def item_id(name: str) -> str:
    """The id of a file in the manifest (an XML NCName)."""
    return f"item-{name.replace('/', '-')}"


class Point(NamedTuple):
    """An entry of the contents: where it leads, its words and its id, and the entries below it."""

    href: str
    words: str
    id: str
    below: tuple[Point, ...] = ()


class Publication(NamedTuple):
    """What the package document and the NCX say, besides which files there are: words are blanks, but for
    those of ``claims``. ``spine`` are the names of files."""

    identifier: str
    title: str
    language: str
    direction: str
    metadata: tuple[Entry, ...]
    claims: tuple[Entry, ...]
    spine: tuple[str, ...]
    contents: tuple[Point, ...]
    pages: tuple[PageEntry, ...]
    moment: datetime.datetime


def names_in(title: str, identifier: str) -> tuple[bytes, ...]:
    """The names that hardly another publication has, as they are written."""
    names = as_text(title), escape(title), as_text(identifier)
    return tuple([name.encode() for name in dict.fromkeys(names)])


def packed(
    said: Publication, words: Sequence[str], files: Sequence[File], own: tuple[bytes, ...], memory: Memory
) -> bytes:
    """The publication with ``files`` as one archive, always the same bytes. ``words`` are those that stand
    in the blanks of ``said``, ``own`` its names."""
    listed = tuple([(file.name, file.media_type, file.properties) for file in files])
    skeleton = memory.of(("epub", said, listed), (), lambda: _skeleton(said, listed))
    contents = {file.name: file.data for file in files}
    entries: list[tuple[str, Content]] = []
    for name, held in skeleton:
        if isinstance(held, str):
            entries.append((name, contents[held]))
        elif isinstance(held, bytes):
            entries.append((name, held))
        else:
            entries.append((name, deflated_around(held.filled(words), own)))
    return pack(entries, said.moment, frozenset(["mimetype"]))


def _skeleton(
    said: Publication, files: Sequence[tuple[str, str, tuple[str, ...]]]
) -> tuple[tuple[str, Form | bytes | str], ...]:
    """The entries of the archive in their order, as EbookLib writes them: each a form to fill in, the bytes
    of a file without blanks, or the name of one of ``files`` (name, type, properties).

    EbookLib is told of the files but given none of their bytes: it would copy them, and stamp the archive
    with the time. It swallows an ``OSError`` unless told not to.
    """
    book = _book(said)
    for name, media_type, properties in files:
        item = epub.EpubItem(uid=item_id(name), file_name=name, media_type=media_type)
        item.properties = list(properties)
        book.add_item(item)
    book.add_item(epub.EpubNcx())
    options = {
        "epub3_pages": False,
        "package_direction": True,
        "mtime": said.moment,
        "raise_exceptions": True,
        "compresslevel": 0,
    }
    stream = io.BytesIO()
    if not epub.write_epub(stream, book, options):
        raise OSError("EbookLib wrote no EPUB")
    folder = book.FOLDER_NAME
    ours = {f"{folder}/{name}": name for name, _, _ in files}
    with zipfile.ZipFile(stream) as archive:
        written = {name: archive.read(name) for name in archive.namelist() if name not in ours}
        names = archive.namelist()
    package, ncx = f"{folder}/{_PACKAGE_DOCUMENT}", f"{folder}/{_NCX}"
    written[package] = _in_language(etree.fromstring(written[package]), said.language)
    written[ncx] = _in_language(_paged(etree.fromstring(written[ncx]), said.pages), said.language)
    forms = {name: Form.of(data.decode()) for name, data in written.items()}
    made = {name: form if form.numbers else written[name] for name, form in forms.items()}
    return tuple((name, ours.get(name) or made[name]) for name in names)


def _book(said: Publication) -> Any:
    """A publication of EbookLib without files; nothing random, nothing of today."""
    book = epub.EpubBook()
    book.set_identifier(said.identifier)
    book.title = said.title
    book.language = said.language
    book.direction = said.direction or None
    for entry in said.metadata + said.claims:
        book.add_metadata(entry.namespace, entry.name, entry.value, dict(entry.attributes))
    book.spine = list(map(item_id, said.spine))
    book.toc = list(map(_linked, said.contents))
    return book


def _linked(point: Point) -> Any:
    """An entry as EbookLib wants it for the NCX (OPF 2.0.1, 2.4.1)."""
    link = epub.Link(point.href, point.words, point.id)
    return (link, list(map(_linked, point.below))) if point.below else link


def _paged(ncx: Any, pages: Sequence[PageEntry]) -> Any:
    """``ncx`` with the list of ``pages`` for readers that know no other (OPF 2.0.1, 2.4.1; Z39.86, 8)."""
    if not pages:
        return ncx
    counts = {"dtb:totalPageCount": len(pages), "dtb:maxPageNumber": max(page.number for page in pages)}
    for meta in ncx.iter(f"{{{_NCX_SPACE}}}meta"):
        if meta.get("name") in counts:
            meta.set("content", str(counts[meta.get("name")]))
    listed = etree.SubElement(ncx, f"{{{_NCX_SPACE}}}pageList")
    for page in pages:
        number = str(page.number)
        attributes = {"id": f"page-{number}", "type": "normal", "value": number}
        target = etree.SubElement(listed, f"{{{_NCX_SPACE}}}pageTarget", attributes)
        label = etree.SubElement(target, f"{{{_NCX_SPACE}}}navLabel")
        etree.SubElement(label, f"{{{_NCX_SPACE}}}text").text = number
        etree.SubElement(target, f"{{{_NCX_SPACE}}}content", {"src": page.href})
    return ncx


def _in_language(root: Any, language: str) -> bytes:
    """A file of XML whose words are in ``language`` (EPUB 3.3, 5.3.6), which EbookLib does not say."""
    root.set(XML_LANG, language)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
