"""A file has the same bytes whether or not others of the same template were made before it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import exporter
from exporter.backends import backend
from exporter.model import (
    Block,
    BlockBase,
    Conditional,
    Document,
    Field,
    FieldSpec,
    Metadata,
    Node,
    Paragraph,
    Position,
    Text,
    rewrite,
    walk,
)
from exporter.model.memory import Memory
from exporter.pipeline import renderings
from exporter.prepare import Prepared
from exporter.render import PageMap
from exporter.theme import Theme, named_theme
from tests.properties import examples
from tests.properties.test_memory import judged, mixtures
from tests.strategies import documents

FORMATS = ("docx", "epub", "html")
WORDS = (FieldSpec("text"), FieldSpec("yes-no"))
ROWS = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(("Ada", "Bo & <Co>", "Żaneta")), "large": st.sampled_from(("yes", "no"))}
    ),
    min_size=3,
    max_size=5,
)


@pytest.fixture(scope="module")
def themes() -> list[Theme]:
    return [named_theme("clinic"), named_theme("plain", ["large-print"])]


def placed(document: Document, line: int) -> Document:
    """``document`` with a position for each block, from ``line`` on."""
    lines = iter(range(line, 1_000_000))

    def place(node: Node) -> Node:
        if not isinstance(node, BlockBase):
            return node
        return msgspec.structs.replace(node, pos=Position(next(lines), 1))

    return msgspec.structs.replace(document, blocks=tuple(rewrite(block, place) for block in document.blocks))


def page_map(prepared: Prepared, step: int) -> PageMap:
    """Pages that begin at every ``step``th block; they may begin elsewhere in the next document."""
    blocks = [node for node in walk(prepared.document) if isinstance(node, BlockBase)]
    starts = {node.pos: page for page, node in enumerate(blocks[::step], 1)}
    return PageMap(
        {node.id: 1 + index // step for index, node in enumerate(blocks) if node.id}, len(starts), starts
    )


@pytest.mark.parametrize("name", FORMATS)
@examples(8)
@given(documents(), documents())
def test_of_the_same_parts(name: str, themes: list[Theme], one: Document, other: Document) -> None:
    memory = Memory()
    renders = backend(name).render
    assets = {**one.assets, **other.assets}
    one, other = (msgspec.structs.replace(document, assets=assets) for document in (one, other))
    for number, document in enumerate(mixtures(placed(one, 1), placed(other, 10_000))):
        theme = themes[number // 2 % 2]
        _, warm = judged(document, theme, memory)
        _, fresh = judged(document, theme, Memory())
        pages = page_map(fresh, 3 + number % 2) if number % 3 else None
        assert renders(warm, theme, pages) == renders(fresh, theme, pages)


def templates() -> st.SearchStrategy[Document]:
    """Documents with fields among their words and conditions around their blocks."""
    return documents().map(template)


def template(document: Document) -> Document:
    counted = iter(range(1_000_000))

    def personal(node: Node) -> Node:
        if isinstance(node, Paragraph) and next(counted) % 4 == 0:
            return msgspec.structs.replace(node, content=(*node.content, Text(" "), Field("name")))
        return node

    blocks = tuple(rewrite(block, personal) for block in placed(document, 1).blocks)
    return msgspec.structs.replace(
        document,
        metadata=_with_fields(document.metadata),
        blocks=(Paragraph((Text("Dear "), Field("name"))), *_conditional(blocks)),
    )


def _conditional(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for number, block in enumerate(blocks):
        yield Conditional("large" if number % 2 else "not large", (block,)) if number % 5 == 4 else block


def _with_fields(metadata: Metadata) -> Metadata:
    text, yes_no = WORDS
    fields = {"name": text, "large": yes_no}
    return msgspec.structs.replace(metadata, title=f"{metadata.title} for {{{{ name }}}}", fields=fields)


@examples(6)
@given(templates(), ROWS)
def test_of_a_template(themes: list[Theme], document: Document, rows: list[dict[str, str]]) -> None:
    profile = exporter.pipeline.load_profile("draft")
    for number, values in enumerate((*rows, *reversed(rows))):
        formats = ("pdf", *FORMATS) if number % 2 else FORMATS
        theme = themes[number % 3 // 2]
        warm, fresh = (
            {
                name: file.data
                for name, file in renderings(of, to=formats, theme=theme, values=values, profile=profile)
            }
            for of in (document, msgspec.structs.replace(document))
        )
        assert warm == fresh
