"""A PDF has the same bytes whether or not others with the same parts were made before it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.backends.pdf import PdfBackend
from exporter.backends.pdf.boxes import Box, TextBox
from exporter.checks import check
from exporter.errors import LimitReached
from exporter.files import source_date
from exporter.model import (
    Block,
    Document,
    Link,
    Metadata,
    PageBreak,
    Paragraph,
    Span,
    Strong,
    Text,
    new_document,
)
from exporter.model.memory import Memory
from exporter.notices import Notice
from exporter.prepare import prepare
from exporter.render import Rendered
from exporter.theme import Theme, named_theme
from tests.properties import examples
from tests.samples import paragraph
from tests.strategies import documents

NAMES = ("Ada 1", "Bo 20", "Ada 1", "Żółć " * 40, "李小龍", "שלום", "e\u0301 ffi →", "x " * 700)
"""Names of one line and of many, of more than a page, and in other fonts."""


@pytest.fixture(scope="module")
def themes() -> list[Theme]:
    return [
        named_theme("clinic"),
        named_theme("plain", ["large-print", "a5"]),
        named_theme("clinic", ["fillable"]),
    ]


def greetings(name: str) -> Iterator[Paragraph]:
    """Paragraphs that look alike, and leave the page and the file in different states."""
    yield Paragraph((Text(f"Dear {name},"),))
    yield Paragraph((Text(f"Dear {name},"),), id="dear")
    yield Paragraph((Text("Dear "), Strong((Text(f"{name},"),))))
    yield Paragraph((Text("Dear "), Link("https://example.org/", (Text(f"{name},"),))))
    yield Paragraph((Text("Dear "), Span((Text(name),), lang="fr"), Text(",")))


def rows(one: Document, other: Document, names: Sequence[str]) -> Iterator[Document]:
    """Documents made of the blocks of two, which are the same objects in all of them, each with a name; as a
    condition would, some leave out a block."""
    assets, notes = {**one.assets, **other.assets}, (*one.footnotes, *other.footnotes)
    mixtures: list[tuple[Block, ...]] = [
        one.blocks,
        one.blocks[1:] + other.blocks,
        one.blocks + one.blocks,
    ]
    for name in names:
        metadata = msgspec.structs.replace(one.metadata, title=f"For {name}"[:300])
        for (number, blocks), own in itertools.product(enumerate(mixtures), greetings(name)):
            placed = (own, *blocks) if number % 2 else (*blocks[:1], own, *blocks[1:])
            yield msgspec.structs.replace(
                one, metadata=metadata, blocks=placed, assets=assets, footnotes=notes
            )


def rendered(document: Document, theme: Theme, memory: Memory) -> Rendered | tuple[Notice, ...]:
    """The file, or why there is none."""
    memory.turn()
    verdict = check(document, theme, memory=memory)
    prepared = prepare(document, source_date(document.metadata.date), verdict, memory)
    try:
        return PdfBackend().render(prepared, theme, None)
    except LimitReached as limit:
        return limit.notices


@examples(8)
@given(documents(), documents(), st.integers(0, 1 << 20))
def test_rendered(themes: list[Theme], one: Document, other: Document, seed: int) -> None:
    order = random.Random(seed)
    memory = Memory(order.choice([(), (one.blocks, other.blocks)]))
    found = [*rows(one, other, order.sample(NAMES, 2))]
    made = [(row, order.choice(themes[:2])) for row in order.sample(found, 12)]
    made += [(row, themes[2]) for row in order.sample(found, 3)]
    alone = [rendered(*row, Memory()) for row in made]
    for number in (*range(len(made)), *order.sample(range(len(made)), len(made))):
        assert rendered(*made[number], memory) == alone[number]


@pytest.mark.parametrize("breaks", [(), ("a",), ("a", "b"), ("a", "b", "c")])
def test_blocks_that_page_breaks_lead_to(themes: list[Theme], breaks: tuple[str, ...]) -> None:
    after = paragraph("word " * 80), paragraph("more " * 80)
    named = [PageBreak(id=name) for name in breaks]
    handout = new_document(
        metadata=Metadata(title="A leaflet", language="en"), blocks=(paragraph("Before."), *named, *after)
    )
    memory = Memory([after])
    for _ in range(4):
        assert rendered(handout, themes[0], memory) == rendered(handout, themes[0], Memory())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_drawn_again(themes: list[Theme], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is the same in a third document comes from the second."""
    handout = new_document(
        metadata=Metadata(title="A leaflet", language="en"),
        blocks=tuple(paragraph("word " * 80) for _ in range(30)),
    )
    drawn: list[Box] = []
    draw = TextBox.draw

    def counted(box: TextBox, *where: Any) -> None:
        drawn.append(box)
        draw(box, *where)

    monkeypatch.setattr(TextBox, "draw", counted)
    memory, counts = Memory(), list[int]()
    for row in [*rows(handout, handout, [name] * 5)][::15]:
        drawn.clear()
        rendered(row, themes[0], memory)
        counts.append(len(drawn))
    assert counts[0] > 30 > 10 > counts[-1]
