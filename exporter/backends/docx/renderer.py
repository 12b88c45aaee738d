"""The document's nodes as WordprocessingML: blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeVar, final

import msgspec

from exporter.addresses import printed_address
from exporter.backends.docx import boxes, controls, forms, looks, numbering, settings, tables, xml
from exporter.backends.docx.contents import contents_field
from exporter.backends.docx.context import PLAIN_START, Context, Start
from exporter.backends.docx.drawings import Picture, Shown, digest_of, fitted, qr_png, quiet_zone
from exporter.backends.docx.ledgers import Fragment
from exporter.backends.docx.paragraphs import ParagraphRenderer
from exporter.backends.docx.settings import ListKind
from exporter.backends.docx.stylesheet import Gap, Style, style_id
from exporter.grid import PlacedRow, is_to_fill_in, placed_rows
from exporter.language import direction_of
from exporter.model import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    CalloutKind,
    CodeBlock,
    Contents,
    DefinitionList,
    Figure,
    FillIn,
    Group,
    Heading,
    Inlines,
    Link,
    ListItem,
    OrderedList,
    PageBreak,
    Paragraph,
    QrCode,
    Table,
    TableCell,
    Text,
    ThematicBreak,
    plain_text,
)


def _qr_style(is_first: bool) -> str:
    return "QRLabel" if is_first else "QRText"


_ANNOUNCED = (BulletList, OrderedList, DefinitionList, Table, Figure, CodeBlock)
_EMPTY_CELL = TableCell(())
_TABLE_END = "</w:tbl>"
_MOST_IN_SECTION = 24
_CLOSED = Gap("Closed", 0)
"""The end of what stands above something else in a callout: its lower padding, and no white below."""
_BELOW_BOX = Gap("Below Box", 0)
"""The beginning of what stands below something else in a callout: its upper padding."""


Written = TypeVar("Written", str, Fragment)


class Between(NamedTuple):
    """What is known between two blocks in a row: the start of the next one, whether a table ends there, and
    whether the one ``before`` has been set apart."""

    start: Start
    after_table: bool = False
    apart: bool = False
    before: Block | None = None


@final
class DocxRenderer(ParagraphRenderer):
    """Renders one document; what it meets on the way gathers in the ledgers it was made with."""

    def title_block(self, context: Context) -> str:
        """The title and the subtitle; a title is no heading."""
        metadata = self.prepared.metadata
        lines = [("Title", metadata.title), ("Subtitle", metadata.subtitle)]
        return "".join(self._set(style, (Text(words),), context) for style, words in lines if words)

    def colophon(self, context: Context) -> str:
        """The last words, small and apart from the text; a label stays with what it announces."""
        first = Gap("First", self.theme.text.body.leading)
        return "".join(
            self.block(
                node,
                context.but(
                    setting=settings.ASIDE,
                    start=PLAIN_START if index else Start(before=first),
                    keep_next=isinstance(node, Paragraph) and index < len(self.prepared.colophon) - 1,
                ),
            )
            for index, node in enumerate(self.prepared.colophon)
        )

    def sections(self, nodes: Iterable[Block], context: Context) -> Iterator[str]:
        """The text of the document, with the answers of the ledgers: what comes before the first heading, and
        then from heading to heading, or as many blocks as are written again for one that is personal. Groups
        are no more than their blocks, and are not looked into."""
        cut: list[list[Block]] = [[]]
        for node in nodes:
            if isinstance(node, Heading) or len(cut[-1]) == _MOST_IN_SECTION:
                cut.append([])
            cut[-1].append(node)
        between = Between(context.start)
        for number, section in enumerate(cut):
            following = cut[number + 1][0] if number + 1 < len(cut) else None
            fragment, between = self._section(section, between, following, context)
            yield fragment.settled(self.ledgers)

    def _section(
        self, nodes: Sequence[Block], between: Between, following: Block | None, context: Context
    ) -> tuple[Fragment, Between]:
        """Blocks that stand in the text by themselves as one fragment, and what holds behind them; made of a
        fragment for each where they are to be remembered."""

        def together() -> tuple[Fragment, Between]:
            fragments, behind = self._in_row(
                nodes, between, following, context, self._fragment, self.record.fragment
            )
            return Fragment.together(fragments), behind

        if not self.prepared.memory.is_warm:
            texts, behind = self._in_row(nodes, between, following, context, self.block, str)
            return self.record.fragment("".join(texts)), behind
        around = (between.before, following)
        return self.fragments.of(nodes, (context, between[:3]), together, around)

    def _fragment(self, node: Block, context: Context) -> Fragment:
        """A block that stands in the text by itself."""
        if isinstance(node, Group):
            inner = _inside(node, context)
            inside, _ = self._section(node.blocks, Between(inner.start), None, inner)
            return inside.behind(self.record.fragment(self.record.at(node.id)))
        return self.fragments.of((node,), context, lambda: self.record.fragment(self.block(node, context)))

    def blocks(self, nodes: Iterable[Block], context: Context) -> list[str]:
        """A string for each block, and for what is between two."""
        return self._in_row(tuple(nodes), Between(context.start), None, context, self.block, str)[0]

    def _in_row(
        self,
        nodes: Sequence[Block],
        between: Between,
        following: Block | None,
        context: Context,
        write: Callable[[Block, Context], Written],
        alone: Callable[[str], Written],
    ) -> tuple[list[Written], Between]:
        """What ``write`` makes of each block, and ``alone`` of what is between two; and what holds behind the
        last. The first is given what ``between`` has for a start, and the last the space that the context has
        for an end, unless another is ``following``. Between tables there is always a paragraph, since Word
        makes one table of two that touch.
        """
        start, after_table, apart, before = between
        in_callout = context.setting.callout is not None
        written: list[Written] = []
        for index, node in enumerate(nodes):
            behind = nodes[index + 1] if index + 1 < len(nodes) else following
            if isinstance(node, PageBreak) and behind is not None and begins_with_paragraph(behind):
                start = Start(page_break=True)
                written.append(alone(self.record.at(node.id)))
                continue
            if after_table and begins_with_paragraph(node):
                start = Start(before=self._below_table(context), page_break=start.page_break)
            elif after_table:
                written.append(alone(self._gap_between_tables(context)))
            elif in_callout and boxes.ends_framed(before) and not isinstance(node, Callout):
                start = Start(before=_BELOW_BOX, page_break=start.page_break)
            apart = boxes.runs_into(before, apart, node, context.setting, self.theme)
            after = context.after if behind is None else context.between
            if in_callout and behind is not None:
                after = self._before(behind, context)
            keep = context.keep_next or (behind is not None and _announces(node, behind, context))
            inner = msgspec.structs.replace(
                context, start=start, after=after, between=None, apart=apart, keep_next=keep
            )
            block = write(node, inner)
            written.append(block)
            start, after_table, before = PLAIN_START, block.endswith(_TABLE_END), node
        return written, Between(start, after_table, apart, before)

    def _before(self, following: Block, context: Context) -> Gap | None:
        """The space between two blocks where it is not what the style of the first says: in a callout,
        what stands above a table or another callout ends as the last of a box does."""
        following = boxes.begins_with(following)
        if not isinstance(following, Callout | Table):
            return context.between
        goes_on = isinstance(following, Table) or boxes.goes_on(context.setting, mirrored=context.bidi)
        return _CLOSED if goes_on else Gap("Last", self.theme.callouts.after)

    def _below_table(self, context: Context) -> Gap:
        """The space below a table: white, or in a callout the padding of what follows."""
        return _BELOW_BOX if context.setting.callout else Gap("After Table", self.theme.table.after)

    def _gap_between_tables(self, context: Context) -> str:
        if not context.setting.callout:
            return self._table_gap()
        return xml.paragraph(boxes.gap_style(self.styles, self.theme, context.setting), "")

    def block(self, node: Block, context: Context) -> str:
        """The block, with its own anchor before it; a heading holds its anchor itself."""
        rendered = super().block(node, context)
        if not node.id or isinstance(node, Heading):
            return rendered
        return self.record.at(node.id) + rendered

    def flow(self, nodes: Iterable[Block], context: Context) -> str:
        """Blocks where a paragraph must come last: the body, a cell, a note."""
        written = "".join(self.blocks(nodes, context))
        return written + self.gap_below(written)

    def gap_below(self, written: str) -> str:
        """The paragraph that must come last, where nothing but a table would."""
        return self._table_gap() if written.endswith(_TABLE_END) else ""

    def paragraph(self, node: Paragraph, context: Context) -> str:
        style = context.start.style or self._text_style(context)
        if not context.start.style and self._lead(context):
            context = context.but(start=Start(lead=xml.TAB, before=context.start.before))
        return self._set(style, node.content, context)

    def heading(self, node: Heading, context: Context) -> str:
        style = f"heading {node.level}"
        kind = context.setting.callout
        if kind:
            above = self.theme.text.heading(node.level).before
            style = boxes.standing_style(self.styles, self.theme, context.setting, kind, style, above=above)
            start, after = Start(before=context.start.before), context.after
        else:
            # Its own style and no other, as the one that programs know best.
            style, start, after = style_id(style), PLAIN_START, None
        words = self._words(style, node.content, context)
        start = msgspec.structs.replace(start, page_break=context.start.page_break)
        return self._written(style, self.record.at(node.id, words), context.but(start=start, after=after))

    def bullet_list(self, node: BulletList, context: Context) -> str:
        bullets = self.record.unordered(context.setting, rtl=context.bidi, format=numbering.BULLET)
        return self._list(node, "Bullet", bullets, context)

    def ordered_list(self, node: OrderedList, context: Context) -> str:
        level = min(context.depth, settings.DEEPEST - 1)
        number = self.record.ordered(context.setting, node.numbering, level, node.start, rtl=context.bidi)
        return self._list(node, "Number", number, context)

    def _list(self, node: BulletList | OrderedList, kind: ListKind, number: str, context: Context) -> str:
        written: list[str] = []
        for index, item in enumerate(node.items):
            loose = None if node.tight or context.setting.bar else Gap("Loose", self.theme.text.body.after)
            after = loose
            if index == len(node.items) - 1:
                after = context.after or self._after_list(context)
            before = context.start.before if not index else None
            if written and written[-1].endswith(_TABLE_END):
                before = self._below_table(context)
            start = self._item_start(item, kind, number, context)
            start = Start(
                start.style, start.number, start.lead, before, context.start.page_break and not index
            )
            written.append(self._item(item, context.but(start=start, after=after, between=loose)))
        return "".join(written)

    def _after_list(self, context: Context) -> Gap | None:
        outermost = not context.depth and context.setting == settings.BODY
        return Gap("Last", self.theme.lists.after) if outermost else None

    def _item_start(self, item: ListItem, kind: ListKind, number: str, context: Context) -> Start:
        """The marker of an item: a number or bullet, or a box to tick in its place."""
        lead = ""
        if item.checked is not None:
            is_numbered = kind == "Number"
            lead = self._check_box(item, plain_text(item.blocks), item.checked)
            lead += xml.run(" ") if is_numbered else xml.TAB
            if not is_numbered:
                kind, number = (
                    "Check",
                    self.record.unordered(context.setting, rtl=context.bidi, format=numbering.CHECK),
                )
        level = min(context.depth, settings.DEEPEST - 1)
        style = settings.list_style(self.styles, context.setting, self.theme, kind, level)
        return Start(style, (number, level), lead)

    def _item(self, item: ListItem, context: Context) -> str:
        """An item whose first block is no paragraph has its marker in a paragraph of its own."""
        anchor = self.record.at(item.id)
        inner = context.but(depth=context.depth + 1)
        if item.blocks and isinstance(item.blocks[0], Paragraph):
            return anchor + "".join(self.blocks(item.blocks, inner))
        marker = self._written(context.start.style, "", context.but(after=None))
        return anchor + marker + "".join(self.blocks(item.blocks, inner.but(start=PLAIN_START)))

    def definition_list(self, node: DefinitionList, context: Context) -> str:
        written: list[str] = []
        term_style = self._term_style(context)
        for index, item in enumerate(node.items):
            start = context.start if not index else PLAIN_START
            term = self._set(term_style, item.term, context.but(start=start, after=None))
            written.append(self.record.at(item.id) + term)
            for number, blocks in enumerate(item.definitions, 1):
                is_end = index == len(node.items) - 1 and number == len(item.definitions)
                after = (context.after or self._after_list(context)) if is_end else None
                inner = context.but(start=PLAIN_START, after=after, depth=context.depth + 1)
                written.extend(self._definition(blocks, inner))
        return "".join(written)

    def _definition(self, blocks: tuple[Block, ...], context: Context) -> list[str]:
        name = f"{context.setting.name} Definition".strip() + (
            f" {context.depth}" if context.depth > 1 else ""
        )
        base = self.styles.name(self._text_style(context))
        self.styles.made(Style(name=name, based_on=base))
        return self.blocks(blocks, context.but(start=Start(style_id(name), lead=self._lead(context))))

    def _term_style(self, context: Context) -> str:
        base = self.styles.name(self._text_style(context))
        name = f"{context.setting.name} Definition Term".strip() + (
            f" {context.depth}" if context.depth else ""
        )
        bold: xml.Properties = {"b": looks.BOLD} if self.theme.lists.term_bold else {}
        close: xml.Properties = {"keepNext": looks.KEEP_NEXT, "spacing": looks.spacing(after=0)}
        return self.styles.made(Style(name=name, based_on=base, paragraph=close, run=bold))

    def table(self, node: Table, context: Context) -> str:
        caption = ""
        if node.caption:
            caption = self._caption(self._caption_style("caption", context), node, context.but(after=None))
        to_fill_in = is_to_fill_in(node)
        inset = context.setting.left + context.depth * self.theme.lists.indent
        width = context.width - context.depth * self.theme.lists.indent
        box = self._box_around(context)
        if box:
            inset, width = self._across(box, context)
        measure, widths = tables.fitted(node, self.theme, width)
        style = self.styles.made(
            tables.table_style(
                self.theme, to_fill_in=to_fill_in, inset=inset, padding=measure.padding, box=box
            )
        )
        row_height = self.theme.fill_in.row + 2 * self.theme.table.padding_y if to_fill_in else 0
        inner = context.plain().but(depth=0, keep_next=False)
        rows = [
            self._row(node, row, index < node.header_rows, widths, row_height, measure, inner)
            for index, row in enumerate(placed_rows(node))
        ]
        properties = tables.table_properties(node, style, width, context.bidi)
        return f"{caption}<w:tbl>{properties}{tables.grid_xml(widths)}{''.join(rows)}{_TABLE_END}"

    def _caption_style(self, base: str, context: Context) -> str:
        kind = context.setting.callout
        if kind is None:
            return style_id(base)
        return boxes.standing_style(self.styles, self.theme, context.setting, kind, base)

    def _box_around(self, context: Context) -> tables.Box | None:
        """The callout that a table stands in."""
        setting, look = context.setting, self.theme.callouts
        if setting.callout is None or setting.bar == "quote" or not setting.bar:
            return None
        outer = look.of(setting.bar)
        side: Literal["left", "right"] = "left" if setting.mirrored == context.bidi else "right"
        return tables.Box(setting.name, look.of(setting.callout).ground, outer.bar, outer.bar_width, side)

    def _across(self, box: tables.Box, context: Context) -> tuple[float, float]:
        """Where a table begins that fills its box from side to side, and its width, in points."""
        setting = context.setting
        left = setting.edge - box.bar_width
        right = setting.right - self.theme.callouts.padding_x - looks.THINNEST_BORDER
        width = context.width + setting.left + setting.right - left - right
        return left, width - box.half_outside

    def _row(
        self,
        node: Table,
        row: PlacedRow,
        is_header: bool,
        widths: list[float],
        height: float,
        measure: tables.Measure,
        context: Context,
    ) -> str:
        cells = []
        for placed in row.places:
            width = sum(widths[placed.column : placed.column + placed.colspan])
            inner = context.but(
                setting=settings.TABLE_HEADING if placed.is_header else settings.TABLE,
                width=width - 2 * measure.padding,
                align=node.columns[placed.column].align,
            )
            content = self._cell(_EMPTY_CELL if placed.continues else placed.cell, inner)
            turned = bool(measure.turned) and is_header and tables.turns(node, placed)
            cells.append(f"<w:tc>{tables.cell_properties(placed, widths, turned=turned)}{content}</w:tc>")
        properties = tables.row_properties(is_header, measure.turned if is_header else height)
        return f"{self.record.at(row.row.id)}<w:tr>{properties}{''.join(cells)}</w:tr>"

    def _cell(self, cell: TableCell, context: Context) -> str:
        if not cell.blocks:
            return self._written(self._text_style(context), "", context)
        return self.record.at(cell.id) + self.flow(cell.blocks, context)

    def figure(self, node: Figure, context: Context) -> str:
        asset = self.document.assets[node.asset]
        alt = "" if node.decorative else node.alt
        picture = fitted(asset, alt, (context.width, self._highest()), node.width)
        style = (
            "Figure" if context.setting == settings.BODY and not context.depth else self._text_style(context)
        )
        image = self._place_of(asset, context).inline(picture)
        if not node.caption:
            return self._written(style, image, context)
        # In a callout, its borders are what is between paragraphs.
        gap = None if context.setting.callout else Gap("Above Caption", self.theme.text.caption.before)
        held = self._written(style, image, context.but(keep_next=True, after=gap))
        return held + self._caption(
            self._caption_style("Figure Caption", context), node, context.but(start=PLAIN_START)
        )

    def _highest(self) -> float:
        page = self.theme.page
        return (page.height - page.top - page.bottom) * self.theme.figure.most

    def block_quote(self, node: BlockQuote, context: Context) -> str:
        setting = boxes.quote_setting(
            self.styles,
            self.theme,
            _around(context),
            context.depth,
            mirrored=context.bidi,
            turned=context.bidi != self.is_rtl,
            apart=context.apart,
        )
        # It looks as a quotation wherever it begins, be it the first of a definition.
        start = Start(before=context.start.before, page_break=context.start.page_break)
        inner = context.but(setting=setting, start=start, depth=0, width=_room(setting, context))
        if not node.attribution:
            return "".join(self.blocks(node.blocks, inner))
        words = "".join(self.blocks(node.blocks, inner.but(after=None)))
        style = boxes.attribution_style(self.styles, self.theme, setting)
        return words + self._set(style, node.attribution, inner.but(start=PLAIN_START))

    def callout(self, node: Callout, context: Context) -> str:
        setting = boxes.callout_setting(
            self.styles,
            self.theme,
            node.kind,
            _around(context),
            context.depth,
            mirrored=context.bidi,
            turned=context.bidi != self.is_rtl,
        )
        goes_on = bool(setting.ground)
        end = (context.after or _CLOSED) if goes_on else Gap("Last", self.theme.callouts.after)
        # The label of one that goes on has its own upper padding, whatever is above.
        start = Start(page_break=context.start.page_break) if goes_on else context.start
        inner = context.but(start=start, setting=setting, depth=0, width=_room(setting, context), after=end)
        below = self._before(node.blocks[0], inner.but(between=None)) if node.blocks else end
        label_context = inner.but(after=below)
        apart = context.apart and not goes_on
        style = boxes.label_style(self.styles, self.theme, setting, node.kind, apart=apart)
        label = self._set(style, node.title, label_context)
        return label + "".join(self.blocks(node.blocks, inner.but(start=PLAIN_START)))

    def code_block(self, node: CodeBlock, context: Context) -> str:
        text = self.words.runs(node.text.removesuffix("\n"), lang=context.lang, role="code")
        return self._written(self._code_style(context), text, context.but(bidi=False))

    def _code_style(self, context: Context) -> str:
        """The style of code: a ground of its own in the body, that of the box in a box.

        Code runs from left to right, so a box from right to left cannot hold it.
        """
        setting = context.setting
        if setting.mirrored or setting == settings.BODY:
            depth = 0 if setting.mirrored else context.depth
            name = (
                "Code Block" + (f" Indented {depth}" if depth else "") + (" Apart" if context.apart else "")
            )
            indent = depth * self.theme.lists.indent
            return self.styles.made(boxes.code_style(self.theme, name, indent, apart=context.apart))
        base = self.styles.name(self._text_style(context))
        return self.styles.made(boxes.inner_code_style(self.theme, base))

    def thematic_break(self, node: ThematicBreak, context: Context) -> str:
        kind = context.setting.callout
        if kind is None:
            return self._written("ThematicBreak", "", context)
        style = boxes.break_style(self.styles, self.theme, context.setting, kind, context.width)
        return self._written(style, boxes.break_rule(self.styles, self.theme), context)

    def page_break(self, node: PageBreak, context: Context) -> str:
        """A page break that no paragraph follows has one of its own."""
        return self._written("PageBreak", '<w:r><w:br w:type="page"/></w:r>', context)

    def fill_in(self, node: FillIn, context: Context) -> str:
        match node.kind:
            case "checkbox":
                style = settings.list_style(self.styles, context.setting, self.theme, "Check", context.depth)
                box = self._check_box(node, plain_text(node.label), False) + xml.TAB
                words = self._words(style, (*node.label, *_spaced(node.suffix)), context)
                return self._written(style, box + words, context)
            case "line" | "date":
                style = self._line_style(context)
                label = self._words(style, (*node.label, Text(" ")), context)
                suffix = self._words(style, _spaced(node.suffix), context)
                return self._written(style, label + self._place(node) + forms.LINE + suffix, context)
            case "lines":
                style = self._line_style(context)
                lines = [self._place(node) + forms.LINE, *[forms.LINE] * (node.rows - 1)]
            case "box":
                style = self._box_style(context)
                lines = [self._place(node) + forms.box_lines(node.rows)]
        plain = context.setting == settings.BODY and not context.depth
        label_style = "FillInLabel" if plain else self._text_style(context)
        label = self._set(label_style, (*node.label, *_spaced(node.suffix)), context.but(after=None))
        inner = context.plain()
        *upper, last = lines
        places = [self._written(style, line, inner.but(keep_next=True)) for line in upper]
        return label + "".join(places) + self._written(style, last, inner.but(after=context.after))

    def _box_style(self, context: Context) -> str:
        kind = context.setting.callout
        if kind is None:
            return "FillInBox"
        return boxes.fill_in_box_style(self.styles, self.theme, context.setting, kind)

    def _place(self, node: FillIn) -> str:
        """Where a writer types: a control that is announced by the words of the label."""
        words = plain_text((*node.label, *_spaced(node.suffix)))
        name = controls.Name(self.record.control(), words, node.id)
        if node.kind == "date":
            language = self.prepared.phrases.language
            return controls.date(name, forms.date_picture(language), language)
        return controls.text(name, many_lines=node.kind != "line")

    def _line_style(self, context: Context) -> str:
        end = context.width + (context.setting.left if context.setting.bar else 0)
        return forms.line_style(self.styles, self.theme, self._text_style(context), end)

    def qr_code(self, node: QrCode, context: Context) -> str:
        look = self.theme.qr
        data = qr_png(node.target, self.theme)
        digest = digest_of(data)
        alt = self.prepared.phrases.qr.format(target=node.target)
        picture = Picture(digest, look.size, look.size, alt)
        address = Link(node.target, (Text(printed_address(node.target)),))
        lines = [content for content in (node.label, (address,), node.note) if content]
        relationship = self.record.image(digest, "image/png", data, in_note=context.in_note)
        shown = Shown(self.record.picture(), relationship)
        if context.setting.callout:
            return self._code_in_box(shown, picture, lines, context.setting.callout, context)
        inner = context.plain().but(setting=settings.BODY, depth=0)
        # On the page, the code itself begins where text does: the margin is as white as what is around it.
        hangs = context.setting == settings.BODY and look.light == self.theme.page.background
        hang = quiet_zone(node.target, self.theme) if hangs else 0.0
        code = shown.beside(picture, look.gap, hang=hang, rtl=context.bidi)
        text = len(lines) * self.theme.text.aside.leading
        space = max(look.size - hang - text, 0) + self.theme.callouts.after
        end = Gap(f"Beside QR {space:.1f}", space)
        written = [
            (code if line is lines[0] else "") + self._words(_qr_style(line is lines[0]), line, inner)
            for line in lines
        ]
        *upper, last = written
        held = inner.but(keep_next=True)
        return "".join(
            self._written(_qr_style(not number), runs, held) for number, runs in enumerate(upper)
        ) + self._written("QRText", last, inner.but(after=end))

    def _code_in_box(
        self, shown: Shown, picture: Picture, lines: list[Inlines], kind: CalloutKind, context: Context
    ) -> str:
        """A QR code above what is said of it: beside a picture, programs move the bar of a callout."""
        image = shown.inline(picture)
        held = context.but(keep_next=True)
        written = self._written(self._text_style(context), image, held.but(after=None))
        for number, content in enumerate(lines):
            base = self.styles.name(_qr_style(not number))
            style = boxes.standing_style(self.styles, self.theme, context.setting, kind, base)
            inner = context if number == len(lines) - 1 else held.but(after=None)
            written += self._set(style, content, inner.but(start=PLAIN_START))
        return written

    def contents(self, node: Contents, context: Context) -> str:
        entries = [entry for entry in self.prepared.outline if entry.level <= node.depth]
        if not entries:
            return ""
        inner = context.plain().but(in_contents=True)
        words = ["".join(self.inlines(entry.content, inner)) for entry in entries]
        lines = contents_field(entries, words, node.depth, self.record, self.page_map)
        label = self._set(
            "TOCHeading", self._phrase(self.prepared.phrases.contents, context), context.but(after=None)
        )
        last = len(lines) - 1
        return label + "".join(
            self._written(
                f"Toc{entries[index].level}", line, inner.but(after=context.after if index == last else None)
            )
            for index, line in enumerate(lines)
        )

    def group(self, node: Group, context: Context) -> str:
        return "".join(self.blocks(node.blocks, _inside(node, context)))


def _inside(node: Group, context: Context) -> Context:
    """The context of what stands in a group."""
    direction = node.dir or (direction_of(node.lang) if node.lang else None)
    rtl = direction == "rtl" if direction else context.rtl
    bidi = rtl if direction else context.bidi
    return context.but(lang=node.lang or context.lang, rtl=rtl, bidi=bidi)


def _around(context: Context) -> settings.Setting:
    """What a box stands in, as long as the boxes around take less room than they leave; then the body."""
    around = context.setting
    return around if around.left + around.right <= context.width else settings.BODY


def _room(setting: settings.Setting, context: Context) -> float:
    """The width of text in a box, whose setting is ``setting``, in ``context``."""
    around = context.setting
    return context.width + around.left + around.right - setting.left - setting.right


def begins_with_paragraph(node: Block) -> bool:
    """Whether the first thing that Word meets of a block is a paragraph, not a table."""
    if isinstance(node, Table):
        return bool(node.caption)
    if isinstance(node, Group):
        return not node.blocks or begins_with_paragraph(node.blocks[0])
    return not isinstance(node, QrCode)


def _announces(node: Block, following: Block, context: Context) -> bool:
    """Whether a paragraph must not be parted from what follows it: it ends with a colon, or is the
    first line of an item with a list in it."""
    if not isinstance(node, Paragraph) or not isinstance(following, _ANNOUNCED):
        return False
    opens_item = bool(context.depth) and isinstance(following, BulletList | OrderedList)
    return opens_item or plain_text(node.content).rstrip().endswith(":")


def _spaced(suffix: Inlines) -> Inlines:
    """Words that follow on, with the space that parts them from what is before."""
    return (Text(" "), *suffix) if suffix else ()
