"""Places to write: lines drawn by tabs, and boxes to fill."""

from __future__ import annotations

import re

from exporter.backends.docx import looks
from exporter.backends.docx.stylesheet import Style, Stylesheet
from exporter.theme import Theme

LINE = '<w:r><w:rPr><w:rStyle w:val="FillInRule"/></w:rPr><w:tab/></w:r>'
"""A tab, underlined: the line to write on. A leader of underscores has gaps in many fonts.

What is written goes into a control before it, and the tab takes the rest of the line, as it did."""

_LINE_BREAK = "<w:r><w:br/></w:r>"


def box_lines(rows: int) -> str:
    """What makes a box ``rows`` lines high: breaks in one paragraph, so that typing begins on the first."""
    return _LINE_BREAK * (rows - 1)


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


def date_picture(language: str) -> str:
    """How ``language`` writes a date in full, as Word spells it (17.16.4.1): "d MMMM yyyy"."""
    from babel.dates import get_date_format  # heavy: only for documents that ask for dates

    pattern = get_date_format("long", language).pattern
    return re.sub("(?<!y)y(?!y)", "yyyy", pattern)
