"""Blocks -> boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import final

from exporter.addresses import printed_address
from exporter.backends.pdf.boxes import (
    Box,
    CheckBox,
    ContentsBox,
    Frame,
    FrameBox,
    Hanging,
    ImageBox,
    ItemBox,
    Marker,
    PageBreakBox,
    QrBox,
    QrCodeBox,
    RuleBox,
    Shape,
    StackBox,
    TableBox,
    TextBox,
    WriteBox,
    WriteLine,
)
from exporter.backends.pdf.inlines import InlineRenderer, Pieces
from exporter.backends.pdf.runs import Run
from exporter.backends.pdf.setting import Setting
from exporter.backends.pdf.tables import table_grid
from exporter.model import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    CodeBlock,
    Contents,
    DefinitionList,
    Figure,
    FillIn,
    Group,
    Heading,
    Inlines,
    ListItem,
    OrderedList,
    PageBreak,
    Paragraph,
    QrCode,
    Table,
    ThematicBreak,
    plain_text,
)
from exporter.ordinals import ordinal
from exporter.prepare import Note
from exporter.qr import qr_code
from exporter.theme import TextStyle

_LEAST_IN_ITEM, _LEAST_IN_FRAME = 8, 4
"""The width, in em, that nested items and frames leave to what is in them."""
_ANNOUNCED = (BulletList, OrderedList, DefinitionList, Table, Figure, CodeBlock)


@final
class PdfRenderer(InlineRenderer):
    """Makes the boxes of a document. Keeps nothing between calls but what it was made with."""

    def start(self) -> Setting:
        return Setting.of(self.theme.text.body)

    def blocks(self, nodes: Iterable[Block], context: Setting) -> list[Box]:
        """The boxes of ``nodes``; a paragraph that announces what follows it stays with it."""
        blocks = tuple(nodes)
        boxes = super().blocks(blocks, context)
        for node, following, box in zip(blocks, blocks[1:], boxes, strict=False):
            if isinstance(following, _ANNOUNCED) and isinstance(node, Paragraph):
                box.keep_with_next = plain_text(node.content).rstrip().endswith(":")
        return boxes

    def block(self, node: Block, context: Setting) -> Box:
        """The box of a node; one that does not show its anchor itself stands in a stack that does."""
        box = super().block(node, context)
        box.pos = node.pos
        if not node.id or box.anchor == node.id or box.is_page_break:
            return box
        return StackBox([box], keep_with_next=box.keep_with_next, anchor=node.id)

    def stack(self, blocks: Sequence[Block], setting: Setting) -> StackBox:
        return StackBox(self.blocks(blocks, setting))

    def text_box(
        self, pieces: Pieces, setting: Setting, *, anchor: str = "", keep: bool = False, role: str = ""
    ) -> TextBox:
        """A paragraph of the setting's style around these pieces."""
        style = setting.style
        return TextBox(
            tuple(pieces),
            face=self.typesetter.runs(" ", setting)[0].ink.face,
            size=style.size,
            leading=style.leading,
            role=role or setting.role,
            before=style.before,
            after=style.after,
            align=setting.align,
            balanced=style.balanced,
            keep_with_next=keep,
            anchor=anchor,
        )

    def styled(
        self, content: Inlines, style: TextStyle, setting: Setting, *, keep: bool = False, role: str = "P"
    ) -> TextBox:
        """A paragraph of another style than the text around it."""
        restyled = setting.restyled(style, role)
        return self.text_box(self.pieces(content, restyled), restyled, keep=keep)

    def paragraph(self, node: Paragraph, context: Setting) -> Box:
        return self.text_box(self.pieces(node.content, context), context, anchor=node.id)

    def heading(self, node: Heading, context: Setting) -> Box:
        setting = context.restyled(self.theme.text.heading(node.level), f"H{node.level}")
        return self.text_box(self.pieces(node.content, setting), setting, anchor=node.id, keep=True)

    def bullet_list(self, node: BulletList, context: Setting) -> Box:
        markers = [self._bullet(item, context) for item in node.items]
        return self._list(node.items, markers, context, node.id, tight=node.tight)

    def ordered_list(self, node: OrderedList, context: Setting) -> Box:
        markers = [
            self._number(f"{ordinal(number, node.numbering)}.", context)
            for number, _ in enumerate(node.items, node.start)
        ]
        return self._list(node.items, markers, context, node.id, tight=node.tight)

    def _list(
        self,
        items: Sequence[ListItem],
        markers: Sequence[Marker],
        context: Setting,
        anchor: str,
        *,
        tight: bool,
    ) -> Box:
        look = self.theme.lists
        inner = context._replace(list_depth=context.list_depth + 1)
        gap = look.item_gap if tight else context.style.after
        widest = max((sum(run.width for run in marker.runs) + marker.gap for marker in markers), default=0.0)
        least = _LEAST_IN_ITEM * context.size if context.list_depth else 0.0
        hanging = Hanging(max(float(look.indent), widest), least, context.style.leading)
        boxes = [
            ItemBox(self._item(item, inner, gap), marker, hanging, after=gap)
            for item, marker in zip(items, markers, strict=True)
        ]
        for box in (boxes[0], boxes[-2]) if len(boxes) > 1 else ():
            # Neither a first nor a last item of one line alone on its side of a page break.
            box.keep_with_next = box.measures()[1] <= self.theme.page.text_width
        after = gap if context.list_depth else look.after
        return StackBox(boxes, before=gap, after=after, anchor=anchor)

    def _item(self, item: ListItem, setting: Setting, gap: float) -> Box:
        """The blocks of an item, as close together as the items of its list."""
        boxes = self.blocks(item.blocks, setting)
        if len(boxes) > 1 and isinstance(item.blocks[1], (BulletList, OrderedList)):
            boxes[0].keep_with_next = True
        for box in boxes:
            if isinstance(box, TextBox):
                box.after = gap
        return StackBox(boxes, anchor=item.id)

    def _bullet(self, item: ListItem, context: Setting) -> Marker:
        look = self.theme.lists
        shape: Shape = look.marker(context.list_depth)
        if item.checked is not None:
            shape = "checked" if item.checked else "unchecked"
            box = self.theme.fill_in
            return Marker(shape, (), context.size, box.rule_colour, look.indent - box.box, box)
        return Marker(shape, (), context.size, look.marker_colour, look.marker_gap)

    def _number(self, label: str, context: Setting) -> Marker:
        look = self.theme.lists
        setting = context._replace(colour=look.marker_colour, bold=look.marker_bold)
        runs = tuple(self.typesetter.runs(label, setting))
        return Marker(None, runs, context.size, look.marker_colour, look.marker_gap)

    def definition_list(self, node: DefinitionList, context: Setting) -> Box:
        look = self.theme.lists
        boxes: list[Box] = []
        for item in node.items:
            term_setting = context._replace(bold=look.term_bold or context.bold)
            term = self.text_box(
                self.pieces(item.term, term_setting), term_setting, anchor=item.id, keep=True
            )
            term.after = look.item_gap / 2
            boxes.append(term)
            for definition in item.definitions:
                content = self.stack(definition, context)
                hanging = Hanging(look.indent, _LEAST_IN_ITEM * context.size)
                boxes.append(ItemBox(content, None, hanging, after=look.item_gap))
        return StackBox(boxes, after=look.after, anchor=node.id)

    def table(self, node: Table, context: Setting) -> Box:
        boxes: list[Box] = []
        if node.caption:
            caption = self.styled(node.caption, self.theme.text.caption, context, keep=True, role="Caption")
            boxes.append(caption)
        boxes.append(TableBox.whole(table_grid(self, node, context)))
        return StackBox(boxes, anchor=node.id)

    def figure(self, node: Figure, context: Setting) -> Box:
        page, look = self.theme.page, self.theme.figure
        highest = (page.height - page.top - page.bottom) * look.most
        asset = self.prepared.document.assets[node.asset]
        image = ImageBox(asset, node.alt, share=node.width, highest=highest, look=look)
        if not node.caption:
            return StackBox([image], anchor=node.id)
        image.keep_with_next = True
        image.after = 0
        caption = self.styled(node.caption, self.theme.text.caption, context, role="Caption")
        return StackBox([image, caption], before=look.before, after=look.after, anchor=node.id)

    def block_quote(self, node: BlockQuote, context: Setting) -> Box:
        look = self.theme.quote
        setting = context.restyled(self.theme.text.quote)
        boxes = self.blocks(node.blocks, setting)
        if node.attribution:
            boxes.append(self.styled(node.attribution, self.theme.text.aside, context))
        frame = Frame(
            padding_x=look.indent - look.bar,
            bar=look.bar,
            bar_colour=look.bar_colour,
            least=_LEAST_IN_FRAME * context.size,
        )
        after = context.style.after
        return FrameBox(StackBox(boxes), frame, before=after, after=after, role="BlockQuote", anchor=node.id)

    def callout(self, node: Callout, context: Setting) -> Box:
        looks = self.theme.callouts
        colours = looks.of(node.kind)
        label_setting = context._replace(colour=colours.label, bold=True, list_depth=0)
        label = self.text_box(self.pieces(node.title, label_setting), label_setting, keep=True)
        label.after = 0
        frame = Frame(
            looks.padding_x,
            looks.padding_y,
            colours.bar_width,
            colours.bar,
            colours.ground,
            looks.radius,
            _LEAST_IN_FRAME * context.size,
        )
        inner = context._replace(list_depth=0)
        box = StackBox([label, *self.blocks(node.blocks, inner)])
        return FrameBox(box, frame, before=looks.before, after=looks.after, role="Aside", anchor=node.id)

    def code_block(self, node: CodeBlock, context: Setting) -> Box:
        """Lines keep their breaks and their spaces: a no-break space is one that is kept."""
        style = self.theme.text.code_block
        setting = context.restyled(style, "Code")
        kept = node.text.rstrip("\n").expandtabs(4).replace("\n ", "\n\u00a0").replace("  ", "\u00a0 ")
        box = self.text_box(self.plain(kept, setting), setting)
        box.before = box.after = 0
        look = self.theme.code
        frame = Frame(padding_x=look.padding, padding_y=look.padding, ground=look.ground)
        return FrameBox(box, frame, before=style.before, after=style.after, anchor=node.id)

    def thematic_break(self, node: ThematicBreak, context: Setting) -> Box:
        look = self.theme.break_
        return RuleBox(look.rule, look.rule_colour, look.width, before=look.space, after=look.space)

    def page_break(self, node: PageBreak, context: Setting) -> Box:
        return PageBreakBox()

    def fill_in(self, node: FillIn, context: Setting) -> Box:
        look = self.theme.fill_in
        label = self._flush(node.label, context)
        match node.kind:
            case "checkbox":
                lists = self.theme.lists
                return CheckBox(label, look, indent=lists.indent, around=lists.item_gap)
            case "lines" | "box":
                label.keep_with_next = True
                framed = node.kind == "box"
                lines = WriteBox(node.rows, look, framed=framed, after=context.style.after)
                before = max(look.row - context.style.leading, 0.0)
                return StackBox([label, lines], before=before, anchor=node.id)
            case _:
                return WriteLine(label, self._flush(node.suffix, context), look)

    def _flush(self, content: Inlines, context: Setting) -> TextBox:
        """A text with no space of its own around it."""
        box = self.text_box(self.pieces(content, context), context)
        box.before = box.after = 0
        return box

    def qr_code(self, node: QrCode, context: Setting) -> Box:
        aside = context.restyled(self.theme.text.aside)
        linked = aside._replace(target=node.target, colour=self.theme.link.colour)
        boxes: list[Box] = [
            self.text_box(self.pieces(node.label, aside.bolder()), aside),
            self.text_box(self.plain(printed_address(node.target), linked), aside),
        ]
        if node.note:
            boxes.append(self.text_box(self.pieces(node.note, aside), aside))
        look = self.theme.qr
        code = QrCodeBox(qr_code(node.target).matrix, look)
        return QrBox(code, StackBox(boxes), look, before=self.theme.callouts.after)

    def contents(self, node: Contents, context: Setting) -> Box:
        heading = context.restyled(self.theme.text.heading(2))
        words = self.plain(self.prepared.phrases.contents, heading)
        title = self.text_box(words, heading, keep=True, role="TOC")
        room = 2 * context.size
        entries: list[Box] = []
        for entry in self.prepared.outline:
            if entry.level <= node.depth:
                linked = context._replace(target=f"#{entry.anchor}")
                label = self.text_box(self.pieces(entry.content, linked), linked, role="Reference")
                label.after = 0
                indent = (entry.level - 1) * self.theme.lists.indent
                gap = self.theme.lists.item_gap
                entries.append(ContentsBox(label, entry.anchor, indent=indent, room=room, after=gap))
        return StackBox([title, StackBox(entries, after=context.style.after)], anchor=node.id)

    def group(self, node: Group, context: Setting) -> Box:
        return StackBox(self.blocks(node.blocks, context), anchor=node.id)

    def note(self, note: Note) -> Box:
        """A footnote as it stands at the foot of a page, its number hanging before it."""
        setting = Setting.of(self.theme.text.note, "Note")
        target, title = f"#{note.calls[0]}", self.prepared.phrases.back
        back = setting._replace(target=target, title=title, bold=True, colour=self.theme.link.colour)
        runs: tuple[Run, ...] = tuple(self.typesetter.runs(str(note.number), back))
        marker = Marker(None, runs, setting.size, setting.colour, self.theme.lists.marker_gap)
        box = StackBox(self.blocks(note.blocks, setting), anchor=note.anchor)
        indent = sum(run.width for run in runs) + marker.gap
        return ItemBox(box, marker, Hanging(indent), after=setting.style.after)
