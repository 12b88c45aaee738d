"""What every backend is: the protocol, the typed renderer, and what it hands back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar, assert_never

import msgspec

from exporter.model import (
    Abbreviation,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Code,
    CodeBlock,
    Conditional,
    Contents,
    DefinitionList,
    Emphasis,
    Field,
    Figure,
    FillIn,
    FootnoteRef,
    Group,
    Heading,
    Inline,
    InlineImage,
    Kbd,
    LineBreak,
    Link,
    Mark,
    OrderedList,
    PageBreak,
    Paragraph,
    Position,
    QrCode,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from exporter.notices import Notice
from exporter.prepare import Prepared
from exporter.theme import Theme


class PageMap(msgspec.Struct, frozen=True):
    """Where the pages of the PDF begin: anchor -> page, counted from 1, and how many there are.

    ``starts`` are the pages by the position in the source of the first block that begins on each. A
    page that only goes on with what has begun before has none, nor has text that came without positions.
    """

    pages: dict[str, int]
    count: int
    starts: dict[Position, int] = {}


class Rendered(msgspec.Struct, frozen=True):
    """A finished file, with what could not be shown as it should be."""

    data: bytes
    notices: tuple[Notice, ...] = ()
    page_map: PageMap | None = None


class Backend(Protocol):
    """Turns what is prepared into one file. Pure: no files, no clock, no state between calls."""

    @property
    def suffix(self) -> str:
        """The ending of the file's name, without its dot."""
        ...

    def render(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Rendered: ...


Context = TypeVar("Context")
"""What a block needs to know of its surroundings; passed down, never pushed and popped."""
BlockOut = TypeVar("BlockOut")
InlineOut = TypeVar("InlineOut")


class Renderer(ABC, Generic[Context, BlockOut, InlineOut]):
    """One method for each node of the model, chosen by one exhaustive ``match`` for each union.

    A new node type fails the type check at ``assert_never`` below, and with its abstract
    method added, in every backend that lacks it. ``Field`` and ``Conditional`` never reach a
    renderer: ``fields`` resolves them, and ``prepare`` is given what it leaves.
    """

    def blocks(self, nodes: Iterable[Block], context: Context) -> list[BlockOut]:
        return [self.block(node, context) for node in nodes]

    def inlines(self, nodes: Iterable[Inline], context: Context) -> list[InlineOut]:
        return [self.inline(node, context) for node in nodes]

    def block(self, node: Block, context: Context) -> BlockOut:
        match node:
            case Paragraph():
                return self.paragraph(node, context)
            case Heading():
                return self.heading(node, context)
            case BulletList():
                return self.bullet_list(node, context)
            case OrderedList():
                return self.ordered_list(node, context)
            case DefinitionList():
                return self.definition_list(node, context)
            case Table():
                return self.table(node, context)
            case Figure():
                return self.figure(node, context)
            case BlockQuote():
                return self.block_quote(node, context)
            case Callout():
                return self.callout(node, context)
            case CodeBlock():
                return self.code_block(node, context)
            case ThematicBreak():
                return self.thematic_break(node, context)
            case PageBreak():
                return self.page_break(node, context)
            case FillIn():
                return self.fill_in(node, context)
            case QrCode():
                return self.qr_code(node, context)
            case Contents():
                return self.contents(node, context)
            case Group():
                return self.group(node, context)
            case Conditional():
                raise UnresolvedNode(node)
            case _:
                assert_never(node)

    def inline(self, node: Inline, context: Context) -> InlineOut:
        match node:
            case Text():
                return self.text(node, context)
            case Strong():
                return self.strong(node, context)
            case Emphasis():
                return self.emphasis(node, context)
            case Strike():
                return self.strike(node, context)
            case Subscript():
                return self.subscript(node, context)
            case Superscript():
                return self.superscript(node, context)
            case Mark():
                return self.mark(node, context)
            case Code():
                return self.code(node, context)
            case Kbd():
                return self.kbd(node, context)
            case Link():
                return self.link(node, context)
            case Span():
                return self.span(node, context)
            case FootnoteRef():
                return self.footnote_ref(node, context)
            case Abbreviation():
                return self.abbreviation(node, context)
            case LineBreak():
                return self.line_break(node, context)
            case InlineImage():
                return self.inline_image(node, context)
            case Field():
                raise UnresolvedNode(node)
            case _:
                assert_never(node)

    @abstractmethod
    def paragraph(self, node: Paragraph, context: Context) -> BlockOut: ...
    @abstractmethod
    def heading(self, node: Heading, context: Context) -> BlockOut: ...
    @abstractmethod
    def bullet_list(self, node: BulletList, context: Context) -> BlockOut: ...
    @abstractmethod
    def ordered_list(self, node: OrderedList, context: Context) -> BlockOut: ...
    @abstractmethod
    def definition_list(self, node: DefinitionList, context: Context) -> BlockOut: ...
    @abstractmethod
    def table(self, node: Table, context: Context) -> BlockOut: ...
    @abstractmethod
    def figure(self, node: Figure, context: Context) -> BlockOut: ...
    @abstractmethod
    def block_quote(self, node: BlockQuote, context: Context) -> BlockOut: ...
    @abstractmethod
    def callout(self, node: Callout, context: Context) -> BlockOut: ...
    @abstractmethod
    def code_block(self, node: CodeBlock, context: Context) -> BlockOut: ...
    @abstractmethod
    def thematic_break(self, node: ThematicBreak, context: Context) -> BlockOut: ...
    @abstractmethod
    def page_break(self, node: PageBreak, context: Context) -> BlockOut: ...
    @abstractmethod
    def fill_in(self, node: FillIn, context: Context) -> BlockOut: ...
    @abstractmethod
    def qr_code(self, node: QrCode, context: Context) -> BlockOut: ...
    @abstractmethod
    def contents(self, node: Contents, context: Context) -> BlockOut: ...
    @abstractmethod
    def group(self, node: Group, context: Context) -> BlockOut: ...
    @abstractmethod
    def text(self, node: Text, context: Context) -> InlineOut: ...
    @abstractmethod
    def strong(self, node: Strong, context: Context) -> InlineOut: ...
    @abstractmethod
    def emphasis(self, node: Emphasis, context: Context) -> InlineOut: ...
    @abstractmethod
    def strike(self, node: Strike, context: Context) -> InlineOut: ...
    @abstractmethod
    def subscript(self, node: Subscript, context: Context) -> InlineOut: ...
    @abstractmethod
    def superscript(self, node: Superscript, context: Context) -> InlineOut: ...
    @abstractmethod
    def mark(self, node: Mark, context: Context) -> InlineOut: ...
    @abstractmethod
    def code(self, node: Code, context: Context) -> InlineOut: ...
    @abstractmethod
    def kbd(self, node: Kbd, context: Context) -> InlineOut: ...
    @abstractmethod
    def link(self, node: Link, context: Context) -> InlineOut: ...
    @abstractmethod
    def span(self, node: Span, context: Context) -> InlineOut: ...
    @abstractmethod
    def footnote_ref(self, node: FootnoteRef, context: Context) -> InlineOut: ...
    @abstractmethod
    def abbreviation(self, node: Abbreviation, context: Context) -> InlineOut: ...
    @abstractmethod
    def line_break(self, node: LineBreak, context: Context) -> InlineOut: ...
    @abstractmethod
    def inline_image(self, node: InlineImage, context: Context) -> InlineOut: ...


class UnresolvedNode(TypeError):
    """A field or condition reached a renderer: a mistake in this program, not in a document."""
