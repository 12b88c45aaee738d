"""Levels without gaps, ids that every format takes, links that lead somewhere, one shape for each thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import msgspec

from exporter.addresses import leads_out
from exporter.grid import has_spans, narrowed
from exporter.language import direction_of
from exporter.model import (
    BlockBase,
    CodeBlock,
    Contents,
    Direction,
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
)
from exporter.ordinals import numbered_alike
from exporter.prepare.draft import Draft, alone
from exporter.prepare.free_names import unused

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


def with_closed_levels(draft: Draft) -> Draft:
    stated = [heading.level for heading in draft.nodes(Heading)]
    closed = closed_levels(stated)
    if closed == stated:
        return draft
    levels = iter(closed)
    return draft.changed(
        "levels", (Heading,), _levelled, lambda headings: tuple(islice(levels, len(headings)))
    )


def _levelled(levels: tuple[int, ...]) -> Callable[[Node], Node]:
    left = iter(levels)

    def levelled(node: Node) -> Node:
        if not isinstance(node, Heading):
            return node
        level = next(left)
        return node if node.level == level else msgspec.structs.replace(node, level=level)

    return levelled


def with_xml_ids(draft: Draft) -> Draft:
    """Ids and the links to them as names that XML allows for an ID (XML 1.0, production NCName)."""
    if all(map(_PLAIN_NAME.fullmatch, draft.ids)):
        return draft
    ids = [node.id for part in draft.parts for node in part.nodes if isinstance(node, BlockBase) and node.id]
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

    def new_names(nodes: Sequence[Any]) -> tuple[str | None, ...]:
        return tuple(names.get(node.target[1:] if isinstance(node, Link) else node.id) for node in nodes)

    kinds = tuple(kind for kind in draft.kinds if issubclass(kind, (BlockBase, Link)))
    return draft.changed("ids", kinds, lambda _: renamed, new_names)


def _plain_name(name: str) -> str:
    """``name`` in ASCII: letters without their accents, hyphens for everything else."""
    unaccented = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^A-Za-z0-9_.]+", "-", unaccented).strip("-")
    return joined if _PLAIN_NAME.fullmatch(joined) else f"id-{joined}".rstrip("-")


def with_living_links(draft: Draft) -> Draft:
    """A link that leads nowhere, as the checks have warned, becomes its words."""
    anchors = set(draft.ids)
    anchors -= {note.id for note in draft.nodes(Footnote)}

    def leads(link: Link) -> bool:
        return link.target[1:] in anchors if link.target.startswith("#") else leads_out(link.target)

    def living(node: Node) -> Node:
        if not isinstance(node, Link) or leads(node):
            return node
        return Span(node.content or (Text(node.target),))

    if all(map(leads, draft.nodes(Link))):
        return draft
    return draft.changed("living", (Link,), lambda _: living, lambda links: tuple(map(leads, links)))


def with_directions(draft: Draft, direction: Direction) -> Draft:
    """Passages that say their language, in a document whose lines run both ways, say their direction."""
    passages = draft.nodes(Group, Span)
    stated = {node.dir or direction_of(node.lang) for node in passages if node.dir or node.lang}
    if stated <= {direction}:
        return draft
    return draft.changed("directions", (Group, Span), lambda _: _directed, alone)


def _directed(node: Node) -> Node:
    if isinstance(node, (Group, Span)) and node.lang and not node.dir:
        return msgspec.structs.replace(node, dir=direction_of(node.lang))
    return node


def with_code_from_the_left(draft: Draft, direction: Direction) -> Draft:
    """Code runs from left to right, also in what runs from right to left."""
    if direction == "ltr" and not any(group.dir == "rtl" for group in draft.nodes(Group)):
        return draft
    return draft.changed("code", (CodeBlock,), lambda _: _turned, alone)


def _turned(node: Node) -> Node:
    return Group((node,), dir="ltr") if isinstance(node, CodeBlock) else node


def with_begun_columns(draft: Draft) -> Draft:
    """Tables without the columns in which no cell begins, which are an error in HTML (4.9.12)."""
    if not any(draft.memory.each(has_spans, draft.nodes(Table))):
        return draft
    return draft.changed("columns", (Table,), lambda _: _begun, alone)


def _begun(node: Node) -> Node:
    return narrowed(node) if isinstance(node, Table) else node


def with_plain_shapes(draft: Draft) -> Draft:
    """What could be set in several ways, in one: a suffix has its place only after a line, code
    ends with its last line that is not empty, contents of nothing are nothing, and a list is
    numbered as every format would number it."""
    has_headings = Contents in draft.kinds and any(
        plain_text(heading.content) for heading in draft.nodes(Heading)
    )

    def plain(node: Node) -> Node:
        if isinstance(node, FillIn) and node.suffix and node.kind not in ("line", "date"):
            return msgspec.structs.replace(node, label=(*node.label, Text(" "), *node.suffix), suffix=())
        if isinstance(node, CodeBlock) and node.text.endswith("\n"):
            return msgspec.structs.replace(node, text=node.text.rstrip("\n"))
        if isinstance(node, OrderedList) and (numbering := numbered_alike(node)) != node.numbering:
            return msgspec.structs.replace(node, numbering=numbering)
        if isinstance(node, Contents) and not has_headings:
            return Group((), id=node.id, pos=node.pos)
        return node

    kinds = (FillIn, CodeBlock, OrderedList, Contents)
    return draft.changed("shapes", kinds, lambda _: plain, lambda _: has_headings)
