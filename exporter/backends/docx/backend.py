"""From a prepared document to a Word file: the whole story."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from exporter.backends.archive import deflated_around, deflated_in_pieces
from exporter.backends.docx import controls, house, package, properties, running, settings, xml
from exporter.backends.docx.context import Context
from exporter.backends.docx.fonts import embedded_fonts
from exporter.backends.docx.ledgers import Ledgers
from exporter.backends.docx.notes import footnotes
from exporter.backends.docx.package import AboutFile, Piece
from exporter.backends.docx.renderer import DocxRenderer
from exporter.backends.docx.stylesheet import House, Stylesheet, styles_part
from exporter.model import digest_of
from exporter.notices import Notice
from exporter.prepare import Prepared
from exporter.render import PageMap, Rendered
from exporter.theme import Theme


class DocxBackend:
    """Writes Word files (ISO/IEC 29500 transitional). It keeps nothing between calls."""

    suffix = "docx"

    def render(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Rendered:
        """The document as a ``.docx``; ``page_map`` puts page numbers into its contents."""
        made = functools.partial(_made, prepared, theme)
        all_have: House = made(
            "house", (), lambda: house.of_document(theme, prepared.language, prepared.direction)
        )
        ledgers = Ledgers(theme, rtl=prepared.direction == "rtl")
        renderer = DocxRenderer(prepared, theme, page_map, Stylesheet(all_have), ledgers)
        context = _context(prepared, theme)
        body = deflated_in_pieces(_body(prepared, theme, renderer, context))
        note_context = context.but(setting=settings.note_setting(theme), in_note=True)
        notes_data, notices = footnotes(prepared, renderer, note_context)
        header, footer = _running_parts(prepared, theme, page_map, renderer)
        digest = digest_of(prepared.document)
        names = prepared.metadata.title, prepared.identifier, digest
        own = [xml.escape(name).encode() for name in names]
        styles, numbering = tuple(ledgers.styles.values()), ledgers.numberings
        used = tuple((family, frozenset(characters)) for family, characters in ledgers.used.items())
        fonts = made("fonts", used, lambda: embedded_fonts(theme, ledgers.used))
        embedded = tuple(font.element for font in fonts)
        pieces = [
            Piece(
                *package.STYLES,
                made(
                    "styles", tuple(style.written for style in styles), lambda: styles_part(all_have, styles)
                ),
            ),
            Piece(*package.NUMBERING, made("numbering", numbering.written, numbering.xml)),
            Piece(
                *package.SETTINGS,
                made(
                    "settings",
                    bool(fonts),
                    lambda: properties.settings_part(prepared, theme, embeds=bool(fonts)),
                ),
            ),
            Piece(*package.THEME, made("theme", (), lambda: properties.theme_part(theme, prepared.language))),
            Piece(
                *package.FONT_TABLE, made("font table", embedded, lambda: properties.font_table(theme, fonts))
            ),
            Piece(*package.FOOTNOTES, notes_data),
            Piece(*package.HEADER, deflated_around(header, own)),
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
                deflated_around(properties.core_properties(prepared), own),
                properties.app_properties(),
                deflated_around(properties.custom_properties(prepared, digest), own),
            ),
            prepared.date,
            prepared.memory,
        )
        return Rendered(data, (*notices, *_cut_titles(prepared, ledgers.cut)))


def _made(prepared: Prepared, theme: Theme, name: str, key: Hashable, make: Callable[[], Any]) -> Any:
    """What ``make`` makes of the theme, the language of the document and ``key``, under a ``name``."""
    known = "docx", name, prepared.language, prepared.direction, key
    return prepared.memory.of(known, (theme,), make)


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


def _body(prepared: Prepared, theme: Theme, renderer: DocxRenderer, context: Context) -> Iterator[bytes]:
    """The document part in sections: letterhead and title, then the text, cut before its headings; the last
    has sources and rights, and the section of the standard (17.6)."""
    parts = running.SectionParts(package.HEADER[0], package.FOOTER[0], package.FIRST_FOOTER[0])
    metadata = prepared.metadata
    begin, end = xml.around("document")
    written = [
        begin,
        "<w:body>",
        renderer.remembered(
            ("letterhead", metadata.publisher, prepared.said(theme.letterhead.end)),
            lambda: running.letterhead(prepared, theme, renderer.words, renderer.contacts(context)),
        ),
        renderer.remembered(
            ("title", metadata.title, metadata.subtitle), lambda: renderer.title_block(context)
        ),
    ]
    opening, *sections = renderer.sections(prepared.document.blocks, context)
    written.append(opening)
    for section in sections:
        yield "".join(written).encode()
        written = [section]
    written.append(renderer.gap_below(written[-1]))
    written.append(renderer.remembered(("colophon", prepared.colophon), lambda: renderer.colophon(context)))
    yield "".join((*written, running.section(prepared, theme, parts), "</w:body>", end)).encode()
