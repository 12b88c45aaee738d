"""The fonts to embed: a subset of each face that the document uses, and of no other."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.model import (
    Abbreviation,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Kbd,
    Node,
    QrCode,
    Strong,
    Text,
    plain_text,
    walk,
)
from exporter.prepare import Prepared
from exporter.theme import Face, TextStyle, Theme, face_chain, itemise
from exporter.theme.theme import FontRole

_ALWAYS = string.ascii_letters + string.digits + string.punctuation
"""In every subset: the numbers of lists and pages, and so one cached subset serves many documents."""


class FontFile(NamedTuple):
    """A subset of ``face`` as a TrueType font."""

    face: Face
    data: bytes

    @property
    def name(self) -> str:
        return f"{self.face.name}.ttf"


def font_files(prepared: Prepared, theme: Theme, nodes: Sequence[Node]) -> tuple[FontFile, ...]:
    """The subsets that set ``nodes``, all those of ``prepared``, in a fixed order."""
    used: dict[Face, set[str]] = defaultdict(set)
    for role, bold, italic, text in _settings(prepared, theme, nodes):
        chain = face_chain(theme, role, bold=bold, italic=italic)
        for face, run in itemise("".join(sorted(set(text))), chain):
            used[face].update(character for character in run if ord(character) in face.characters)
    return tuple(
        FontFile(face, face.subset(map(ord, characters | _common(face))))
        for face, characters in sorted(used.items())
        if any(not character.isspace() for character in characters)
    )


def _common(face: Face) -> set[str]:
    return {character for character in _ALWAYS if ord(character) in face.characters}


def _settings(
    prepared: Prepared, theme: Theme, nodes: Sequence[Node]
) -> Iterator[tuple[FontRole, bool, bool, str]]:
    """The characters that each style has to set: role, bold, italic, text.

    Bold may be asked of any words (titles, labels, headers of tables); italic only of those that
    are emphasised, unless the theme sets a whole kind of text in it.
    """
    everything = "".join((*map(_words, nodes), *_words_around(prepared, theme)))
    emphasised = [node for node in nodes if isinstance(node, Emphasis)]
    yield "body", False, False, everything
    yield "body", True, False, everything
    yield "body", False, True, everything if _sets_italic(theme) else plain_text(emphasised)
    yield "body", True, True, plain_text(_bold_and_emphasised(nodes))
    yield (
        "code",
        False,
        False,
        "".join(_words(node) for node in nodes if isinstance(node, Code | Kbd | CodeBlock)),
    )


def _words(node: Node) -> str:
    match node:
        case Text(text=text) | Code(text=text) | Kbd(text=text) | Abbreviation(text=text):
            return text
        case CodeBlock(text=text):
            return text
        case QrCode(target=target):
            return target
        case _:
            return ""


def _words_around(prepared: Prepared, theme: Theme) -> Iterator[str]:
    """What stands around the blocks: letterhead, title, footer, and the phrases of the language."""
    metadata, phrases = prepared.metadata, prepared.phrases
    yield from (metadata.title, metadata.subtitle, metadata.rights, *metadata.sources)
    yield from prepared.facts.values()
    if metadata.publisher:
        yield from metadata.publisher.contacts
    yield from (phrases.contents, phrases.notes, phrases.back, phrases.sources, phrases.skip)
    yield from (phrases.page_of, theme.running.separator)


def _sets_italic(theme: Theme) -> bool:
    styles: Iterable[TextStyle] = (getattr(theme.text, name) for name in theme.text.__struct_fields__)
    return any(style.italic for style in styles)


def _bold_and_emphasised(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Strong | Heading):
            yield from (below for below in walk(node) if isinstance(below, Emphasis))
        elif isinstance(node, Emphasis):
            yield from (below for below in walk(node) if isinstance(below, Strong))
