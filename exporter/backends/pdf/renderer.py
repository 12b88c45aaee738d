"""Blocks -> boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, final

from exporter.addresses import printed_address
from exporter.backends.pdf.bidi import levelled
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
    MirroredBox,
    PageBreakBox,
    QrBox,
    QrCodeBox,
    RuleBox,
    RunBox,
    Shape,
    Shared,
    StackBox,
    TableBox,
    TextBox,
    WriteBox,
    WriteLine,
    anchored,
)
from exporter.backends.pdf.forms import CheckField, Form, TextField, described, name_of, print_field
from exporter.backends.pdf.inlines import InlineRenderer, Pieces
from exporter.backends.pdf.setting import Setting
from exporter.backends.pdf.structure import Attributes, StructElem
from exporter.backends.pdf.tables import summary, table_grid
from exporter.language import primary
from exporter.model import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Callout,
    CodeBlock,
    Contents,
    DefinitionList,
    Figure,
    FillIn,
    FootnoteRef,
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
    Text,
    ThematicBreak,
    plain_text,
    walk,
)
from exporter.ordinals import ordinal
from exporter.prepare import Note
from exporter.qr import qr_code
from exporter.theme import TextStyle

_LEAST_IN_ITEM, _LEAST_IN_FRAME = 8, 4
"""The width, in em, that nested items and frames leave to what is in them."""
_SMALL, _SHARE_OF_PAGE = 12, 1 / 2
"""A callout or code no higher than so many lines, nor than this share of a page, is not parted."""
_ANNOUNCED = (
    BulletList,
    OrderedList,
    DefinitionList,
    Table,
    Figure,
    CodeBlock,
    BlockQuote,
    Callout,
    FillIn,
    QrCode,
    ThematicBreak,
    Group,
)
_ANNOUNCES = (":", "\uff1a")
"""The colons that end a paragraph which announces what follows it."""


_NUMBERINGS = {
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}
"""The numbers of a list as its structure element names them (ISO 32000-1, 14.8.5.5)."""
_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}
"""What a drawn marker stands for, for those who hear or copy it."""


def _numbering(name: str) -> dict[str, Attributes]:
    return {"List": {"ListNumbering": f"/{name}"}}


class Place(NamedTuple):
    """A block, and whether it stays with the next, which follows from that."""

    node: Block
    keep: bool


class Stretch(NamedTuple):
    """Blocks that follow each other, and the box of all of them, where several documents have that."""

    places: tuple[Place, ...]
    shared: Shared | None = None


def places(nodes: Iterable[Block], then: Block | None = None) -> Iterator[Place]:
    """A paragraph that announces what follows it stays with it; ``then`` follows the last."""
    blocks = tuple(nodes)
    for node, following in zip(blocks, (*blocks[1:], then), strict=False):
        keep = (
            isinstance(node, Paragraph)
            and isinstance(following, _ANNOUNCED)
            and plain_text(node.content).rstrip().endswith(_ANNOUNCES)
        )
        yield Place(node, keep)


def _stands_alone(node: Block, *, interactive: bool) -> bool:
    """Whether the box of a block follows from it alone: it calls no notes, lists no headings, and has no
    fields, whose names others have to keep clear of. A page break has nothing to share."""
    depends = (FootnoteRef, Contents, FillIn) if interactive else (FootnoteRef, Contents)
    return not isinstance(node, PageBreak) and not any(
        isinstance(inner, depends) for inner in (node, *walk(node))
    )


@final
class PdfRenderer(InlineRenderer):
    """Makes the boxes of a document. Keeps nothing between calls but what it was made with."""

    def start(self, root: StructElem | None = None) -> Setting:
        """The setting of the text, in the part of the document below ``root``, else the first."""
        return Setting.of(self.theme.text.body, root or self.root)._replace(rtl=self.is_rtl)

    def blocks(self, nodes: Iterable[Block], context: Setting) -> list[Box]:
        return [self.placed(place, context) for place in places(nodes)]

    def placed(self, place: Place, context: Setting) -> Box:
        """The box of a block where it stands."""
        box = self.block(place.node, context)
        if place.keep:
            box.keep_with_next = True
        return box

    def stretches(self, run: Blocks, then: Block | None, *, stays: bool) -> Sequence[Stretch]:
        """A run of blocks of the text, which ``then`` follows, or the imprint, with which the last ``stays``.
        Those that stand alone are boxes of all documents that have the run, once one has had it before."""
        prepared, theme = self.prepared, self.theme

        def placed() -> tuple[Place, ...]:
            found = tuple(places(run, then))
            return (*found[:-1], found[-1]._replace(keep=True)) if stays else found

        def is_apart(place: Place) -> bool:
            return _stands_alone(place.node, interactive=theme.fill_in.interactive)

        def make() -> list[Stretch]:
            stretches: list[Stretch] = []
            for is_alone, group in groupby(placed(), is_apart):
                own = tuple(group)
                stretches += self._shared(own) if is_alone else [Stretch(own)]
            return stretches

        key = ("pdf boxes", prepared.language, self.is_rtl, isinstance(then, _ANNOUNCED), stays)
        known = prepared.memory.common(key, (*run, theme, prepared.document.assets), make)
        return known or [Stretch(placed())]

    def _shared(self, own: tuple[Place, ...]) -> Iterator[Stretch]:
        """Blocks that stand alone with their box, and without it, where one has no room of its own on a page.
        Those at their end that stay with what follows go to the next page by themselves."""
        root = StructElem("Document")
        start = self.start(root)
        boxes = [self.placed(place, start) for place in own]
        end = len(own)
        while end and boxes[end - 1].keep_with_next:
            end -= 1
        if any(box.is_blank or box.breaks for box in boxes):
            yield Stretch(own)
        elif end == len(own) or len(own) == 1:
            yield Stretch(own, Shared(RunBox(boxes, keep_with_next=boxes[-1].keep_with_next), root))
        else:
            for part in (own[:end], *[(place,) for place in own[end:]]):
                yield from self._shared(part) if part else ()

    def block(self, node: Block, context: Setting) -> Box:
        """The box of a node; one that does not show its anchor itself stands in a stack that does."""
        box = super().block(node, context)
        box.pos = node.pos
        return box if not node.id or box.anchor == node.id else anchored(box, node.id)

    def stack(self, blocks: Sequence[Block], setting: Setting) -> StackBox:
        return StackBox(self.blocks(blocks, setting))

    def text_box(self, pieces: Pieces, setting: Setting, *, anchor: str = "", keep: bool = False) -> TextBox:
        """A paragraph of the setting's style around these pieces."""
        pieces_in_order = levelled(pieces, rtl=setting.rtl)
        face = self.typesetter.face(setting)
        return TextBox.styled(pieces_in_order, setting.style, face, setting.align, anchor=anchor, keep=keep)

    def styled(
        self, content: Inlines, style: TextStyle, setting: Setting, type: str = "P", *, keep: bool = False
    ) -> TextBox:
        """A paragraph of another style than the text around it, as a structure element of ``type``."""
        restyled = setting.restyled(style).within(type)
        return self.text_box(self.pieces(content, restyled), restyled, keep=keep)

    def paragraph(self, node: Paragraph, context: Setting) -> Box:
        return self.words(node, context.within("P"))

    def words(self, node: Paragraph, setting: Setting) -> TextBox:
        """A paragraph whose words are its holder's own."""
        return self.text_box(self.pieces(node.content, setting), setting, anchor=node.id)

    def heading(self, node: Heading, context: Setting) -> Box:
        setting = context.restyled(self.theme.text.heading(node.level)).within(f"H{node.level}")
        return self.text_box(self.pieces(node.content, setting), setting, anchor=node.id, keep=True)

    def bullet_list(self, node: BulletList, context: Setting) -> Box:
        look = self.theme.lists
        checked = all(item.checked is not None for item in node.items)
        shape = "square" if checked else look.marker(context.list_depth)
        setting = context.within("L", attributes=_numbering(shape.capitalize()))
        items = [(item, setting.within("LI")) for item in node.items]
        marked = [(item, inner, self._bullet(item, inner)) for item, inner in items]
        return self._list(marked, context, node.id, tight=node.tight)

    def ordered_list(self, node: OrderedList, context: Setting) -> Box:
        setting = context.within("L", attributes=_numbering(_NUMBERINGS[node.numbering]))
        items = [(item, setting.within("LI")) for item in node.items]
        marked = [
            (item, inner, self._number(f"{ordinal(number, node.numbering)}.", inner))
            for number, (item, inner) in enumerate(items, node.start)
        ]
        return self._list(marked, context, node.id, tight=node.tight)

    def _list(
        self,
        items: Sequence[tuple[ListItem, Setting, Marker]],
        context: Setting,
        anchor: str,
        *,
        tight: bool,
    ) -> Box:
        """The items, each with the setting of its element and its marker."""
        look = self.theme.lists
        depth = context.list_depth + 1
        gap = look.item_gap if tight else context.style.after
        widest = max(
            (sum(run.width for run in marker.runs) + marker.gap for _, _, marker in items), default=0.0
        )
        least = _LEAST_IN_ITEM * context.size if context.list_depth else 0.0
        hanging = Hanging(max(float(look.indent), widest), least, context.style.leading)
        boxes = [
            ItemBox(
                self._item(item, setting._replace(list_depth=depth).within("LBody"), gap),
                marker,
                hanging,
                after=gap,
            )
            for item, setting, marker in items
        ]
        for index in (0, -2) if len(boxes) > 1 else ():
            # Neither a first nor a last item of one line alone on its side of a page break.
            is_line = len(items[index][0].blocks) == 1
            boxes[index].keep_with_next = is_line and boxes[index].measures()[1] <= self.theme.page.text_width
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
            said = self.prepared.phrases.done if item.checked else self.prepared.phrases.to_do
            elem = context.within("Lbl", actual_text=said, lang=self.phrase_language(context)).elem
            return Marker(shape, (), context.size, box.rule_colour, look.indent - box.box, box, elem)
        elem = context.within("Lbl", actual_text=_BULLETS[shape]).elem
        return Marker(shape, (), context.size, look.marker_colour, look.marker_gap, elem=elem)

    def _number(self, label: str, context: Setting) -> Marker:
        look = self.theme.lists
        setting = context._replace(colour=look.marker_colour, bold=look.marker_bold).within("Lbl")
        runs = levelled(self.typesetter.runs(label, setting), rtl=setting.rtl)
        return Marker(None, runs, context.size, look.marker_colour, look.marker_gap)

    def definition_list(self, node: DefinitionList, context: Setting) -> Box:
        look = self.theme.lists
        boxes: list[Box] = []
        list_setting = context.within("DL", attributes=_numbering("None"))
        for item in node.items:
            setting = list_setting.within("DI")
            term_setting = setting._replace(bold=look.term_bold or context.bold).within("DT")
            term = self.text_box(
                self.pieces(item.term, term_setting), term_setting, anchor=item.id, keep=True
            )
            term.after = look.item_gap / 2
            boxes.append(term)
            for definition in item.definitions:
                content = self.stack(definition, setting.within("DD"))
                hanging = Hanging(look.indent, _LEAST_IN_ITEM * context.size)
                boxes.append(ItemBox(content, None, hanging, after=look.item_gap))
        return StackBox(boxes, after=look.after, anchor=node.id)

    def table(self, node: Table, context: Setting) -> Box:
        boxes: list[Box] = []
        setting = context.within("Table", attributes=summary(node))
        if node.caption:
            style = self.theme.text.caption
            boxes.append(self.styled(node.caption, style, setting, "Caption", keep=True))
        table = TableBox.whole(table_grid(self, node, setting))
        if not boxes:
            return StackBox([table], anchor=node.id)
        before, table.before = boxes[0].before + table.before, 0
        return StackBox([*boxes, table], before=before, anchor=node.id)

    def figure(self, node: Figure, context: Setting) -> Box:
        page, look = self.theme.page, self.theme.figure
        highest = (page.height - page.top - page.bottom) * look.most
        asset = self.prepared.document.assets[node.asset]
        setting = context.within("Div") if node.caption else context
        elem = None if node.decorative else setting.within("Figure", alt=node.alt).elem
        image = ImageBox(asset, elem, share=node.width, highest=highest, look=look)
        if not node.caption:
            return StackBox([image], anchor=node.id)
        image.keep_with_next = True
        image.after = 0
        caption = self.styled(node.caption, self.theme.text.caption, setting, "Caption")
        return StackBox([image, caption], before=look.before, after=look.after, anchor=node.id)

    def block_quote(self, node: BlockQuote, context: Setting) -> Box:
        look = self.theme.quote
        setting = context.restyled(self.theme.text.quote).within("BlockQuote")
        boxes = self.blocks(node.blocks, setting)
        if node.attribution:
            boxes.append(self.styled(node.attribution, self.theme.text.aside, setting))
        frame = Frame(
            padding_x=look.indent - look.bar,
            bar=look.bar,
            bar_colour=look.bar_colour,
            least=_LEAST_IN_FRAME * context.size,
        )
        after = context.style.after
        return FrameBox(StackBox(boxes), frame, before=after, after=after, anchor=node.id)

    def callout(self, node: Callout, context: Setting) -> Box:
        looks = self.theme.callouts
        colours = looks.of(node.kind)
        inner = context._replace(list_depth=0).within("Aside")
        label_setting = inner._replace(colour=colours.label, bold=True).within("P")
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
        box = StackBox([label, *self.blocks(node.blocks, inner)])
        whole = self._whole(context.style)
        return FrameBox(box, frame, before=looks.before, after=looks.after, anchor=node.id, whole=whole)

    def _whole(self, style: TextStyle) -> float:
        """How high a frame may be, in points, whose text no page break is to part."""
        page = self.theme.page
        return min(_SMALL * style.leading, (page.height - page.top - page.bottom) * _SHARE_OF_PAGE)

    def code_block(self, node: CodeBlock, context: Setting) -> Box:
        """Lines keep their breaks and their spaces: a no-break space is one that is kept."""
        style = self.theme.text.code_block
        setting = context.restyled(style).within("P").within("Code")
        kept = node.text.rstrip("\n").expandtabs(4).replace("\n ", "\n\u00a0").replace("  ", "\u00a0 ")
        box = self.text_box(self.plain(kept, setting), setting)
        box.before = box.after = 0
        look = self.theme.code
        frame = Frame(padding_x=look.padding, padding_y=look.padding, ground=look.ground)
        whole = self._whole(style)
        return FrameBox(box, frame, before=style.before, after=style.after, anchor=node.id, whole=whole)

    def thematic_break(self, node: ThematicBreak, context: Setting) -> Box:
        look = self.theme.break_
        return RuleBox(look.rule, look.rule_colour, look.width, before=look.space, after=look.space)

    def page_break(self, node: PageBreak, context: Setting) -> Box:
        return PageBreakBox(node.id)

    def fill_in(self, node: FillIn, context: Setting) -> Box:
        look = self.theme.fill_in
        setting = context.within("P")
        label = self._flush(node.label, setting)
        form = self._form(node, setting)
        match node.kind:
            case "checkbox":
                lists = self.theme.lists
                return CheckBox(label, look, form, indent=lists.indent, around=lists.item_gap)
            case "lines" | "box":
                label.keep_with_next = True
                framed = node.kind == "box" or form.field is not None  # what is typed keeps to no rules
                lines = WriteBox(node.rows, look, form, framed=framed, after=context.style.after)
                before = max(look.row - context.style.leading, 0.0)
                return StackBox([label, lines], before=before, anchor=node.id)
            case _:
                return WriteLine(label, self._flush(node.suffix, setting), look, form)

    def _form(self, node: FillIn, context: Setting) -> Form:
        """A place to write, and where the theme wants them, its field."""
        phrases = self.prepared.phrases
        face = self.typesetter.typing_face(context) if self.theme.fill_in.interactive else None
        if face is None:
            return Form(context.marked("Form", attributes=print_field(node, phrases)).elem)
        elem = context.marked("Form").elem
        name, said = name_of(node, phrases), described(node, phrases)
        if node.kind == "checkbox":
            return Form(elem, CheckField(name, said, self.theme.fill_in))
        said = phrases.date_field.format(label=said) if node.kind == "date" else said
        return Form(
            elem,
            TextField(
                name,
                said,
                face,
                context.size,
                context.colour,
                is_multiline=node.kind in ("lines", "box"),
                is_rtl=context.rtl,
            ),
        )

    def _flush(self, content: Inlines, context: Setting) -> TextBox:
        """A text with no space of its own around it."""
        box = self.text_box(self.pieces(content, context), context)
        box.before = box.after = 0
        return box

    def qr_code(self, node: QrCode, context: Setting) -> Box:
        aside = context.restyled(self.theme.text.aside).within("Div")
        alt = self.prepared.phrases.qr.format(target=node.target)
        figure = aside.within("Figure", alt=alt, lang=self.phrase_language(context)).elem
        address = printed_address(node.target)
        boxes: list[Box] = []
        for content in (node.label, (Link(node.target, (Text(address),)),), node.note):
            setting = (aside.bolder() if not boxes else aside).within("P")
            if content:
                boxes.append(self.text_box(self.pieces(content, setting), setting))
        look = self.theme.qr
        hangs = (
            context.elem is not None
            and context.elem.parent is None
            and look.light == self.theme.page.background
        )
        code = QrCodeBox(qr_code(node.target).matrix, look, figure, hangs=hangs)
        return QrBox(code, StackBox(boxes), look, before=self.theme.callouts.after)

    def contents(self, node: Contents, context: Setting) -> Box:
        setting = context.within("TOC")
        heading = setting.restyled(self.theme.text.heading(2))
        heading = heading.within("Caption", lang=self.phrase_language(context))
        words = self.plain(self.prepared.phrases.contents, heading)
        title = self.text_box(words, heading, keep=True)
        room = 2 * context.size
        entries: list[Box] = []
        for entry in self.prepared.outline:
            if entry.level <= node.depth:
                place = setting.within("TOCI").within("Reference")
                linked = self.linked(place, f"#{entry.anchor}", entry.text)._replace(colour=context.colour)
                label = self.text_box(self.pieces(entry.content, linked), linked)
                label.after = 0
                indent = (entry.level - 1) * self.theme.lists.indent
                gap = self.theme.lists.item_gap
                ink = self.typesetter.runs("0", linked)[0].ink
                entries.append(ContentsBox(label, entry.anchor, ink, indent=indent, room=room, after=gap))
        return StackBox([title, StackBox(entries, after=context.style.after)], anchor=node.id)

    def group(self, node: Group, context: Setting) -> Box:
        marked = node.lang or node.dir or node.classes
        setting = context.spoken(node.lang)
        setting = setting.within("Div", lang=node.lang) if marked else setting
        rtl = node.dir == "rtl" if node.dir else context.rtl
        box = StackBox(self.blocks(node.blocks, setting._replace(rtl=rtl)), anchor=node.id)
        return box if rtl == context.rtl else MirroredBox(box)

    def phrase_language(self, around: Setting) -> str:
        """The language of our own words where it is not that of the words around them (PDF/UA-1, 7.2)."""
        own, spoken = self.prepared.language, self.prepared.phrases.language
        if spoken == primary(around.language or own):
            return ""
        return own if spoken == primary(own) else spoken

    def note(self, note: Note) -> Box:
        """A footnote as it stands at the foot of a page, its number hanging before it."""
        setting = Setting.of(self.theme.text.note, self.notes[note.id])._replace(rtl=self.is_rtl)
        said = self.prepared.phrases.back
        back = self.linked(setting.bolder().within("Lbl"), f"#{note.calls[0]}", said)
        runs = levelled(self.typesetter.runs(str(note.number), back), rtl=setting.rtl)
        marker = Marker(None, runs, setting.size, setting.colour, self.theme.lists.marker_gap)
        box = StackBox(self.blocks(note.blocks, setting), anchor=note.anchor)
        indent = sum(run.width for run in runs) + marker.gap
        return ItemBox(box, marker, Hanging(indent), after=setting.style.after)
