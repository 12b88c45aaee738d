"""The words that formats add: the names of figures and tables, the labels of callouts."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from exporter.language import Phrases, primary
from exporter.model import (
    Callout,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    Link,
    Node,
    Span,
    Strong,
    Table,
    Text,
    plain_text,
    walk,
)
from exporter.prepare.change import changed

LABEL_ONLY_KINDS = ("note", "tip", "important")
"""Callouts whose own title may stand in for the word of their kind; the others keep both."""


class Numbered(NamedTuple):
    """A figure or a table that a link names: the how manieth of its kind, and the words for it."""

    kind: Literal["Figure", "Table"]
    number: int
    words: str


def with_numbers(document: Document, phrases: Phrases) -> tuple[Document, dict[str, Numbered]]:
    """Links without words get the name of their target; a caption named that way begins with its number.

    Also returns those numbers, by the ids of the figures and tables.
    """
    linked = {
        node.target[1:]
        for node in walk(document)
        if isinstance(node, Link) and not node.content and node.target.startswith("#")
    }
    names: dict[str, Inlines] = {
        node.id: (Text(plain_text(node.content)),) for node in walk(document) if isinstance(node, Heading)
    }
    numbers: dict[str, Numbered] = {}
    figures = tables = 0
    for node in walk(document):
        if isinstance(node, Figure) and node.id in linked:
            figures += 1
            numbers[node.id] = Numbered("Figure", figures, _numbered(phrases.figure, figures))
        elif isinstance(node, Table) and node.id in linked:
            tables += 1
            numbers[node.id] = Numbered("Table", tables, _numbered(phrases.table, tables))
    names |= {id: (said(numbered.words, document, phrases),) for id, numbered in numbers.items()}

    def name(node: Node) -> Node:
        if isinstance(node, Link) and not node.content:
            return msgspec.structs.replace(node, content=names.get(node.target[1:]) or (Text(node.target),))
        if isinstance(node, (Figure, Table)) and node.id in linked:
            label = Strong(names[node.id])
            caption = (label, Text(". "), *node.caption) if node.caption else (label,)
            return msgspec.structs.replace(node, caption=caption)
        return node

    return (changed(document, name) if linked else document), numbers


def _numbered(phrase: str, number: int) -> str:
    """A label whose number no line end parts from it."""
    return phrase.format(number=number).replace(" ", "\u00a0")


def with_callout_labels(document: Document, phrases: Phrases) -> Document:
    def label(node: Node) -> Node:
        if not isinstance(node, Callout):
            return node
        kind = phrases.callouts[node.kind]
        if not node.title:
            return msgspec.structs.replace(node, title=(said(kind, document, phrases),))
        if node.kind in LABEL_ONLY_KINDS or plain_text(node.title).startswith(kind):
            return node
        return msgspec.structs.replace(
            node, title=(said(f"{kind}:", document, phrases), Text(" "), *node.title)
        )

    return changed(document, label)


def said(words: str, document: Document, phrases: Phrases) -> Inline:
    """A fixed phrase as an inline: in a language of its own where there is none in the document's."""
    if primary(document.metadata.language) == primary(phrases.language):
        return Text(words)
    return Span((Text(words),), phrases.language)
