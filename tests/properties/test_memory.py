"""What is made of a document is the same whether or not others with the same parts were made before it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.checks import check
from exporter.files import source_date
from exporter.model import Document
from exporter.model.memory import Memory
from exporter.notices import Verdict
from exporter.prepare import Prepared, prepare
from exporter.theme import Theme, named_theme
from tests.properties import examples
from tests.strategies import documents


@pytest.fixture(scope="module")
def themes() -> list[Theme]:
    return [named_theme("clinic"), named_theme("plain", ["large-print"])]


def mixtures(one: Document, other: Document) -> Iterator[Document]:
    """Documents made of the blocks and notes of two, which are the same objects in all of them."""
    yield one
    yield msgspec.structs.replace(one, metadata=other.metadata)
    for blocks in (one.blocks + other.blocks, other.blocks + one.blocks, one.blocks[1:], other.blocks[::-1]):
        yield msgspec.structs.replace(one, blocks=blocks)
    yield msgspec.structs.replace(one, footnotes=other.footnotes)
    yield other
    yield one


def judged(document: Document, theme: Theme, memory: Memory) -> tuple[Verdict, Prepared]:
    """What is found and made, but for the runs of blocks, which hang on what is remembered."""
    memory.turn()
    verdict = check(document, theme, memory=memory)
    made = prepare(document, source_date(document.metadata.date), verdict, memory)
    assert tuple(chain.from_iterable(made.runs)) == made.document.blocks
    return verdict, msgspec.structs.replace(made, runs=())


@examples(60)
@given(documents(), documents(), st.booleans())
def test_checked_and_prepared(themes: list[Theme], one: Document, other: Document, is_run: bool) -> None:
    together = [one.blocks] if is_run else []
    memory = Memory(together)
    for number, document in enumerate(mixtures(one, other)):
        theme = themes[number % 2]
        assert judged(document, theme, memory) == judged(document, theme, Memory())


@examples(20)
@given(documents(), st.booleans())
def test_a_part_stays_the_same_object(one: Document, is_run: bool) -> None:
    """Or what backends make of it could not be known again."""
    memory, theme = Memory([one.blocks] if is_run else []), named_theme("clinic")
    first, second = [judged(one, theme, memory)[1] for _ in range(3)][1:]
    assert [*map(id, first.document.blocks)] == [*map(id, second.document.blocks)]
    assert [id(block) for note in first.notes for block in note.blocks] == [
        id(block) for note in second.notes for block in note.blocks
    ]
