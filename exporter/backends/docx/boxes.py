"""Callouts, quotations and code: paragraphs with a bar beside them or a ground, not tables of one cell.

So a screen reader hears no table, and a writer makes one by choosing a style. The bar is the
border of each paragraph, and the ground its shading. Word leaves white what is *between* paragraphs
whose borders differ, as they do where a list stands further in; so inside a callout nothing is
between: the gaps are borders in the colour of the ground, at a distance from the text.

Where two of a kind follow each other, the same rule parts them: the second has borders, and a ground,
that look alike and are not equal (``apart``). No empty paragraph has to stand between.
"""

from __future__ import annotations

from exporter.backends.docx import looks
from exporter.backends.docx.looks import BOLD, KEEP_NEXT
from exporter.backends.docx.settings import BODY, Setting, bar, bar_sides, borders
from exporter.backends.docx.stylesheet import Style, Stylesheet, style_id
from exporter.backends.docx.xml import Properties
from exporter.model import Block, BlockQuote, BulletList, Callout, CalloutKind, CodeBlock, Group, OrderedList
from exporter.theme import Theme


def runs_into(before: Block | None, was_apart: bool, node: Block, around: Setting, theme: Theme) -> bool:
    """Whether ``node`` would be one with what stands before it, unless it is set apart.

    ``was_apart`` is the answer for the block before, so that every second of a row is set apart;
    a label, which a callout begins with, is apart from any text of the same ground.
    """
    if isinstance(node, Callout):
        ground = theme.callouts.of(node.kind).ground
        grounds = [theme.callouts.of(kind).ground for kind in _kinds_at_end(before)]
        if around.bar and around.bar != "quote":
            grounds.append(theme.callouts.of(around.bar).ground)
        return ground in grounds
    alike = isinstance(node, BlockQuote | CodeBlock) and isinstance(_last(before), type(node))
    return alike and not was_apart


def _last(block: Block | None) -> Block | None:
    """The block itself, or the last of a group."""
    while isinstance(block, Group):
        block = block.blocks[-1] if block.blocks else None
    return block


def _kinds_at_end(block: Block | None) -> list[CalloutKind]:
    """The callouts that end where a block ends."""
    kinds: list[CalloutKind] = []
    while block := _last(block):
        if isinstance(block, BulletList | OrderedList):
            inner = block.items[-1].blocks if block.items else ()
        elif isinstance(block, Callout):
            kinds.append(block.kind)
            inner = block.blocks
        else:
            break
        block = inner[-1] if inner else None
    return kinds


def quote_setting(
    sheet: Stylesheet, theme: Theme, around: Setting, depth: int, *, mirrored: bool, turned: bool, apart: bool
) -> Setting:
    """A quotation beside its bar, ``depth`` lists deep in ``around``.

    A paragraph has one bar: in a callout, that of the callout goes on, and the words stand further in.
    The bar of a ``mirrored`` box stands right. A ``turned`` one runs in the other direction than the
    document, so that its styles are others than those of boxes that do not.
    """
    look, style = theme.quote, theme.text.quote
    name = f"{around.name} Quote".strip() + (f" Indented {depth}" if depth else "")
    name += " Turned" if turned else ""
    outer = around.left + depth * theme.lists.indent
    left = outer + look.indent
    in_callout = around.bar not in ("quote", "")
    if in_callout:
        left = min(left, around.edge + looks.WIDEST_BORDER_GAP)
        setting = Setting(name, name, left, around.edge, around.bar, around.mirrored, right=around.right)
    else:
        name += " Apart" if apart else ""
        setting = Setting(name, name, left, outer + look.bar, "quote", mirrored, apart, around.right)
    if not sheet.has(name):
        right = setting.right or None
        paragraph: Properties = {**bar(setting, theme, left), "ind": looks.indent(left, right)}
        if not in_callout:
            paragraph |= {"spacing": looks.text_spacing(style), **looks.ends_of_lines(style, theme)}
        run, last = (
            looks.own_font(style, theme) if in_callout else looks.font(style, theme),
            bar(setting, theme, left, is_last=True),
        )
        base = around.text if in_callout else "Normal"
        sheet.made(
            Style(
                name=name,
                based_on=base,
                paragraph=paragraph,
                run=run,
                size=style.size,
                last=last,
                offered=not setting.apart,
            )
        )
    return setting


def attribution_style(sheet: Stylesheet, theme: Theme, setting: Setting) -> str:
    """The style of what says whose words a quotation has: small print at the end of its box."""
    style = theme.text.aside
    return sheet.made(
        Style(
            name=f"{setting.name} Attribution",
            based_on=setting.name,
            paragraph={"spacing": looks.spacing(leading=style.leading)},
            run=looks.own_font(style, theme),
            size=style.size,
        )
    )


def callout_setting(
    sheet: Stylesheet,
    theme: Theme,
    kind: CalloutKind,
    around: Setting,
    depth: int,
    *,
    mirrored: bool,
    turned: bool,
) -> Setting:
    """The box of a callout, ``depth`` lists deep in ``around``, whose text its own looks like; its text and
    its label have styles of their own."""
    name = f"{around.name} Callout {kind.capitalize()}".strip() + (f" Indented {depth}" if depth else "")
    name += " Turned" if turned else ""
    edge = around.left + depth * theme.lists.indent + theme.callouts.of(kind).bar_width
    setting = Setting(
        name,
        name,
        edge + theme.callouts.padding_x,
        edge,
        kind,
        mirrored,
        right=around.right + theme.callouts.padding_x + looks.THINNEST_BORDER,
    )
    if not sheet.has(name):
        sheet.made(_box(setting, theme, kind, around))
        sheet.made(_label(setting, theme, kind))
    return setting


def label_style(sheet: Stylesheet, theme: Theme, setting: Setting, kind: CalloutKind, *, apart: bool) -> str:
    """The style of the first line of a callout."""
    name = f"{setting.name} Label"
    if not apart:
        return style_id(name)
    ground = looks.ground_apart(theme, theme.callouts.of(kind).ground)
    return sheet.made(Style(name=f"{name} Apart", based_on=name, paragraph={"shd": ground}, offered=False))


def _box(setting: Setting, theme: Theme, kind: CalloutKind, around: Setting) -> Style:
    paragraph: Properties = {
        **bar(setting, theme, setting.left),
        "shd": looks.ground(theme, theme.callouts.of(kind).ground),
        "ind": looks.indent(setting.left, setting.right),
    }
    last = bar(setting, theme, setting.left, is_last=True)
    base = "Normal" if around == BODY else around.text
    if base != "Normal":
        paragraph["spacing"] = looks.spacing(0, 0)
    return Style(name=setting.name, based_on=base, paragraph=paragraph, last=last)


def _label(setting: Setting, theme: Theme, kind: CalloutKind) -> Style:
    """The first line: it has the upper padding, and nothing between it and the text."""
    look, colours = theme.callouts, theme.callouts.of(kind)
    top = looks.border(theme, "top", looks.THINNEST_BORDER, colours.ground, look.padding_y)
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
        run={"b": BOLD, "color": looks.colour(theme, colours.label)},
        last=borders(whole),
    )


def code_style(theme: Theme, name: str, outer: float = 0, *, apart: bool = False) -> Style:
    """Code on a ground of its own, ``outer`` points in: borders in its colour are its padding."""
    look, style = theme.code, theme.text.code_block
    width = looks.THINNEST_BORDER * (2 if apart else 1)
    sides = "".join(
        looks.border(theme, side, width, look.ground, look.padding)
        for side in ("top", "left", "bottom", "right")
    )
    inset = look.padding + looks.THINNEST_BORDER
    ground = looks.ground_apart(theme, look.ground) if apart else looks.ground(theme, look.ground)
    return Style(
        name=name,
        based_on="Normal",
        following="Body Text",
        paragraph={
            "pBdr": f"<w:pBdr>{sides}</w:pBdr>",
            "shd": ground,
            "spacing": looks.text_spacing(style),
            **looks.ends_of_lines(style, theme),
            "ind": looks.indent(outer + inset, inset),
        },
        run=looks.font(style, theme),
        offered=not (outer or apart),
    )


def inner_code_style(theme: Theme, base: str) -> Style:
    """Code in a box, whose text has the style named ``base``: its letters and lines, on the ground around."""
    style = theme.text.code_block
    return Style(
        name=f"{base} Code",
        based_on=base,
        paragraph={"spacing": looks.spacing(leading=style.leading), **looks.ends_of_lines(style, theme)},
        run=looks.own_font(style, theme),
        size=style.size,
    )
