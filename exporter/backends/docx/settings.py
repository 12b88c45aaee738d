"""Where text stands (body, callout, quote, table, note), and the styles its paragraphs have there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from exporter.backends.docx import looks
from exporter.backends.docx.looks import WIDEST_BORDER_GAP
from exporter.backends.docx.stylesheet import Style, Stylesheet, style_id
from exporter.backends.docx.xml import Properties
from exporter.model import CalloutKind
from exporter.theme import Theme, set_width

ListKind: TypeAlias = Literal["Bullet", "Number", "Continue", "Check"]
DISC = "\u2022"
DEEPEST = 9
"""Numbering has nine levels (17.9.6)."""
LINKED: dict[ListKind, int] = {"Bullet": 1, "Number": 2}
"""The lists of the body whose styles bring a numbering with them: its instance."""


NOTE_START = "footnote text"
"""The style of the first paragraph of a note, whose number hangs out; Word gives it to those it makes."""


class Setting(msgspec.Struct, frozen=True):
    """A place for text.

    ``name`` begins the names of its styles; ``text`` is the style of a paragraph, which begins ``left``
    points from the edge of the column and ends ``right`` points from the other. Beside a bar, ``bar`` says
    whose, and ``edge`` is where the bar ends. ``ground`` is a callout inside the one whose bar it is.
    ``apart`` is a quotation that follows another one: Word would join their bars.
    """

    name: str
    text: str
    left: float = 0
    edge: float = 0
    bar: CalloutKind | Literal["quote", ""] = ""
    mirrored: bool = False
    apart: bool = False
    right: float = 0
    ground: CalloutKind | Literal[""] = ""

    @property
    def callout(self) -> CalloutKind | None:
        """The callout whose ground the text stands on."""
        if self.bar == "quote" or not self.bar:
            return None
        return self.ground or self.bar


BODY = Setting("", "Body Text")
TABLE = Setting("Table", "Table Text")
TABLE_HEADING = Setting("Table Heading", "Table Heading")
ASIDE = Setting("Aside", "Aside")


def note_setting(theme: Theme) -> Setting:
    """What stands in a note, beside a number of two digits."""
    number = msgspec.structs.replace(theme.text.note, bold=True)
    hanging = set_width("00", number, theme) + theme.lists.marker_gap
    return Setting("Footnote", "Footnote Continue", hanging)


def paragraph_style(sheet: Stylesheet, setting: Setting, theme: Theme, depth: int) -> str:
    """The style of a paragraph without a number, ``depth`` lists deep."""
    return list_style(sheet, setting, theme, "Continue", depth - 1) if depth else style_id(setting.text)


def list_style(sheet: Stylesheet, setting: Setting, theme: Theme, kind: ListKind, depth: int) -> str:
    """The style of a list item ``depth`` lists inside another, counted from 0."""
    level = min(depth, DEEPEST - 1)
    name = _list_name(setting, kind, level)
    if not sheet.has(name):
        sheet.made_together((name, setting), lambda: (_new_list_style(name, setting, theme, kind, level),))
    return style_id(name)


def _list_name(setting: Setting, kind: ListKind, level: int) -> str:
    number = f" {level + 1}" if level else ""
    return f"{setting.name} List {kind}{number}".strip()


def _new_list_style(name: str, setting: Setting, theme: Theme, kind: ListKind, level: int) -> Style:
    left, hanging = list_indent(setting, theme, level, kind)
    paragraph: Properties = {"ind": looks.indent(left, hanging=hanging)}
    last: Properties = {}
    if setting.bar:
        paragraph |= bar(setting, theme, left - hanging)
        last = bar(setting, theme, left - hanging, is_last=True)
    else:
        paragraph["spacing"] = looks.spacing(after=theme.lists.item_gap)
    if setting == BODY and kind in LINKED:
        paragraph["numPr"] = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{LINKED[kind]}"/></w:numPr>'
    return Style(name=name, based_on=setting.text, paragraph=paragraph, last=last)


def linked_list_styles(theme: Theme) -> Iterator[Style]:
    """The styles that bring their numbering with them: all nine levels, as numbering names them."""
    for kind in LINKED:
        for level in range(DEEPEST):
            yield _new_list_style(_list_name(BODY, kind, level), BODY, theme, kind, level)


def list_indent(
    setting: Setting, theme: Theme, level: int, kind: ListKind, *, rtl: bool = False
) -> tuple[float, float]:
    """Where the text of a list level begins, and how far its first line hangs out, in points.

    Markers end a little before the text, so that numbers line up on their dots. A box to tick
    stands where the text around begins, and so does any marker in a quotation: only there the bars of an
    item and of the text become one. No line may begin further from a bar than a border can stand from
    its text.

    Where a list runs from right to left (``rtl``, or in a mirrored box), the middle of a marker stands there:
    programs do not agree which way one runs that begins or ends.
    """
    indent = theme.lists.indent
    left = setting.left + (level + 1) * indent
    beside = float(indent) if setting.bar == "quote" else float(theme.lists.marker_gap)
    if (rtl or setting.mirrored) and setting.bar != "quote":
        beside += set_width(DISC if kind == "Bullet" else "0.", theme.text.body, theme) / 2
    hanging = {"Continue": 0.0, "Check": float(indent)}.get(kind, beside)
    if setting.bar:
        hanging = max(hanging, left - setting.edge - WIDEST_BORDER_GAP)
    return left, hanging


def needs_tab(setting: Setting, theme: Theme, depth: int) -> bool:
    """Whether a paragraph without a number, ``depth`` lists deep, begins with a tab to its place."""
    if not (depth and setting.bar):
        return False
    return list_indent(setting, theme, min(depth, DEEPEST) - 1, "Continue")[1] > 0


def bar(setting: Setting, theme: Theme, begin: float, *, is_last: bool = False) -> Properties:
    """The bar beside a paragraph whose lines begin at ``begin`` (points), drawn as its border."""
    return borders(bar_sides(setting, theme, begin, is_last=is_last))


def bar_sides(setting: Setting, theme: Theme, begin: float, *, is_last: bool = False) -> Properties:
    """The borders of such a paragraph, by side."""
    near, far = ("right", "left") if setting.mirrored else ("left", "right")
    if setting.bar == "quote" or not setting.bar or not setting.callout:
        look = theme.quote
        sides = {near: looks.border(theme, near, look.bar, look.bar_colour, begin - setting.edge)}
        if setting.apart:
            sides[far] = looks.border(theme, far, looks.THINNEST_BORDER, theme.page.background)
        return sides
    colours, callouts = theme.callouts.of(setting.bar), theme.callouts
    ground = callouts.of(setting.callout).ground
    gap = callouts.padding_y if is_last else theme.lists.item_gap
    return {
        near: looks.border(theme, near, colours.bar_width, colours.bar, begin - setting.edge),
        far: looks.border(theme, far, looks.THINNEST_BORDER, ground, callouts.padding_x),
        "bottom": looks.border(theme, "bottom", looks.THINNEST_BORDER, ground, gap),
        "between": looks.border(theme, "between", looks.THINNEST_BORDER, ground, gap),
    }


def borders(sides: Properties) -> Properties:
    """``w:pBdr`` (17.3.1.24) with its children in order. It knows only left and right: the bar of
    a right-to-left document stands right.
    """
    order = ("top", "left", "bottom", "right", "between")
    return {"pBdr": f"<w:pBdr>{''.join(sides[side] for side in order if side in sides)}</w:pBdr>"}
