"""The styles that every document has, each made from the theme."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from exporter.backends.docx import boxes, looks, tables
from exporter.backends.docx.looks import BOLD, KEEP_LINES, KEEP_NEXT
from exporter.backends.docx.settings import NOTE_START, linked_list_styles, note_setting
from exporter.backends.docx.stylesheet import NOTE_CALL, House, Style
from exporter.backends.docx.xml import Properties
from exporter.model import Direction
from exporter.theme import Length, TextStyle, Theme, once_a_theme

_WIDOWS = "<w:widowControl/>"


def defaults(theme: Theme, language: str) -> str:
    """What holds where no style says otherwise (17.7.5): the theme's fonts, size and language."""
    body = theme.text.body
    run = (
        looks.BODY_FONTS + looks.colour(theme, body.colour) + looks.size(body.size) + looks.language(language)
    )
    paragraph = _WIDOWS + looks.spacing(0, 0, body.leading)
    return (
        f"<w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{paragraph}</w:pPr></w:pPrDefault>"
    )


def of_document(theme: Theme, language: str, direction: Direction) -> House:
    """The styles that a document has, whatever it says, behind what holds where no style says otherwise."""
    foundation, whole = House.of(foundations(direction)), house(theme)
    given = f"<w:docDefaults>{defaults(theme, language)}</w:docDefaults>{foundation.xml}{whole.xml}"
    return House({**foundation.styles, **whole.styles}, given)


@once_a_theme
def house(theme: Theme) -> House:
    """The styles that depend on the theme alone."""
    return House.of(_styles(theme))


def _styles(theme: Theme) -> Iterator[Style]:
    yield from _text(theme)
    yield from _headings(theme)
    yield from _running(theme)
    yield from _contents(theme)
    yield from linked_list_styles(theme)
    yield boxes.code_style(theme, "Code Block")
    yield from _forms(theme)
    yield from _characters(theme)
    yield tables.table_style(theme, to_fill_in=False)
    yield tables.table_style(theme, to_fill_in=True)


def foundations(direction: Direction) -> Iterator[Style]:
    """What all styles are based on."""
    normal: Properties = {"bidi": "<w:bidi/>"} if direction == "rtl" else {}
    yield Style(name="Normal", default=True, paragraph=normal)
    yield Style(kind="character", name="Default Paragraph Font", default=True, offered=False)
    yield Style(kind="numbering", name="No List", default=True, offered=False)
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    table = f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    yield Style(kind="table", name="Normal Table", default=True, table=table, offered=False)


def _from(
    theme: Theme, name: str, style: TextStyle, *, base: str = "Normal", following: str = "", **more: str
) -> Style:
    """A paragraph style that looks as ``style`` of the theme says, and ``more``."""
    return Style(
        name=name,
        based_on=base,
        following=following,
        paragraph={"spacing": looks.text_spacing(style), **looks.ends_of_lines(style, theme), **more},
        run=looks.font(style, theme),
        size=style.size,
    )


def _text(theme: Theme) -> Iterator[Style]:
    text = theme.text
    yield _from(theme, "Body Text", text.body)
    yield _heading(_from(theme, "Title", text.title, following="Subtitle", keepNext=KEEP_NEXT))
    yield _heading(_from(theme, "Subtitle", text.subtitle, following="Body Text"))
    yield _from(theme, "caption", text.caption, following="Body Text", keepNext=KEEP_NEXT)
    yield Style(
        name="Figure",
        based_on="Normal",
        following="Figure Caption",
        paragraph={"spacing": looks.spacing(theme.figure.before, theme.figure.after)},
    )
    yield Style(
        name="Figure Caption",
        based_on="caption",
        following="Body Text",
        paragraph={
            "keepNext": looks.NOT_KEPT,
            "spacing": looks.spacing(before=0, after=theme.figure.after),
        },
    )
    yield _from(theme, "Table Text", text.table)
    yield _from(theme, "Table Heading", text.table_header, keepNext=KEEP_NEXT)
    yield Style(
        name="Table Gap",
        based_on="Normal",
        paragraph={"spacing": looks.spacing(0, 0, theme.table.after, "exact")},
        offered=False,
    )
    note = note_setting(theme)
    yield _from(theme, NOTE_START, text.note, ind=looks.indent(note.left, hanging=note.left))
    yield Style(name=note.text, based_on=NOTE_START, paragraph={"ind": looks.indent(note.left)})
    yield _separator(theme)
    yield _from(theme, "Aside", text.aside)
    yield _break(theme)
    yield Style(name="Page Break", based_on="Normal", offered=False)


def _separator(theme: Theme) -> Style:
    """The rule above footnotes. It is drawn as a character, in the colour of its text: a border in its place,
    which could have the theme's length, is no rule to LibreOffice, which then draws none."""
    look = theme.notes
    return Style(
        name="Footnote Separator",
        based_on="Normal",
        paragraph={"spacing": looks.spacing(0, 0, theme.text.note.leading)},
        run={"color": looks.colour(theme, look.rule_colour), "sz": looks.size(theme.text.note.size)},
        size=theme.text.note.size,
        offered=False,
    )


def _break(theme: Theme) -> Style:
    """A rule across the middle of the line."""
    look = theme.break_
    side = theme.page.text_width * (1 - look.width) / 2
    rule = looks.border(theme, "bottom", look.rule, look.rule_colour)
    return Style(
        name="Thematic Break",
        based_on="Normal",
        following="Body Text",
        paragraph={
            "pBdr": f"<w:pBdr>{rule}</w:pBdr>",
            "ind": looks.indent(side, side),
            "spacing": looks.spacing(look.space, look.space, looks.THINNEST_LINE, "exact"),
        },
    )


def _headings(theme: Theme) -> Iterator[Style]:
    for level in range(1, 7):
        style = theme.text.heading(level)
        yield _heading(
            _from(
                theme,
                f"heading {level}",
                style,
                following="Body Text",
                keepNext=KEEP_NEXT,
                keepLines=KEEP_LINES,
                outlineLvl=f'<w:outlineLvl w:val="{level - 1}"/>',
            )
        )


def _heading(style: Style) -> Style:
    """``style`` in the fonts that the theme part has for headings, unless it has fonts of its own."""
    return msgspec.structs.replace(style, run={"rFonts": looks.HEADING_FONTS, **style.run})


def _running(theme: Theme) -> Iterator[Style]:
    far = looks.tab_stop(theme.page.text_width)
    style = theme.text.running
    side_by_side = {"tabs": far, "contextualSpacing": "<w:contextualSpacing/>"}
    yield _from(theme, "header", style, **side_by_side)
    above = looks.spacing(style.after, 0, style.leading)
    yield _from(theme, "footer", style, **side_by_side, spacing=above)
    yield _from(theme, "Letterhead", theme.text.letterhead, tabs=far, keepNext=KEEP_NEXT)
    tall = looks.spacing(leading=theme.text.letterhead_name.leading)
    yield Style(name="Letterhead Top", based_on="Letterhead", paragraph={"spacing": tall})
    look = theme.letterhead
    rule = looks.border(theme, "bottom", look.rule, look.rule_colour, look.gap)
    for base in ("Letterhead", "Letterhead Top"):
        yield Style(
            name=f"{base} Rule",
            based_on=base,
            following="Title",
            paragraph={"pBdr": f"<w:pBdr>{rule}</w:pBdr>"},
        )
    name = looks.font(theme.text.letterhead_name, theme)
    yield Style(kind="character", name="Letterhead Name", run=name)


def _contents(theme: Theme) -> Iterator[Style]:
    heading = theme.text.heading2
    yield _heading(_from(theme, "TOC Heading", heading, following="Body Text", keepNext=KEEP_NEXT))
    for level in range(1, 7):
        yield Style(
            name=f"toc {level}",
            based_on="Normal",
            paragraph={
                "tabs": looks.tab_stop(theme.page.text_width),
                "spacing": looks.spacing(after=theme.lists.item_gap),
                "ind": looks.indent((level - 1) * theme.lists.indent),
            },
        )


def _forms(theme: Theme) -> Iterator[Style]:
    """Places to write. A tab draws the line up to what is set against the far side."""
    look = theme.fill_in
    yield Style(
        name="Fill In",
        based_on="Normal",
        paragraph={
            "tabs": looks.tab_stop(theme.page.text_width),
            "spacing": looks.spacing(0, theme.lists.item_gap, look.row),
        },
    )
    yield Style(
        name="Fill In Label",
        based_on="Normal",
        paragraph={
            "keepNext": KEEP_NEXT,
            "spacing": looks.spacing(max(look.row - theme.text.body.leading, 0), theme.lists.item_gap),
        },
    )
    sides = "".join(
        looks.border(theme, side, look.box_rule, look.rule_colour)
        for side in ("top", "left", "bottom", "right")
    )
    yield Style(
        name="Fill In Box",
        based_on="Normal",
        paragraph={
            "keepLines": KEEP_LINES,
            "pBdr": f"<w:pBdr>{sides}</w:pBdr>",
            "ind": looks.indent(look.box_rule, look.box_rule),
            "spacing": looks.spacing(0, theme.text.body.after, look.row),
        },
    )
    yield _from(theme, "QR Text", theme.text.aside)
    apart: Properties = {"keepNext": KEEP_NEXT, "spacing": looks.spacing(before=theme.callouts.after)}
    yield Style(name="QR Label", based_on="QR Text", following="QR Text", paragraph=apart, run={"b": BOLD})


def _characters(theme: Theme) -> Iterator[Style]:
    look = theme.fill_in
    code = {
        "rFonts": looks.code_fonts(theme),
        "noProof": "<w:noProof/>",
        "sz": looks.size(Length(theme.code.size * theme.text.body.size)),
        "shd": looks.ground(theme, theme.code.ground),
    }
    link = looks.link_colour(theme)
    runs: dict[str, Properties] = {
        "Strong": {"b": BOLD},
        "Emphasis": {"i": looks.ITALIC},
        "Strike": {"strike": "<w:strike/>"},
        "Subscript": looks.script(theme, "subscript"),
        "Superscript": looks.script(theme, "superscript"),
        "Mark": {"shd": looks.ground(theme, theme.mark.ground)},
        "Code": code,
        "Keyboard": {**code, "bdr": looks.border(theme, "bdr", theme.key.rule, theme.key.rule_colour)},
        "Hyperlink": {"color": link},
        "HTML Acronym": {},
        NOTE_CALL: {**looks.script(theme, "superscript"), "b": BOLD, "color": link},
        "Fill In Rule": {"u": looks.underline(theme, look.rule_colour)},
        "Check Box": {"color": looks.colour(theme, look.rule_colour)},
    }
    for name, run in runs.items():
        yield Style(kind="character", name=name, based_on="Default Paragraph Font", run=run)
    upright: Properties = {
        "vertAlign": '<w:vertAlign w:val="baseline"/>',
        "sz": looks.size(theme.text.note.size),
    }
    yield Style(kind="character", name="Footnote Number", based_on=NOTE_CALL, run=upright)
