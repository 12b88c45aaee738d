"""What runs along: letterhead, header, footer, and the section that holds them (17.6.17)."""

from __future__ import annotations

import re
from typing import NamedTuple

from exporter.backends.docx import looks, xml
from exporter.language import direction_of, primary
from exporter.model import Publisher
from exporter.prepare import Prepared
from exporter.render import PageMap
from exporter.theme import Fact, Theme

_LEFT_TO_RIGHT_MARK = "\u200e"
"""Keeps a number at the end of English words with them in a line that runs from right to left."""


class SectionParts(NamedTuple):
    """The relationships of the document part to its header and its two footers."""

    header: str
    footer: str
    first_footer: str


def letterhead(prepared: Prepared, theme: Theme) -> str:
    """Who hands the document out, and what it is, over a rule at the head of the first page."""
    publisher = prepared.metadata.publisher
    first, *others = prepared.said(theme.letterhead.end) or ("",)
    if publisher is None and not first:
        return ""
    separator = theme.running.separator
    contacts = separator.join(publisher.contacts) if publisher else ""
    upper = _sides(_name(publisher), xml.run(first))
    lower = _sides(xml.run(contacts), xml.run(separator.join(others)))
    bidi = _bidi(prepared)
    if not lower:
        return xml.paragraph("LetterheadRule", upper, bidi)
    return xml.paragraph("Letterhead", upper, looks.KEEP_NEXT + bidi) + xml.paragraph(
        "LetterheadRule", lower, bidi
    )


def _name(publisher: Publisher | None) -> str:
    if publisher is None:
        return ""
    note = xml.run(f" ({publisher.note})") if publisher.note else ""
    return xml.styled_run(publisher.name, "LetterheadName") + note


def header(prepared: Prepared, theme: Theme) -> bytes:
    """The header of every page but the first (17.10.4)."""
    near = _facts(prepared, theme, theme.running.header_start)
    far = _facts(prepared, theme, theme.running.header_end)
    return xml.document("hdr", xml.paragraph("Header", _sides(near, far), _bidi(prepared)))


def footer(prepared: Prepared, theme: Theme, page_map: PageMap | None) -> bytes:
    """The footer of every page (17.10.3)."""
    near = _facts(prepared, theme, theme.running.footer_start)
    far = page_of(prepared, page_map) if theme.running.page_numbers else ""
    return xml.document("ftr", xml.paragraph("Footer", _sides(near, far), _bidi(prepared)))


def page_of(prepared: Prepared, page_map: PageMap | None) -> str:
    """ "Page 1 of 2" with fields for the numbers (17.16.5.44, 17.16.5.42)."""
    properties = _phrase_properties(prepared)
    count = str(page_map.count if page_map else 1)
    fields = {
        "{page}": xml.field("PAGE", xml.run("1", properties)),
        "{pages}": xml.field("NUMPAGES", xml.run(count, properties)),
    }
    pieces = re.split(r"(\{pages?\})", prepared.phrases.page_of)
    words = "".join(fields.get(piece) or xml.run(piece, properties) for piece in pieces)
    borrowed = prepared.direction == "rtl" and direction_of(prepared.phrases.language) == "ltr"
    return words + xml.run(_LEFT_TO_RIGHT_MARK, properties) if borrowed else words


def section(prepared: Prepared, theme: Theme, parts: SectionParts) -> str:
    """The one section: sheet and margins of the theme, and no header on the first page (17.10.6)."""
    page = theme.page
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{parts.header}"/>'
        f'<w:footerReference w:type="default" r:id="{parts.footer}"/>'
        f'<w:footerReference w:type="first" r:id="{parts.first_footer}"/>'
        f'<w:pgSz w:w="{page.width.twips}" w:h="{page.height.twips}"/>'
        f'<w:pgMar w:top="{page.top.twips}" w:right="{page.right.twips}" w:bottom="{page.bottom.twips}" '
        f'w:left="{page.left.twips}" w:header="{page.header.twips}" w:footer="{page.footer.twips}" '
        'w:gutter="0"/>'
        "<w:titlePg/>" + ("<w:bidi/>" if prepared.direction == "rtl" else "") + "</w:sectPr>"
    )


def _facts(prepared: Prepared, theme: Theme, facts: tuple[Fact, ...]) -> str:
    return xml.run(theme.running.separator.join(prepared.said(facts)))


def _sides(near: str, far: str) -> str:
    """What stands at the near side and, behind a tab, at the far one."""
    return near + xml.TAB + far if far else near


def _bidi(prepared: Prepared) -> str:
    return "<w:bidi/>" if prepared.direction == "rtl" else ""


def _phrase_properties(prepared: Prepared) -> str:
    """The language of the program's words, where it is not the document's."""
    language = prepared.phrases.language
    if language == primary(prepared.language):
        return ""
    return f"<w:rPr>{looks.language(language)}</w:rPr>"
