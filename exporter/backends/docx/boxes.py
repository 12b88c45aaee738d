"""Callouts, quotations and code: paragraphs with a bar beside them or a ground, not tables of one cell.

So a screen reader hears no table, and a writer makes one by choosing a style. The bar is the
border of each paragraph, and the ground its shading. Word leaves white what is *between* paragraphs
whose borders differ, as they do where a list stands further in; so inside a callout nothing is
between: the gaps are borders in the colour of the ground, at a distance from the text.

Whatever stands in a callout has its ground and its bar, and a callout in another goes on beside the bar of
the one around, on its own ground: so a box has no white gaps.

Where two of a kind follow each other, the same rule parts them: the second has borders, and a ground,
that look alike and are not equal (``apart``). No empty paragraph has to stand between.
"""

from __future__ import annotations

from typing import Literal

from exporter.backends.docx import looks
from exporter.backends.docx.looks import BOLD, KEEP_NEXT
from exporter.backends.docx.settings import BODY, Setting, bar, bar_sides, borders
from exporter.backends.docx.stylesheet import Style, Stylesheet, style_id
from exporter.backends.docx.xml import TAB, Properties
from exporter.model import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    CalloutKind,
    CodeBlock,
    FillIn,
    Group,
    OrderedList,
)
from exporter.theme import Theme


def runs_into(before: Block | None, was_apart: bool, node: Block, around: Setting, theme: Theme) -> bool:
    """Whether ``node`` would be one with what stands before it, unless it is set apart.

    ``was_apart`` is the answer for the block before, so that every second of a row is set apart;
    a label, which a callout begins with, is apart from any text of the same ground.
    """
    if isinstance(node, Callout):
        ground = theme.callouts.of(node.kind).ground
        grounds = [theme.callouts.of(kind).ground for kind in _kinds_at_end(before)]
        if around.callout:
            grounds.append(theme.callouts.of(around.callout).ground)
        return ground in grounds
    alike = isinstance(node, BlockQuote | CodeBlock) and isinstance(_last(before), type(node))
    return alike and not was_apart


def _last(block: Block | None) -> Block | None:
    """The block itself, or the last of a group."""
    while isinstance(block, Group):
        block = block.blocks[-1] if block.blocks else None
    return block


def ends_framed(block: Block | None) -> bool:
    """Whether the last thing in a block has a lower edge of its own: a callout, or a box to write in."""
    last = _last(block)
    return bool(_kinds_at_end(block)) or (isinstance(last, FillIn) and last.kind == "box")


def begins_with(block: Block) -> Block:
    """The block itself, or the first in a group."""
    while isinstance(block, Group) and block.blocks:
        block = block.blocks[0]
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
    in_callout = around.callout is not None
    if in_callout:
        setting = _further_in(around, name, left, around.ground)
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


def _further_in(around: Setting, name: str, left: float, ground: CalloutKind | Literal[""]) -> Setting:
    """A box beside the bar of the callout ``around``, as far in as a bar can stand from its text."""
    left = min(left, around.edge + looks.WIDEST_BORDER_GAP)
    return Setting(
        name, name, left, around.edge, around.bar, around.mirrored, right=around.right, ground=ground
    )


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
    if goes_on(around, mirrored=mirrored):
        inset = around.left + depth * theme.lists.indent + theme.callouts.padding_x
        setting = _further_in(around, name, inset, kind)
    else:
        setting = _own_box(name, theme, kind, around, depth, mirrored=mirrored)
    if not sheet.has(name):
        sheet.made_together(
            (setting, around), lambda: (_box(setting, theme, kind, around), _label(setting, theme, kind))
        )
    return setting


def goes_on(around: Setting, *, mirrored: bool) -> bool:
    """Whether the bar of ``around`` is also that of a callout in it: it stands on the same side, and the
    words can stand further from it."""
    has_room = around.left < around.edge + looks.WIDEST_BORDER_GAP
    return around.callout is not None and around.mirrored == mirrored and has_room


def _own_box(
    name: str, theme: Theme, kind: CalloutKind, around: Setting, depth: int, *, mirrored: bool
) -> Setting:
    """The setting of a callout beside a bar of its own."""
    edge = around.left + depth * theme.lists.indent + theme.callouts.of(kind).bar_width
    return Setting(
        name,
        name,
        edge + theme.callouts.padding_x,
        edge,
        kind,
        mirrored,
        right=around.right + theme.callouts.padding_x + looks.THINNEST_BORDER,
    )


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
    first = borders({"top": _top(theme, kind)})
    last = bar(setting, theme, setting.left, is_last=True)
    base = "Normal" if around == BODY else around.text
    if base != "Normal":
        paragraph["spacing"] = looks.spacing(0, 0)
    return Style(name=setting.name, based_on=base, paragraph=paragraph, first=first, last=last)


def _top(theme: Theme, kind: CalloutKind) -> str:
    """The upper padding of a callout."""
    look = theme.callouts
    return looks.border(theme, "top", looks.THINNEST_BORDER, look.of(kind).ground, look.padding_y)


def _label(setting: Setting, theme: Theme, kind: CalloutKind) -> Style:
    """The first line: it has the upper padding, and nothing between it and the text."""
    look, colours = theme.callouts, theme.callouts.of(kind)
    whole = {**bar_sides(setting, theme, setting.left, is_last=True), "top": _top(theme, kind)}
    # Left out, a border would be inherited: each side is a property of its own.
    open_below = {**whole, "bottom": looks.no_border("bottom"), "between": looks.no_border("between")}
    return Style(
        name=f"{setting.name} Label",
        based_on=setting.name,
        following=setting.name,
        paragraph={
            "keepNext": KEEP_NEXT,
            "spacing": looks.spacing(before=0 if setting.ground else look.before),
            **borders(open_below),
        },
        run={"b": BOLD, "color": looks.colour(theme, colours.label)},
        last=borders(whole),
    )


def standing_style(
    sheet: Stylesheet, theme: Theme, setting: Setting, kind: CalloutKind, base: str, *, above: float = 0
) -> str:
    """The style of what has a look of its own, that of the style named ``base``, on the ground of a callout:
    its borders are all that is between it and the text around, ``above`` it so many points."""
    sides = bar_sides(setting, theme, setting.left)
    if above:
        ground = theme.callouts.of(kind).ground
        sides["top"] = looks.border(theme, "top", looks.THINNEST_BORDER, ground, above)
    return sheet.made(
        Style(
            name=f"{setting.name} {base[0].upper()}{base[1:]}",
            based_on=base,
            paragraph=_standing(setting, theme, kind) | borders(sides),
            first=borders({"top": _top(theme, kind)}),
            last=bar(setting, theme, setting.left, is_last=True),
        )
    )


def _standing(setting: Setting, theme: Theme, kind: CalloutKind) -> Properties:
    """The ground of a callout where its text stands, and nothing between paragraphs."""
    return {
        "shd": looks.ground(theme, theme.callouts.of(kind).ground),
        "ind": looks.indent(setting.left, setting.right),
        "spacing": looks.spacing(0, 0),
    }


def fill_in_box_style(sheet: Stylesheet, theme: Theme, setting: Setting, kind: CalloutKind) -> str:
    """The style of a box to write in, whose one side is the bar of the callout: a paragraph has one frame."""
    look = theme.fill_in
    near, far = ("right", "left") if setting.mirrored else ("left", "right")
    sides = {side: looks.border(theme, side, look.box_rule, look.rule_colour) for side in ("top", "bottom")}
    sides[near] = bar_sides(setting, theme, setting.left)[near]
    sides[far] = looks.border(theme, far, look.box_rule, look.rule_colour, theme.callouts.padding_x)
    paragraph = _standing(setting, theme, kind) | borders(sides)
    paragraph["spacing"] = looks.spacing(0, 0, look.row)
    return sheet.made(
        Style(name=f"{setting.name} Fill In Box", based_on="Fill In Box", paragraph=paragraph, offered=False)
    )


def break_style(sheet: Stylesheet, theme: Theme, setting: Setting, kind: CalloutKind, width: float) -> str:
    """The style of a rule in a callout whose text is ``width`` points wide: the borders of a paragraph are
    those of the callout, so a tab draws the rule, underlined, up to the second stop."""
    ground = theme.callouts.of(kind).ground
    side = (1 - theme.break_.width) / 2 * width
    start, end = setting.left + side, setting.left + width - side
    name = f"{setting.name} Thematic Break" + (f" {round(width)}" if setting.name.startswith("Table") else "")
    # The rule stands at the foot of its line: as much is below it as above.
    foot = looks.border(theme, "bottom", looks.THINNEST_BORDER, ground, theme.break_.space / 2)
    sides = {**bar_sides(setting, theme, setting.left), "bottom": foot}
    paragraph = {"tabs": looks.tab_stops(start, end), **borders(sides)}
    return sheet.made(Style(name=name, based_on=setting.name, paragraph=paragraph, offered=False))


def break_rule(sheet: Stylesheet, theme: Theme) -> str:
    """What draws the rule in a paragraph of such a style."""
    rule: Properties = {"u": looks.underline(theme, theme.break_.rule_colour)}
    style = Style(
        kind="character", name="Break Rule", based_on="Default Paragraph Font", run=rule, offered=False
    )
    return f'{TAB}<w:r><w:rPr><w:rStyle w:val="{sheet.made(style)}"/></w:rPr><w:tab/></w:r>'


def gap_style(sheet: Stylesheet, theme: Theme, setting: Setting) -> str:
    """The style of what parts two tables in a box."""
    sides = {side: looks.no_border(side) for side in ("bottom", "between")}
    height = looks.spacing(0, 0, theme.table.after, "exact")
    paragraph = {**borders({**bar_sides(setting, theme, setting.left), **sides}), "spacing": height}
    return sheet.made(
        Style(name=f"{setting.name} Gap", based_on=setting.name, paragraph=paragraph, offered=False)
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
