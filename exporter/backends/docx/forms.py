"""Places to write: lines drawn by tabs, boxes to tick (17.5.2 with [MS-DOCX] 2.6.1.8), boxes to fill."""

from __future__ import annotations

from exporter.backends.docx import looks
from exporter.backends.docx.stylesheet import Style, Stylesheet
from exporter.backends.docx.xml import escape
from exporter.theme import Theme

LINE = '<w:r><w:rPr><w:rStyle w:val="FillInRule"/></w:rPr><w:tab/></w:r>'
"""A tab, underlined: the line to write on. A leader of underscores has gaps in many fonts."""
_LONGEST_ALIAS = 64
_EMPTY_BOX, _TICKED_BOX = "\u2610", "\u2612"


def check_box(number: int, name: str, checked: bool) -> str:
    """A content control to tick, announced as ``name``; ``number`` is its own in the document."""
    state, box = ("1", _TICKED_BOX) if checked else ("0", _EMPTY_BOX)
    look = '<w:rPr><w:rStyle w:val="CheckBox"/></w:rPr>'
    return (
        f'<w:sdt><w:sdtPr>{look}<w:alias w:val="{escape(name[:_LONGEST_ALIAS])}"/>'
        f'<w:id w:val="{number}"/><w14:checkbox><w14:checked w14:val="{state}"/>'
        f'<w14:checkedState w14:val="{ord(_TICKED_BOX):X}"/>'
        f'<w14:uncheckedState w14:val="{ord(_EMPTY_BOX):X}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r>{look}<w:t>{box}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def line_style(sheet: Stylesheet, theme: Theme, base: str, end: float) -> str:
    """The style of a line to write on among paragraphs of the style ``base``, which ends at
    ``end`` points from the edge of the column."""
    if base == "BodyText":
        return "FillIn"
    name = f"{sheet.name(base)} Fill In"
    if sheet.name(base).startswith("Table"):
        name += f" {round(end)}"
    tabs = looks.tab_stop(end)
    spacing = looks.spacing(leading=theme.fill_in.row)
    return sheet.made(
        Style(
            name=name, based_on=sheet.name(base), paragraph={"tabs": tabs, "spacing": spacing}, offered=False
        )
    )


def box_style(sheet: Stylesheet, theme: Theme, rows: int) -> str:
    """The style of an empty box, ``rows`` lines to write high."""
    look = theme.fill_in
    sides = "".join(
        looks.border(side, look.box_rule, look.rule_colour) for side in ("top", "left", "bottom", "right")
    )
    return sheet.made(
        Style(
            name=f"Fill In Box {rows}",
            based_on="Normal",
            paragraph={
                "pBdr": f"<w:pBdr>{sides}</w:pBdr>",
                "ind": looks.indent(look.box_rule, look.box_rule),
                "spacing": looks.spacing(0, theme.text.body.after, rows * look.row, "exact"),
            },
            offered=False,
        )
    )
