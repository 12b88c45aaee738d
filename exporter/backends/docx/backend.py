"""From a prepared document to a Word file: the whole story."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.backends.docx import controls, house, package, properties, running, settings, xml
from exporter.backends.docx.context import Context
from exporter.backends.docx.fonts import embedded_fonts
from exporter.backends.docx.ledgers import Ledgers
from exporter.backends.docx.notes import footnotes
from exporter.backends.docx.package import AboutFile, Piece
from exporter.backends.docx.renderer import DocxRenderer
from exporter.backends.docx.stylesheet import House, Stylesheet, styles_part
from exporter.notices import Notice
from exporter.prepare import Prepared
from exporter.render import PageMap, Rendered
from exporter.theme import Theme


class DocxBackend:
    """Writes Word files (ISO/IEC 29500 transitional). It keeps nothing between calls."""

    suffix = "docx"

    def render(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Rendered:
        """The document as a ``.docx``; ``page_map`` puts page numbers into its contents."""
        houses = House.of(house.foundations(prepared.direction)), house.house(theme)
        ledgers = Ledgers(theme, rtl=prepared.direction == "rtl")
        renderer = DocxRenderer(prepared, theme, page_map, Stylesheet(*houses), ledgers)
        context = _context(prepared, theme)
        body = _body(prepared, theme, renderer, context)
        note_context = context.but(setting=settings.note_setting(theme), in_note=True)
        notes_data, notices = footnotes(prepared, renderer, note_context)
        header, footer = _running_parts(prepared, theme, page_map, renderer)
        fonts = embedded_fonts(theme, ledgers.used)
        defaults = house.defaults(theme, prepared.language)
        pieces = [
            Piece(*package.STYLES, styles_part(defaults, houses, ledgers.styles.values())),
            Piece(*package.NUMBERING, ledgers.numberings.xml()),
            Piece(*package.SETTINGS, properties.settings_part(prepared, theme, embeds=bool(fonts))),
            Piece(*package.THEME, properties.theme_part(theme, prepared.language)),
            Piece(*package.FONT_TABLE, properties.font_table(theme, fonts)),
            Piece(*package.FOOTNOTES, notes_data),
            Piece(*package.HEADER, header),
            Piece(*package.FOOTER, footer),
            Piece(*package.FIRST_FOOTER, footer),
        ]
        data = package.packed(
            body,
            pieces,
            {"/word/document.xml": ledgers.text_links, "/word/footnotes.xml": ledgers.note_links},
            ledgers.media,
            fonts,
            AboutFile(
                properties.core_properties(prepared),
                properties.app_properties(),
                properties.custom_properties(prepared),
            ),
            prepared.date,
            prepared.memory,
        )
        return Rendered(data, (*notices, *_cut_titles(prepared, ledgers.cut)))


def _cut_titles(prepared: Prepared, cut: dict[str, str]) -> Iterator[Notice]:
    """The abbreviations that stand for more than the title of a control can hold."""
    for letters, expansion in cut.items():
        message = (
            f"Word shows {controls.LONGEST_TITLE} characters of what an abbreviation stands for: "
            f"{letters!r} is explained as {controls.fitting_title(expansion)!r}"
        )
        yield Notice(
            "docx-abbreviation",
            message,
            fix="explain it in the text",
            severity="warning",
            file=prepared.document.source,
        )


def _context(prepared: Prepared, theme: Theme) -> Context:
    rtl = prepared.direction == "rtl"
    return Context(width=theme.page.text_width, rtl=rtl, bidi=rtl)


def _running_parts(
    prepared: Prepared, theme: Theme, page_map: PageMap | None, renderer: DocxRenderer
) -> tuple[bytes, bytes]:
    """The header of all pages but the first, and the footer of all."""
    look, words = theme.running, renderer.words
    header = renderer.remembered(
        ("header", prepared.said(look.header_start), prepared.said(look.header_end)),
        lambda: running.header(prepared, theme, words),
    )
    footer = renderer.remembered(
        ("footer", prepared.said(look.footer_start), page_map and page_map.count),
        lambda: running.footer(prepared, theme, page_map, words),
    )
    return xml.document("hdr", header), xml.document("ftr", footer)


def _body(prepared: Prepared, theme: Theme, renderer: DocxRenderer, context: Context) -> bytes:
    """The document part: letterhead, title, text, sources and rights, and the section."""
    parts = running.SectionParts(package.HEADER[0], package.FOOTER[0], package.FIRST_FOOTER[0])
    metadata = prepared.metadata
    content = (
        renderer.remembered(
            ("letterhead", metadata.publisher, prepared.said(theme.letterhead.end)),
            lambda: running.letterhead(prepared, theme, renderer.words, renderer.contacts(context)),
        )
        + renderer.remembered(
            ("title", metadata.title, metadata.subtitle), lambda: renderer.title_block(context)
        )
        + renderer.flow(prepared.document.blocks, context)
        + renderer.remembered(("colophon", prepared.colophon), lambda: renderer.colophon(context))
        + running.section(prepared, theme, parts)
    )
    return xml.document("document", f"<w:body>{content}</w:body>")
