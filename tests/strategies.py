"""Whole documents for property tests (hypothesis): every node, in every nesting that makes sense.

`documents()` draws a document that the checks pass under the strict profile. It is grown from pairs
of `PAIRS`: one is drawn first, then what is needed around it, until the document is reached. So the
rare pairs are no rarer than the common ones, and a failing document shrinks to the pair that fails.

What is normal, and therefore all that is generated:

* The content of a block neither begins nor ends with a space; a text within a line may, and may hold
  several in a row. No text is empty; none holds a line end, except that of a code block.
* A line break has words on both sides. A line, a link and a mark have words, or an image that speaks.
* The cells of a table fit its grid; the last row may lack cells, which the grid fills up.
* Every note is called, and calls only notes written before it.
* A document has a title, or opens with a heading for one. Such a heading has no id of its own, and
  no other heading says the same.
* Texts in metadata, and instead of images, hold no ``{{``: there it would be a field.

Every third text ends in a word that no other has (`w001`, `w002` …), so that nothing lost or out of
order can hide behind its like. `Field` and `Conditional` are left out: they never reach a backend.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st

from exporter.model import (
    Abbreviation,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Code,
    CodeBlock,
    Contents,
    DefinitionItem,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    FillIn,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    InlineImage,
    Kbd,
    LineBreak,
    Link,
    ListItem,
    Mark,
    Metadata,
    OrderedList,
    PageBreak,
    Paragraph,
    Publisher,
    QrCode,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableCell,
    TableRow,
    Text,
    ThematicBreak,
    children,
    new_document,
    walk,
)
from tests.growing import Draft, Kind, made
from tests.vocabulary import LANGUAGES

INLINES: tuple[Kind, ...] = (
    Text, Strong, Emphasis, Strike, Subscript, Superscript, Mark, Code, Kbd, Link, Span, Abbreviation,
    FootnoteRef, InlineImage, LineBreak,
)  # fmt: skip
PHRASE = INLINES[:-2]
"""What stands in a short label: no images, no second line."""
RAISED: tuple[Kind, ...] = (
    Text, Strong, Emphasis, Strike, Subscript, Superscript, Mark, Code, Link, Span, Abbreviation,
)  # fmt: skip
"""What stands above or below the line."""
FLOW: tuple[Kind, ...] = (
    Paragraph, BulletList, OrderedList, DefinitionList, Table, Figure, BlockQuote, Callout, CodeBlock, FillIn,
    QrCode, Group,
)  # fmt: skip
"""What stands in any box: all blocks but those that divide a document."""


def _without(kinds: tuple[Kind, ...], *left_out: Kind) -> tuple[Kind, ...]:
    return tuple(kind for kind in kinds if kind not in left_out)


MAY_HOLD: dict[Kind, tuple[Kind, ...]] = {
    Document: (*FLOW, Heading, ThematicBreak, PageBreak, Contents),
    Paragraph: INLINES,
    Heading: INLINES,
    Group: (*FLOW, Heading, ThematicBreak, PageBreak, Contents),
    BlockQuote: (*FLOW, Heading, ThematicBreak, *PHRASE),
    Callout: (*FLOW, Heading, ThematicBreak, *PHRASE),
    BulletList: (ListItem,),
    OrderedList: (ListItem,),
    ListItem: (*FLOW, Heading, ThematicBreak),
    DefinitionList: (DefinitionItem,),
    DefinitionItem: (*FLOW, *INLINES),
    Table: (TableRow, *INLINES),
    TableRow: (TableCell,),
    TableCell: _without(FLOW, Table, Callout),
    Figure: INLINES,
    FillIn: PHRASE,
    QrCode: PHRASE,
    Footnote: _without(FLOW, Callout, FillIn, QrCode),
    Strong: INLINES,
    Emphasis: INLINES,
    Strike: _without(INLINES, Strike),
    Mark: _without(INLINES, Mark),
    Span: INLINES,
    Link: _without(INLINES, Link, FootnoteRef),
    Subscript: RAISED,
    Superscript: RAISED,
}
"""What may stand directly in what. Lines are the captions, titles, terms and labels of their blocks."""

NEVER_BELOW: dict[Kind, frozenset[Kind]] = {
    Link: frozenset((Link, FootnoteRef)),
    Strike: frozenset((Strike,)),
    Mark: frozenset((Mark,)),
    Subscript: frozenset((FootnoteRef, InlineImage, LineBreak, Kbd)),
    Superscript: frozenset((FootnoteRef, InlineImage, LineBreak, Kbd)),
    BlockQuote: frozenset((PageBreak, Contents)),
    Callout: frozenset((PageBreak, Contents)),
    ListItem: frozenset((PageBreak, Contents)),
    DefinitionItem: frozenset((PageBreak, Contents, Heading, ThematicBreak)),
    TableCell: frozenset((PageBreak, Contents, Heading, ThematicBreak, Table, Callout)),
    Footnote: frozenset((PageBreak, Contents, Heading, ThematicBreak, Callout, FillIn, QrCode)),
}
"""What may not stand anywhere below what, however many nodes lie between."""


class Pair(NamedTuple):
    parent: Kind
    child: Kind

    def __str__(self) -> str:
        return f"{self.parent.__name__} > {self.child.__name__}"


PAIRS = tuple(Pair(parent, child) for parent, children in MAY_HOLD.items() for child in children)
KINDS = tuple(dict.fromkeys(kind for pair in PAIRS for kind in pair))
HOLDERS: dict[Kind, tuple[Kind, ...]] = {
    kind: tuple(parent for parent, child in PAIRS if child is kind) for kind in KINDS
}
"""Where a node may stand; the first is the shortest way to the document."""

SIZES, SHARE = (1, 3, 5, 6, 7, 8, 8, 8), 64
SIZE = (1 + max(SIZES)) * SHARE
"""How many pairs a document is grown from; and of the bytes that decide on it, the share of its
metadata, which is that of each pair too.
"""
DEEPEST = 4
"""How many nodes are put around a pair before the shortest way is taken."""


def documents() -> st.SearchStrategy[Document]:
    """Documents that the checks pass, in every way that documents differ."""
    return st.binary(min_size=SIZE, max_size=SIZE).map(document_from)


def numbered(number: int) -> Document:
    """The same document for the same number, wherever it is asked for: for judges, who see many at once."""
    return document_from(random.Random(number).randbytes(SIZE))


def document_from(data: bytes) -> Document:
    """The document that ``SIZE`` bytes decide on: a share of them for itself, one for each pair.

    One draw for a whole document, for hypothesis takes longer to draw than we to build, and does
    not mutate what is drawn at once, so that no two documents of a run are alike. The shares do not
    see each other: a failure shrinks one block at a time, and a block whose share is zeros is left out.
    """
    shares = [data[start : start + SHARE] for start in range(0, SIZE, SHARE)]
    draft = Draft(MAY_HOLD, iter(shares[0]))
    metadata, opening = _metadata(draft), draft.number(0, 3)
    draft.is_based = bool(metadata.base_url)
    growing = [share for share in shares[1 : 1 + draft.pick(SIZES)] if any(share)]
    blocks = [block for share in growing for block in _grown(draft, share)]
    if opening == 1:
        blocks.insert(0, Heading(1, (Text(metadata.title),)))
    elif opening == 2:
        blocks.insert(0, Heading(1, (Text(metadata.title),)))
        metadata = msgspec.structs.replace(metadata, title="")
    return new_document(
        metadata=metadata, blocks=tuple(blocks), footnotes=tuple(draft.notes), assets=draft.assets
    )


def _metadata(draft: Draft) -> Metadata:
    base = draft.pick(("", "https://example.org/handouts/"))
    least = Metadata(title=f"{draft.plain()} leaflet", language=draft.pick(LANGUAGES), base_url=base)
    if not draft.sometimes():
        return least
    return msgspec.structs.replace(
        least,
        subtitle=draft.plain(),
        authors=tuple(draft.plain() for _ in range(draft.number(0, 2))),
        publisher=Publisher(draft.plain(), draft.plain(), "1 Example Street", "555 0100"),
        kind=draft.plain(),
        code=draft.plain(),
        version="1.0",
        date=datetime.date(2026, draft.number(1, 12), 1),
        description=draft.plain(),
        keywords=(draft.plain(),),
        rights=draft.plain(),
        sources=(draft.plain(),),
    )


def _grown(draft: Draft, share: bytes) -> Iterator[Block]:
    """A block that ``share`` decides on, and now and then a small one after it."""
    draft.choices = iter(share)
    yield _holding(draft, PAIRS[(draft.below(256) * 256 + draft.below(256)) % len(PAIRS)])
    if draft.sometimes(4):
        yield made(draft, draft.pick(MAY_HOLD[Document]))


def _holding(draft: Draft, pair: Pair) -> Any:
    """A block of the document that holds ``pair``, directly or far below."""
    node = made(draft, pair.child)
    if pair.parent is Document:
        return node
    node = made(draft, pair.parent, node)
    for around in range(DEEPEST * 2):
        if isinstance(node, Footnote):
            draft.notes.append(node)
            node = FootnoteRef(node.id)
        holders = _holders(node)
        holder = holders[0] if around >= DEEPEST or draft.sometimes(3) else draft.pick(holders)
        if holder is Document:
            return node
        node = made(draft, holder, node)
    raise AssertionError(f"no way from {pair} to the document")


def _holders(node: Any) -> list[Kind]:
    """Where ``node`` may stand, seeing all that is below it."""
    below = {type(found) for found in (node, *walk(node))}
    return [kind for kind in HOLDERS[type(node)] if not below & NEVER_BELOW.get(kind, frozenset())]


def pairs_in(document: Document) -> set[Pair]:
    """The pairs that a document holds, the document and its notes among the parents."""
    tops = {Pair(Document, type(block)) for block in document.blocks}
    return tops | {
        Pair(type(node), type(child))
        for root in (*document.blocks, *document.footnotes)
        for node in (root, *walk(root))
        for child in children(node)
    }
