"""Inline tokens -> inlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it.token import Token

from exporter.model import (
    NOWHERE,
    Abbreviation,
    Code,
    Direction,
    Emphasis,
    Field,
    FootnoteRef,
    Inline,
    InlineImage,
    Inlines,
    Kbd,
    LineBreak,
    Link,
    Mark,
    Position,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain_text,
)
from exporter.readers.markdown.attributes import NO_ATTRIBUTES, Attributes, NotAttributes, parse_attributes
from exporter.readers.markdown.html import is_comment, paired, tag_of
from exporter.readers.markdown.parser import FIELD, siblings
from exporter.readers.markdown.source import Source
from exporter.readers.reading import Notices

LEADING_ATTRIBUTES = re.compile(r"\A\{[^{}\n]*\}")


class InlineReader:
    """Reads the children of one inline token after another."""

    def __init__(self, source: Source, abbreviations: dict[str, str], notices: Notices) -> None:
        self._source = source
        self._abbreviations = abbreviations
        self._abbreviation = _any_of(abbreviations)
        self._notices = notices

    def read(self, block: Token) -> Inlines:
        """The inlines of a block's inline token."""
        return self._read(block.children or (), block)

    def position(self, block: Token, token: Token) -> Position:
        offset = token.meta.get("offset")
        return self._source.of_inline(block, offset) if isinstance(offset, int) else NOWHERE

    def words(self, text: str, pos: Position) -> Inlines:
        """Plain text that is no Markdown, such as a title in quotes, with the fields in it."""
        parts = FIELD.split(text)
        found: list[Inline] = [
            Field(part.strip(), pos) if index % 2 else Text(part) for index, part in enumerate(parts) if part
        ]
        return self._with_abbreviations(_joined(found))

    def image(self, token: Token, attributes: Attributes, block: Token) -> InlineImage:
        """An image token, wherever it stands."""
        return InlineImage(
            asset=str(token.attrs["src"]),
            alt=plain_text(self._read(token.children or (), block)),
            decorative="decorative" in attributes.classes,
            title=str(token.attrs.get("title", "")),
            pos=self.position(block, token),
        )

    def _read(self, tokens: Sequence[Token], block: Token) -> Inlines:
        found: list[Inline] = []
        elements = siblings(paired(tokens))
        for index, (token, inner) in enumerate(elements):
            attributes = NO_ATTRIBUTES
            if token.type == "image" and index + 1 < len(elements):
                attributes = self.take_attributes(elements[index + 1][0], block)
            found.extend(self._element(token, inner, attributes, block))
        return self._with_abbreviations(_joined(found))

    def take_attributes(self, token: Token, block: Token) -> Attributes:
        """The attributes that follow an image directly, taken out of the text they begin."""
        found = LEADING_ATTRIBUTES.match(token.content) if token.type == "text" else None
        if not found:
            return NO_ATTRIBUTES
        try:
            attributes = parse_attributes(found[0])
        except NotAttributes as error:
            self._notices.error("attributes", str(error), self.position(block, token))
            return NO_ATTRIBUTES
        token.content = token.content[found.end() :]
        return attributes

    def _element(
        self, token: Token, inner: Sequence[Token], attributes: Attributes, block: Token
    ) -> list[Inline]:
        match token.type:
            case "text" | "text_special":
                return [Text(token.content)] if token.content else []
            case "field":
                return [Field(token.content, self.position(block, token))]
            case "softbreak":
                return [Text(" ")]
            case "hardbreak":
                return [LineBreak()]
            case "strong_open":
                return [Strong(self._read(inner, block))]
            case "em_open":
                return [Emphasis(self._read(inner, block))]
            case "s_open":
                return [Strike(self._read(inner, block))]
            case "code_inline":
                return [Code(token.content)]
            case "link_open":
                return [self._link(token, inner, block)]
            case "image":
                return [self.image(token, attributes, block)]
            case "html_sub_open":
                return [Subscript(self._read(inner, block))]
            case "html_sup_open":
                return [Superscript(self._read(inner, block))]
            case "html_mark_open":
                return [Mark(self._read(inner, block))]
            case "html_kbd_open":
                return [Kbd(plain_text(self._read(inner, block)))]
            case "html_abbr_open":
                return self._abbreviation_tag(token, inner, block)
            case "html_inline":
                return self._html(token, block)
            case "span_open":
                return [self._span(token, inner, block)]
            case "footnote_ref":
                return [FootnoteRef(str(token.meta["label"]), pos=self.position(block, token))]
            case _:
                return self._unreadable(token, inner, block)

    def _abbreviation_tag(self, token: Token, inner: Sequence[Token], block: Token) -> list[Inline]:
        """``<abbr title="…">``; without a title it says nothing, and is its words."""
        words = self._read(inner, block)
        expansion = str(token.attrs.get("title", ""))
        return [Abbreviation(plain_text(words), expansion)] if expansion else list(words)

    def _html(self, token: Token, block: Token) -> list[Inline]:
        """A tag that is none of ours: a line break, a comment, or the text it is."""
        tag = tag_of(token.content)
        if tag and tag.name == "br":
            return [LineBreak()]
        return self.shown_html(token.content, self.position(block, token))

    def shown_html(self, content: str, pos: Position) -> list[Inline]:
        """HTML as text, with a notice; comments are left out, also with one."""
        if is_comment(content):
            self._notices.warning("html-comment", "the comment is left out", pos)
            return []
        name = content.split()[0][:30]
        self._notices.warning("html-as-text", f"HTML is shown as text: {name}", pos)
        lines = content.rstrip("\n").split("\n")
        shown: list[Inline] = []
        for line in lines:
            shown += [LineBreak(), Text(line.strip())] if shown else [Text(line.strip())]
        return shown

    def _link(self, token: Token, inner: Sequence[Token], block: Token) -> Link:
        target = str(token.attrs["href"])
        return Link(
            unquote(target) if target.startswith("#") else target,
            self._read(inner, block),
            str(token.attrs.get("title", "")),
            self.position(block, token),
        )

    def _span(self, token: Token, inner: Sequence[Token], block: Token) -> Span:
        values = dict(token.attrs)
        classes = tuple(str(values.pop("class", "")).split())
        direction = self.direction(str(values.pop("dir", "")), self.position(block, token))
        span = Span(self._read(inner, block), str(values.pop("lang", "")), direction, classes)
        for key in values:
            self._notices.error(
                "attribute-unknown", f"a span has no attribute {key!r}", self.position(block, token)
            )
        return span

    def direction(self, value: str, pos: Position) -> Direction | None:
        """``ltr`` or ``rtl``; anything else is an error."""
        match value:
            case "ltr" | "rtl":
                return value
            case "":
                return None
        self._notices.error("direction", f"dir is ltr or rtl, not {value!r}", pos)
        return None

    def _unreadable(self, token: Token, inner: Sequence[Token], block: Token) -> list[Inline]:
        what = token.type.removesuffix("_open")
        self._notices.error("markdown-unread", f"cannot read {what!r} yet", self.position(block, token))
        return list(self._read(inner, block))

    def _with_abbreviations(self, inlines: Inlines) -> Inlines:
        if not self._abbreviation:
            return inlines
        found: list[Inline] = []
        for inline in inlines:
            found.extend(self._abbreviated(inline.text) if isinstance(inline, Text) else [inline])
        return tuple(found)

    def _abbreviated(self, text: str) -> list[Inline]:
        assert self._abbreviation is not None
        parts = self._abbreviation.split(text)
        return [
            Abbreviation(part, self._abbreviations[part]) if index % 2 else Text(part)
            for index, part in enumerate(parts)
            if part
        ]


def _any_of(abbreviations: dict[str, str]) -> re.Pattern[str] | None:
    """A pattern for whole words that are abbreviations, the longest first."""
    if not abbreviations:
        return None
    words = "|".join(re.escape(word) for word in sorted(abbreviations, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({words})(?!\w)")


def _joined(inlines: list[Inline]) -> Inlines:
    """Neighbouring texts as one."""
    joined: list[Inline] = []
    for inline in inlines:
        last = joined[-1] if joined else None
        if isinstance(inline, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + inline.text)
        else:
            joined.append(inline)
    return tuple(joined)
