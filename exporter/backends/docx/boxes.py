"""Callouts and quotations: paragraphs with a bar beside them, not tables of one cell.

So a screen reader hears no table, and a writer makes one by choosing a style. The bar is the
border of each paragraph, and the ground its shading. Word leaves white what is *between* paragraphs
whose borders differ, as they do where a list stands further in; so inside a callout nothing is
between: the gaps are borders in the colour of the ground, at a distance from the text.
"""

from __future__ import annotations

from exporter.backends.docx import looks
from exporter.backends.docx.looks import BOLD, KEEP_NEXT
from exporter.backends.docx.settings import Setting, bar, bar_sides, borders
from exporter.backends.docx.stylesheet import Style, Stylesheet
from exporter.backends.docx.xml import Properties
from exporter.model import CalloutKind
from exporter.theme import Theme


def quote_setting(sheet: Stylesheet, theme: Theme, depth: int, *, mirrored: bool, turned: bool) -> Setting:
    """A quotation beside its bar, ``depth`` lists deep.

    The bar of a ``mirrored`` box stands right. A ``turned`` one runs in the other direction than
    the document, so that its styles are others than those of boxes that do not.
    """
    look, style = theme.quote, theme.text.quote
    name = (f"Quote Indented {depth}" if depth else "Quote") + (" Turned" if turned else "")
    outer = depth * theme.lists.indent
    setting = Setting(name, name, outer + look.indent, outer + look.bar, "quote", mirrored)
    if not sheet.has(name):
        paragraph: Properties = {
            **bar(setting, theme, setting.left),
            "spacing": looks.text_spacing(style),
            "ind": looks.indent(setting.left),
        }
        sheet.made(Style(name=name, based_on="Normal", paragraph=paragraph, run=looks.font(style, theme)))
    return setting


def callout_setting(
    sheet: Stylesheet, theme: Theme, kind: CalloutKind, depth: int, *, mirrored: bool, turned: bool
) -> Setting:
    """The box of a callout, ``depth`` lists deep; its text and its label have styles of their own."""
    name = f"Callout {kind.capitalize()}" + (f" Indented {depth}" if depth else "")
    name += " Turned" if turned else ""
    edge = depth * theme.lists.indent + theme.callouts.of(kind).bar_width
    setting = Setting(name, name, edge + theme.callouts.padding_x, edge, kind, mirrored)
    if not sheet.has(name):
        sheet.made(_box(setting, theme, kind))
        sheet.made(_label(setting, theme, kind))
    return setting


def right_inset(theme: Theme) -> float:
    """What the ground of a callout reaches beyond its text at the far side, in points."""
    return theme.callouts.padding_x + looks.THINNEST_BORDER


def _box(setting: Setting, theme: Theme, kind: CalloutKind) -> Style:
    paragraph: Properties = {
        **bar(setting, theme, setting.left),
        "shd": looks.ground(theme.callouts.of(kind).ground),
        "ind": looks.indent(setting.left, right_inset(theme)),
    }
    last = bar(setting, theme, setting.left, is_last=True)
    return Style(name=setting.name, based_on="Normal", paragraph=paragraph, last=last)


def _label(setting: Setting, theme: Theme, kind: CalloutKind) -> Style:
    """The first line: it has the upper padding, and nothing between it and the text."""
    look, colours = theme.callouts, theme.callouts.of(kind)
    top = looks.border("top", looks.THINNEST_BORDER, colours.ground, look.padding_y)
    whole = {**bar_sides(setting, theme, setting.left, is_last=True), "top": top}
    # Left out, a border would be inherited: each side is a property of its own.
    open_below = {**whole, "bottom": looks.no_border("bottom"), "between": looks.no_border("between")}
    return Style(
        name=f"{setting.name} Label",
        based_on=setting.name,
        following=setting.name,
        paragraph={
            "keepNext": KEEP_NEXT,
            "spacing": looks.spacing(before=look.before),
            **borders(open_below),
        },
        run={"b": BOLD, "color": looks.colour(colours.label)},
        last=borders(whole),
    )
