"""What the tests of EPUB and HTML share: documents, and the files of a publication as trees."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable

import msgspec
from lxml import etree

from exporter.backends.epub import EpubBackend
from exporter.backends.html import HtmlBackend
from exporter.model import (
    Document,
    Footnote,
    FootnoteRef,
    Heading,
    Link,
    PageBreak,
    Text,
)
from exporter.notices import Verdict
from exporter.prepare import prepare
from exporter.theme import named_theme
from tests.pages import closed
from tests.samples import minimal, paragraph, words

DATE = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
THEME = named_theme("clinic")
NAMESPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "svg": "http://www.w3.org/2000/svg",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


def html_bytes(document: Document) -> bytes:
    return HtmlBackend().render(prepare(document, DATE), THEME, None).data


def html(document: Document) -> etree._Element:
    """The page, read as XML: well-formed, but that HTML ends its void elements without a slash."""
    return etree.fromstring(closed(html_bytes(document)))


def epub_bytes(document: Document, verdict: Verdict | None = None) -> bytes:
    return EpubBackend().render(prepare(document, DATE, verdict), THEME, None).data


def epub_files(document: Document, verdict: Verdict | None = None) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(epub_bytes(document, verdict))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def epub_trees(document: Document, verdict: Verdict | None = None) -> dict[str, etree._Element]:
    """The XML files of the publication by their names within its folder."""
    return {
        name.removeprefix("EPUB/"): etree.fromstring(data)
        for name, data in epub_files(document, verdict).items()
        if name.endswith((".xhtml", ".opf", ".ncx"))
    }


def found(tree: etree._Element, path: str) -> list[etree._Element]:
    return list(tree.xpath(path, namespaces=NAMESPACES))


def said(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def ids(tree: etree._Element) -> list[str]:
    return list(tree.xpath("//@id"))


def with_notes(document: Document, notes: Iterable[Footnote]) -> Document:
    return msgspec.structs.replace(document, footnotes=tuple(notes))


def two_chapters() -> Document:
    """Chapters that call one note twice, and a note that calls another."""
    document = minimal(
        Heading(1, words("One")),
        paragraph("Here", FootnoteRef("a"), ". See ", Link("#later", words("later")), "."),
        PageBreak(),
        Heading(1, words("Two")),
        Heading(2, (Text("Later"),), id="later"),
        paragraph("Again", FootnoteRef("a"), FootnoteRef("c"), " ", Link("#one", words("back")), "."),
    )
    notes = (
        Footnote((paragraph("First, see", FootnoteRef("b")),), id="a"),
        Footnote((paragraph("Second"), paragraph("in two")), id="b"),
        Footnote((paragraph("Third"),), id="c"),
    )
    return with_notes(document, notes)
