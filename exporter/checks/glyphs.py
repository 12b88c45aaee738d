"""Characters that no font of the theme can set, with their places."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from exporter.addresses import printed_address
from exporter.model import (
    NOWHERE,
    Abbreviation,
    Callout,
    Code,
    CodeBlock,
    DefinitionItem,
    Document,
    Emphasis,
    Heading,
    Kbd,
    Position,
    QrCode,
    Strong,
    Text,
    children,
)
from exporter.notices import visible
from exporter.theme import Face, Theme, face_chain, missing


class MissingGlyph(NamedTuple):
    character: str
    pos: Position
    families: tuple[str, ...]

    def __str__(self) -> str:
        name = unicodedata.name(self.character, "unnamed")
        tried = ", ".join(self.families)
        shown = visible(self.character)
        return f"no font has the character {shown!r} (U+{ord(self.character):04X} {name}); tried {tried}"


class _Style(NamedTuple):
    bold: bool = False
    italic: bool = False
    code: bool = False
    pos: Position = NOWHERE


def missing_glyphs(document: Document, theme: Theme) -> Iterator[MissingGlyph]:
    """Each character, once for each place, that its face and the fallbacks of that face lack."""
    metadata = document.metadata
    publisher = metadata.publisher
    stated = [metadata.title, metadata.subtitle, metadata.kind, metadata.code, metadata.version]
    stated += [metadata.rights, *metadata.sources]
    stated += [publisher.name, publisher.note, *publisher.contacts] if publisher else []
    for text in stated:
        yield from _missing_in(text, _Style(bold=True, pos=Position(1, 1)), theme)
    for root in (*document.blocks, *document.footnotes):
        yield from _missing_below(root, _Style(), theme)


def _missing_below(node: object, style: _Style, theme: Theme) -> Iterator[MissingGlyph]:
    style = _style_of(node, style)
    match node:
        case Text(text=text) | Code(text=text) | CodeBlock(text=text) | Kbd(text=text):
            yield from _missing_in(text, style, theme)
        case Abbreviation(text=text):
            yield from _missing_in(text, style, theme)
        case QrCode(target=target):
            yield from _missing_in(printed_address(target), style, theme)
    for child in children(node):
        yield from _missing_below(child, style, theme)


def _style_of(node: object, style: _Style) -> _Style:
    """How the words of ``node`` are set, given how those around it are."""
    pos = getattr(node, "pos", NOWHERE)
    if pos != NOWHERE:
        style = style._replace(pos=pos)
    match node:
        case Heading() | Strong() | Callout() | DefinitionItem():
            return style._replace(bold=True)
        case Emphasis():
            return style._replace(italic=True)
        case Code() | CodeBlock() | Kbd():
            return style._replace(code=True)
        case _:
            return style


def _missing_in(text: str, style: _Style, theme: Theme) -> Iterator[MissingGlyph]:
    chain = _chain(theme, style)
    seen = set()
    for _, character in missing(text, chain):
        if character not in seen:
            seen.add(character)
            yield MissingGlyph(character, style.pos, tuple(face.family for face in chain))


def _chain(theme: Theme, style: _Style) -> tuple[Face, ...]:
    return face_chain(theme, "code" if style.code else "body", bold=style.bold, italic=style.italic)
