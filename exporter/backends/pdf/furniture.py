"""What stands around the text: letterhead and title before it, imprint after it, header and footer."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.backends.pdf.boxes import Box, LetterheadBox, StackBox, TextBox
from exporter.backends.pdf.painter import Painter
from exporter.backends.pdf.renderer import PdfRenderer
from exporter.backends.pdf.setting import Setting
from exporter.model import Inlines, Text


def flow(renderer: PdfRenderer) -> StackBox:
    """The whole document as one stack, from letterhead to imprint."""
    body = renderer.blocks(renderer.prepared.document.blocks, renderer.start())
    return StackBox([*_opening(renderer), *body, *_imprint(renderer)])


def _opening(renderer: PdfRenderer) -> Iterator[Box]:
    metadata, text = renderer.prepared.metadata, renderer.theme.text
    start = renderer.start()
    if metadata.publisher:
        yield _letterhead(renderer)
    title = renderer.styled(_words(metadata.title), text.title, start, keep=True, role="Title")
    yield title
    if metadata.subtitle:
        yield renderer.styled(_words(metadata.subtitle), text.subtitle, start, keep=True)


def _letterhead(renderer: PdfRenderer) -> Box:
    look, text, publisher = (
        renderer.theme.letterhead,
        renderer.theme.text,
        renderer.prepared.metadata.publisher,
    )
    assert publisher
    name_setting = Setting.of(text.letterhead_name)
    small = Setting.of(text.letterhead)
    name = renderer.plain(publisher.name, name_setting)
    if publisher.note:
        name += renderer.plain(f" ({publisher.note})", small)
    contacts = renderer.theme.running.separator.join(publisher.contacts)
    start = StackBox(
        [renderer.text_box(name, name_setting), renderer.text_box(renderer.plain(contacts, small), small)]
    )
    at_end = small._replace(align="end")
    end = StackBox(
        [
            renderer.text_box(renderer.plain(words, at_end), at_end)
            for words in renderer.prepared.said(look.end)
        ]
    )
    return LetterheadBox(
        start, end, thickness=look.rule, colour=look.rule_colour, gap=look.after, after=text.title.before
    )


def _imprint(renderer: PdfRenderer) -> Iterator[Box]:
    """Where the words come from, and who may use them how."""
    metadata, style = renderer.prepared.metadata, renderer.theme.text.aside
    start = renderer.start()
    boxes: list[TextBox] = []
    if metadata.sources:
        label = Setting.of(style).bolder()
        boxes.append(
            renderer.text_box(renderer.plain(renderer.prepared.phrases.sources, label), label, keep=True)
        )
        boxes += [renderer.styled(_words(source), style, start) for source in metadata.sources]
    if metadata.rights:
        boxes.append(renderer.styled(_words(metadata.rights), style, start))
    if boxes:
        yield StackBox(boxes, before=start.style.leading)


def _words(text: str) -> Inlines:
    return (Text(text),)


class Running:
    """The running header and footer, drawn as artifacts of pagination."""

    def __init__(self, renderer: PdfRenderer) -> None:
        self._renderer = renderer
        self._page = renderer.theme.page
        self._running = renderer.theme.running
        self._setting = Setting.of(renderer.theme.text.running)

    def draw(self, painter: Painter, page: int, pages: int) -> None:
        said = self._renderer.prepared.said
        footer_end = ""
        if self._running.page_numbers:
            footer_end = self._renderer.prepared.phrases.page_of.format(page=page, pages=pages)
        with painter.artifact():
            if page > 1:
                top = self._page.height - self._page.header
                self._row(painter, top, said(self._running.header_start), said(self._running.header_end))
            foot = self._page.footer + self._setting.style.leading
            self._row(painter, foot, said(self._running.footer_start), (footer_end,))

    def _row(self, painter: Painter, top: float, start: tuple[str, ...], end: tuple[str, ...]) -> None:
        """Words at both margins; those at the start give way where the two would meet."""
        right = self._box(end, align_end=True)
        left = self._box(start, align_end=False)
        width = self._page.text_width
        end_width = right.measures()[1]
        right.draw(painter, self._page.left, top, width)
        left.draw(painter, self._page.left, top, width - end_width - self._setting.size)

    def _box(self, words: tuple[str, ...], *, align_end: bool) -> TextBox:
        setting = self._setting._replace(align="end" if align_end else "start")
        text = self._running.separator.join(words)
        return self._renderer.text_box(self._renderer.plain(text, setting), setting)
