"""Characters that no font of the theme can set, with their places."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from exporter.addresses import printed_address
from exporter.checks.subject import Subject
from exporter.files import find_family, how_to_install
from exporter.model import (
    NOWHERE,
    Abbreviation,
    Callout,
    Code,
    CodeBlock,
    DefinitionItem,
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
from exporter.prepare import Part
from exporter.scripts import script_of, writes
from exporter.theme import Face, Theme, face_chains, missing
from exporter.theme.once import once_a_theme


class MissingGlyph(NamedTuple):
    """``fix`` is what to install, where the theme names a family that may have the character."""

    character: str
    pos: Position
    families: tuple[str, ...]
    fix: str

    def __str__(self) -> str:
        name = unicodedata.name(self.character, "unnamed")
        tried = ", ".join(self.families)
        shown = visible(self.character)
        return f"no font has the character {shown!r} (U+{ord(self.character):04X} {name}); tried {tried}"


_BOLD = (Heading, Strong, Callout, DefinitionItem)
_CODE = (Code, CodeBlock, Kbd)
_SAYING = (Text, Code, CodeBlock, Kbd, Abbreviation)


class _Style(NamedTuple):
    bold: bool = False
    italic: bool = False
    code: bool = False
    pos: Position = NOWHERE


class _Look:
    """The theme, and its chains of faces."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._chains = face_chains(theme)
        self._firsts = [self.chain(*style)[0] for style in itertools.product((False, True), repeat=3)]

    def chain(self, code: bool, bold: bool, italic: bool) -> tuple[Face, ...]:
        return self._chains("code" if code else "body", bold, italic, "").faces

    def has_in_first_faces(self, part: Part) -> bool:
        """Whether the first face of every chain has all that is said, as in most documents of one script."""
        letters = _letters_of(part)
        return all(face.has_all(letters) for face in self._firsts)


_look_of = once_a_theme(_Look)


def _letters_of(part: Part) -> str:
    """Every character that is set."""
    said: list[str] = [node.text for kind in _SAYING for node in part.of((kind,))]
    said += [printed_address(node.target) for node in part.of((QrCode,))]
    return "".join(set("".join(said)))


def missing_glyphs(subject: Subject) -> Iterator[MissingGlyph]:
    """Each character, once for each place, that its face and the fallbacks of that face lack."""
    document, look = subject.document, _look_of(subject.theme)
    metadata = document.metadata
    publisher = metadata.publisher
    stated = [metadata.title, metadata.subtitle, metadata.kind, metadata.code, metadata.version]
    stated += [metadata.rights, *metadata.sources]
    stated += [publisher.name, publisher.note, *publisher.contacts] if publisher else []
    heading = _Style(bold=True, pos=Position(1, 1))
    if not look.chain(heading.code, heading.bold, heading.italic)[0].has_all("".join(stated)):
        for text in stated:
            yield from _missing_in(text, heading, look)
    if not all(subject.each(look.has_in_first_faces)):
        for root in (*document.blocks, *document.footnotes):
            yield from _missing_below(root, look)


def _missing_below(root: object, look: _Look) -> Iterator[MissingGlyph]:
    stack: list[tuple[object, _Style]] = [(root, _Style())]
    while stack:
        node, around = stack.pop()
        style = _style_of(node, around)
        match node:
            case Text() | Code() | CodeBlock() | Kbd() | Abbreviation():
                yield from _missing_in(node.text, style, look)
            case QrCode(target=target):
                yield from _missing_in(printed_address(target), style, look)
        stack += [(child, style) for child in children(node)[::-1]]


def _style_of(node: object, style: _Style) -> _Style:
    """How the words of ``node`` are set, given how those around it are."""
    pos = getattr(node, "pos", NOWHERE)
    if pos is not NOWHERE and pos != NOWHERE:
        style = style._replace(pos=pos)
    if isinstance(node, _BOLD):
        return style._replace(bold=True)
    if isinstance(node, Emphasis):
        return style._replace(italic=True)
    if isinstance(node, _CODE):
        return style._replace(code=True)
    return style


def _missing_in(text: str, style: _Style, look: _Look) -> Iterator[MissingGlyph]:
    chain = look.chain(style.code, style.bold, style.italic)
    if chain[0].has_all(text):
        return
    seen = set()
    for _, character in missing(text, chain):
        if character not in seen:
            seen.add(character)
            tried = tuple(face.family for face in chain)
            yield MissingGlyph(character, style.pos, tried, _to_install(character, text, look.theme))


def _to_install(character: str, text: str, theme: Theme) -> str:
    """How to get a family that the theme names for the script of ``character``, or for those of
    the characters around a punctuation mark or an accent that scripts share."""
    scripts = {script_of(character)}
    if unicodedata.category(character)[0] in "PM":
        scripts |= {script_of(other) for other in text if not other.isascii()}
    for way, families in theme.fonts.scripts.items():
        if any(script and writes(way, script) for script in scripts):
            for family in families:
                if find_family(family) is None:
                    return how_to_install(family)
    return ""
