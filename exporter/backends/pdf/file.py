"""The file around the pages: ReportLab's canvas without its defaults, and what is said of the document."""

from __future__ import annotations

import functools
import io
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from exporter.backends.deflate import deflated, deflated_piece, stored, zlib_joined
from exporter.backends.pdf.faces import DocumentFont, LoadedFace
from exporter.backends.pdf.fields import InteractiveForm
from exporter.backends.pdf.forms import Field
from exporter.backends.pdf.graphics import GraphicsState
from exporter.backends.pdf.objects.compact import FONTS, CompactDocument
from exporter.backends.pdf.objects.images import image
from exporter.backends.pdf.objects.metadata import Metadata, info
from exporter.backends.pdf.objects.navigation import Bookmark, Destination, name_tree, outline
from exporter.backends.pdf.objects.output_intent import output_intents
from exporter.backends.pdf.objects.syntax import (
    Stream,
    Value,
    Written,
    array,
    dictionary,
    numbers,
    reference,
    text_string,
)
from exporter.backends.pdf.objects.xmp import packet
from exporter.backends.pdf.structure_tree import StructTree
from exporter.model import Asset
from exporter.model.memory import Memory
from exporter.notices import Standard
from exporter.prepare import Prepared, closed_levels

PDF_VERSION = (1, 7)
CLAIMS: frozenset[Standard] = frozenset(("PDF/UA-1", "PDF/A-2a"))
"""The standards that a PDF can claim."""
_PART = b"\n\n"
"""Where parts of a page begin; in strings, line ends are escaped."""
_WORTH_CODES = 200
"""Bytes: what is shorter takes ten microseconds to become hardly shorter."""
_OPENING = 3 << 7
"""Bytes: a title and a line or two."""
_PAGE_LABELS = dictionary(Nums=array((0, dictionary(S="/D"))))


class _Blank(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas as ReportLab begins it."""

    def _make_preamble(self) -> None:
        self._preamble = ""  # ReportLab's names a Helvetica that is not embedded


@functools.cache
def _blank() -> dict[str, Any]:
    """What a canvas knows as it begins, which takes as long as a short page: made once in a process."""
    return {**_Blank(io.BytesIO()).__dict__}


class PageCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas that writes its pages, and what is on them beside their content, as objects of our own."""

    def __init__(self, size: tuple[float, float], memory: Memory | None = None) -> None:
        """``size`` is that of every page, in points; ``memory`` holds what was made for other documents."""
        self.__dict__.update(_blank())
        self._pagesize = size
        self._code: list[str] = []
        self._doc = CompactDocument(PDF_VERSION, memory)
        self.graphics = GraphicsState()
        self.destinations: dict[str, Destination] = {}
        self._images: dict[str, Value] = {}
        self.annotations: list[bytes] = []
        self.fonts: dict[LoadedFace, DocumentFont] = {}
        self._page, self._page_ref = Written(), b""
        self.form = InteractiveForm(self._doc)

    @property
    def page_ref(self) -> bytes:
        """The reference to the page being drawn."""
        if not self._page_ref:
            self._doc.step(lambda canvas: canvas.page_ref)
            self._page_ref = reference(self._doc, self._page)
        return self._page_ref

    @property
    def is_referred(self) -> bool:
        """Whether something refers to the page being drawn."""
        return bool(self._page_ref)

    def font(self, face: LoadedFace) -> DocumentFont:
        """The font of a face in this document."""
        font = self.fonts.get(face)
        if font is None:
            self._doc.step(lambda canvas: canvas.font(face))
            font = self.fonts[face] = DocumentFont(face, self._doc, len(self.fonts) + 1)
        return font

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Ends the page. It is compressed here, so that of a long text only the packed pages are kept."""
        document = self._doc
        resources = {"Font": FONTS}
        if self._images:
            resources["XObject"] = dictionary(**self._images)
        more = {"Annots": array(self.annotations)} if self.annotations else {}
        box = numbers(*self._pagesize, decimals=4)  # rounded more, every glyph would move on the screen
        page = self._page
        page.data = dictionary(
            Type="/Page",
            Parent=reference(document, document.Pages),
            MediaBox=b"[0 0 %b]" % box,
            Resources=dictionary(**resources),
            Contents=document.put(self._content()),
            StructParents=len(document.Pages.pages),
            Tabs="/S",  # the order of tabs is that of the structure (ISO 14289-1, 7.18.3)
            **more,
        )
        reference(document, page)
        document.Pages.pages.append(page)
        self._page, self._page_ref = Written(), b""
        self._images, self.annotations = {}, []
        self.graphics.forget()
        self._code = []

    def _content(self) -> bytes:
        """The content stream of the page, compressed in two pieces that know nothing of each other: what it
        begins with, which is more often personal than the rest, and the rest, which is remembered. It costs
        a hundred bytes. The first page begins with the title and the words to the reader, the others with
        their header; all are cut between parts (``Painter.part``)."""
        document, content = self._doc, "\n".join(self._code).encode("ascii")
        cut = content.find(_PART, 0 if document.Pages.pages else _OPENING) + len(_PART)
        if cut < len(_PART):
            return Stream(content, {}).data
        begin, rest = content[:cut], content[cut:]
        pieces = (
            deflated_piece(begin) if cut >= _WORTH_CODES else stored(begin, is_last=False),
            document.memory.of(("pdf content", rest), (), lambda: deflated(rest)),
        )
        return Stream(zlib_joined(content, pieces), {"Filter": "/FlateDecode"}).data

    def close(self) -> None:
        """Lets go of what the file was made of. Canvas, document and fonts know each other, and garbage that
        does is found only by a search through all there is."""
        for font in self.fonts.values():
            font.__dict__.clear()
        self._doc.__dict__.clear()
        self.__dict__.clear()

    def destination(self, anchor: str, left: float, top: float) -> None:
        """Names a place on this page; what several pages show, as the head of a table, is at the first."""
        if anchor not in self.destinations:
            self.destinations[anchor] = Destination(self.page_ref, left, top)

    def annotate(self, annotation: bytes) -> bytes:
        """Puts an annotation on this page; returns the reference to it."""
        written: bytes = self._doc.put(annotation)
        self.annotations.append(written)
        return written

    def field(
        self, field: Field, rectangle: tuple[float, float, float, float], tick: str, struct_parent: int
    ) -> bytes:
        """Puts a field on this page; returns the reference to it."""
        written = self.form.add(field, rectangle, tick, self.page_ref, struct_parent)
        self.annotations.append(written)
        return written

    def image(self, asset: Asset) -> str:
        """The name under which this page paints an image; the file holds it once."""
        document = self._doc
        document.step(lambda canvas: canvas.image(asset))
        stream = document.shared(asset.data, lambda: image(document, asset))
        written = reference(document, stream)
        name = f"Im{written.split()[0].decode()}"
        self._images[name] = written
        return name


def claims(prepared: Prepared) -> frozenset[Standard]:
    """The standards that the file may say it conforms to: those the checks say its content has earned."""
    return prepared.verdict.standards & CLAIMS if prepared.verdict else frozenset()


def finished(canvas: PageCanvas, prepared: Prepared, tree: StructTree, claimed: frozenset[Standard]) -> bytes:
    """The bytes of the file, with what is said of it as a whole; ``claimed`` is what it conforms to."""
    document, metadata = canvas._doc, Metadata.of(prepared)
    document.info = Written(info(metadata))
    entries = _entries(canvas, prepared)
    entries |= {"StructTreeRoot": tree.write(), "MarkInfo": dictionary(Marked="true")}
    document.complete_fonts()
    for own in (document.Catalog, document.info):
        reference(document, own)
    xmp = packet(metadata, claimed)
    stream = Stream(xmp, {"Type": "/Metadata", "Subtype": "/XML"}, is_plain=True)
    document.Catalog.entries = {**entries, "Metadata": reference(document, stream)}
    data: bytes = document.GetPDFData(canvas)
    canvas.close()
    return data


def _entries(canvas: PageCanvas, prepared: Prepared) -> dict[str, Value]:
    """Entries of the catalogue (ISO 32000-1, 7.7.2)."""
    document = canvas._doc
    intents = output_intents(document)
    direction = {"Direction": "/R2L"} if prepared.direction == "rtl" else {}
    entries: dict[str, Value] = {
        "Lang": text_string(prepared.language),
        "OutputIntents": intents,
        "PageLabels": _PAGE_LABELS,
        "ViewerPreferences": dictionary(DisplayDocTitle="true", **direction),
    }
    if form := canvas.form.dictionary():
        entries["AcroForm"] = form
    if canvas.destinations:
        entries["Names"] = dictionary(Dests=name_tree(document, canvas.destinations))
    bookmarks = _bookmarks(prepared, canvas)
    if bookmarks:
        entries["Outlines"] = outline(document, bookmarks)
    entries["PageMode"] = "/UseOutlines" if bookmarks else "/UseNone"
    return entries


def _bookmarks(prepared: Prepared, canvas: PageCanvas) -> list[Bookmark]:
    """The outline, as far as its headings stand on a page."""
    entries = [entry for entry in prepared.outline if entry.anchor in canvas.destinations]
    levels = closed_levels(entry.level for entry in entries)
    return [Bookmark(entry.text, level, entry.anchor) for entry, level in zip(entries, levels, strict=True)]
