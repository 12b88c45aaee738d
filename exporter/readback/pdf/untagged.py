"""Marked content that no structure tree orders -> nodes, by its tags (ISO 32000-1, 14.6 and 14.8.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from exporter.model import ViewNode
from exporter.model.view import Role
from exporter.readback.pdf.content import Marked
from exporter.readback.pdf.roles import Read

_ROLES: dict[str, Role] = {
    "Title": "title",
    "Lbl": "label",
    "Caption": "caption",
    "TH": "header-cell",
    "TD": "cell",
    "Code": "code-block",
    "Figure": "figure",
    "Formula": "figure",
    "TOC": "contents",
    "TOCI": "contents",
    "Reference": "contents",
    "Note": "note",
    "FENote": "note",
    "BlockQuote": "quote",
}
"""Structure types with what they are in a View; every other is a paragraph."""
_NOTE_NUMBER = re.compile(r"[0-9]+")


def read_content(marked: Iterable[Marked]) -> Read:
    """What a file without a structure tree shows, in the order of its content streams."""
    nodes, notes = _parted(_node(sequence) for sequence in marked if sequence.tag != "Artifact")
    return Read(tuple(nodes), tuple(notes))


def _node(sequence: Marked) -> ViewNode:
    heading = re.fullmatch("H([1-6])", sequence.tag)
    if heading:
        return ViewNode(role="heading", level=int(heading[1]), children=_words(sequence))
    role = _ROLES.get(sequence.tag, "paragraph")
    if role == "label":
        return ViewNode(role=role, label=sequence.text.strip())
    if role == "contents":
        return ViewNode(role=role)
    if role == "figure":
        picture = ViewNode(role="image", alt=sequence.alt or None)
        return ViewNode(role=role, children=(picture, *_words(sequence)))
    return ViewNode(role=role, children=_words(sequence))


def _words(sequence: Marked) -> tuple[ViewNode, ...]:
    return (ViewNode(role="text", text=sequence.text),)


def _parted(nodes: Iterable[ViewNode]) -> tuple[list[ViewNode], list[ViewNode]]:
    """The text, and the notes: a note begins where a number labels it, and may go on a page later."""
    text: list[ViewNode] = []
    notes: list[ViewNode] = []
    for label, node in _labelled(nodes):
        if node.role != "note":
            text += (part for part in (label, node) if part is not None)
        elif (label is not None and _NOTE_NUMBER.fullmatch(label.label)) or not notes:
            number = label.label if label else ""
            notes.append(ViewNode(role="note", label=number, children=_paragraph(node)))
        else:
            longer = notes[-1].children + _paragraph(node)
            notes[-1] = msgspec.structs.replace(notes[-1], children=longer)
    return text, notes


def _labelled(nodes: Iterable[ViewNode]) -> Iterator[tuple[ViewNode | None, ViewNode]]:
    """Each node with the label before it; a label that none follows stands alone."""
    label: ViewNode | None = None
    for node in nodes:
        if node.role == "label":
            if label is not None:
                yield None, label
            label = node
        else:
            yield label, node
            label = None
    if label is not None:
        yield None, label


def _paragraph(node: ViewNode) -> tuple[ViewNode, ...]:
    return (ViewNode(role="paragraph", children=node.children),)
