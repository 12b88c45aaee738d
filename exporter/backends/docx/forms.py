"""Places to write: lines drawn by tabs, and boxes to fill."""

from __future__ import annotations

from exporter.backends.docx import looks
from exporter.backends.docx.stylesheet import Style, Stylesheet
from exporter.theme import Theme

LINE = '<w:r><w:rPr><w:rStyle w:val="FillInRule"/></w:rPr><w:tab/></w:r>'
"""A tab, underlined: the line to write on. A leader of underscores has gaps in many fonts."""


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
        looks.border(theme, side, look.box_rule, look.rule_colour)
        for side in ("top", "left", "bottom", "right")
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
