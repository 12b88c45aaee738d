"""Levels without gaps, ids that every format takes, links that lead somewhere, one shape for each thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from exporter.addresses import leads_out
from exporter.grid import narrowed
from exporter.language import direction_of
from exporter.model import (
    BlockBase,
    CodeBlock,
    Contents,
    Direction,
    Document,
    FillIn,
    Footnote,
    Group,
    Heading,
    Link,
    Node,
    OrderedList,
    Span,
    Table,
    Text,
    plain_text,
    walk,
)
from exporter.ordinals import numbered_alike
from exporter.prepare.change import changed, unused

DEEPEST_HEADING = 6
_PLAIN_NAME = re.compile(r"(?!at\.)[A-Za-z_][A-Za-z0-9_.-]*")
"""Ids that every reader of XML takes: editions of XML 1.0 differ on letters beyond ASCII. Those that
begin with "at." are the formats' own."""


def closed_levels(levels: Iterable[int]) -> list[int]:
    """Heading levels without gaps: the first is 1, and each is at most one below its parent.

    Siblings stay siblings: 1 3 3 2 becomes 1 2 2 2.
    """
    open_levels: list[int] = []
    closed = []
    for level in levels:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        closed.append(min(len(open_levels), DEEPEST_HEADING))
    return closed


def with_closed_levels(document: Document) -> Document:
    headings = [node for node in walk(document) if isinstance(node, Heading)]
    levels = iter(closed_levels(heading.level for heading in headings))

    def close(node: Node) -> Node:
        return msgspec.structs.replace(node, level=next(levels)) if isinstance(node, Heading) else node

    return changed(document, close)


def with_xml_ids(document: Document, known: Iterable[str]) -> Document:
    """Ids and the links to them as names that XML allows for an ID (XML 1.0, production NCName). ``known``
    are the ids, in any order."""
    if all(map(_PLAIN_NAME.fullmatch, known)):
        return document
    ids = [node.id for node in walk(document) if isinstance(node, BlockBase) and node.id]
    taken = {name for name in ids if _PLAIN_NAME.fullmatch(name)}
    names = {
        name: unused(_plain_name(name), taken)
        for name in dict.fromkeys(ids)
        if not _PLAIN_NAME.fullmatch(name)
    }

    def renamed(node: Node) -> Node:
        if isinstance(node, BlockBase) and not isinstance(node, Footnote) and node.id in names:
            return msgspec.structs.replace(node, id=names[node.id])
        if isinstance(node, Link) and node.target[1:] in names and node.target.startswith("#"):
            return msgspec.structs.replace(node, target=f"#{names[node.target[1:]]}")
        return node

    return changed(document, renamed)


def _plain_name(name: str) -> str:
    """``name`` in ASCII: letters without their accents, hyphens for everything else."""
    unaccented = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^A-Za-z0-9_.]+", "-", unaccented).strip("-")
    return joined if _PLAIN_NAME.fullmatch(joined) else f"id-{joined}".rstrip("-")


def with_living_links(document: Document) -> Document:
    """A link that leads nowhere, as the checks have warned, becomes its words."""
    anchors = {node.id for node in walk(document) if isinstance(node, BlockBase)}
    anchors -= {note.id for note in document.footnotes}

    def living(node: Node) -> Node:
        if not isinstance(node, Link):
            return node
        inside = node.target.startswith("#")
        leads = node.target[1:] in anchors if inside else leads_out(node.target)
        return node if leads else Span(node.content or (Text(node.target),))

    return changed(document, living)


def with_directions(document: Document, direction: Direction) -> Document:
    """Passages that say their language, in a document whose lines run both ways, say their direction."""
    passages = [node for node in walk(document) if isinstance(node, (Group, Span))]
    stated = {node.dir or direction_of(node.lang) for node in passages if node.dir or node.lang}
    if stated <= {direction}:
        return document

    def directed(node: Node) -> Node:
        if isinstance(node, (Group, Span)) and node.lang and not node.dir:
            return msgspec.structs.replace(node, dir=direction_of(node.lang))
        return node

    return changed(document, directed)


def with_code_from_the_left(document: Document, direction: Direction) -> Document:
    """Code runs from left to right, also in what runs from right to left."""
    if direction == "ltr" and not any(
        isinstance(node, Group) and node.dir == "rtl" for node in walk(document)
    ):
        return document

    def turned(node: Node) -> Node:
        return Group((node,), dir="ltr") if isinstance(node, CodeBlock) else node

    return changed(document, turned)


def with_begun_columns(document: Document) -> Document:
    """Tables without the columns in which no cell begins, which are an error in HTML (4.9.12)."""

    def begun(node: Node) -> Node:
        return narrowed(node) if isinstance(node, Table) else node

    return changed(document, begun)


def with_plain_shapes(document: Document) -> Document:
    """What could be set in several ways, in one: a suffix has its place only after a line, code
    ends with its last line that is not empty, contents of nothing are nothing, and a list is
    numbered as every format would number it."""
    has_headings = any(isinstance(node, Heading) and plain_text(node.content) for node in walk(document))

    def plain(node: Node) -> Node:
        if isinstance(node, FillIn) and node.suffix and node.kind not in ("line", "date"):
            return msgspec.structs.replace(node, label=(*node.label, Text(" "), *node.suffix), suffix=())
        if isinstance(node, CodeBlock) and node.text.endswith("\n"):
            return msgspec.structs.replace(node, text=node.text.rstrip("\n"))
        if isinstance(node, OrderedList):
            return msgspec.structs.replace(node, numbering=numbered_alike(node))
        if isinstance(node, Contents) and not has_headings:
            return Group((), id=node.id, pos=node.pos)
        return node

    return changed(document, plain)
