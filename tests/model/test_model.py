"""The model: JSON in and out, its schema, the generic walk and rewrite."""

from __future__ import annotations

from typing import get_args

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.model import (
    Block,
    Document,
    Heading,
    Inline,
    Paragraph,
    Strong,
    Text,
    children,
    from_json,
    json_schema,
    plain_text,
    rewrite,
    to_json,
    walk,
)
from tests.samples import everything, minimal, paragraph, words


def test_json_round_trips_every_node() -> None:
    document = everything()
    assert from_json(to_json(document)) == document


def test_the_sample_holds_every_node_that_reaches_a_backend() -> None:
    present = {type(node).__name__ for node in walk(everything())}
    wanted = {node.__name__ for union in (Block, Inline) for node in get_args(union)}
    assert wanted - present == {"Conditional", "Field"}


def test_json_follows_the_published_schema() -> None:
    jsonschema.validate(msgspec.json.decode(to_json(everything())), json_schema())


@pytest.mark.parametrize(
    ("json", "path"),
    [
        (b'{"schema_version": 2}', "$.schema_version"),
        (
            b'{"schema_version": 1, "blocks": [{"type": "Heading", "level": 7, "content": []}]}',
            "$.blocks[0].level",
        ),
        (b'{"schema_version": 1, "blocks": [{"type": "Nothing"}]}', "$.blocks[0].type"),
        (b'{"schema_version": 1, "colour": "red"}', "colour"),
    ],
)
def test_json_that_breaks_the_schema_is_refused_with_its_path(json: bytes, path: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        from_json(json)
    assert path in str(refused.value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_round_trips(text: str) -> None:
    document = minimal(paragraph(text))
    assert from_json(to_json(document)) == document
    assert plain_text(document.blocks) == text


def test_walk_meets_parents_before_children_in_reading_order() -> None:
    document = minimal(Heading(1, words("a", Strong(words("b")), "c")), paragraph("d"))
    names = [getattr(node, "text", type(node).__name__) for node in walk(document)]
    assert names == ["Heading", "a", "Strong", "b", "c", "Paragraph", "d"]


def test_walk_is_not_bounded_by_recursion() -> None:
    node: Inline = Text("deep")
    for _ in range(5000):
        node = Strong((node,))
    assert sum(1 for _ in walk(Paragraph((node,)))) == 5001


def test_rewrite_keeps_what_does_not_change() -> None:
    document = everything()
    assert all(rewrite(block, lambda node: node) is block for block in document.blocks)


def test_rewrite_changes_children_before_parents() -> None:
    seen: list[str] = []
    node = paragraph("a", Strong(words("b")))

    def shout(part):  # type: ignore[no-untyped-def]
        seen.append(type(part).__name__)
        return Text(part.text.upper()) if isinstance(part, Text) else part

    assert plain_text([rewrite(node, shout)]) == "AB"
    assert seen == ["Text", "Text", "Strong", "Paragraph"]


def test_children_skips_what_is_no_node() -> None:
    assert list(children(Document(schema_version=1))) == []
