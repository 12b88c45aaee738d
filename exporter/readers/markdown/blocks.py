"""Block tokens -> blocks."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import cast

import msgspec
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from exporter.errors import LimitReached
from exporter.model import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Callout,
    CalloutKind,
    CodeBlock,
    Contents,
    DefinitionItem,
    DefinitionList,
    Figure,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ListItem,
    OrderedList,
    PageBreak,
    Paragraph,
    Position,
    Span,
    Table,
    Text,
    ThematicBreak,
)
from exporter.readers.markdown.attributes import (
    NO_ATTRIBUTES,
    Attributes,
    NotAttributes,
    parse_attributes,
    split_trailing_attributes,
)
from exporter.readers.markdown.divs import DivReader
from exporter.readers.markdown.html_tables import DEEPEST_TABLES, HtmlTableReader
from exporter.readers.markdown.inlines import LEADING_ATTRIBUTES, InlineReader
from exporter.readers.markdown.parser import Parsed, parse, siblings
from exporter.readers.markdown.source import Source
from exporter.readers.markdown.tables import TableReader, with_caption
from exporter.readers.reading import Notices

_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|CAUTION|WARNING|EMERGENCY)\][ \t]*(?:\n|$)")
_CHECKBOXES = {"[ ] ": False, "[x] ": True, "[X] ": True}


class BlockReader:
    """Reads block tokens; the footnotes it meets gather in ``footnotes``."""

    def __init__(self, source: Source, parsed: Parsed, notices: Notices) -> None:
        self.source = source
        self.notices = notices
        self.inlines = InlineReader(source, parsed.abbreviations, notices)
        self._references = parsed.references
        self.footnotes: list[Footnote] = []
        self._tables_open = 0
        self._tables = TableReader(source, self.inlines, notices)
        self._divs = DivReader(source, self.inlines, notices)

    def blocks(self, tokens: Sequence[Token]) -> Blocks:
        found: list[Block] = []
        for token, inner in siblings(tokens):
            for block in self._element(token, inner):
                captioned = self._captioned(found[-1], block) if found else None
                if captioned:
                    found[-1] = captioned
                else:
                    found.append(block)
        return tuple(found)

    def _element(self, token: Token, inner: Sequence[Token]) -> Blocks:
        pos = self.source.of_block(token)
        match token.type:
            case "paragraph_open":
                return self._paragraph(inner[0], pos)
            case "heading_open":
                return (self._heading(token, inner[0], pos),)
            case "bullet_list_open":
                return (BulletList(self._items(inner), _is_tight(inner), pos=pos),)
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                return (OrderedList(self._items(inner), start, tight=_is_tight(inner), pos=pos),)
            case "blockquote_open":
                return (self._quote(inner, pos),)
            case "html_block":
                content = tuple(self.inlines.shown_html(token.content, pos))
                return (Paragraph(content, pos=pos),) if content else ()
            case "html_table":
                return (self._html_table(token),)
            case "fence" | "code_block":
                return (CodeBlock(token.content, unescapeAll(token.info).strip(), pos=pos),)
            case "hr":
                return (ThematicBreak(pos=pos),)
            case "table_open":
                return (self._tables.table(inner, pos),)
            case "dl_open":
                return (DefinitionList(self._definitions(inner), pos=pos),)
            case "div_open":
                return self._divs.div(token, inner, self.blocks, pos)
            case "footnote_reference_open":
                self._footnote(token, inner, pos)
                return ()
            case _:
                return self._unreadable(token, pos)

    def _paragraph(self, inline: Token, pos: Position) -> Blocks:
        match inline.content:
            case "[[toc]]":
                return (Contents(pos=pos),)
            case "\\newpage":
                return (PageBreak(pos=pos),)
        if figure := self._figure(inline, pos):
            return (figure,)
        return (Paragraph(self.inlines.read(inline), pos=self._start_of(inline, pos)),)

    def _figure(self, inline: Token, pos: Position) -> Figure | None:
        """An image alone in its paragraph; the title is its caption."""
        children = [token for token in inline.children or () if token.content or token.type != "text"]
        if not children or children[0].type != "image":
            return None
        behind = "".join(token.content for token in children[1:])
        is_alone = all(token.type == "text" for token in children[1:])
        if not is_alone or LEADING_ATTRIBUTES.sub("", behind, count=1).strip():
            return None
        attributes = self.inlines.take_attributes(children[1], inline) if children[1:] else NO_ATTRIBUTES
        image = self.inlines.image(children[0], attributes, inline)
        title = str(children[0].attrs.get("title", ""))
        return Figure(
            image.asset,
            image.alt,
            image.decorative,
            self.inlines.words(title, pos),
            self._share(attributes.values.get("width", ""), pos),
            id=attributes.id,
            pos=pos,
        )

    def _share(self, width: str, pos: Position) -> float:
        """A width such as ``60%`` as a share of the line."""
        if not width:
            return 0
        if re.fullmatch("[1-9][0-9]?%|100%", width):
            return int(width[:-1]) / 100
        self.notices.error("image-width", f"a width is a share such as 60%, not {width!r}", pos)
        return 0

    def _heading(self, token: Token, inline: Token, pos: Position) -> Heading:
        content, attributes = self._without_attributes(self.inlines.read(inline))
        values = dict(attributes.values)
        lang, direction = values.pop("lang", ""), self.inlines.direction(values.pop("dir", ""), pos)
        for key in values:
            self.notices.error("attribute-unknown", f"a heading has no attribute {key!r}", pos)
        if lang or direction or attributes.classes:
            content = (Span(content, lang, direction, attributes.classes),)
        return Heading(int(token.tag[1:]), content, id=attributes.id, pos=pos)

    def _without_attributes(self, content: Inlines) -> tuple[Inlines, Attributes]:
        """``content`` and the attributes in braces that it ends on."""
        last = content[-1] if content else None
        if not isinstance(last, Text):
            return content, NO_ATTRIBUTES
        text, braces = split_trailing_attributes(last.text)
        if not braces:
            return content, NO_ATTRIBUTES
        try:
            attributes = parse_attributes(braces)
        except NotAttributes:
            return content, NO_ATTRIBUTES
        rest: tuple[Inline, ...] = (Text(text),) if text else ()
        return content[:-1] + rest, attributes

    def _quote(self, tokens: Sequence[Token], pos: Position) -> Block:
        """A quotation, or where ``[!WARNING]`` opens it (GitHub) a callout."""
        kind = _take_alert(tokens)
        blocks = self.blocks(tokens)
        if kind is None:
            return BlockQuote(blocks, pos=pos)
        first = blocks[0]
        is_spent = isinstance(first, Paragraph) and not first.content
        return Callout(kind=kind, blocks=blocks[1:] if is_spent else blocks, pos=pos)

    def _html_table(self, token: Token) -> Table:
        if self._tables_open == DEEPEST_TABLES:
            raise LimitReached.because(
                "tables-too-deep",
                f"tables are nested more than {DEEPEST_TABLES} deep",
                file=self.source.name,
                line=self.source.of_block(token).line,
            )
        self._tables_open += 1
        line = token.map[0] if token.map else 0
        table = HtmlTableReader(self._cell, self._line, self.notices).read(token.content, line)
        self._tables_open -= 1
        return table

    def _cell(self, text: str, line: int) -> Blocks:
        """The content of a cell of an HTML table, as Markdown that begins on ``line``."""
        first, _, rest = text.partition("\n")
        content = f"{first.lstrip()}\n{textwrap.dedent(rest)}"
        tokens = parse(content, self.source.name, self._references).tokens
        for token in tokens:
            if token.map:
                token.map = [token.map[0] + line, token.map[1] + line]
        return self.blocks(tokens)

    def _line(self, text: str, line: int) -> Inlines:
        """A caption of an HTML table."""
        blocks = self._cell(" ".join(text.split()), line)
        return tuple(inline for block in blocks if isinstance(block, Paragraph) for inline in block.content)

    def _items(self, tokens: Sequence[Token]) -> tuple[ListItem, ...]:
        items = []
        for token, inner in siblings(tokens):
            checked = _take_checkbox(inner)
            items.append(ListItem(self.blocks(inner), checked, pos=self.source.of_block(token)))
        return tuple(items)

    def _definitions(self, tokens: Sequence[Token]) -> tuple[DefinitionItem, ...]:
        items: list[DefinitionItem] = []
        for token, inner in siblings(tokens):
            if token.type == "dt_open":
                pos = self.source.of_block(token)
                items.append(DefinitionItem(self.inlines.read(inner[0]), (), pos=pos))
            else:
                item = items[-1]
                definitions = (*item.definitions, self.blocks(inner))
                items[-1] = msgspec.structs.replace(item, definitions=definitions)
        return tuple(items)

    def _footnote(self, token: Token, inner: Sequence[Token], pos: Position) -> None:
        label = str(token.meta["label"])
        if any(note.id == label for note in self.footnotes):
            self.notices.error("footnote-twice", f"the footnote [^{label}] is defined twice", pos)
        self.footnotes.append(Footnote(self.blocks(inner), id=label, pos=pos))

    def _captioned(self, before: Block, block: Block) -> Table | None:
        """The table with its caption, where ``block`` is a caption that follows a table."""
        is_caption = (
            isinstance(before, Table)
            and isinstance(block, Paragraph)
            and not before.caption
            and block.content
            and isinstance(block.content[0], Text)
            and block.content[0].text.startswith(":")
        )
        if not is_caption:
            return None
        assert isinstance(before, Table) and isinstance(block, Paragraph)
        content, attributes = self._without_attributes(_without_colon(block.content))
        return with_caption(before, content, attributes, block.pos, self.notices)

    def _start_of(self, inline: Token, pos: Position) -> Position:
        return self.source.of_inline(inline, 0) if inline.map else pos

    def _unreadable(self, token: Token, pos: Position) -> Blocks:
        what = token.type.removesuffix("_open").replace("_", " ")
        self.notices.error("markdown-unread", f"cannot read a {what} yet", pos)
        return ()


def _is_tight(tokens: Sequence[Token]) -> bool:
    """Whether no item is set apart by blank lines: markdown-it hides the paragraphs of such lists."""
    return all(
        token.hidden
        for _, inner in siblings(tokens)
        for token, _ in siblings(inner)
        if token.type == "paragraph_open"
    )


def _take_checkbox(tokens: Sequence[Token]) -> bool | None:
    """The box of a task list item (GitHub), ``[ ]`` or ``[x]``, taken out of its first words.

    Looked for in the tokens, where an escaped bracket still differs from a bare one.
    """
    inline = tokens[1] if len(tokens) > 1 and tokens[0].type == "paragraph_open" else None
    first = inline.children[0] if inline and inline.children else None
    if not first or first.type != "text" or first.content[:4] not in _CHECKBOXES:
        return None
    checked = _CHECKBOXES[first.content[:4]]
    first.content = first.content[4:]
    return checked


def _take_alert(tokens: Sequence[Token]) -> CalloutKind | None:
    """The kind of a GitHub alert, its marker taken out of the quotation's first words."""
    inline = tokens[1] if len(tokens) > 1 and tokens[0].type == "paragraph_open" else None
    found = _ALERT.match(inline.content) if inline else None
    if not inline or not found or not inline.children:
        return None
    end = next((i for i, child in enumerate(inline.children) if child.type.endswith("break")), None)
    inline.children = inline.children[end + 1 :] if end is not None else []
    return cast("CalloutKind", found[1].lower())


def _without_colon(content: Inlines) -> Inlines:
    assert isinstance(content[0], Text)
    text = content[0].text[1:].lstrip()
    return (Text(text), *content[1:]) if text else content[1:]
