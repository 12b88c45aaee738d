"""Prepared -> the View that every format must read back to.

**Compared**: the printed title and subtitle, headings with their levels, every word of the text in
order (captions, labels of callouts and of places to write, the words beside a QR code, what a table
holds), then sources and rights; the notes, each by its number; what stands for pictures; tables, by the
reach of their cells, which of them are headers, how many words each holds, and what describes them;
items of lists, by how deep they are and their numbers or bullets; where links lead: to an address, or to the
words that stand at a place; languages and directions of passages; boxes and quotations; subscripts,
superscripts and what is struck out; what abbreviations stand for; pictures that are decoration; what the file
says of itself: title, language, direction, authors and the other properties it has a place for.

**What a format cannot say** is not compared in it. A PDF has no direction of passages, leaves decoration out
of its structure, and its notes stand by their labels, wherever calls lead. Word has no boxes or quotations
and no header cells of rows, its items are as deep as all that they stand in, it has the direction of a
paragraph and none of phrases, holds 64 characters of an abbreviation's meaning, and a call is its note's.
No format names the kind of a callout: its label and its colours do. HTML has no place for a subtitle,
Word and PDF none for a date that is not the file's.

**Furniture**, which formats place as their readers expect: the letterhead
(its words are asked for, in any order, before the title), the list of contents, running headers and
footers with the facts they state (which may close the last words), bullets, boxes to tick, numbers of
notes, and the ways to and from them.
"""

from __future__ import annotations

from typing import final

import msgspec

from exporter.addresses import printed_address
from exporter.grid import PlacedCell, placed_rows
from exporter.model import (
    Abbreviation,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Code,
    CodeBlock,
    Contents,
    DefinitionList,
    Emphasis,
    Figure,
    FillIn,
    FootnoteRef,
    Group,
    Heading,
    Inline,
    InlineImage,
    Inlines,
    Kbd,
    LineBreak,
    Link,
    ListItem,
    Mark,
    OrderedList,
    PageBreak,
    Paragraph,
    Position,
    Property,
    QrCode,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    View,
    ViewNode,
)
from exporter.model.inlines import NOWHERE
from exporter.model.view import Role
from exporter.ordinals import ordinal
from exporter.prepare import Prepared
from exporter.render import Renderer

Nodes = tuple[ViewNode, ...]


def expected_view(prepared: Prepared) -> View:
    """What every format must read back to."""
    renderer = _Expected(prepared)
    metadata = prepared.metadata
    return View(
        title=metadata.title,
        language=metadata.language,
        direction=prepared.direction,
        properties=_properties(prepared),
        nodes=(
            *_letterhead(prepared),
            ViewNode(role="title", children=_said(metadata.title)),
            *_paragraph(metadata.subtitle, "subtitle"),
            *renderer.flow(prepared.document.blocks, NOWHERE),
            *renderer.colophon(),
        ),
        notes=tuple(
            ViewNode(
                role="note",
                label=str(note.number),
                children=renderer.flow(note.blocks, NOWHERE),
                ids=(_note_id(note.number),),
            )
            for note in prepared.notes
        ),
    )


def _said(words: str) -> Nodes:
    return (ViewNode(role="text", text=words),) if words else ()


def _paragraph(words: str, label: str = "") -> Nodes:
    return (ViewNode(role="paragraph", label=label, children=_said(words)),) if words else ()


def _letterhead(prepared: Prepared) -> Nodes:
    publisher = prepared.metadata.publisher
    if publisher is None:
        return ()
    note = f"({publisher.note})" if publisher.note else ""
    contacts = (part for words in publisher.contacts for part in _paragraph(words))
    return (*_paragraph(publisher.name, "publisher"), *_paragraph(note, "note"), *contacts)


@final
class _Expected(Renderer[Position, Nodes, Nodes]):
    """Each node of the model as nodes of a View; the context is the position of the block around."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared

    def flow(self, blocks: tuple[Block, ...], context: Position) -> Nodes:
        return tuple(node for nodes in self.blocks(blocks, context) for node in nodes)

    def colophon(self) -> Nodes:
        children = self.flow(self._prepared.colophon, NOWHERE)
        return (ViewNode(role="group", label="colophon", children=children),) if children else ()

    def line(self, inlines: Inlines, context: Position) -> Nodes:
        return tuple(node for nodes in self.inlines(inlines, context) for node in nodes)

    def block(self, node: Block, context: Position) -> Nodes:
        """The nodes of a block, placed where it stands in the source, with the name of its place."""
        nodes = super().block(node, node.pos if node.pos != NOWHERE else context)
        if not node.id:
            return nodes
        if not nodes:  # a place that links may lead to, where nothing is said
            return (ViewNode(role="group", ids=(f"#{node.id}",)),)
        return (msgspec.structs.replace(nodes[0], ids=(f"#{node.id}",)), *nodes[1:])

    def _of(self, role: Role, inlines: Inlines, context: Position, label: str = "") -> Nodes:
        if not inlines:
            return ()
        return (ViewNode(role=role, label=label, children=self.line(inlines, context), pos=context),)

    # Blocks

    def paragraph(self, node: Paragraph, context: Position) -> Nodes:
        return self._of("paragraph", node.content, context)

    def heading(self, node: Heading, context: Position) -> Nodes:
        children = self.line(node.content, context)
        return (ViewNode(role="heading", level=node.level, children=children, pos=context),)

    def bullet_list(self, node: BulletList, context: Position) -> Nodes:
        items = tuple(self._item(item, "", context) for item in node.items)
        return (ViewNode(role="list", children=items, pos=context),)

    def ordered_list(self, node: OrderedList, context: Position) -> Nodes:
        items = tuple(
            self._item(item, ordinal(number, node.numbering), context)
            for number, item in enumerate(node.items, node.start)
        )
        return (ViewNode(role="list", children=items, pos=context),)

    def _item(self, item: ListItem, label: str, context: Position) -> ViewNode:
        place = item.pos if item.pos != NOWHERE else context
        box = {None: (), True: (_box("☒"),), False: (_box("☐"),)}[item.checked]
        return ViewNode(role="item", label=label, children=(*box, *self.flow(item.blocks, place)), pos=place)

    def definition_list(self, node: DefinitionList, context: Position) -> Nodes:
        children: list[ViewNode] = []
        for item in node.items:
            place = item.pos if item.pos != NOWHERE else context
            children.append(ViewNode(role="term", children=self.line(item.term, place), pos=place))
            for blocks in item.definitions:
                children.append(ViewNode(role="definition", children=self.flow(blocks, place), pos=place))
        return (ViewNode(role="definition-list", children=tuple(children), pos=context),)

    def table(self, node: Table, context: Position) -> Nodes:
        rows = []
        for number, row in enumerate(placed_rows(node)):
            place = row.row.pos if row.row.pos != NOWHERE else context
            cells = tuple(
                ViewNode(
                    role="header-cell" if placed.is_header else "cell",
                    label=_headed(node, number, placed),
                    colspan=placed.colspan,
                    rowspan=placed.rowspan,
                    children=self.flow(placed.cell.blocks, place),
                    pos=place,
                )
                for placed in row.cells
            )
            rows.append(ViewNode(role="row", children=cells, pos=place))
        caption = self._of("caption", node.caption, context)
        alt = node.description or None
        return (ViewNode(role="table", alt=alt, children=(*caption, *rows), pos=context),)

    def figure(self, node: Figure, context: Position) -> Nodes:
        image = ViewNode(role="image", alt=_alternative(node), is_decoration=node.decorative, pos=context)
        caption = self._of("caption", node.caption, context)
        return (ViewNode(role="figure", children=(image, *caption), pos=context),)

    def block_quote(self, node: BlockQuote, context: Position) -> Nodes:
        source = self._of("paragraph", node.attribution, context, "source")
        children = (*self.flow(node.blocks, context), *source)
        return (ViewNode(role="quote", children=children, pos=context),)

    def callout(self, node: Callout, context: Position) -> Nodes:
        label = self._of("paragraph", node.title, context, "name")
        children = (*label, *self.flow(node.blocks, context))
        return (ViewNode(role="callout", label=node.kind, children=children, pos=context),)

    def code_block(self, node: CodeBlock, context: Position) -> Nodes:
        return (ViewNode(role="code-block", children=_said(node.text), pos=context),)

    def thematic_break(self, node: ThematicBreak, context: Position) -> Nodes:
        return (ViewNode(role="break", pos=context),)

    def page_break(self, node: PageBreak, context: Position) -> Nodes:
        return ()

    def fill_in(self, node: FillIn, context: Position) -> Nodes:
        box = (_box("☐"),) if node.kind == "checkbox" else ()
        label = self._of("paragraph", node.label, context)
        suffix = self._of("paragraph", node.suffix, context)
        return (ViewNode(role="fill-in", children=(*box, *label, *suffix), pos=context),)

    def qr_code(self, node: QrCode, context: Position) -> Nodes:
        address = Link(node.target, (Text(printed_address(node.target)),))
        lines = [line for line in (node.label, (address,), node.note) if line]
        labels = ["beside name", *("beside" for _ in lines[1:])]
        beside = (
            part
            for line, label in zip(lines, labels, strict=True)
            for part in self._of("paragraph", line, context, label)
        )
        image = ViewNode(role="image", alt=self._prepared.phrases.qr.format(target=node.target))
        return (ViewNode(role="figure", children=(image, *beside), pos=context),)

    def contents(self, node: Contents, context: Position) -> Nodes:
        return (ViewNode(role="contents", label=self._prepared.phrases.contents, pos=context),)

    def group(self, node: Group, context: Position) -> Nodes:
        children = self.flow(node.blocks, context)
        return (ViewNode(role="group", lang=node.lang, dir=node.dir, children=children, pos=context),)

    # Inlines

    def _within(self, role: Role, inlines: tuple[Inline, ...], context: Position) -> Nodes:
        return (ViewNode(role=role, children=self.line(inlines, context)),)

    def text(self, node: Text, context: Position) -> Nodes:
        return _said(node.text)

    def strong(self, node: Strong, context: Position) -> Nodes:
        return self._within("strong", node.content, context)

    def emphasis(self, node: Emphasis, context: Position) -> Nodes:
        return self._within("emphasis", node.content, context)

    def strike(self, node: Strike, context: Position) -> Nodes:
        return self._within("strike", node.content, context)

    def subscript(self, node: Subscript, context: Position) -> Nodes:
        return self._within("subscript", node.content, context)

    def superscript(self, node: Superscript, context: Position) -> Nodes:
        return self._within("superscript", node.content, context)

    def mark(self, node: Mark, context: Position) -> Nodes:
        return self._within("mark", node.content, context)

    def code(self, node: Code, context: Position) -> Nodes:
        return (ViewNode(role="code", children=_said(node.text)),)

    def kbd(self, node: Kbd, context: Position) -> Nodes:
        return (ViewNode(role="code", children=_said(node.text)),)

    def link(self, node: Link, context: Position) -> Nodes:
        (link,) = self._within("link", node.content, context)
        return (msgspec.structs.replace(link, target=node.target),)

    def span(self, node: Span, context: Position) -> Nodes:
        (span,) = self._within("span", node.content, context)
        return (msgspec.structs.replace(span, lang=node.lang, dir=node.dir),)

    def footnote_ref(self, node: FootnoteRef, context: Position) -> Nodes:
        number = self._prepared.note(node.id).number
        return (ViewNode(role="note-reference", label=str(number), target=_note_id(number)),)

    def abbreviation(self, node: Abbreviation, context: Position) -> Nodes:
        children = _said(node.text)
        return (ViewNode(role="abbreviation", expansion=node.expansion, children=children),)

    def line_break(self, node: LineBreak, context: Position) -> Nodes:
        return (ViewNode(role="break"),)

    def inline_image(self, node: InlineImage, context: Position) -> Nodes:
        return (ViewNode(role="image", alt=_alternative(node), is_decoration=node.decorative),)


def _headed(node: Table, row: int, cell: PlacedCell) -> str:
    """What a header cell heads."""
    if not cell.is_header:
        return ""
    if row >= node.header_rows:
        return "row"
    return "both" if cell.column < node.header_columns else "column"


def _note_id(number: int) -> str:
    """The name of a note's place; no block has one with a space in it."""
    return f"#note {number}"


def _properties(prepared: Prepared) -> dict[Property, tuple[str, ...]]:
    """What is said of the document, without what is not."""
    metadata = prepared.metadata
    stated: dict[Property, tuple[str, ...]] = {
        "subtitle": (metadata.subtitle,),
        "author": metadata.authors,
        "publisher": (metadata.publisher.name,) if metadata.publisher else (),
        "description": (metadata.description,),
        "keyword": metadata.keywords,
        "rights": (metadata.rights,),
        "identifier": (prepared.identifier,),
        "date": (metadata.date.isoformat(),) if metadata.date else (),
    }
    return {name: values for name, values in stated.items() if any(values)}


def _box(shape: str) -> ViewNode:
    return ViewNode(role="label", label=shape)


def _alternative(node: Figure | InlineImage) -> str | None:
    return None if node.decorative else node.alt or None
