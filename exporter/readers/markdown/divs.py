"""Fenced divs: callouts, places to write, QR codes, groups."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import cast, get_args

from markdown_it.token import Token

from exporter.model import (
    Block,
    Blocks,
    Callout,
    CalloutKind,
    Conditional,
    Direction,
    FillIn,
    FillInKind,
    Group,
    Inline,
    Inlines,
    LineBreak,
    Link,
    PageBreak,
    Paragraph,
    Position,
    QrCode,
    Span,
    Text,
)
from exporter.readers.markdown.attributes import NO_ATTRIBUTES, Attributes, NotAttributes, parse_fence_info
from exporter.readers.markdown.inlines import InlineReader
from exporter.readers.markdown.parser import siblings
from exporter.readers.markdown.source import Source
from exporter.readers.reading import Notices

CALLOUT_KINDS: tuple[str, ...] = get_args(CalloutKind)
FILL_IN_KINDS: tuple[str, ...] = get_args(FillInKind)
NAMES = (*CALLOUT_KINDS, "fill-in", "qr", "pagebreak", "if")
_BLANK = re.compile(r"_{3,}")


class DivReader:
    def __init__(self, source: Source, inlines: InlineReader, notices: Notices) -> None:
        self._source = source
        self._inlines = inlines
        self._notices = notices

    def div(
        self, token: Token, inner: Sequence[Token], read: Callable[[Sequence[Token]], Blocks], pos: Position
    ) -> Blocks:
        """What a fenced div means: by its first class, and by its attributes. ``read`` reads blocks."""
        attributes = self._attributes(token, pos)
        if not token.meta["closed"]:
            self._notices.error("div-open", "this ::: is never closed", pos, "end it with a line of :::")
        attributes = _named_first(attributes)
        name = attributes.classes[0] if attributes.classes else ""
        if name == "fill-in":
            return self._fill_ins(inner, attributes, pos)
        blocks = read(inner)
        if name in CALLOUT_KINDS:
            return (self._callout(cast("CalloutKind", name), attributes, blocks, pos),)
        match name:
            case "qr":
                return self._qr_code(blocks, attributes, pos)
            case "pagebreak":
                return self._page_break(attributes, blocks, pos)
            case "if":
                return (self._conditional(attributes, blocks, pos),)
            case _:
                is_kind = not token.info.lstrip().startswith("{")
                return (self._group(attributes, blocks, is_kind, pos),)

    def _attributes(self, token: Token, pos: Position) -> Attributes:
        try:
            return parse_fence_info(token.info)
        except NotAttributes as error:
            self._notices.error("attributes", str(error), pos, 'write ::: warning "Title"')
            return NO_ATTRIBUTES

    def _callout(self, kind: CalloutKind, attributes: Attributes, blocks: Blocks, pos: Position) -> Callout:
        """The title and the blocks in the language of the callout; its label stays in the document's."""
        title = self._inlines.words(attributes.values.get("title", ""), pos)
        inside = self._inside(attributes, {"title"})
        if title and inside != NO_ATTRIBUTES:
            title = (
                Span(title, inside.values.get("lang", ""), self._direction(inside, pos), inside.classes),
            )
        blocks = self.wrapped(blocks, inside, "a callout", pos)
        return Callout(kind=kind, title=title, blocks=blocks, id=attributes.id, pos=pos)

    def _conditional(self, attributes: Attributes, blocks: Blocks, pos: Position) -> Conditional:
        expression = attributes.values.get("when", "")
        if not expression:
            self._notices.error("condition", "a condition needs when=", pos, '::: {.if when="large_print"}')
        blocks = self.wrapped(blocks, self._inside(attributes, {"when"}), "a condition", pos)
        return Conditional(expression, blocks, id=attributes.id, pos=pos)

    def _page_break(self, attributes: Attributes, blocks: Blocks, pos: Position) -> Blocks:
        inside = self.wrapped(blocks, self._inside(attributes, set()), "a page break", pos)
        return (PageBreak(id=attributes.id, pos=pos), *(inside if blocks else ()))

    def _inside(self, attributes: Attributes, spent: set[str]) -> Attributes:
        """The attributes that a block with a name of its own hands to a group inside it."""
        values = {key: value for key, value in attributes.values.items() if key not in spent}
        classes = attributes.classes[1:]
        return Attributes("", classes, values) if classes or values else NO_ATTRIBUTES

    def wrapped(self, blocks: Blocks, attributes: Attributes, what: str, pos: Position) -> Blocks:
        """``blocks``, in a group where there are attributes that only groups have."""
        self._refuse_others(attributes, {"lang", "dir"}, what, pos)
        if attributes == NO_ATTRIBUTES:
            return blocks
        lang, direction = attributes.values.get("lang", ""), self._direction(attributes, pos)
        return (Group(blocks, attributes.classes, lang, direction, id=attributes.id, pos=pos),)

    def _direction(self, attributes: Attributes, pos: Position) -> Direction | None:
        return self._inlines.direction(attributes.values.get("dir", ""), pos)

    def _group(self, attributes: Attributes, blocks: Blocks, is_kind: bool, pos: Position) -> Block:
        """Blocks of a class; ``is_kind`` is the short form, which reads as a kind of block."""
        for name in attributes.classes:
            near = difflib.get_close_matches(name, NAMES, 1, 0.75)
            if near:
                self._notices.error("div-unknown", f"there is no block {name!r}", pos, f"write {near[0]!r}")
            elif is_kind:
                fix = f"choose from {', '.join(NAMES)}, or write ::: {{.{name}}}"
                self._notices.warning("div-unknown", f"there is no block {name!r}: it has no box", pos, fix)
        if attributes == NO_ATTRIBUTES:
            return Group(blocks, pos=pos)
        (group,) = self.wrapped(blocks, attributes, "a group", pos)
        return group

    def _refuse_others(self, attributes: Attributes, known: set[str], what: str, pos: Position) -> None:
        for key in sorted(attributes.values.keys() - known):
            self._notices.error("attribute-unknown", f"{what} has no attribute {key!r}", pos)

    def _fill_ins(self, tokens: Sequence[Token], attributes: Attributes, pos: Position) -> Blocks:
        """One place to write for each line: ``Label ____ suffix`` or ``[ ] Label``."""
        kind = attributes.values.get("kind", "line")
        rows = attributes.values.get("rows", "3")
        if kind not in FILL_IN_KINDS or not re.fullmatch("[1-9][0-9]{0,2}", rows):
            self._notices.error(
                "attribute-value", f"kind is one of {', '.join(FILL_IN_KINDS)}; rows is a number", pos
            )
            return ()
        found: list[Block] = []
        for token, inner in siblings(tokens):
            if token.type != "paragraph_open":
                self._notices.error(
                    "fill-in", "only lines of text can stand in a fill-in", self._source.of_block(token)
                )
                continue
            first_line = self._source.of_block(token).line
            for offset, line in enumerate(_lines(self._inlines.read(_with_hard_breaks(inner[0])))):
                place = Position(first_line + offset, pos.column)
                found.append(_fill_in(line, cast("FillInKind", kind), int(rows), place))
        inside = self._inside(attributes, {"kind", "rows"})
        if attributes.id:
            inside = inside._replace(id=attributes.id)
        return self.wrapped(tuple(found), inside, "a fill-in", pos)

    def _qr_code(self, blocks: Blocks, attributes: Attributes, pos: Position) -> Blocks:
        """A paragraph that begins with a link: its target is the code, its words the label."""
        paragraph = blocks[0] if len(blocks) == 1 else None
        first = paragraph.content[0] if isinstance(paragraph, Paragraph) and paragraph.content else None
        if not isinstance(paragraph, Paragraph) or not isinstance(first, Link):
            self._notices.error(
                "qr-code", "a QR code needs one paragraph that begins with a link", pos, "[label](address)"
            )
            return ()
        note = _stripped(paragraph.content[1:])
        code = QrCode(first.target, first.content, note, id=attributes.id, pos=pos)
        return self.wrapped((code,), self._inside(attributes, set()), "a QR code", pos)


def _named_first(attributes: Attributes) -> Attributes:
    """The class that says which block this is before the others; Quarto's ``callout-`` is as good."""
    classes = [name.removeprefix("callout-") for name in attributes.classes]
    place = next((index for index, name in enumerate(classes) if name in NAMES), None)
    if place is None:
        return attributes
    others = attributes.classes[:place] + attributes.classes[place + 1 :]
    return attributes._replace(classes=(classes[place], *others))


def _with_hard_breaks(inline: Token) -> Token:
    """The same line of tokens with every line end kept: in a form, each line is an entry."""
    for child in inline.children or ():
        if child.type == "softbreak":
            child.type = "hardbreak"
    return inline


def _lines(content: Inlines) -> list[Inlines]:
    lines: list[list[Inline]] = [[]]
    for inline in content:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [tuple(line) for line in lines if line]


def _fill_in(line: Inlines, kind: FillInKind, rows: int, pos: Position) -> FillIn:
    first = line[0]
    if isinstance(first, Text) and first.text.startswith("[ ] "):
        label = _stripped((Text(first.text[4:]), *line[1:]))
        return FillIn(label, "checkbox", pos=pos)
    for index, inline in enumerate(line):
        found = _BLANK.search(inline.text) if isinstance(inline, Text) else None
        if found and isinstance(inline, Text):
            before = (*line[:index], Text(inline.text[: found.start()]))
            after = (Text(inline.text[found.end() :]), *line[index + 1 :])
            return FillIn(_stripped(before), kind, _stripped(after), rows, pos=pos)
    return FillIn(_stripped(line), kind, (), rows, pos=pos)


def _stripped(content: Inlines) -> Inlines:
    """``content`` without the space and line breaks at its ends."""
    inlines = list(content)
    for end in (0, -1):
        while inlines:
            edge = inlines[end]
            text = edge.text.lstrip() if end == 0 and isinstance(edge, Text) else ""
            text = edge.text.rstrip() if end == -1 and isinstance(edge, Text) else text
            if isinstance(edge, LineBreak) or (isinstance(edge, Text) and not text):
                del inlines[end]
                continue
            if isinstance(edge, Text):
                inlines[end] = Text(text)
            break
    return tuple(inlines)
