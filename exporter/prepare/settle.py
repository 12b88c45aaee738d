"""What a document is before anyone looks at it: titled, its headings with ids, its targets resolved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from urllib.parse import urljoin

import msgspec

from exporter.addresses import is_base, is_relative
from exporter.model import Document, Heading, Link, Node, QrCode, plain_text
from exporter.model.memory import Memory
from exporter.prepare.draft import Draft, alone
from exporter.prepare.free_names import unused


def settle(document: Document, memory: Memory) -> Draft:
    """``document`` as the checks and the formats both read it: titled, each heading with an id, each
    relative target resolved."""
    return memory.latest(settle, document, lambda: _settled(Draft.of(document, memory)))


def _settled(draft: Draft) -> Draft:
    kinds = draft.kinds
    if Heading in kinds:
        draft = _with_anchors(_with_title(draft))
    if Link in kinds or QrCode in kinds:
        draft = _with_absolute_targets(draft)
    return draft


def _with_title(draft: Draft) -> Draft:
    """``draft`` with its title in the metadata, and not printed a second time as a heading.

    Without a stated title, a single level-1 heading that opens the document becomes the title
    and the levels below it move up; failing that, the first heading's words are borrowed.
    """
    headings = draft.nodes(Heading)
    first = headings[0]
    opening = draft.parts[0].document.blocks[:1]
    opens = bool(opening) and opening[0] is first
    stated = draft.metadata.title
    if stated:
        is_title = opens and plain_text(first.content).strip() == stated
        return draft.without_opening() if is_title else draft
    titled = draft.saying(title=plain_text(first.content))
    if opens and first.level == 1 and sum(heading.level == 1 for heading in headings) == 1:
        return titled.without_opening().changed("moved up", (Heading,), lambda _: _moved_up, alone)
    return titled


def _moved_up(node: Node) -> Node:
    if isinstance(node, Heading) and node.level > 1:
        return msgspec.structs.replace(node, level=node.level - 1)
    return node


def _with_anchors(draft: Draft) -> Draft:
    """Every heading gets an id: its own, else one made from its words."""
    taken = set(draft.ids)

    def named(headings: Sequence[Heading]) -> tuple[str, ...]:
        wanted = draft.memory.each(_wanted_id, headings)
        return tuple(
            heading.id or unused(name, taken) for heading, name in zip(headings, wanted, strict=True)
        )

    return draft.changed("anchors", (Heading,), _anchored, named)


def _wanted_id(heading: Heading) -> str:
    return heading.id or slug(plain_text(heading.content))


def _anchored(names: tuple[str, ...]) -> Callable[[Node], Node]:
    left = iter(names)

    def anchored(node: Node) -> Node:
        if not isinstance(node, Heading):
            return node
        name = next(left)
        return node if node.id else msgspec.structs.replace(node, id=name)

    return anchored


def slug(text: str) -> str:
    """An id made from a heading's words, as GitHub makes it, so that links written for it work."""
    folded = unicodedata.normalize("NFC", text).strip().lower()
    return re.sub(r"[^\w\- ]+", "", folded).replace(" ", "-") or "section"


def _with_absolute_targets(draft: Draft) -> Draft:
    """Relative targets resolved against ``base_url``; before the checks, which judge the outcome."""
    base = draft.metadata.base_url
    if not is_base(base):
        return draft
    return draft.changed("targets", (Link, QrCode), _absolute, lambda _: base)


def _absolute(base: str) -> Callable[[Node], Node]:
    def absolute(node: Node) -> Node:
        if isinstance(node, (Link, QrCode)) and is_relative(node.target):
            return msgspec.structs.replace(node, target=urljoin(base, node.target))
        return node

    return absolute
