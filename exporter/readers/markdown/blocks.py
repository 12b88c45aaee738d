"""Block tokens -> blocks."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import cast

import msgspec
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

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
    Inlines,
    ListItem,
    OrderedList,
    PageBreak,
    Paragraph,
    Position,
    Table,
    Text,
    ThematicBreak,
    plain_text,
)
from exporter.readers.markdown.attributes import (
    NO_ATTRIBUTES,
    Attributes,
    NotAttributes,
    parse_attributes,
)
from exporter.readers.markdown.divs import DivReader
from exporter.readers.markdown.html import DEEPEST_TABLES, tables_too_deep
from exporter.readers.markdown.html_tables import HtmlTableReader
from exporter.readers.markdown.inlines import InlineReader
from exporter.readers.markdown.parser import Parsed, parse, parse_line, siblings
from exporter.readers.markdown.source import Source
from exporter.readers.markdown.tables import TableReader, with_caption
from exporter.readers.reading import Notices

_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|CAUTION|WARNING|EMERGENCY)\][ \t]*(?:\n|$)", re.IGNORECASE)
_STRAY_FENCE = re.compile(r"^:{3,}[ \t]*$", re.MULTILINE)
_ALMOST_ATTRIBUTES = re.compile(r"(?<![{\\])\{[#.][^{}]*\}\s*$")
_CHECKBOXES = {"[ ] ": False, "[x] ": True, "[X] ": True}


class BlockReader:
    """Reads block tokens; the footnotes it meets gather in ``footnotes``."""

    def __init__(self, source: Source, parsed: Parsed, notices: Notices) -> None:
        self.source = source
        self.notices = notices
        self.inlines = InlineReader(source, parsed.abbreviations, notices)
        self._references = parsed.references
        self._budget = parsed.budget
        self.footnotes: list[Footnote] = []
        self._abbreviations: dict[str, Position] = {}
        self._tables_open = 0
        self._tables = TableReader(source, self.inlines, notices)
        self._divs = DivReader(source, self.inlines, notices)

    def blocks(self, tokens: Sequence[Token]) -> Blocks:
        found: list[Block] = []
        for token, inner in siblings(tokens):
            table = found[-1] if found and inner and inner[0].meta.get("caption") else None
            if isinstance(table, Table):
                found[-1:] = self._captioned(table, inner[0])
            else:
                found.extend(self._element(token, inner))
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
                return self._code(token, pos)
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
            case "abbreviation":
                self._abbreviation(token, pos)
                return ()
            case _:
                return self._unreadable(token, pos)

    def _paragraph(self, inline: Token, pos: Position) -> Blocks:
        match inline.content:
            case "[[toc]]":
                return (Contents(pos=pos),)
            case "\\newpage":
                return (PageBreak(pos=pos),)
        for stray in _STRAY_FENCE.finditer(inline.content):
            place = self.source.of_inline(inline, stray.start())
            self.notices.error("div-stray", "this ::: closes nothing", place, "take it out, or write \\:::")
        if figure := self._figure(inline, pos):
            return figure
        return (Paragraph(self.inlines.read(inline), pos=self._start_of(inline, pos)),)

    def _figure(self, inline: Token, pos: Position) -> Blocks:
        """An image alone in its paragraph; the title is its caption."""
        children = [token for token in inline.children or () if token.content or token.type != "text"]
        if not children or children[0].type != "image" or len(children) > 2:
            return ()
        behind = children[1] if len(children) == 2 else None
        if behind and behind.type != "attributes":
            return ()
        attributes = self.inlines.attributes_behind(children[0], behind, inline)
        image = self.inlines.image(children[0], attributes, inline)
        values = dict(attributes.values)
        figure = Figure(
            image.asset,
            image.alt,
            image.decorative,
            self.inlines.words(str(children[0].attrs.get("title", "")), pos),
            self._share(values.pop("width", ""), pos),
            id=attributes.id,
            pos=pos,
        )
        classes = tuple(name for name in attributes.classes if name != "decorative")
        outside = Attributes("", classes, values) if classes or values else NO_ATTRIBUTES
        return self._divs.wrapped((figure,), outside, "a figure", pos)

    def _share(self, width: str, pos: Position) -> float:
        """A width such as ``60%`` as a share of the line."""
        if not width:
            return 0
        if re.fullmatch("[1-9][0-9]?%|100%", width):
            return int(width[:-1]) / 100
        self.notices.error("image-width", f"a width is a share such as 60%, not {width!r}", pos)
        return 0

    def _heading(self, token: Token, inline: Token, pos: Position) -> Heading:
        attributes = inline.meta["attributes"]
        content = self.inlines.read(inline)
        found = _ALMOST_ATTRIBUTES.search(inline.content)
        if found and plain_text(content[-1:]).endswith(found[0]):
            self.notices.warning("attributes", f"{found[0]} is printed: it holds no attributes", pos)
        if attributes._replace(id="") != NO_ATTRIBUTES:
            outside = attributes._replace(id="")
            content = (self.inlines.spanned(content, outside, "a heading", pos),)
        return Heading(int(token.tag[1:]), content, id=attributes.id, pos=pos)

    def _code(self, token: Token, pos: Position) -> Blocks:
        """Code in the language that its info string begins with, or has as its first class (Pandoc)."""
        language, braces, rest = unescapeAll(token.info).strip().partition("{")
        attributes = NO_ATTRIBUTES
        if braces:
            try:
                attributes = parse_attributes(braces + rest)
            except NotAttributes:
                language = f"{language} {rest.strip('{}')}"
        said = language.split()
        if said[1:]:
            left_out = " ".join(said[1:])
            self.notices.warning("code-info", f"left out of the line that opens code: {left_out}", pos)
        language, *others = [*said[:1], *attributes.classes] or [""]
        code = CodeBlock(token.content, language, id=attributes.id, pos=pos)
        outside = attributes._replace(id="", classes=tuple(others))
        return self._divs.wrapped((code,), outside, "code", pos)

    def _abbreviation(self, token: Token, pos: Position) -> None:
        word = token.meta["word"]
        if self._tables_open:
            self.notices.error(
                "abbreviation-place", f"{word!r} is explained inside a table", pos, "explain it outside"
            )
        elif word in self._abbreviations:
            self.notices.error("abbreviation-twice", f"{word!r} is explained twice", pos, "keep one of them")
        self._abbreviations.setdefault(word, pos)

    def note_unused(self) -> None:
        """Notices for what was explained, but stands nowhere: no format shows it."""
        for word, pos in self._abbreviations.items():
            if word not in self.inlines.abbreviations_used:
                self.notices.warning("abbreviation-unused", f"{word!r} is explained, but stands nowhere", pos)

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
            raise tables_too_deep(self.source.name, self.source.of_block(token).line)
        self._tables_open += 1
        line = token.map[0] if token.map else 0
        table = HtmlTableReader(self._cell, self._line, self.notices).read(token.content, line)
        self._tables_open -= 1
        return table

    def _cell(self, text: str, line: int, column: int) -> Blocks:
        """The content of a cell of an HTML table, as Markdown that begins at a place of the source."""
        first, _, rest = text.partition("\n")
        content = f"{first.lstrip()}\n{textwrap.dedent(rest)}"
        self._budget.spend_block(line)
        tokens = parse(content, self.source.name, self._references, self._budget).tokens
        for token in tokens:
            token.meta.pop("column", None)
            if token.map:
                is_first = token.type == "inline" and token.map[0] == 0
                token.meta |= {"from": column} if is_first else {}
                token.map = [token.map[0] + line, token.map[1] + line]
        return self.blocks(tokens)

    def _line(self, text: str, line: int) -> Inlines:
        """A caption of an HTML table: one line, whatever block it looks like."""
        inline = parse_line(" ".join(text.split()), self.source.name, self._references, self._budget)
        inline.map = [line, line + 1]
        return self.inlines.read(inline)

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
                pos = self._start_of(inner[0], self.source.of_block(token))
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

    def _captioned(self, table: Table, inline: Token) -> Blocks:
        """The table with its caption, the words behind the colon."""
        pos = self.source.of_inline(inline, 0)
        content = _without_colon(self.inlines.read(inline))
        if content and table.caption:
            self.notices.error("table-caption", "this table has a caption already", pos, "keep one of them")
        attributes = inline.meta["attributes"]
        captioned = with_caption(table, content or table.caption, attributes, pos, self.notices)
        kept = {key: value for key, value in attributes.values.items() if key in ("lang", "dir")}
        outside = attributes._replace(id="", values=kept)
        return self._divs.wrapped((captioned,), outside, "a table", pos)

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
