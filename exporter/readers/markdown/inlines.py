"""Inline tokens -> inlines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    walk,
)
from exporter.readers.markdown.attributes import NO_ATTRIBUTES, Attributes, NotAttributes, parse_attributes
from exporter.readers.markdown.html import is_comment, paired, tag_of
from exporter.readers.markdown.inline_rules import FIELD
from exporter.readers.markdown.parser import siblings, too_deep
from exporter.readers.markdown.source import Source
from exporter.readers.reading import DEEPEST_NESTING, Notices

_FIELD_OR_LITERAL = re.compile(rf"\\?{FIELD.pattern}")
_OUTSIDE = {"link_open": "a link", "code_inline": "code", "image": "an image in a line"}
"""What braces behind a token are said to belong to."""


class InlineReader:
    """Reads the children of one inline token after another."""

    def __init__(self, source: Source, abbreviations: dict[str, str], notices: Notices) -> None:
        self._source = source
        self._abbreviations = abbreviations
        self._abbreviation = _any_of(abbreviations)
        self._notices = notices
        self.abbreviations_used: set[str] = set()

    def read(self, block: Token) -> Inlines:
        """The inlines of a block's inline token."""
        return self._read(self._paired(block.children or (), block), block)

    def _paired(self, tokens: Sequence[Token], block: Token) -> list[Token]:
        """``tokens`` with the tags that become nodes as such; refuses any that stand too deep."""
        found = paired(tokens)
        depth = 0
        for token in found:
            depth += token.nesting
            if depth > DEEPEST_NESTING:
                line = self._source.of_inline(block, 0).line
                raise too_deep(self._source.name, line)
        return found

    def position(self, block: Token, token: Token) -> Position:
        offset = token.meta.get("offset")
        return self._source.of_inline(block, offset) if isinstance(offset, int) else NOWHERE

    def words(self, text: str, pos: Position) -> Inlines:
        """Plain text that is no Markdown, such as a title in quotes, with the fields in it."""
        found: list[Inline] = []
        end = 0
        for match in _FIELD_OR_LITERAL.finditer(text):
            is_literal = match[0].startswith("\\")
            found.append(Text(text[end : match.start()] + (match[0][1:] if is_literal else "")))
            found += [] if is_literal else [Field(match[1].strip(), pos)]
            end = match.end()
        found.append(Text(text[end:]))
        return self._with_abbreviations(_joined([part for part in found if part != Text("")]))

    def image(self, token: Token, attributes: Attributes, block: Token) -> InlineImage:
        """An image token, wherever it stands."""
        return InlineImage(
            asset=str(token.attrs["src"]),
            alt=_alternative(self._read(self._paired(token.children or (), block), block)),
            decorative="decorative" in attributes.classes,
            title=str(token.attrs.get("title", "")),
            pos=self.position(block, token),
        )

    def _read(self, tokens: Sequence[Token], block: Token) -> Inlines:
        found: list[Inline] = []
        elements = siblings(tokens)
        for index, (token, inner) in enumerate(elements):
            behind = elements[index + 1][0] if index + 1 < len(elements) else None
            attributes = self.attributes_behind(token, behind, block)
            if token.type in _OUTSIDE and attributes != NO_ATTRIBUTES:
                found.append(self._with_attributes(token, inner, attributes, block))
            else:
                found.extend(self._element(token, inner, attributes, block))
        return self._with_abbreviations(_joined(found))

    def attributes_behind(self, token: Token, behind: Token | None, block: Token) -> Attributes:
        """The attributes that follow a token directly; braces that hold none become text."""
        if behind is None or behind.type != "attributes":
            return NO_ATTRIBUTES
        try:
            attributes = parse_attributes(behind.content)
        except NotAttributes as error:
            if token.type != "image":
                behind.type = "text"
                return NO_ATTRIBUTES
            self._notices.error("attributes", str(error), self.position(block, behind))
            attributes = NO_ATTRIBUTES
        behind.content = ""
        return attributes

    def _with_attributes(
        self, token: Token, inner: Sequence[Token], attributes: Attributes, block: Token
    ) -> Inline:
        """An inline with attributes: in a span that has them, as only spans do."""
        (inline,) = self._element(token, inner, attributes, block)
        if token.type == "image":
            classes = tuple(name for name in attributes.classes if name != "decorative")
            attributes = attributes._replace(classes=classes)
        if attributes == NO_ATTRIBUTES:
            return inline
        return self.spanned((inline,), attributes, _OUTSIDE[token.type], self.position(block, token))

    def spanned(self, content: Inlines, attributes: Attributes, what: str, pos: Position) -> Span:
        """``content`` with the attributes that a span can have; any other is an error."""
        values = dict(attributes.values)
        lang, direction = values.pop("lang", ""), self.direction(values.pop("dir", ""), pos)
        for key in values:
            self._notices.error("attribute-unknown", f"{what} has no attribute {key!r}", pos)
        if attributes.id:
            self._notices.error(
                "attribute-unknown",
                f"{what} has no id",
                pos,
                f"put ::: {{#{attributes.id}}} around its block",
            )
        return Span(content, lang, direction, attributes.classes)

    def _element(
        self, token: Token, inner: Sequence[Token], attributes: Attributes, block: Token
    ) -> list[Inline]:
        match token.type:
            case "text" | "text_special" | "attributes":
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
                self.note_left_out(token.attrs, (), self.position(block, token))
                return [Subscript(self._read(inner, block))]
            case "html_sup_open":
                self.note_left_out(token.attrs, (), self.position(block, token))
                return [Superscript(self._read(inner, block))]
            case "html_mark_open":
                self.note_left_out(token.attrs, (), self.position(block, token))
                return [Mark(self._read(inner, block))]
            case "html_kbd_open":
                self.note_left_out(token.attrs, (), self.position(block, token))
                return [Kbd(plain_text(self._read(inner, block)))]
            case "html_abbr_open":
                return self._abbreviation_tag(token, inner, block)
            case "html_inline":
                return self._html(token, block)
            case "span_open":
                content, pos = self._read(inner, block), self.position(block, token)
                return [self.spanned(content, token.meta["attributes"], "a span", pos)]
            case "footnote_ref":
                return [FootnoteRef(str(token.meta["label"]), pos=self.position(block, token))]
            case _:
                return self._unreadable(token, inner, block)

    def _abbreviation_tag(self, token: Token, inner: Sequence[Token], block: Token) -> list[Inline]:
        """``<abbr title="…">``; without a title it says nothing, and is its words."""
        self.note_left_out(token.attrs, ("title",), self.position(block, token))
        words = self._read(inner, block)
        expansion = str(token.attrs.get("title", ""))
        return [Abbreviation(plain_text(words), expansion)] if expansion else list(words)

    def _html(self, token: Token, block: Token) -> list[Inline]:
        """A tag that is none of ours: a line break, a comment, or the text it is."""
        tag = tag_of(token.content)
        if tag and tag.name == "br":
            self.note_left_out(tag.attributes, (), self.position(block, token))
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

    def note_left_out(self, attributes: Mapping[str, object], kept: Sequence[str], pos: Position) -> None:
        """A notice for the attributes of a tag that mean nothing to a document."""
        if names := sorted(attributes.keys() - set(kept)):
            self._notices.warning("html-attribute", f"left out of the tag: {', '.join(names)}", pos)

    def _link(self, token: Token, inner: Sequence[Token], block: Token) -> Link:
        target = str(token.attrs["href"])
        return Link(
            unquote(target) if target.startswith("#") else target,
            self._read(inner, block),
            str(token.attrs.get("title", "")),
            self.position(block, token),
        )

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
        self.abbreviations_used.update(parts[1::2])
        return [
            Abbreviation(part, self._abbreviations[part]) if index % 2 else Text(part)
            for index, part in enumerate(parts)
            if part
        ]


def _alternative(inlines: Inlines) -> str:
    """What is read aloud for a picture: fields as they are written, escaped what only looks like one."""
    nodes = [node for inline in inlines for node in (inline, *walk(inline))]
    escaped = [
        Text(FIELD.sub(r"\\\g<0>", node.text)) if isinstance(node, (Text, Code)) else node for node in nodes
    ]
    return "".join(plain_text([node]) for node in escaped if not hasattr(node, "content"))


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
