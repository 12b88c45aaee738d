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
from exporter.prepare.change import changed_spoken

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

    def named(id: str, around: str) -> Inlines:
        if id in numbers:
            return (said(numbers[id].words, document, phrases, around),)
        return names.get(id, ())

    def name(node: Node, around: str) -> Node:
        if isinstance(node, Link) and not node.content:
            content = named(node.target[1:], around) or (Text(node.target),)
            return msgspec.structs.replace(node, content=content)
        if isinstance(node, (Figure, Table)) and node.id in linked:
            label = Strong(named(node.id, around))
            caption = (label, Text(". "), *node.caption) if node.caption else (label,)
            return msgspec.structs.replace(node, caption=caption)
        return node

    return (changed_spoken(document, name) if linked else document), numbers


def _numbered(phrase: str, number: int) -> str:
    """A label whose number no line end parts from it."""
    return phrase.format(number=number).replace(" ", "\u00a0")


def with_callout_labels(document: Document, phrases: Phrases) -> Document:
    """Callouts with their labels as titles, or before titles of their own."""

    def label(node: Node, around: str) -> Node:
        if not isinstance(node, Callout):
            return node
        kind = phrases.callouts[node.kind]
        if not node.title:
            return msgspec.structs.replace(node, title=(said(kind, document, phrases, around),))
        if node.kind in LABEL_ONLY_KINDS or plain_text(node.title).startswith(kind):
            return node
        first = said(f"{kind}:", document, phrases, around)
        return msgspec.structs.replace(node, title=(first, Text(" "), *node.title))

    return changed_spoken(document, label)


def said(words: str, document: Document, phrases: Phrases, around: str) -> Inline:
    """A fixed phrase as an inline: a passage of its language where that is not the one ``around`` it
    (WCAG 2.2, 3.1.2)."""
    own, spoken = document.metadata.language, phrases.language
    if primary(around) == primary(spoken):
        return Text(words)
    return Span((Text(words),), own if primary(own) == primary(spoken) else spoken)
