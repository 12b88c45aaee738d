"""What runs along: letterhead, header, footer, and the section that holds them (17.6.17)."""

from __future__ import annotations

import re
from typing import NamedTuple

from exporter.backends.docx import xml
from exporter.backends.docx.slots import LEFT_TO_RIGHT_MARK
from exporter.backends.docx.words import Words
from exporter.language import direction_of, primary
from exporter.model import Publisher, plain_text
from exporter.prepare import Prepared
from exporter.render import PageMap
from exporter.theme import Theme, set_width

_MANY = 99
"""A number of pages that is as wide as most, for where it is not known."""


_NAME = frozenset(("Letterhead Name",))


class _Speaker(NamedTuple):
    """Writes what is said around the text, in the direction of the document."""

    words: Words
    rtl: bool

    def __call__(self, text: str, marks: frozenset[str] = frozenset()) -> str:
        return self.words.runs(text, marks=marks, rtl=self.rtl)


class SectionParts(NamedTuple):
    """The relationships of the document part to its header and its two footers."""

    header: str
    footer: str
    first_footer: str


def letterhead(prepared: Prepared, theme: Theme, words: Words, contacts: str) -> str:
    """Who hands the document out, and what it is, over a rule at the head of the first page.

    ``contacts`` is the line of the ways to reach them, as runs.
    """
    rows = _letterhead_rows(prepared, theme, _Speaker(words, prepared.direction == "rtl"), contacts)
    if not rows:
        return ""
    bidi = _bidi(prepared)
    top = "LetterheadTop" if prepared.metadata.publisher else "Letterhead"
    styles = [top, *["Letterhead"] * (len(rows) - 1)]
    styles[-1] += "Rule"
    return "".join(xml.paragraph(style, row, bidi) for style, row in zip(styles, rows, strict=True))


def _letterhead_rows(prepared: Prepared, theme: Theme, say: _Speaker, contacts: str) -> list[str]:
    """Each line; where the two sides do not fit beside each other, the far one goes below."""
    publisher, text = prepared.metadata.publisher, theme.text
    first, *others = prepared.said(theme.letterhead.end) or ("",)
    separator = theme.running.separator
    rest = separator.join(others)
    note = f" ({publisher.note})" if publisher and publisher.note else ""
    upper = set_width(note + first, text.letterhead, theme)
    if publisher:
        upper += set_width(publisher.name, text.letterhead_name, theme)
    lower = set_width(plain_text(prepared.contacts(separator)) + rest, text.letterhead, theme)
    if max(upper, lower) + text.letterhead.size <= theme.page.text_width:
        rows = [_sides(_name(publisher, say), say(first)), _sides(contacts, say(rest))]
    else:
        rows = [_name(publisher, say), contacts, say(separator.join((first, *others)))]
    return [row for row in rows if row]


def _name(publisher: Publisher | None, say: _Speaker) -> str:
    if publisher is None:
        return ""
    note = say(f" ({publisher.note})") if publisher.note else ""
    return say(publisher.name, _NAME) + note


def header(prepared: Prepared, theme: Theme, words: Words) -> str:
    """What stands in the header of every page but the first (17.10.4)."""
    look = theme.running
    far = look.separator.join(prepared.said(look.header_end))
    rows = _rows(prepared.said(look.header_start), far, theme)
    say = _Speaker(words, prepared.direction == "rtl")
    return _paragraphs("Header", rows, say(far), prepared, say)


def footer(prepared: Prepared, theme: Theme, page_map: PageMap | None, words: Words) -> str:
    """What stands in the footer of every page (17.10.3)."""
    look, far, fields = theme.running, "", ""
    if look.page_numbers:
        count = page_map.count if page_map else _MANY
        far, fields = (
            prepared.phrases.page_of.format(page=count, pages=count),
            page_of(prepared, page_map, words),
        )
    rows = _rows(prepared.said(look.footer_start), far, theme)
    say = _Speaker(words, prepared.direction == "rtl")
    return _paragraphs("Footer", rows, fields, prepared, say)


def _paragraphs(style: str, rows: list[str], far: str, prepared: Prepared, say: _Speaker) -> str:
    """A paragraph for each row; ``far`` stands at the far side of the last."""
    *upper, last = rows
    lines = [*(say(row) for row in upper), _sides(say(last), far)]
    return "".join(xml.paragraph(style, line, _bidi(prepared)) for line in lines)


def _rows(facts: tuple[str, ...], far: str, theme: Theme) -> list[str]:
    """The facts in lines that no fact is parted by; the last has room for ``far`` beside it."""
    style, running, whole = theme.text.running, theme.running, theme.page.text_width
    room = whole - (set_width(far, style, theme) + style.size if far else 0.0)
    rows = [""]
    for fact in reversed(facts):
        joined = running.separator.join(words for words in (fact, rows[0]) if words)
        if set_width(joined, style, theme) <= room:
            rows[0] = joined
        else:
            rows.insert(0, fact)
            room = whole
    return rows


def page_of(prepared: Prepared, page_map: PageMap | None, words: Words) -> str:
    """ "Page 1 of 2" with fields for the numbers (17.16.5.44, 17.16.5.42)."""
    language = prepared.phrases.language
    lang = "" if language == primary(prepared.language) else language
    rtl = direction_of(language) == "rtl"
    count = str(page_map.count if page_map else 1)
    fields = {
        "{page}": xml.field("PAGE", words.runs("1", lang=lang, rtl=rtl)),
        "{pages}": xml.field("NUMPAGES", words.runs(count, lang=lang, rtl=rtl)),
    }
    pieces = re.split(r"(\{pages?\})", prepared.phrases.page_of)
    said = "".join(fields.get(piece) or words.runs(piece, lang=lang, rtl=rtl) for piece in pieces)
    borrowed = prepared.direction == "rtl" and not rtl
    # Keeps the number at the end of English words with them in a line that runs from right to left.
    return said + words.runs(LEFT_TO_RIGHT_MARK, lang=lang) if borrowed else said


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


def _sides(near: str, far: str) -> str:
    """What stands at the near side and, behind a tab, at the far one."""
    return near + xml.TAB + far if far else near


def _bidi(prepared: Prepared) -> str:
    return "<w:bidi/>" if prepared.direction == "rtl" else ""
