"""Where text stands (body, callout, quote, table, note), and the styles its paragraphs have there.

A callout is paragraphs, not a table of one cell: a reader hears no table, and a writer makes one by
choosing a style. Word and LibreOffice draw one ground through paragraphs whose borders, and whose
outermost edges, are the same; so every style of a callout hangs from one edge, its lists too.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from exporter.backends.docx import looks
from exporter.backends.docx.looks import BOLD, KEEP_NEXT
from exporter.backends.docx.stylesheet import Style, Stylesheet, style_id
from exporter.backends.docx.xml import Properties
from exporter.model import CalloutKind, Direction
from exporter.theme import Theme

ListKind: TypeAlias = Literal["Bullet", "Number", "Continue", "Check"]
DEEPEST = 9
"""Numbering has nine levels (17.9.6)."""
LINKED: dict[ListKind, int] = {"Bullet": 1, "Number": 2}
"""The lists of the body whose styles bring a numbering with them: its instance."""


class Setting(msgspec.Struct, frozen=True):
    """A place for text. ``name`` begins the names of its styles; ``text`` is the style of a
    paragraph, which begins ``left`` points from the edge of the column. In a ``flush`` setting
    every paragraph keeps that edge, so that the bar beside it runs unbroken.
    """

    name: str
    text: str
    left: float = 0
    flush: bool = False


BODY = Setting("", "Body Text")
TABLE = Setting("Table", "Table Text")
TABLE_HEADING = Setting("Table Heading", "Table Heading")
NOTE = Setting("Footnote", "footnote text")


def paragraph_style(sheet: Stylesheet, setting: Setting, theme: Theme, depth: int) -> str:
    """The style of a paragraph without a number, ``depth`` lists deep."""
    return list_style(sheet, setting, theme, "Continue", depth - 1) if depth else style_id(setting.text)


def list_style(sheet: Stylesheet, setting: Setting, theme: Theme, kind: ListKind, depth: int) -> str:
    """The style of a list item ``depth`` lists inside another, counted from 0."""
    level = min(depth, DEEPEST - 1)
    number = f" {level + 1}" if level else ""
    name = f"{setting.name} List {kind}{number}".strip()
    if not sheet.has(name):
        left, hanging = list_indent(setting, theme, level)
        if kind == "Check" and not setting.flush:
            hanging = theme.lists.indent
        elif kind == "Continue" and not setting.flush:
            hanging = 0
        right = _right_inset(theme) if setting.name.startswith("Callout") else 0
        paragraph: Properties = {
            "ind": looks.indent(left, right, hanging),
            "spacing": looks.spacing(after=theme.lists.item_gap),
        }
        if setting == BODY and kind in LINKED:
            paragraph["numPr"] = (
                f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{LINKED[kind]}"/></w:numPr>'
            )
        sheet.made(Style(name=name, based_on=setting.text, paragraph=paragraph))
    return style_id(name)


def linked_list_styles(sheet: Stylesheet, theme: Theme) -> None:
    """Makes the styles that bring their numbering with them: all nine levels, as numbering names them."""
    for kind in LINKED:
        for level in range(DEEPEST):
            list_style(sheet, BODY, theme, kind, level)


def list_indent(setting: Setting, theme: Theme, level: int) -> tuple[float, float]:
    """Where the text of a list level begins, and how far its first line hangs out, in points.

    Markers end a little before the text, so that numbers line up on their dots; in a flush
    setting the first line begins at the common edge.
    """
    inset = (level + 1) * theme.lists.indent
    return setting.left + inset, inset if setting.flush else theme.lists.indent / 4


def quote_setting(sheet: Stylesheet, theme: Theme, depth: int) -> Setting:
    """A quotation beside its bar, ``depth`` lists deep."""
    look, style = theme.quote, theme.text.quote
    name = "Quote" if not depth else f"Quote Indented {depth}"
    left = depth * theme.lists.indent + look.indent
    if not sheet.has(name):
        side = looks.border("left", look.bar, look.bar_colour, look.indent - look.bar)
        paragraph: Properties = {
            "pBdr": f"<w:pBdr>{side}</w:pBdr>",
            "spacing": looks.text_spacing(style),
            "ind": looks.indent(left),
        }
        sheet.made(Style(name=name, based_on="Normal", paragraph=paragraph, run=looks.font(style, theme)))
    return Setting(name, name, left, flush=True)


def callout_setting(
    sheet: Stylesheet, theme: Theme, kind: CalloutKind, depth: int, direction: Direction
) -> Setting:
    """The box of a callout, ``depth`` lists deep: its own style, and that of its label."""
    name = f"Callout {kind.capitalize()}" + (f" Indented {depth}" if depth else "")
    colours, look = theme.callouts.of(kind), theme.callouts
    left = depth * theme.lists.indent + colours.bar_width + look.padding_x
    if not sheet.has(name):
        body = theme.text.body
        box: Properties = {
            "pBdr": _callout_borders(theme, kind, direction),
            "shd": looks.ground(colours.ground),
            "ind": looks.indent(left, _right_inset(theme)),
            "spacing": looks.spacing(0, theme.lists.item_gap, body.leading),
        }
        sheet.made(Style(name=name, based_on="Normal", paragraph=box))
        label: Properties = {"keepNext": KEEP_NEXT, "spacing": looks.spacing(look.before, 0)}
        sheet.made(
            Style(
                name=f"{name} Label",
                based_on=name,
                following=name,
                paragraph=label,
                run={"b": BOLD, "color": looks.colour(colours.label)},
            )
        )
    return Setting(name, name, left, flush=True)


def _right_inset(theme: Theme) -> float:
    return theme.callouts.padding_x + looks.THINNEST_BORDER


def _callout_borders(theme: Theme, kind: CalloutKind, direction: Direction) -> str:
    """The bar, and borders in the colour of the ground that keep it away from the text.

    ``w:pBdr`` (17.3.1.24) knows only left and right: the bar of a right-to-left document is right.
    """
    colours, look = theme.callouts.of(kind), theme.callouts
    bar, far = ("left", "right") if direction == "ltr" else ("right", "left")
    sides = {
        "top": looks.border("top", looks.THINNEST_BORDER, colours.ground, look.padding_y),
        "bottom": looks.border("bottom", looks.THINNEST_BORDER, colours.ground, look.padding_y),
        bar: looks.border(bar, colours.bar_width, colours.bar, look.padding_x),
        far: looks.border(far, looks.THINNEST_BORDER, colours.ground, look.padding_x),
    }
    return f"<w:pBdr>{''.join(sides[side] for side in ('top', 'left', 'bottom', 'right'))}</w:pBdr>"
