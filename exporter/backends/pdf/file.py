"""The file around the pages: ReportLab's canvas without its defaults, and what is said of the document."""

from __future__ import annotations

import datetime
import hashlib
import io
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject, PDFObjectReference, PDFText
from reportlab.pdfgen.canvas import Canvas

from exporter.backends.pdf.structure_tree import StructTree
from exporter.prepare import Prepared, closed_levels
from exporter.render import PageMap

PDF_VERSION = (1, 7)


class PageCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas that names no Helvetica on its pages, and keeps a digest of what stands on them."""

    def __init__(self, **options: Any) -> None:
        self.digest = hashlib.md5(usedforsecurity=False)
        super().__init__(io.BytesIO(), **options)

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        self.digest.update("\n".join(self._code).encode())
        number = len(self._doc.Pages.pages)
        super().showPage()
        page = self._doc.Pages.pages[number]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = number, PDFName("S")

    def annotate(self, annotation: PDFObject) -> PDFObjectReference:
        """Adds an annotation to the page being drawn."""
        self._addAnnotation(annotation)
        return self._annotationrefs[-1]

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


class _Stamp(NamedTuple):
    """The moment a file is dated by, as ReportLab's document asks for it (always UTC)."""

    YMDhms: tuple[int, int, int, int, int, int]
    dhh: int = 0
    dmm: int = 0


def new_canvas(prepared: Prepared, size: tuple[float, float]) -> PageCanvas:
    """An empty file with the document's metadata; ``size`` in points."""
    canvas = PageCanvas(
        pagesize=size,
        pageCompression=1,
        invariant=1,
        pdfVersion=PDF_VERSION,
        lang=prepared.language,
    )
    canvas._doc._timeStamp = _Stamp(_moment(prepared.date))
    metadata = prepared.metadata
    publisher = metadata.publisher.name if metadata.publisher else ""
    canvas.setTitle(_told(prepared.title))
    canvas.setAuthor(_told(", ".join(metadata.authors) or publisher))
    canvas.setSubject(_told(metadata.description or metadata.subtitle))
    canvas.setKeywords(_told(", ".join(metadata.keywords)))
    canvas.setCreator("exporter")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _told(text: str) -> str:
    """``text`` without soft hyphens: PDFDocEncoding has none (ISO 32000-1, D.2), and none is needed here."""
    return text.replace("\u00ad", "")


def _moment(date: datetime.datetime) -> tuple[int, int, int, int, int, int]:
    utc = date.astimezone(datetime.UTC)
    return (utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second)


def add_outline(canvas: Canvas, prepared: Prepared, page_map: PageMap) -> None:
    """Bookmarks: the outline, as far as its headings stand on a page."""
    entries = [entry for entry in prepared.outline if entry.anchor in page_map.pages]
    levels = closed_levels(entry.level for entry in entries)
    for entry, level in zip(entries, levels, strict=True):
        canvas.addOutlineEntry(entry.text, entry.anchor, level - 1, closed=False)
    if prepared.outline:
        canvas.showOutline()


def add_structure(canvas: PageCanvas, tree: StructTree) -> None:
    """The structure tree, once all pages are drawn; the file is then a tagged one (14.8.1)."""
    document = canvas._doc
    pages = [document.Reference(page) for page in document.Pages.pages]
    document.Catalog.StructTreeRoot = tree.write(document, pages)
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def finished(canvas: PageCanvas) -> bytes:
    """The bytes of the file, its ``/ID`` a digest of what stands on its pages and is said of them."""
    document = canvas._doc
    digest, info = canvas.digest, document.info
    digest.update("\n".join((info.title, info.author, info.subject, info.keywords)).encode())
    identifier = PDFText(digest.digest(), enc="raw").format(document)
    document._ID = b"\n[" + identifier + identifier + b"]\n"
    data: bytes = canvas.getpdfdata()
    return data
