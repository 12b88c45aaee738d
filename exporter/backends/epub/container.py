"""The container (OCF in EPUB 3.3, 4): EbookLib writes the package, everything else goes in as it is."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any, NamedTuple

from ebooklib import epub
from lxml import etree

from exporter.backends.archive import Content, pack
from exporter.backends.epub.page_list import PageEntry

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


def packed(book: Any, files: Sequence[File], pages: Sequence[PageEntry], date: datetime.datetime) -> bytes:
    """``book``, which has metadata, spine and contents, and ``files`` as one archive, always the same bytes.
    ``pages`` are those of the PDF.

    EbookLib is told of the files but given none of their bytes: it would copy them, and stamp the archive
    with the time. It swallows an ``OSError`` unless told not to.
    """
    moment = date.astimezone(datetime.UTC)
    for file in files:
        item = epub.EpubItem(uid=item_id(file.name), file_name=file.name, media_type=file.media_type)
        item.properties = list(file.properties)
        book.add_item(item)
    book.add_item(epub.EpubNcx())
    options = {
        "epub3_pages": False,
        "package_direction": True,
        "mtime": moment,
        "raise_exceptions": True,
        "compresslevel": 0,
    }
    stream = io.BytesIO()
    if not epub.write_epub(stream, book, options):
        raise OSError("EbookLib wrote no EPUB")
    folder = book.FOLDER_NAME
    ours = {f"{folder}/{file.name}": file.data for file in files}
    with zipfile.ZipFile(stream) as archive:
        entries = {name: ours[name] if name in ours else archive.read(name) for name in archive.namelist()}
    package, ncx = f"{folder}/{_PACKAGE_DOCUMENT}", f"{folder}/{_NCX}"
    entries[package] = _in_language(etree.fromstring(entries[package]), book.language)
    entries[ncx] = _in_language(_paged(etree.fromstring(entries[ncx]), pages), book.language)
    return pack(entries.items(), moment, frozenset(["mimetype"]))


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
