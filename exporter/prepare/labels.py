"""The words that formats add: the names of figures and tables, the labels of callouts."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from exporter.language import Phrases, primary
from exporter.model import (
    Callout,
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
)
from exporter.prepare.draft import Draft, alone

LABEL_ONLY_KINDS = ("note", "tip", "important")
"""Callouts whose own title may stand in for the word of their kind; the others keep both."""


class Numbered(NamedTuple):
    """A figure or a table that a link names: the how manieth of its kind, and the words for it."""

    kind: Literal["Figure", "Table"]
    number: int
    words: str


def with_numbers(draft: Draft, phrases: Phrases) -> tuple[Draft, dict[str, Numbered]]:
    """Links without words get the name of their target; a caption named that way begins with its number.

    Also returns those numbers, by the ids of the figures and tables.
    """
    linked = {
        link.target[1:] for link in draft.nodes(Link) if not link.content and link.target.startswith("#")
    }
    if not linked:
        return draft, {}
    names = {heading.id: plain_text(heading.content) for heading in draft.nodes(Heading)}
    numbers: dict[str, Numbered] = {}
    figures = tables = 0
    for node in draft.nodes(Figure, Table):
        if node.id not in linked:
            continue
        if isinstance(node, Figure):
            figures += 1
            numbers[node.id] = Numbered("Figure", figures, _numbered(phrases.figure, figures))
        else:
            tables += 1
            numbers[node.id] = Numbered("Table", tables, _numbered(phrases.table, tables))

    def words(node: Link | Figure | Table) -> str:
        """What a link without words says, or the number of a figure or table."""
        if isinstance(node, Link) and node.content:
            return ""
        id = _id_of(node)
        return numbers[id].words if id in numbers else names.get(id, "")

    def label_of(node: Link | Figure | Table, around: str) -> Inlines:
        id = _id_of(node)
        if id in numbers:
            return (said(numbers[id].words, draft.metadata.language, phrases, around),)
        return (Text(names[id]),) if id in names else ()

    def named(node: Node, around: str) -> Node:
        if isinstance(node, Link) and not node.content:
            content = label_of(node, around) or (Text(node.target),)
            return msgspec.structs.replace(node, content=content)
        if isinstance(node, (Figure, Table)) and node.id in numbers:
            label = Strong(label_of(node, around))
            caption = (label, Text(". "), *node.caption) if node.caption else (label,)
            return msgspec.structs.replace(node, caption=caption)
        return node

    kinds = (Link, Figure, Table)
    return draft.changed_spoken("names", kinds, named, lambda nodes: tuple(map(words, nodes))), numbers


def _id_of(node: Link | Figure | Table) -> str:
    """That of a figure or table, or of what a link leads to inside the document."""
    return node.target[1:] if isinstance(node, Link) else node.id


def _numbered(phrase: str, number: int) -> str:
    """A label whose number no line end parts from it."""
    return phrase.format(number=number).replace(" ", "\u00a0")


def with_callout_labels(draft: Draft, phrases: Phrases) -> Draft:
    """Callouts with their labels as titles, or before titles of their own."""
    language = draft.metadata.language

    def labelled(node: Node, around: str) -> Node:
        if not isinstance(node, Callout):
            return node
        kind = phrases.callouts[node.kind]
        if not node.title:
            return msgspec.structs.replace(node, title=(said(kind, language, phrases, around),))
        if node.kind in LABEL_ONLY_KINDS or plain_text(node.title).startswith(kind):
            return node
        first = said(f"{kind}:", language, phrases, around)
        return msgspec.structs.replace(node, title=(first, Text(" "), *node.title))

    return draft.changed_spoken("labels", (Callout,), labelled, alone)


def said(words: str, own: str, phrases: Phrases, around: str) -> Inline:
    """A fixed phrase as an inline: a passage of its language where that is not the one ``around`` it
    (WCAG 2.2, 3.1.2); ``own`` is the language of the document."""
    spoken = phrases.language
    if primary(around) == primary(spoken):
        return Text(words)
    return Span((Text(words),), own if primary(own) == primary(spoken) else spoken)
