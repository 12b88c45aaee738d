"""From a prepared document to a Word file: the whole story."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.backends.docx import controls, house, package, properties, running, settings, xml
from exporter.backends.docx.context import Context
from exporter.backends.docx.fonts import embedded_fonts
from exporter.backends.docx.links import Bookmarks, Relationships
from exporter.backends.docx.notes import footnotes
from exporter.backends.docx.package import AboutFile, Piece
from exporter.backends.docx.renderer import DocxRenderer
from exporter.backends.docx.stylesheet import House, Stylesheet
from exporter.notices import Notice
from exporter.prepare import Prepared
from exporter.render import PageMap, Rendered
from exporter.theme import Theme


class DocxBackend:
    """Writes Word files (ISO/IEC 29500 transitional). It keeps nothing between calls."""

    suffix = "docx"

    def render(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Rendered:
        """The document as a ``.docx``; ``page_map`` puts page numbers into its contents."""
        styles = Stylesheet(
            house.defaults(theme, prepared.language),
            House.of(house.foundations(prepared.direction)),
            house.house(theme),
        )
        renderer = DocxRenderer(prepared, theme, page_map, styles, Bookmarks())
        text, notes = Relationships("rIdText"), Relationships("rIdNote")
        body = _body(prepared, theme, renderer, _context(prepared, theme, text))
        note_context = _context(prepared, theme, notes).but(
            setting=settings.note_setting(theme), in_note=True
        )
        notes_data, notices = footnotes(prepared, renderer, note_context)
        header = running.header(prepared, theme, renderer.words)
        footer = running.footer(prepared, theme, page_map, renderer.words)
        numbering = renderer.numberings.xml()
        fonts = embedded_fonts(theme, renderer.words.used)
        pieces = [
            Piece(*package.STYLES, styles.xml()),
            Piece(*package.NUMBERING, numbering),
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
            {"/word/document.xml": text, "/word/footnotes.xml": notes},
            renderer.media,
            fonts,
            AboutFile(
                properties.core_properties(prepared),
                properties.app_properties(),
                properties.custom_properties(prepared),
            ),
            prepared.date,
        )
        return Rendered(data, (*notices, *_cut_titles(prepared, renderer.cut)))


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


def _context(prepared: Prepared, theme: Theme, links: Relationships) -> Context:
    rtl = prepared.direction == "rtl"
    return Context(links=links, width=theme.page.text_width, rtl=rtl, bidi=rtl)


def _body(prepared: Prepared, theme: Theme, renderer: DocxRenderer, context: Context) -> bytes:
    """The document part: letterhead, title, text, sources and rights, and the section."""
    parts = running.SectionParts(package.HEADER[0], package.FOOTER[0], package.FIRST_FOOTER[0])
    content = (
        running.letterhead(prepared, theme, renderer.words, renderer.contacts(context))
        + renderer.title_block(context)
        + renderer.flow(prepared.document.blocks, context)
        + renderer.colophon(context)
        + running.section(prepared, theme, parts)
    )
    return xml.document("document", f"<w:body>{content}</w:body>")
