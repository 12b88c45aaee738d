"""What `prepare` settles for every document, and the document as JSON."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given

from exporter.files import source_date
from exporter.model import (
    Abbreviation,
    BlockBase,
    Callout,
    Code,
    CodeBlock,
    Document,
    FootnoteRef,
    Heading,
    Kbd,
    Link,
    Node,
    Text,
    from_json,
    plain_text,
    to_json,
    walk,
)
from exporter.model.memory import Memory
from exporter.prepare import Prepared, prepare, settle
from tests.properties import examples
from tests.strategies import documents


def prepared(document: Document) -> Prepared:
    return prepare(document, source_date(document.metadata.date))


def nodes(settled: Prepared) -> list[Node]:
    """All that is set: the document, then its notes."""
    notes = [node for note in settled.notes for block in note.blocks for node in (block, *walk(block))]
    return [*(node for block in settled.document.blocks for node in (block, *walk(block))), *notes]


@examples(50)
@given(documents())
def test_json_there_and_back(document: Document) -> None:
    data = to_json(document)
    assert from_json(data) == document
    assert to_json(from_json(data)) == data


@examples(50)
@given(documents())
def test_levels_are_closed(document: Document) -> None:
    levels = [entry.level for entry in prepared(document).outline]
    assert levels[:1] in ([], [1])
    assert all(below <= above + 1 for above, below in pairwise(levels))


@examples(50)
@given(documents())
def test_anchors_are_unique_and_links_lead_to_one(document: Document) -> None:
    settled = prepared(document)
    found = nodes(settled)
    calls = [node.anchor for node in found if isinstance(node, FootnoteRef)]
    blocks = [node.id for node in found if isinstance(node, BlockBase) and node.id]
    anchors = [*blocks, *calls, *(note.anchor for note in settled.notes)]
    assert all(anchors)
    assert [anchor for anchor, count in Counter(anchors).items() if count > 1] == []
    inner = {node.target[1:] for node in found if isinstance(node, Link) and node.target.startswith("#")}
    assert inner <= set(blocks)
    assert sorted(call for note in settled.notes for call in note.calls) == sorted(calls)


@examples(50)
@given(documents())
def test_notes_are_numbered_as_they_are_called(document: Document) -> None:
    settled = prepared(document)
    order = [node.id for node in nodes(settled) if isinstance(node, FootnoteRef)]
    assert [note.id for note in settled.notes] == list(dict.fromkeys(order))
    assert [note.number for note in settled.notes] == list(range(1, len(settled.notes) + 1))


@examples(50)
@given(documents())
def test_everything_has_words(document: Document) -> None:
    """What a heading, a link or the label of a callout is called is settled, and is no longer empty."""
    for node in nodes(prepared(document)):
        if isinstance(node, Heading):
            assert node.id and plain_text(node.content).strip()
        elif isinstance(node, Link):
            assert node.content
        elif isinstance(node, Callout):
            assert plain_text(node.title).strip()


@examples(50)
@given(documents())
def test_every_text_is_kept(document: Document) -> None:
    """A text may be said again, where a link is named by a heading, but never less often.

    Only the empty lines that end a code block go.
    """

    def texts(found: list[Node]) -> Counter[str]:
        spoken = (Text, Code, CodeBlock, Kbd, Abbreviation)
        return Counter(node.text.rstrip("\n") for node in found if isinstance(node, spoken))

    assert texts(list(walk(settle(document, Memory()).whole()))) - texts(nodes(prepared(document))) == {}
