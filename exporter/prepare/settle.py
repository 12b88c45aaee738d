"""What a document is before anyone looks at it: titled, its headings with ids, its targets resolved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import urljoin

import msgspec

from exporter.addresses import is_base, is_relative
from exporter.model import BlockBase, Document, Heading, Link, Node, QrCode, kinds_of, plain_text, walk
from exporter.prepare.change import changed, unused


def settle(document: Document, kinds: Collection[type[Node]] | None = None) -> Document:
    """``document`` as the checks and the formats both read it: titled, each heading with an id, each
    relative target resolved. ``kinds`` are the types of its nodes, if they are known already."""
    kinds = kinds_of(document) if kinds is None else kinds
    if Heading in kinds:
        document = _with_anchors(_with_title(document))
    if Link in kinds or QrCode in kinds:
        document = _with_absolute_targets(document)
    return document


def _with_title(document: Document) -> Document:
    """``document`` with its title in the metadata, and not printed a second time as a heading.

    Without a stated title, a single level-1 heading that opens the document becomes the title
    and the levels below it move up; failing that, the first heading's words are borrowed.
    """
    headings = [node for node in walk(document) if isinstance(node, Heading)]
    if not headings:
        return document
    first = headings[0]
    opens = bool(document.blocks) and document.blocks[0] is first
    stated = document.metadata.title
    if stated:
        is_title = opens and plain_text(first.content).strip() == stated
        return _without_opening(document) if is_title else document
    titled = _retitled(document, plain_text(first.content))
    if opens and first.level == 1 and sum(heading.level == 1 for heading in headings) == 1:
        return _moved_up(_without_opening(titled))
    return titled


def _retitled(document: Document, title: str) -> Document:
    metadata = msgspec.structs.replace(document.metadata, title=title)
    return msgspec.structs.replace(document, metadata=metadata)


def _without_opening(document: Document) -> Document:
    return msgspec.structs.replace(document, blocks=document.blocks[1:])


def _moved_up(document: Document) -> Document:
    def up(node: Node) -> Node:
        if isinstance(node, Heading) and node.level > 1:
            return msgspec.structs.replace(node, level=node.level - 1)
        return node

    return changed(document, up)


def _with_anchors(document: Document) -> Document:
    """Every heading gets an id: its own, else one made from its words."""
    taken = {node.id for node in walk(document) if isinstance(node, BlockBase) and node.id}

    def anchor(node: Node) -> Node:
        if not isinstance(node, Heading) or node.id:
            return node
        return msgspec.structs.replace(node, id=unused(slug(plain_text(node.content)), taken))

    return changed(document, anchor)


def slug(text: str) -> str:
    """An id made from a heading's words, as GitHub makes it, so that links written for it work."""
    folded = unicodedata.normalize("NFC", text).strip().lower()
    return re.sub(r"[^\w\- ]+", "", folded).replace(" ", "-") or "section"


def _with_absolute_targets(document: Document) -> Document:
    """Relative targets resolved against ``base_url``; before the checks, which judge the outcome."""
    base = document.metadata.base_url

    def absolute(node: Node) -> Node:
        if isinstance(node, (Link, QrCode)) and is_relative(node.target):
            return msgspec.structs.replace(node, target=urljoin(base, node.target))
        return node

    return changed(document, absolute) if is_base(base) else document
