"""PDF: boxes of our own on ReportLab's canvas, paginated first and drawn once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from exporter.backends.pdf.boxes import Box, SharedBox, StackBox
from exporter.backends.pdf.file import PageCanvas, claims, finished
from exporter.backends.pdf.furniture import Flow, Running, flow
from exporter.backends.pdf.objects.images import is_cmyk
from exporter.backends.pdf.pages import PageLayout, Paginator, map_pages
from exporter.backends.pdf.painter import Painter
from exporter.backends.pdf.renderer import PdfRenderer
from exporter.backends.pdf.setting import Typesetter
from exporter.backends.pdf.structure_tree import StructTree
from exporter.model import Figure, FillIn, InlineImage, walk
from exporter.notices import Notice
from exporter.prepare import Prepared
from exporter.render import PageMap, Rendered
from exporter.theme import Theme


class PdfBackend:
    """Makes PDF 1.7 files (ISO 32000-1)."""

    suffix = "pdf"

    def render(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Rendered:
        """The file, and the map of its pages that serves the other formats; one given is not used."""
        typesetter = Typesetter(theme, prepared.language)
        renderer = PdfRenderer(prepared, theme, typesetter)
        running = Running(renderer)
        text = flow(renderer)
        pages = _paginated(renderer, text, *running.area)
        mapped = map_pages(pages)
        data = _drawn(renderer, text, running, pages, mapped)
        return Rendered(data, (*_colours(prepared), *_fields(renderer)), mapped)


def _colours(prepared: Prepared) -> Iterator[Notice]:
    """Images that are not as they came: PDF/A has one output intent, and that is sRGB."""
    document = prepared.document
    for node in walk(document) if document.assets else ():
        if isinstance(node, (Figure, InlineImage)) and is_cmyk(document.assets[node.asset]):
            yield Notice(
                code="pdf-cmyk",
                message=f"the PDF shows the image {node.asset!r}, which is in CMYK, in RGB",
                fix="save it as RGB",
                severity="warning",
                file=document.source,
                line=node.pos.line,
                column=node.pos.column,
            )


def _fields(renderer: PdfRenderer) -> Iterator[Notice]:
    """The first place to write, if it was to be a field and there is no font for what is typed."""
    typesetter, document = renderer.typesetter, renderer.prepared.document
    if not renderer.theme.fill_in.interactive or typesetter.typing_face(renderer.start()):
        return
    for node in walk(document):
        if isinstance(node, FillIn):
            yield Notice(
                code="pdf-fields",
                message="the PDF has no fields to type in, for no font of the theme has TrueType outlines",
                fix="add a family with such outlines to fonts.body.fallback",
                severity="warning",
                file=document.source,
                line=node.pos.line,
                column=node.pos.column,
            )
            return


def _paginated(renderer: PdfRenderer, text: Flow, head: float, foot: float) -> list[PageLayout]:
    """The pages of ``text``; ``head`` and ``foot`` are what text leaves free above and below it."""
    page, look = renderer.theme.page, renderer.theme.notes
    notes: dict[str, Box] = {note.id: renderer.note(note) for note in renderer.prepared.notes}
    height = page.height - head - foot
    source = renderer.prepared.document.source
    paginator = Paginator(page.text_width, height, notes.__getitem__, 2 * look.gap, source)
    return paginator.pages(text.box)


def _drawn(
    renderer: PdfRenderer, text: Flow, running: Running, pages: list[PageLayout], mapped: PageMap
) -> bytes:
    page = renderer.theme.page
    canvas = PageCanvas((page.width, page.height), renderer.prepared.memory)
    tree = StructTree(text.parts, len(pages), canvas._doc)
    painter = Painter(canvas, mapped, tree)
    head, foot = running.area
    for number, layout in enumerate(pages, 1):
        left = page.margin(number)
        side = painter.mirrored(left, page.text_width) if renderer.is_rtl else painter
        if number > 1:
            running.draw_header(side, left)
        _draw_text(side, layout.body, left, page.height - head, page.text_width)
        _draw_notes(side, renderer.theme, layout.notes, left, foot)
        running.draw_footer(side, left, number, mapped.count)
        canvas.showPage()
        tree.end_page()
    return finished(canvas, renderer.prepared, tree, claims(renderer.prepared))


def _draw_text(painter: Painter, text: StackBox, left: float, top: float, width: float) -> None:
    """The text of a page: neighbours that other documents have too at once."""
    for is_shared, group in groupby(text.placed(top, width), lambda placed: type(placed[0]) is SharedBox):
        placed = [*group]
        if is_shared:
            shared = [(box.shared, upper) for box, upper in placed if isinstance(box, SharedBox)]
            painter.shared(shared, left, width)
            continue
        for box, upper in placed:
            if not _is_shared(box):  # which begins its parts itself
                painter.part()
            box.draw(painter, left, upper, width)


def _is_shared(box: Box) -> bool:
    """Whether a box is shared but for the names by which links lead to it, of which there may be several."""
    while isinstance(box, StackBox) and len(box.boxes) == 1:
        [box] = box.boxes
    return isinstance(box, SharedBox)


def _draw_notes(painter: Painter, theme: Theme, notes: tuple[Box, ...], left: float, foot: float) -> None:
    """Footnotes stand ``left`` and ``foot`` points from the edges, below a short rule."""
    if not notes:
        return
    page, look = theme.page, theme.notes
    top = foot + sum(note.height(page.text_width) + note.after for note in notes)
    with painter.artifact():
        painter.rectangle(left, top + look.gap, look.rule_width, look.rule, look.rule_colour)
    for note in notes:
        note.draw(painter, left, top, page.text_width)
        top -= note.height(page.text_width) + note.after
